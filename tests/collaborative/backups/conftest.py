"""A small world on the disk: one accepted return with its file, and one person on a register."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.collaborative.verifying import conftest as verifying
from tests.registers.people import make_entry

check, submit, version = verifying.check, verifying.submit, verifying.version
ROOT = Path(__file__).resolve().parents[3]
PASSPHRASE = "a phrase for the tests"


@pytest.fixture(autouse=True)
def passphrase(settings):
    settings.BACKUP_PASSPHRASE, settings.BACKUP_KEY = PASSPHRASE, ""


@pytest.fixture
def archive(tmp_path):
    return tmp_path / "elsewhere.backup"


@pytest.fixture
def person(version, practice):
    """Counted already, like everything else here."""
    entry = make_entry(practice)
    verifying.count_registers()
    return entry.person


@pytest.fixture
def empty_place(tmp_path):
    """A function that runs a command of manage.py in a place of its own: another database, another folder."""
    folder = tmp_path / "empty"
    folder.mkdir()
    address, remove = new_database(folder)
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    environment = kept | {
        "DATABASE_URL": address,
        "DATA_DIR": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "collaborative.settings",
        "BUSINESS_CLOCK": "2007-02-08T09:00",
        "BACKUP_PASSPHRASE": PASSPHRASE,
    }

    def run(*arguments):
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    yield run
    remove()


def new_database(folder):
    """(address, what removes it)"""
    if connection.vendor != "postgresql":
        return f"sqlite:///{folder}/db.sqlite3", lambda: None
    values = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS restored_place")
        cursor.execute("CREATE DATABASE restored_place")
    place = f"{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}"
    return f"postgres://{place}/restored_place", drop_database


def drop_database():
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE restored_place WITH (FORCE)")
