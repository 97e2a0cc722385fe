"""Addresses of caseload and throughput."""

from django.urls import path

from workforce.views import caseload, throughput

urlpatterns = [
    path("<slug:programme>/caseload/", caseload.caseload, name="caseload"),
    path("<slug:programme>/caseload.csv", caseload.caseload_csv, name="caseload_csv"),
    path("workers/<int:worker>/caseload/", caseload.caseload_record, name="caseload_record"),
    path("<slug:programme>/throughput/", throughput.throughput, name="throughput"),
    path("<slug:programme>/throughput.csv", throughput.throughput_csv, name="throughput_csv"),
]
