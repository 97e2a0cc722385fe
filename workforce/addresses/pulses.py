"""Addresses of the pulse of the workforce."""

from django.urls import path

from workforce.views import pulses

urlpatterns = [
    path("<slug:programme>/pulse/", pulses.pulse_list, name="pulse_list"),
    path("<slug:programme>/pulse/new/", pulses.pulse_create, name="pulse_create"),
    path("pulses/<int:pulse>/", pulses.pulse_detail, name="pulse_detail"),
    path("pulses/<int:pulse>/links/", pulses.pulse_links, name="pulse_links"),
    path("pulses/<int:pulse>/last-day/", pulses.pulse_last_day, name="pulse_last_day"),
    path("pulses/<int:pulse>/results.csv", pulses.pulse_csv, name="pulse_csv"),
    # Open, by a personal link
    path("pulse/answer/<str:pulse_token>/", pulses.pulse_answer, name="pulse_answer"),
    path("pulse/answered/", pulses.pulse_thanks, name="pulse_thanks"),
]
