"""Progress scores and monthly team reports."""

from django.urls import path

from collaborative.views import progress, team_reports

urlpatterns = [
    path("waves/<str:wave_code>/improvement/progress/", progress.progress_list, name="progress_list"),
    path("teams/<int:team>/progress/", progress.team_progress, name="team_progress"),
    path("teams/<int:team>/reports/", team_reports.team_report_list, name="team_report_list"),
    path("team-reports/<int:team_report>/", team_reports.team_report_detail, name="team_report_detail"),
    path("team-reports/<int:team_report>/complete/", team_reports.team_report_complete, name="team_report_complete"),
    path("team-reports/<int:team_report>/sign/", team_reports.team_report_sign, name="team_report_sign"),
    path("team-reports/<int:team_report>/send-back/", team_reports.team_report_send_back, name="team_report_send_back"),
    path("team-reports/<int:team_report>/answer/", team_reports.team_report_answer, name="team_report_answer"),
]
