"""Addresses of returns and measures. Who may open them is in accounts/permissions.py."""

from django.urls import include, path

from measures.views import definitions, method, prepared, returns, tracker, uploads

urlpatterns = [
    path("returns/", returns.return_home, name="return_home"),
    path("returns/upload/", uploads.return_upload, name="return_upload"),
    path("returns/template.<str:kind>", definitions.return_template, name="return_template"),
    path("returns/guide/", definitions.counting_guide, name="counting_guide"),
    path("returns/<int:pk>/", returns.return_detail, name="return_detail"),
    path("returns/<int:pk>/file/", returns.return_file, name="return_file"),
    path("returns/<int:pk>/accept/", returns.return_accept, name="return_accept"),
    path("returns/<int:pk>/restore/", returns.return_restore, name="return_restore"),
    path("returns/<int:pk>/withdraw/", returns.return_withdraw, name="return_withdraw"),
    path("waves/<str:wave_code>/practices/<str:ods_code>/returns/", returns.return_versions, name="return_versions"),
    path("waves/<str:wave_code>/tracker/", tracker.return_tracker, name="return_tracker"),
    path("register/<str:ods_code>/returns/<str:period>/", prepared.return_prepare, name="return_prepare"),
    path(
        "register/<str:ods_code>/returns/<str:period>/submit/",
        prepared.return_prepared_submit,
        name="return_prepared_submit",
    ),
    path(
        "register/<str:ods_code>/returns/<str:period>/rows/<str:field>/",
        prepared.return_prepared_rows,
        name="return_prepared_rows",
    ),
    path("method/", method.method_list, name="method_list"),
    path("method/false-alarms/", method.method_false_alarms, name="method_false_alarms"),
    path("method/<slug:slug>/", method.method_detail, name="method_detail"),
    path("measures/", definitions.measure_list, name="measure_list"),
    path("measures/<str:measure>/", definitions.measure_definition, name="measure_definition"),
    path("", include("measures.addresses.entry")),
    path("", include("measures.addresses.queries")),
    path("", include("measures.addresses.rules")),
]
