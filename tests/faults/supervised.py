"""`python -m tests.faults.supervised [threads|prefork]`: a worker and a schedule, each started anew when it dies.

As the restart policy of the containers does in production. Everything is imported once and the workers are forked, so
that a new one is there in a fraction of a second.
"""

import os
import sys

import django

from collaborative.celery import app

CONCURRENCY = 2


def worker(pool):
    options = ["--pool", pool, "--concurrency", str(CONCURRENCY), "--without-gossip", "--without-mingle"]
    app.worker_main(["--quiet", "worker", *options, "--loglevel", "WARNING"])


def schedule():
    app.Beat(loglevel="WARNING", quiet=True).run()


def fork(work, *arguments):
    child = os.fork()
    if child == 0:
        try:
            work(*arguments)
        finally:
            os._exit(0)
    return child


def main(pool):
    django.setup()
    app.loader.import_default_modules()
    from tests.faults import points

    points.install()
    children = {fork(worker, pool): (worker, pool), fork(schedule): (schedule,)}
    while True:
        child, status = os.wait()
        work = children.pop(child, None)
        if work:
            print(f"{work[0].__name__} ended with {status}, and is started anew", flush=True)
            children[fork(*work)] = work


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "threads")
