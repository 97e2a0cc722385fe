"""Measures from the registers of practices."""

from django.urls import path

from collaborative.views import register_pages

urlpatterns = [
    path("register/<str:ods_code>/measures/", register_pages.register_measures, name="register_measures"),
    path("register/<str:ods_code>/measures.csv", register_pages.register_measures_csv, name="register_measures_csv"),
    path("waves/<str:wave_code>/register/", register_pages.wave_register, name="wave_register"),
    path("waves/<str:wave_code>/register.csv", register_pages.wave_register_csv, name="wave_register_csv"),
]
