"""Addresses of the variation between PCTs, and of the benchmark beside the programme."""

from django.urls import path

from workforce.views import benchmark, variation

urlpatterns = [
    path("<slug:programme>/variation/", variation.variation, name="variation"),
    path("<slug:programme>/variation.csv", variation.variation_csv, name="variation_csv"),
    path("<slug:programme>/benchmark/", benchmark.benchmark, name="benchmark"),
    path("<slug:programme>/benchmark.csv", benchmark.benchmark_csv, name="benchmark_csv"),
]
