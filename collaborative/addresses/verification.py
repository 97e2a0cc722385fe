"""Whether everything holds."""

from django.urls import path

from collaborative.views.verification import verification

urlpatterns = [path("operations/verification/", verification, name="verification")]
