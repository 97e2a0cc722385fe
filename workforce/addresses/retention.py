"""Addresses of retention, turnover and early warnings."""

from django.urls import path

from workforce.views import early_warnings as warnings
from workforce.views import retention as views

urlpatterns = [
    path("<slug:programme>/retention/", views.retention, name="retention"),
    path("<slug:programme>/retention.csv", views.retention_csv, name="retention_csv"),
    path("<slug:programme>/turnover/", views.turnover, name="turnover"),
    path("<slug:programme>/early-warnings/", warnings.early_warnings, name="early_warnings"),
    path(
        "holdings/<int:holding>/early-warnings/<slug:warning_kind>/",
        warnings.early_warning_answer,
        name="early_warning_answer",
    ),
]
