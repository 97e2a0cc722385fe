"""Organisations, programmes, waves, people."""

from django.urls import path

from practices.addresses import mending
from practices.views import acting, grants, memberships, organisations, programmes, uploads, waves

urlpatterns = [
    path("acting/", acting.acting_scope_choose, name="acting_scope_choose"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/<str:ods_code>/", organisations.organisation_detail, name="organisation_detail"),
    path("programmes/", programmes.programme_list, name="programme_list"),
    path("programmes/new/", programmes.programme_create, name="programme_create"),
    path("programmes/<slug:slug>/", programmes.programme_detail, name="programme_detail"),
    path("programmes/<slug:slug>/edit/", programmes.programme_edit, name="programme_edit"),
    path("programmes/<slug:slug>/waves/new/", waves.wave_create, name="wave_create"),
    path("waves/", waves.wave_list, name="wave_list"),
    path("waves/<str:wave_code>/calendar/", waves.wave_detail, name="wave_detail"),
    path("waves/<str:wave_code>/calendar/edit/", waves.wave_edit, name="wave_edit"),
    path("waves/<str:wave_code>/join/", memberships.membership_create, name="membership_create"),
    path("waves/<str:wave_code>/practices/<str:ods_code>/part/", memberships.membership_edit, name="membership_edit"),
    path("waves/<str:wave_code>/practices/<str:ods_code>/leave/", memberships.membership_end, name="membership_end"),
    path(
        "waves/<str:wave_code>/practices/<str:ods_code>/agreement/",
        memberships.sharing_agreement,
        name="sharing_agreement",
    ),
    path("people/", grants.grant_list, name="grant_list"),
    path("people/new/", grants.grant_create, name="grant_create"),
    path("people/<int:pk>/", grants.grant_edit, name="grant_edit"),
    path("people/<int:pk>/end/", grants.grant_end, name="grant_end"),
    # One set of pages for a sent file of any kind; the address has kept the name of the first.
    path("returns/uploads/<uuid:upload_id>/", uploads.upload_detail, name="upload_detail"),
    path("returns/uploads/<uuid:upload_id>/progress/", uploads.upload_progress, name="upload_progress"),
    path("returns/uploads/<uuid:upload_id>/confirm/", uploads.upload_confirm, name="upload_confirm"),
    path("returns/uploads/<uuid:upload_id>/submit/", uploads.upload_submit, name="upload_submit"),
    path("returns/uploads/<uuid:upload_id>/withdraw/", uploads.upload_withdraw, name="upload_withdraw"),
    path("returns/uploads/<uuid:upload_id>/check-again/", uploads.upload_check_again, name="upload_check_again"),
    path("returns/uploads/<uuid:upload_id>/problems.csv", uploads.upload_problems_csv, name="upload_problems_csv"),
    path("returns/uploads/<uuid:upload_id>/problems.xlsx", uploads.upload_problems_xlsx, name="upload_problems_xlsx"),
    *mending.urlpatterns,
]
