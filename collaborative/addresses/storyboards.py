"""Storyboards and pairings."""

from django.urls import path

from collaborative.views import pairings, storyboards

urlpatterns = [
    path("waves/<str:wave_code>/improvement/storyboards/", storyboards.storyboard_list, name="storyboard_list"),
    path(
        "waves/<str:wave_code>/improvement/storyboards/<str:ods_code>/",
        storyboards.storyboard_open,
        name="storyboard_open",
    ),
    path("storyboards/<int:storyboard>/", storyboards.storyboard_detail, name="storyboard_detail"),
    path("storyboards/<int:storyboard>/edit/", storyboards.storyboard_edit, name="storyboard_edit"),
    path("storyboards/<int:storyboard>/consent/", storyboards.storyboard_consent, name="storyboard_consent"),
    path("storyboards/<int:storyboard>/files/", storyboards.storyboard_files, name="storyboard_files"),
    path("storyboards/<int:storyboard>/storyboard.<str:kind>", storyboards.storyboard_file, name="storyboard_file"),
    path("waves/<str:wave_code>/improvement/pairings/", pairings.pairing_list, name="pairing_list"),
    path("waves/<str:wave_code>/improvement/pairings/propose/", pairings.pairing_propose, name="pairing_propose"),
    path("pairings/<int:pairing>/answer/", pairings.pairing_answer, name="pairing_answer"),
]
