"""What changed between two days, and breaks in series."""

from django.urls import path

from collaborative.views import breaks, revisions

urlpatterns = [
    path("waves/<str:wave_code>/revisions/", revisions.wave_revisions, name="wave_revisions"),
    path("waves/<str:wave_code>/revisions.csv", revisions.wave_revisions_csv, name="wave_revisions_csv"),
    path("waves/<str:wave_code>/breaks/", breaks.break_list, name="break_list"),
    path("waves/<str:wave_code>/breaks/new/", breaks.break_create, name="break_create"),
    path("waves/breaks/<int:series_break>/withdraw/", breaks.break_withdraw, name="break_withdraw"),
]
