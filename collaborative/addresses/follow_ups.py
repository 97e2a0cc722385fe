"""Questions and actions that come from a chart."""

from django.urls import path

from collaborative.views import follow_ups

urlpatterns = [
    path(
        "waves/<str:wave_code>/data/<str:level>/<str:code>/<str:measure>/<str:period>/ask/",
        follow_ups.follow_up_create,
        name="follow_up_create",
    ),
    path("teams/<int:team>/follow-ups/", follow_ups.follow_up_list, name="follow_up_list"),
    path("follow-ups/<int:follow_up>/", follow_ups.follow_up_detail, name="follow_up_detail"),
    path("follow-ups/<int:follow_up>/edit/", follow_ups.follow_up_edit, name="follow_up_edit"),
    path("follow-ups/<int:follow_up>/close/", follow_ups.follow_up_close, name="follow_up_close"),
]
