"""The health page: open to all, says nothing about anybody, and tells well from degraded from failing."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from operations import health
from operations.models import Job

pytestmark = pytest.mark.django_db


def test_health_is_open_and_well_when_nothing_waits(client):
    response = client.get("/health/")

    assert response.status_code == 200
    assert response.json() == {
        "status": "well",
        "database": True,
        "broker": True,
        "waiting": 0,
        "oldest_waiting_seconds": None,
        "holds": None,
    }


def test_health_is_never_kept_by_a_cache(client):
    assert "no-store" in client.get("/health/")["Cache-Control"]


def test_health_refuses_to_be_posted_to(client):
    assert client.post("/health/").status_code == 405


@pytest.mark.parametrize(("waited", "status"), [(299, "well"), (301, "degraded")])
def test_health_is_degraded_when_work_has_waited_too_long(client, waited, status):
    Job.objects.create(kind="test", key="left lying", not_before=timezone.now() - timedelta(seconds=waited))

    assert client.get("/health/").json()["status"] == status


def test_work_that_is_to_begin_later_does_not_wait(client):
    Job.objects.create(kind="test", key="later", not_before=timezone.now() + timedelta(hours=1))

    assert client.get("/health/").json()["waiting"] == 0


def test_health_is_degraded_without_a_queue(client, settings, tmp_path):
    settings.REDIS_URL = ""
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path / "gone")}

    response = client.get("/health/")

    assert (response.status_code, response.json()["status"]) == (200, "degraded")


def test_health_is_degraded_when_redis_refuses(client, settings, monkeypatch):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    refusing = health.current_app.connection_for_write(settings.REDIS_URL)
    monkeypatch.setattr(health.current_app, "connection_for_write", lambda: refusing)

    assert client.get("/health/").json()["broker"] is False


def test_health_fails_without_a_database(client, monkeypatch):
    def refuse():
        raise OperationalError("the server is gone, said postgres at 10.0.0.1")

    monkeypatch.setattr(connection, "ensure_connection", refuse)

    response = client.get("/health/")

    assert (response.status_code, response.json()["status"]) == (503, "failing")
    assert b"10.0.0.1" not in response.content
