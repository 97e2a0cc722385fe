"""Production starts with safe settings only (D44). Each start is a process of its own, as on a server."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from collaborative.production import problems

ROOT = Path(__file__).resolve().parent.parent

SAFE = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "k3Zr0vUq7Yw1NfXo5LhTg9BdSj2McPe8AaRi4WxQuEtVyDzKmH6b",
    "ALLOWED_HOSTS": "collaborative.example.org",
    "SITE_ADDRESS": "https://collaborative.example.org",
    "DATABASE_URL": "postgres://owner:u9Rk2mQx7w@127.0.0.1:5432/collaborative",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}


def start(tmp_path, **changes):
    """`check --deploy` with the safe environment, changed; None takes a value away."""
    values = SAFE | {"DATA_DIR": str(tmp_path / "var")} | changes
    known = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=known | {name: value for name, value in values.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_settings_pass_the_deployment_check(tmp_path):
    started = start(tmp_path)

    assert started.returncode == 0, started.stderr
    assert "no issues" in started.stdout


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"DEBUG": "true"}, "DEBUG is on"),
        ({"SECRET_KEY": "too-short"}, "SECRET_KEY is shorter"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS is empty or a wildcard"),
        ({"DATABASE_URL": "postgres://owner:postgres@127.0.0.1/collaborative"}, "password in DATABASE_URL"),
    ],
)
def test_production_refuses_to_start_with(tmp_path, changes, reason):
    started = start(tmp_path, **changes)

    assert started.returncode != 0
    assert reason in started.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_ADDRESS", "DATABASE_URL", "REDIS_URL"])
def test_production_has_no_default_for(tmp_path, name):
    started = start(tmp_path, **{name: None})

    assert started.returncode != 0
    assert name in started.stderr


def values(**changes):
    database = {"ENGINE": "django.db.backends.postgresql", "PASSWORD": "u9Rk2mQx7w"}
    safe = {"debug": False, "secret_key": SAFE["SECRET_KEY"], "allowed_hosts": ["a.example.org"], "database": database}
    return safe | {"redis_url": "redis://redis/0"} | changes


def test_safe_values_have_no_problem():
    assert list(problems(**values())) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"debug": True},
        {"secret_key": "a" * 60},
        {"secret_key": "embedded-demonstration-key-not-for-production-" * 2},
        {"secret_key": "django-insecure-k3Zr0vUq7Yw1NfXo5LhTg9BdSj2McPe8AaRi4W"},
        {"allowed_hosts": []},
        {"allowed_hosts": [""]},
        {"allowed_hosts": ["a.example.org", "*"]},
        {"allowed_hosts": ["*.example.org"]},
        {"database": {"ENGINE": "django.db.backends.postgresql", "PASSWORD": ""}},
        {"database": {"ENGINE": "django.db.backends.postgresql", "PASSWORD": "ChangeMe"}},
        {"database": {"ENGINE": "django.db.backends.sqlite3"}},
        {"redis_url": ""},
    ],
)
def test_one_unsafe_value_is_one_problem(changes):
    assert len(list(problems(**values(**changes)))) == 1
