"""The pages of a practice's register. Each area names its own addresses in registers/addresses/."""

from django.urls import include, path

AREAS = ["extracts", "interface", "profiles", "safety", "stepped_care", "lists"]

urlpatterns = [path("register/", include(f"registers.addresses.{area}")) for area in AREAS]
