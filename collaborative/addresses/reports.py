"""Reports of learning workshops."""

from django.urls import path

from collaborative.views import report_commentary, report_files, reports

urlpatterns = [
    path("waves/<str:wave_code>/improvement/reports/", reports.report_list, name="report_list"),
    path("waves/<str:wave_code>/improvement/reports/make/", reports.report_make, name="report_make"),
    path("reports/<int:report>/", reports.report_detail, name="report_detail"),
    path("reports/<int:report>/make-anew/", reports.report_remake, name="report_remake"),
    path("reports/<int:report>/commentary/", report_commentary.report_commentary, name="report_commentary"),
    path("reports/<int:report>/freeze/", reports.report_freeze, name="report_freeze"),
    path("reports/<int:report>/release/", reports.report_release, name="report_release"),
    path("reports/<int:report>/revisions/", reports.report_revisions, name="report_revisions"),
    path("reports/<int:report>/files/", report_files.report_files, name="report_files"),
    path("reports/<int:report>/files/<str:kind>/", report_files.report_file, name="report_file"),
    path("reports/<int:report>/chart.csv", report_files.report_chart_csv, name="report_chart_csv"),
]
