"""Addresses of supervision, leave, the own record and disputes."""

from django.urls import path

from workforce.views import disputes, leave, own_record, supervisees, supervision, supervision_changes

urlpatterns = [
    path("supervisees/", supervisees.supervisees, name="supervisees"),
    path("supervisees/week/", supervisees.supervision_week, name="supervision_week"),
    path("my-record/", own_record.my_record, name="my_record"),
    path("my-record/file/", own_record.my_record_file, name="my_record_file"),
    path("my-record/dispute/", disputes.dispute_create, name="dispute_create"),
    path("disputes/<int:dispute>/", disputes.dispute_answer, name="dispute_answer"),
    path("workers/<int:worker>/leave/add/", leave.leave_create, name="leave_create"),
    path("leave/<int:leave>/", leave.leave_edit, name="leave_edit"),
    path("workers/<int:worker>/supervision/add/", supervision_changes.arrangement_create, name="arrangement_create"),
    path("arrangements/<int:arrangement>/end/", supervision_changes.arrangement_end, name="arrangement_end"),
    path("arrangements/<int:arrangement>/plan/", supervision_changes.session_create, name="session_create"),
    path("sessions/<int:session>/", supervision_changes.session_record, name="session_record"),
    path("<slug:programme>/supervision/", supervision.supervision, name="supervision"),
    path("<slug:programme>/supervision.csv", supervision.supervision_csv, name="supervision_csv"),
    path("<slug:programme>/supervision/overdue/", supervision.supervision_overdue, name="supervision_overdue"),
    path("<slug:programme>/supervision/supervisors/", supervision.supervisor_loads, name="supervisor_loads"),
    path("<slug:programme>/disputes/", disputes.dispute_list, name="dispute_list"),
]
