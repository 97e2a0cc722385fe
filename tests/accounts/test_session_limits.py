"""D5: idle for 30 minutes, twelve hours at most, in real time; polling is not somebody at the desk. D42: no caching."""

import os
import secrets
import subprocess
import sys

import pytest

START = "2026-01-05 08:00 +0000"
PRODUCTION_ENVIRONMENT = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ALLOWED_HOSTS": "collaborative.example.org",
    "SITE_ADDRESS": "https://collaborative.example.org",
    "DATABASE_URL": f"postgres://collaborative:{secrets.token_urlsafe(30)}@database/collaborative",
    "REDIS_URL": "redis://redis:6379/0",
}
POLL = {"HX-Request": "true", "X-Background": "1"}


@pytest.fixture
def at(time_machine):
    """at(minutes): move to so long after signing in."""

    def move(minutes):
        hours, rest = divmod(minutes, 60)
        time_machine.move_to(f"2026-01-05 {8 + hours:02}:{rest:02} +0000", tick=False)

    move(0)
    return move


@pytest.fixture
def signed_in(at, client_of, manager):
    client = client_of(manager)
    client.get("/accounts/")
    return client


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 302)])
def test_idle_session_ends_after_thirty_minutes(signed_in, at, minutes, status):
    at(minutes)

    assert signed_in.get("/accounts/").status_code == status


@pytest.mark.parametrize(("minutes", "status"), [(12 * 60 - 1, 200), (12 * 60 + 1, 302)])
def test_session_in_use_ends_after_twelve_hours(signed_in, at, minutes, status):
    for reading in range(0, 12 * 60, 20):
        at(reading)
        signed_in.get("/accounts/")
    at(minutes)

    assert signed_in.get("/accounts/").status_code == status


def test_polling_does_not_keep_a_session_alive(signed_in, at):
    for minutes in (10, 20, 29):
        at(minutes)
        signed_in.get("/accounts/", headers=POLL)
    at(31)

    response = signed_in.get("/accounts/", headers=POLL)

    assert response.status_code == 401 and response["HX-Redirect"] == "/accounts/login/"


def test_staying_extends_the_session(signed_in, at):
    """D47: the warning can be answered."""
    at(28)
    answer = signed_in.post("/accounts/session/extend/").json()
    at(50)

    assert answer["end_after"] == 1800 and answer["end_after"] - answer["warn_after"] >= 120
    assert signed_in.get("/accounts/").status_code == 200


def test_ended_session_says_why_at_sign_in(signed_in, at):
    at(31)

    page = signed_in.get("/accounts/", follow=True)

    assert "You were signed out because" in page.content.decode()
    assert page.redirect_chain[-1][0] == "/accounts/login/?next=/accounts/"


def test_signed_in_pages_are_kept_out_of_caches(signed_in):
    """D42"""
    assert signed_in.get("/accounts/")["Cache-Control"] == "no-store, private"


def test_cookies_of_production_are_locked_to_the_host():
    """D4: asked of the settings in a process of their own, because a process reads them once."""
    script = (
        "from collaborative import settings as s; "
        "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.REQUIRE_MFA)"
    )
    environment = PRODUCTION_ENVIRONMENT | {"PATH": os.environ["PATH"], "DATA_DIR": os.environ["DATA_DIR"]}

    printed = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )

    assert printed.stdout.split() == ["__Host-sessionid", "True", "True", "Lax", "True"]
