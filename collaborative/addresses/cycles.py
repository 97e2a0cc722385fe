"""PDSA cycles, ramps and boards."""

from django.urls import path

from collaborative.views import boards, cycle_steps, cycles, ramps

urlpatterns = [
    path("waves/<str:wave_code>/improvement/cycles/", boards.cycle_board, name="cycle_board"),
    path("waves/<str:wave_code>/improvement/cycles.csv", boards.cycle_board_csv, name="cycle_board_csv"),
    path("teams/<int:team>/cycles/", boards.team_board, name="team_board"),
    path("teams/<int:team>/cycles.csv", boards.team_board_csv, name="team_board_csv"),
    path("teams/<int:team>/cycles/new/", cycles.cycle_create, name="cycle_create"),
    path("cycles/<int:cycle>/", cycles.cycle_detail, name="cycle_detail"),
    path("cycles/<int:cycle>/edit/", cycles.cycle_edit, name="cycle_edit"),
    path("cycles/<int:cycle>/readers/", cycles.cycle_share, name="cycle_share"),
    path("cycles/<int:cycle>/correct/", cycles.cycle_correct, name="cycle_correct"),
    path("cycles/<int:cycle>/start/", cycle_steps.cycle_start, name="cycle_start"),
    path("cycles/<int:cycle>/finish/", cycle_steps.cycle_finish, name="cycle_finish"),
    path("cycles/<int:cycle>/close/", cycle_steps.cycle_close, name="cycle_close"),
    path("cycles/<int:cycle>/cancel/", cycle_steps.cycle_cancel, name="cycle_cancel"),
    path("cycles/<int:cycle>/tasks/add/", cycles.cycle_task_add, name="cycle_task_add"),
    path("cycles/<int:cycle>/tasks/change/", cycles.cycle_task_change, name="cycle_task_change"),
    path("ramps/<int:ramp>/", ramps.ramp_detail, name="ramp_detail"),
    path("ramps/<int:ramp>/rename/", ramps.ramp_rename, name="ramp_rename"),
]
