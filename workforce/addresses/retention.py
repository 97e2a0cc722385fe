"""Addresses of retention, turnover and early warnings."""

from django.urls import path

from workforce.views import retention as views

urlpatterns = [
    path("<slug:programme>/retention/", views.retention, name="retention"),
    path("<slug:programme>/retention.csv", views.retention_csv, name="retention_csv"),
    path("<slug:programme>/turnover/", views.turnover, name="turnover"),
    path("<slug:programme>/early-warnings/", views.early_warnings, name="early_warnings"),
]
