"""Addresses of returns and measures. Who may open them is in accounts/permissions.py."""

from django.urls import path

from measures.views import definitions, method, returns, tracker, uploads

urlpatterns = [
    path("returns/", returns.return_home, name="return_home"),
    path("returns/upload/", uploads.return_upload, name="return_upload"),
    path("returns/template.<str:kind>", definitions.return_template, name="return_template"),
    path("returns/guide/", definitions.counting_guide, name="counting_guide"),
    path("returns/uploads/<uuid:upload_id>/", uploads.upload_detail, name="upload_detail"),
    path("returns/uploads/<uuid:upload_id>/progress/", uploads.upload_progress, name="upload_progress"),
    path("returns/uploads/<uuid:upload_id>/confirm/", uploads.upload_confirm, name="upload_confirm"),
    path("returns/uploads/<uuid:upload_id>/submit/", uploads.upload_submit, name="upload_submit"),
    path("returns/uploads/<uuid:upload_id>/withdraw/", uploads.upload_withdraw, name="upload_withdraw"),
    path("returns/uploads/<uuid:upload_id>/check-again/", uploads.upload_check_again, name="upload_check_again"),
    path("returns/uploads/<uuid:upload_id>/problems.csv", uploads.upload_problems_csv, name="upload_problems_csv"),
    path("returns/uploads/<uuid:upload_id>/problems.xlsx", uploads.upload_problems_xlsx, name="upload_problems_xlsx"),
    path("returns/<int:pk>/", returns.return_detail, name="return_detail"),
    path("returns/<int:pk>/file/", returns.return_file, name="return_file"),
    path("returns/<int:pk>/accept/", returns.return_accept, name="return_accept"),
    path("returns/<int:pk>/query/", returns.return_query, name="return_query"),
    path("returns/<int:pk>/answer/", returns.return_answer, name="return_answer"),
    path("returns/<int:pk>/restore/", returns.return_restore, name="return_restore"),
    path("returns/<int:pk>/withdraw/", returns.return_withdraw, name="return_withdraw"),
    path("waves/<str:wave_code>/practices/<str:ods_code>/returns/", returns.return_versions, name="return_versions"),
    path("waves/<str:wave_code>/tracker/", tracker.return_tracker, name="return_tracker"),
    path("waves/<str:wave_code>/tracker/<str:period>/accept/", tracker.return_accept_clean, name="return_accept_clean"),
    path("method/", method.method_list, name="method_list"),
    path("method/false-alarms/", method.method_false_alarms, name="method_false_alarms"),
    path("method/<slug:slug>/", method.method_detail, name="method_detail"),
    path("measures/", definitions.measure_list, name="measure_list"),
    path("measures/<str:measure>/", definitions.measure_definition, name="measure_definition"),
]
