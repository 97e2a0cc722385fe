"""What `manage.py verify` takes, by invariant, and as a ratio to the nightly recompute of the same data in the same run.

`python -m bench.verification [practices]` on the database that DATABASE_URL names, which must be empty.
"""

import statistics
import subprocess
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402  models can be imported only now
from django.db import connection  # noqa: E402

from bench.measuring import peak_mb, timed  # noqa: E402
from collaborative.verifying.everything import verify  # noqa: E402
from measures.computing.recompute import recompute_all  # noqa: E402
from operations.audit import record  # noqa: E402
from operations.models import AuditEvent, AuditHead, Job  # noqa: E402

EVENTS = 5_000
ROUNDS = 3


def make_trail():
    """As many events as some years bring."""
    for number in range(EVENTS):
        record("demonstration_made" if number == 0 else "thing_done", number=number)


def main(practices="812"):
    call_command("migrate", verbosity=0)
    subprocess.run([sys.executable, "-m", "bench.country", practices, "42", "1", "36"], check=True)
    making, _ = timed(make_trail)
    recompute_all()
    Job.objects.all().delete()
    nightly = statistics.median(timed(recompute_all)[0] for _ in range(ROUNDS))
    print(
        f"{practices} practices, 36 months, on {connection.vendor}; {AuditEvent.objects.count()} events in {making:.1f} s"
    )
    taken, found = timed(lambda: list(verify()))
    for checked in found:
        print(
            f"{checked.code} {checked.said:12} {checked.seconds:8.2f} s {checked.seconds / nightly:8.2f} x the nightly recompute"
        )
    print(
        f"all {taken:.2f} s, {taken / nightly:.1f} times the nightly recompute ({nightly:.2f} s); peak {peak_mb():.0f} MB"
    )
    assert AuditHead.objects.get().events == EVENTS


if __name__ == "__main__":
    main(*sys.argv[1:])
