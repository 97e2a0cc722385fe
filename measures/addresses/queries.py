"""Addresses of questions about returns, acceptance of many at once, and closed months."""

from django.urls import path

from measures.views import locks, queries, tracker

PRACTICE = "waves/<str:wave_code>/practices/<str:ods_code>/returns"

urlpatterns = [
    path("returns/queries/", queries.query_list, name="query_list"),
    path("returns/queries/<int:query>/answer/", queries.query_answer, name="query_answer"),
    path("returns/queries/<int:query>/close/", queries.query_close, name="query_close"),
    path("returns/<int:pk>/query/<str:field>/", queries.query_ask, name="query_ask"),
    path(
        "waves/<str:wave_code>/tracker/<str:period>/accept-many/",
        tracker.return_accept_many,
        name="return_accept_many",
    ),
    path("waves/<str:wave_code>/locks/", locks.lock_list, name="lock_list"),
    path(f"{PRACTICE}/<str:period>/reopen/", locks.lock_exception_create, name="lock_exception_create"),
    path("waves/locks/<int:lock_exception>/agree/", locks.lock_exception_agree, name="lock_exception_agree"),
    path("waves/locks/<int:lock_exception>/end/", locks.lock_exception_end, name="lock_exception_end"),
]
