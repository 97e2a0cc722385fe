"""Addresses of requests about a worker's own record."""

from django.urls import path

from workforce.views import staff_requests as views

urlpatterns = [
    path("requests/", views.staff_request_list, name="staff_request_list"),
    path("requests/<int:staff_request>/", views.staff_request_detail, name="staff_request_detail"),
    path("requests/<int:staff_request>/withdraw/", views.staff_request_withdraw, name="staff_request_withdraw"),
    path("requests/<int:staff_request>/copy.json", views.staff_request_file, name="staff_request_file"),
    path("my-record/erasure/", views.staff_request_own, name="staff_request_own"),
    path("workers/<int:worker>/request/", views.staff_request_create, name="staff_request_create"),
]
