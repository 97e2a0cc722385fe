"""The workforce beside the measures: of a wave, of a practice, and what managers and commissioners did for it."""

from django.urls import path

from collaborative.views import workforce_pages as views

urlpatterns = [
    path("waves/<str:wave_code>/workforce/", views.wave_workforce, name="wave_workforce"),
    path("waves/<str:wave_code>/workforce.csv", views.wave_workforce_csv, name="wave_workforce_csv"),
    path("workforce/practices/<str:ods_code>/", views.practice_workforce, name="practice_workforce"),
    path("workforce/<slug:programme>/engagement/", views.workforce_engagement, name="workforce_engagement"),
]
