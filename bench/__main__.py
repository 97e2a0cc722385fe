"""`python -m bench [recompute|pages|statistics|false_alarms|cycles|reports|registers|register_list|ingest|staff_upload|supervision|retention|uploads_at_once] [rounds]`: everything, or one part. Each measurement has a process of its own.

The recompute runs at the size of the first wave and of England, on SQLite and, where there is one, on a throwaway
PostgreSQL (which does not wait for the disk). The pages are those of the demonstration that `make run` has made.
The statistics fetch other packages into a throwaway environment; the false alarms are a simulation, the same every time.
The reports are invented: 16 teams, 97 practices, 460 charts.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SCALES = ("first-wave", "england")
REGISTER_SCALES = ("first-wave", "tenth")
INGESTED_ROWS = ("12600", "100000", "1000000")
ROUNDS = "5"


def on_each_database(module, *arguments, serves_pages=False):
    """On SQLite and, where there is one, on a throwaway PostgreSQL; each empty. Pages need a throwaway Redis beside it."""
    measured = [sys.executable, "-m", module, *arguments]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        run(measured, folder, DATABASE_URL=f"sqlite:///{folder}/bench.sqlite3")
        if has_postgresql():
            no_redis = {} if serves_pages else {"REDIS_URL": "redis://127.0.0.1:1/0"}
            run([sys.executable, "scripts/servers.py", *measured], folder, **no_redis)
        else:
            print("No PostgreSQL here: measured on SQLite only")


def recompute(rounds):
    for scale in SCALES:
        on_each_database("bench.recompute", scale, rounds)


def statistics(rounds):
    """All series of England at once on each database, then 1,000 series against each package that can do the same."""
    on_each_database("bench.whole_country", rounds)
    subprocess.run([sys.executable, "-m", "bench.peer_environment", rounds], check=True)


def false_alarms(_rounds):
    subprocess.run([sys.executable, "-m", "bench.false_alarms"], check=True)


def reports(_rounds):
    subprocess.run([sys.executable, "-m", "bench.reports"], check=True)


def has_postgresql():
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb") is not None


def run(command, folder, **environment):
    """With only the databases that are named, so that no real one is touched."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    subprocess.run(command, env=kept | {"DATA_DIR": folder} | environment, check=True)


def pages(_rounds):
    data_dir = os.environ.get("DATA_DIR", "var")
    if not (Path(data_dir) / "sign-ins.txt").exists():
        print("No demonstration here (make run makes it): pages not measured")
        return
    subprocess.run([sys.executable, "-m", "bench.pages", data_dir], check=True)


def cycles(rounds):
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        run([sys.executable, "-m", "bench.cycles", rounds], folder, DATABASE_URL=f"sqlite:///{folder}/bench.sqlite3")


def registers(rounds):
    """Spells and rates of the first wave and of a tenth of England, each on a database that both are measured on."""
    for scale in REGISTER_SCALES:
        on_each_database("bench.registers", scale, rounds)


def ingest(rounds):
    """A hundred thousand contacts of one practice, a million, and what one practice sends in a year."""
    for rows in INGESTED_ROWS:
        on_each_database("bench.ingest", rows, rounds)


def register_list(rounds):
    """The page of a list of 20,000 people, against an empty page of the same server."""
    on_each_database("bench.register_list", rounds, serves_pages=True)


def staff_upload(rounds):
    """5,000 rows of staff: read, checked, compared and stored, against a bare load of the same rows."""
    on_each_database("bench.staff_upload", rounds)


def supervision(rounds):
    """A roster of 5,000 posts and 250,000 sessions: the nightly months, and the pages of the workforce."""
    on_each_database("bench.supervision", rounds, serves_pages=True)


def retention(rounds):
    """The months of a roster of 5,000 posts, and the survival curve of 100,000 people."""
    on_each_database("bench.retention", rounds)


def uploads_at_once(_rounds):
    """Thirty practices send a file at once, and what other people notice."""
    on_each_database("bench.uploads_at_once", serves_pages=True)


PARTS = {
    "recompute": recompute,
    "pages": pages,
    "statistics": statistics,
    "false_alarms": false_alarms,
    "cycles": cycles,
    "reports": reports,
    "registers": registers,
    "register_list": register_list,
    "ingest": ingest,
    "staff_upload": staff_upload,
    "supervision": supervision,
    "retention": retention,
    "uploads_at_once": uploads_at_once,
}


def main(part=None, rounds=ROUNDS):
    for name, measure in PARTS.items():
        if part in (None, name):
            print(f"\n== {name}", flush=True)
            measure(rounds)


if __name__ == "__main__":
    main(*sys.argv[1:])
