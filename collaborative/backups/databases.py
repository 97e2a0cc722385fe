"""A consistent copy of the database into a file, and back into an empty one: SQLite by itself, PostgreSQL by its own programs."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection, connections, transaction

from collaborative.backups.archive import BackupRefused

# Rows of the very copy: a function of an SQL question.
Ask = Callable[[str], list[tuple]]
NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


@contextmanager
def copied(folder: Path) -> Iterator[tuple[Path, Ask]]:
    """Copy into the folder; yields the file and how to ask what stands in just this copy, while others write on."""
    path = folder / NAMES[connection.vendor]
    with (copied_postgresql if connection.vendor == "postgresql" else copied_sqlite)(path) as ask:
        yield path, ask


@contextmanager
def copied_sqlite(path: Path):
    """By the online backup of SQLite, in one step: writers wait for it, or write beside it."""
    source = f"file:{connection.settings_dict['NAME']}?mode=ro"
    with closing(sqlite3.connect(source, uri=True, timeout=60)) as live, closing(sqlite3.connect(path)) as copy:
        live.backup(copy)
        # One file, without the log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
        yield lambda question: copy.execute(question).fetchall()


@contextmanager
def copied_postgresql(path: Path):
    """By pg_dump, in the snapshot of a transaction of our own that answers the questions."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        run("pg_dump", *options, f"--file={path}")

        def ask(question):
            cursor.execute(question)
            return cursor.fetchall()

        yield ask


def run(program: str, *arguments: str) -> None:
    """A program of PostgreSQL on our database. Raises BackupRefused with what it says; the password is in no argument."""
    values = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = os.environ | {name: str(values[key]) for name, key in names.items() if values.get(key)}
    done = subprocess.run([found(program), *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupRefused(f"{program} failed: {done.stderr.strip()[-500:]}")


def found(program: str) -> Path:
    """The newest there is: one older than the server refuses to copy it."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: float(path.parts[-3]))
    path = installed[-1] if installed else shutil.which(program)
    if path is None:
        raise BackupRefused(
            f"There is no {program} here. Install the client programs of PostgreSQL (postgresql-client)"
        )
    return Path(path)


# ---- back


def tables() -> list[str]:
    """What is in the database; a file of SQLite that is not there has none."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return []
    names = connection.introspection.table_names()
    connection.close()
    return names


def refuse_others() -> None:
    """On PostgreSQL one can tell whether the application is still running. Raises BackupRefused."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
        (others,) = cursor.fetchone()
    connection.close()
    if others:
        raise BackupRefused(f"{others} others are connected to the database. Stop web, worker and beat first")


def put_back(path: Path) -> None:
    """Make the database what the copy is; whatever was in it is gone."""
    connections.close_all()
    if connection.vendor == "postgresql":
        put_back_postgresql(path)
    else:
        put_back_sqlite(path)


def put_back_sqlite(path: Path) -> None:
    target = Path(connection.settings_dict["NAME"])
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.restoring")
    shutil.copyfile(path, unfinished)
    for ending in ("-wal", "-shm", "-journal"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    unfinished.replace(target)


def put_back_postgresql(path: Path) -> None:
    """Tables first out of the way, then all of it in one transaction."""
    with connection.cursor() as cursor:
        names = [connection.ops.quote_name(name) for name in connection.introspection.table_names(cursor)]
        if names:
            cursor.execute(f"DROP TABLE {', '.join(names)} CASCADE")
    connection.close()
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    run("pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(path))
