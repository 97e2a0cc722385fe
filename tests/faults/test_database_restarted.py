"""The database is restarted while a worker reads a file (D34): a PostgreSQL of this module alone, so that nobody else notices."""

from pathlib import Path

import pytest
from django.db import connection

from collaborative.backups import databases
from practices.uploads.models import UploadState
from scripts import servers
from tests.faults import points
from tests.faults.conftest import until
from tests.measures.made_returns import line

pytestmark = pytest.mark.django_db(transaction=True)

PAUSE = "pause reading"


@pytest.fixture(scope="module")
def own_server(django_db_setup, django_db_blocker, tmp_path_factory):
    """The test's database, moved to a server that may be restarted; moved back at the end."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no server")
    copy, before = tmp_path_factory.mktemp("copy") / "empty.dump", dict(connection.settings_dict)
    with django_db_blocker.unblock(), servers.postgresql() as address:
        databases.run("pg_dump", "--format=custom", "--no-owner", f"--file={copy}")
        connection.close()
        connection.settings_dict.update(place_of(address))
        databases.run("pg_restore", "--no-owner", f"--dbname={connection.settings_dict['NAME']}", str(copy))
        yield
        connection.close()
        connection.settings_dict.update(before)


def place_of(address) -> dict:
    """postgres://USER:PASSWORD@HOST:PORT/NAME"""
    person, _, place = address.removeprefix("postgres://").rpartition("@")
    (user, _, password), (host, _, rest) = person.partition(":"), place.partition(":")
    port, _, name = rest.partition("/")
    return {"USER": user, "PASSWORD": password, "HOST": host, "PORT": port, "NAME": name}


@pytest.fixture(scope="module")
def more_surroundings(own_server):
    """The worker is started when the database has moved."""
    return {}


def restart():
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        data = Path(cursor.fetchone()[0])
    connection.close()
    control = servers.newest_postgresql() / "pg_ctl"
    with servers.ordinary_person(data.parent) as person:
        servers.quietly(*person, control, "-D", data, "--wait", "--mode=fast", "-l", data.parent / "log", "restart")


def test_a_file_that_is_read_while_the_database_restarts_is_checked_once(send, reaches, life):
    """D34: the worker finds the database again by itself."""
    points.arm(PAUSE)
    upload = send(line())
    until(lambda: points.was_reached(PAUSE), life)

    restart()
    points.disarm(PAUSE)

    assert reaches(upload, UploadState.READY).rows
