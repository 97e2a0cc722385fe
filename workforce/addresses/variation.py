"""Addresses of the variation between PCTs."""

from django.urls import path

from workforce.views import variation

urlpatterns = [
    path("<slug:programme>/variation/", variation.variation, name="variation"),
    path("<slug:programme>/variation.csv", variation.variation_csv, name="variation_csv"),
]
