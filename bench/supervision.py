"""How long the nightly months of supervision take: `python -m bench.supervision [rounds]` on an empty database that DATABASE_URL names.

A roster of 5,000 posts and 250,000 sessions. The computation as a ratio to reading the same rows, in interleaved rounds; then
the pages of that roster: the 95th percentile as a ratio to an empty page of the same server, and the queries of each.
"""

import statistics
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402  models can be imported only now
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import User  # noqa: E402
from bench.measuring import peak_mb, timed  # noqa: E402
from bench.pages import EMPTY, ask, free_port, percentile_95, sign_in, start_server  # noqa: E402
from bench.workforce_rows import EMAIL, PASSWORD, make_roster  # noqa: E402
from workforce.computing import supervision_months  # noqa: E402
from workforce.dashboards.links import href  # noqa: E402
from workforce.models import (  # noqa: E402
    Enrolment,
    Holding,
    Leave,
    SupervisionArrangement,
    SupervisionMonth,
    SupervisionSession,
    Terms,
    Worker,
)

READ = (Worker, Holding, Terms, Leave, Enrolment, SupervisionArrangement, SupervisionSession, SupervisionMonth)
REQUESTS = 20
PAGES = [
    "roster", "vacancy_list", "worker_list", "supervision", "supervision_overdue", "supervisor_loads", "retention",
    "turnover", "early_warnings", "competence_matrix", "training_list", "accreditation_list", "caseload", "throughput",
    "variation",
]  # fmt: skip


def read_rows():
    return sum(len(list(model.objects.order_by().values_list())) for model in READ)


def main(rounds="5"):
    call_command("migrate", verbosity=0)
    programme = make_roster()
    before = peak_mb()
    first, written = timed(supervision_months.refresh, programme)
    print(
        f"{connection.vendor}: first night {first:.2f} s, {written:,} months; memory rises by {peak_mb() - before:.0f} MB"
    )
    worker = Worker.objects.filter(programme=programme, holdings__isnull=False).order_by("pk").first()
    again, reading, one = [], [], []
    for _ in range(int(rounds)):
        seconds, written = timed(supervision_months.refresh, programme)
        again.append(seconds)
        reading.append(timed(read_rows)[0])
        one.append(timed(supervision_months.refresh, programme, [worker.pk])[0])
    night, read = statistics.median(again), statistics.median(reading)
    print(
        f"a night without changes {night:.2f} s, {written} rows written (0) = {night / read:.2f} x reading {read_rows():,} rows"
    )
    print(f"one worker {statistics.median(one) * 1000:.0f} ms", flush=True)
    pages(programme, worker, int(rounds))


def addresses(programme, worker):
    found = [href(name, programme.slug) for name in PAGES]
    return [address for address in [*found, href("worker_detail", worker.pk)] if address]


def pages(programme, worker, rounds):
    paths = addresses(programme, worker)
    port = free_port()
    server = start_server(port)
    try:
        report(port, sign_in(port, EMAIL, PASSWORD), [path for path in paths if answers(path)], rounds)
    finally:
        server.terminate()
        server.wait()


def signed_in() -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email=EMAIL))
    return client


def answers(path) -> bool:
    """Whether the page is there; one that fails is named and not measured."""
    status = signed_in().get(path).status_code
    if status != 200:
        print(f"{path:55} answered {status}")
    return status == 200


def queries(path) -> int:
    client = signed_in()
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def report(port, cookie, paths, rounds):
    seconds = {path: [] for path in [EMPTY, *paths]}
    for path in seconds:
        ask(port, path, cookie, 6)
    for _ in range(rounds):
        for path, times in seconds.items():
            times.append(percentile_95(ask(port, path, cookie, REQUESTS)))
    empty = statistics.median(seconds[EMPTY])
    for path, times in seconds.items():
        p95 = statistics.median(times)
        print(f"{path:55} p95 {p95 * 1000:7.1f} ms = {p95 / empty:6.2f} x empty, {queries(path)} queries", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
