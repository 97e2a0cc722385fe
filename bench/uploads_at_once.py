"""Thirty practices send a file at once: how long the slowest waits until it is checked, and what others notice meanwhile.

`python -m bench.uploads_at_once` on an empty database that DATABASE_URL names: makes the demonstration there, starts the
web server and a worker as `make run` does, and asks for other people's pages before and during the uploads. Prints the
slowest upload, and the 95th percentile of the other pages as a ratio to that of the quiet server.
"""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import django

django.setup()

from django.core.management import call_command  # noqa: E402  models can be imported only now

from accounts.models import User  # noqa: E402
from accounts.permissions import Role  # noqa: E402
from bench.pages import HOST, ask, free_port, percentile_95, sign_in, start_server  # noqa: E402
from collaborative.demonstration.people import PASSWORD  # noqa: E402
from measures.models import MonthlyReturn  # noqa: E402
from measures.return_files.return_schema import return_schema  # noqa: E402
from operations.models import Job  # noqa: E402
from practices.models import Grant, Upload  # noqa: E402
from practices.uploads.models import UploadState  # noqa: E402

PRACTICES = 30
OTHERS = 4
QUIET_REQUESTS = 40
PAGES = ["/", "/accessibility/"]
BOUNDARY = "the-end-of-a-part"
ENDED = [UploadState.READY, UploadState.NEEDS_CONFIRMING, UploadState.NEEDS_FIXING, UploadState.FAILED]


@contextmanager
def server():
    """The port of a web server, with a worker beside it."""
    port = free_port()
    web = start_server(port)
    command = "-m celery --quiet -A collaborative worker --pool threads --concurrency 2 --without-gossip"
    command += " --without-mingle --loglevel ERROR"
    environment = os.environ | {"PYTHONWARNINGS": "ignore"}
    worker = subprocess.Popen([sys.executable, *command.split()], env=environment)
    try:
        yield port
    finally:
        for process in (web, worker):
            process.terminate()
            process.wait()


def senders():
    """[(e-mail, practice code, line of the last month), ...]: a person of their own for each of so many practices."""
    latest = MonthlyReturn.objects.current().order_by("practice", "-month").select_related("practice", "wave")
    by_practice = {}
    for version in latest:
        by_practice.setdefault(version.practice_id, version)
    return [(sender_of(version.practice), version) for version in list(by_practice.values())[:PRACTICES]]


def sender_of(practice):
    email = f"sender-{practice.ods_code.lower()}@example.org"
    person = User.objects.create_user(email, PASSWORD, name=f"Sender {practice.ods_code}")
    Grant.objects.create(person=person, role=Role.PRACTICE_MANAGER, organisation=practice, starts_on="2006-01-01")
    return email


def file_of(version) -> bytes:
    """The month again, with one more consultation, so that there is something to compare."""
    columns = [column.name for column in return_schema().columns]
    values = {name: getattr(version, name, "") for name in columns}
    values |= {
        "schema_version": 1,
        "wave_code": version.wave.code,
        "practice_ods": version.practice.ods_code,
        "period": f"{version.month:%Y-%m}",
        "gp_consultations": (version.gp_consultations or 0) + 1,
        "nil_return": "N",
        "extract_date": "2007-02-05",
        "comment": "",
    }
    row = ",".join("" if values[name] is None else str(values[name]) for name in columns)
    return f"{','.join(columns)}\n{row}\n".encode()


def send(port, cookie, content):
    """Seconds until the server answered."""
    token = dict(part.split("=", 1) for part in cookie.split("; "))["csrftoken"]
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'.encode()]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="return.csv"\r\n'
    parts += [f"{head}Content-Type: text/csv\r\n\r\n".encode(), content, f"\r\n--{BOUNDARY}--\r\n".encode()]
    headers = {
        "Cookie": cookie,
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Referer": f"http://{HOST}/",
    }
    connection = http.client.HTTPConnection(HOST, port)
    began = time.perf_counter()
    connection.request("POST", "/returns/upload/", b"".join(parts), headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:
        raise SystemExit(f"An upload was answered with {answer.status}")
    return time.perf_counter() - began


class Onlookers:
    """Other people, who go on looking at pages until they are told to stop."""

    def __init__(self, port, cookies):
        self.seconds, self.over = [], threading.Event()
        self.threads = [threading.Thread(target=self.look, args=(port, cookie)) for cookie in cookies]

    def look(self, port, cookie):
        while not self.over.is_set():
            for page in PAGES:
                self.seconds += ask(port, page, cookie, 1)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()


def wait_until_checked(began):
    """Seconds from the first post to each upload's end, in order."""
    ended = {}
    while len(ended) < PRACTICES:
        for key in Upload.objects.filter(state__in=ENDED, original_name="return.csv").values_list("pk", flat=True):
            ended.setdefault(key, time.perf_counter() - began)
        time.sleep(0.1)
    return sorted(ended.values())


def quiet_seconds(port, cookies):
    """Of the same people at the same pages while nobody sends anything."""
    with Onlookers(port, cookies) as onlookers:
        while len(onlookers.seconds) < QUIET_REQUESTS * OTHERS:
            time.sleep(0.1)
    return onlookers.seconds


def main():
    call_command("migrate", verbosity=0)
    call_command("seed_demo", verbosity=0)
    people = senders()
    while Job.objects.filter(state=Job.State.RUNNING).exists():
        time.sleep(0.5)
    with server() as port:
        others = [sign_in(port, "manager@example.org", PASSWORD) for _ in range(OTHERS)]
        cookies = [sign_in(port, email, PASSWORD) for email, _ in people]
        quiet = quiet_seconds(port, others)
        with Onlookers(port, others) as onlookers, ThreadPoolExecutor(PRACTICES) as pool:
            began = time.perf_counter()
            contents = [file_of(version) for _, version in people]
            answered = list(pool.map(send, [port] * len(people), cookies, contents))
            checked = wait_until_checked(began)
    print(json.dumps(figures(quiet, onlookers.seconds, answered, checked), indent=1))


def figures(quiet, busy, answered, checked):
    ratio = percentile_95(busy) / percentile_95(quiet)
    return {
        "uploads": len(checked),
        "slowest answer to a post, s": round(max(answered), 2),
        "slowest until checked, s": round(checked[-1], 2),
        "median until checked, s": round(checked[len(checked) // 2], 2),
        "other pages, quiet: 95th percentile, ms": round(percentile_95(quiet) * 1000),
        "other pages, meanwhile: 95th percentile, ms": round(percentile_95(busy) * 1000),
        "ratio": round(ratio, 2),
        "states": sorted(set(Upload.objects.filter(original_name="return.csv").values_list("state", flat=True))),
    }


if __name__ == "__main__":
    main()
