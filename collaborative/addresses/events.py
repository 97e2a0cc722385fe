"""Events, attendance, materials, actions and visits."""

from django.urls import path

from collaborative.views import (
    attendance_sheets,
    attendances,
    door,
    event_evaluations,
    events,
    materials,
    visits,
    workshop_actions,
)

WAVE, EVENT, ATTENDANCE = "waves/<str:wave_code>/events/", "events/<int:event>/", "attendances/<int:attendance>/"

urlpatterns = [
    path(WAVE, events.event_list, name="event_list"),
    path(f"{WAVE}start/", events.event_start, name="event_start"),
    path(f"{WAVE}new/", events.event_create, name="event_create"),
    path(f"{WAVE}calendar.ics", events.wave_calendar, name="wave_calendar"),
    path("programmes/<slug:slug>/events/", events.event_settings, name="event_settings"),
    path(EVENT, events.event_detail, name="event_detail"),
    path(f"{EVENT}edit/", events.event_edit, name="event_edit"),
    path(f"{EVENT}agenda/", events.agenda_edit, name="agenda_edit"),
    path(f"{EVENT}calendar.ics", events.event_calendar, name="event_calendar"),
    # attendance
    path(f"{EVENT}attendance/", attendances.event_attendance, name="event_attendance"),
    path(f"{EVENT}attendance/list.<str:kind>", attendances.event_attendance_file, name="event_attendance_file"),
    path(f"{EVENT}attendance/invite/", attendances.event_invite, name="event_invite"),
    path(f"{EVENT}attendance/register/", attendances.event_register, name="event_register"),
    path(f"{EVENT}attendance/list/", attendances.event_sign_in_list, name="event_sign_in_list"),
    path(f"{EVENT}attendance/list/close/", attendances.event_close_list, name="event_close_list"),
    path(f"{EVENT}attendance/new/", attendances.event_add_person, name="event_add_person"),
    path(f"{EVENT}attendance/sheet/", attendance_sheets.event_sheet, name="event_sheet"),
    path(f"{EVENT}attendance/sheet/mend/", attendance_sheets.event_sheet_mend, name="event_sheet_mend"),
    path(f"{EVENT}attendance/sheet/store/", attendance_sheets.event_sheet_store, name="event_sheet_store"),
    path(f"{ATTENDANCE}mark/", attendances.attendance_mark, name="attendance_mark"),
    path(f"{ATTENDANCE}confirm/", attendances.attendance_confirm, name="attendance_confirm"),
    path(f"{ATTENDANCE}refuse/", attendances.attendance_refuse, name="attendance_refuse"),
    path(f"{EVENT}door/", door.event_door, name="event_door"),
    path("sign-in/<str:token>/", door.event_sign_in, name="event_sign_in"),
    # hand-outs
    path(f"{EVENT}materials/new/", materials.material_create, name="material_create"),
    path("materials/<int:material>/", materials.material_detail, name="material_detail"),
    path("materials/<int:material>/new/", materials.material_version_create, name="material_version_create"),
    path("materials/files/<int:version>/", materials.material_file, name="material_file"),
    # evaluation
    path(f"{EVENT}evaluation/", event_evaluations.event_results, name="event_results"),
    path(f"{EVENT}evaluation/answer/", event_evaluations.event_evaluate, name="event_evaluate"),
    path(f"{EVENT}evaluation/end/", event_evaluations.event_evaluation_end, name="event_evaluation_end"),
    # actions
    path(
        f"{EVENT}teams/<int:team>/actions/new/", workshop_actions.workshop_action_create, name="workshop_action_create"
    ),
    path("workshop-actions/<int:action>/edit/", workshop_actions.workshop_action_edit, name="workshop_action_edit"),
    path(f"{EVENT}read-back/", workshop_actions.event_read_back, name="event_read_back"),
    path(
        f"{EVENT}read-back/<int:action>/", workshop_actions.workshop_action_read_back, name="workshop_action_read_back"
    ),
    # visits
    path("teams/<int:team>/visits/", visits.visit_list, name="visit_list"),
    path("teams/<int:team>/visits/new/", visits.visit_create, name="visit_create"),
    path("visits/<int:visit>/edit/", visits.visit_edit, name="visit_edit"),
]
