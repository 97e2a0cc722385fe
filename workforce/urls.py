"""Addresses of the workforce; each part names its own in workforce/addresses/."""

from django.urls import include, path

PARTS = [
    "roster",
    "uploads",
    "training",
    "recruitment",
    "competences",
    "governance",
    "supervision",
    "requests",
    "caseload",
    "pulses",
    "retention",
    "variation",
    "releases",
]

urlpatterns = [path("workforce/", include(f"workforce.addresses.{part}")) for part in PARTS]
