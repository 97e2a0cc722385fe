"""interface: work with other teams, a module that a practice switches on."""

from django.urls import path

from registers.views import interface_pages as pages
from registers.views import interface_records as records

PERSON = "<str:ods_code>/people/<int:number>/interface/"


def of_kind(kind, folder):
    """The two addresses of one kind of record about a person."""
    return [
        path(f"{PERSON}{folder}/new/", records.record_create, {"kind": kind}, name=f"{kind}_create"),
        path(f"{PERSON}{folder}/<int:{kind}>/", records.record_edit, {"kind": kind}, name=f"{kind}_edit"),
    ]


urlpatterns = [
    path("<str:ods_code>/interface/", pages.interface_home, name="interface_home"),
    path("<str:ods_code>/interface/agreements/new/", records.link_agreement_create, name="link_agreement_create"),
    path(
        "<str:ods_code>/interface/agreements/<int:agreement>/", records.link_agreement_edit, name="link_agreement_edit"
    ),
    path(PERSON, pages.interface_person, name="interface_person"),
    *of_kind("advice", "advice"),
    *of_kind("medication", "medication-changes"),
    *of_kind("cpa", "cpa-reviews"),
    *of_kind("wrap", "recovery-plans"),
    *of_kind("health_check", "health-checks"),
    path(f"{PERSON}shared-care/new/", records.shared_care_create, name="shared_care_create"),
    path(f"{PERSON}shared-care/<str:component>/", records.shared_care_edit, name="shared_care_edit"),
]
