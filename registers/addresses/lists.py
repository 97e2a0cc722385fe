"""The list, its people, the validation queue and the worklists."""

from django.urls import path

from registers.views import lists, people, severity, validation, worklists

PERSON = "<str:ods_code>/people/<int:number>/"
WORKLIST = "<str:ods_code>/worklists/<str:worklist>/"

urlpatterns = [
    path("", lists.register_home, name="register_home"),
    path("<str:ods_code>/", lists.register_list, name="register_list"),
    path("<str:ods_code>/find/", lists.register_find, name="register_find"),
    path("<str:ods_code>/people/new/", people.entry_create, name="entry_create"),
    path(PERSON, people.entry_detail, name="entry_detail"),
    path(f"{PERSON}move/", people.entry_move, name="entry_move"),
    path(f"{PERSON}again/", people.entry_again, name="entry_again"),
    path(f"{PERSON}assessments/new/", severity.assessment_create, name="assessment_create"),
    path(f"{PERSON}assessments.csv", severity.assessment_csv, name="assessment_csv"),
    path(f"{PERSON}risk/", severity.risk_flag_edit, name="risk_flag_edit"),
    path("<str:ods_code>/validation/", validation.validation_queue, name="validation_queue"),
    path("<str:ods_code>/validation/decide/", validation.validation_decide, name="validation_decide"),
    path("<str:ods_code>/worklists/", worklists.worklist_list, name="worklist_list"),
    path(WORKLIST, worklists.worklist, name="worklist"),
    path(f"{WORKLIST}print/", worklists.worklist_print, name="worklist_print"),
    path(f"{WORKLIST}people.csv", worklists.worklist_csv, name="worklist_csv"),
]
