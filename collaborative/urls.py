"""All addresses. Each app's urls.py says its own; permissions are in accounts/permissions.py."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
]
