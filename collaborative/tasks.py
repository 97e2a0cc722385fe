"""What runs by the calendar. Each period has a key, and a key makes one job, however many beats ask and however late."""

from datetime import date, time, timedelta
from functools import partial

from celery import shared_task
from django.utils import timezone

from collaborative import evaluation_jobs, left_files
from collaborative.actions.cycle_evaluations import evaluate_wave
from collaborative.dashboards import export, standalone, tidy, wave_figures
from collaborative.letters import sending as letters
from collaborative.reports import files as report_files
from collaborative.reports import making, storyboard_files
from collaborative.verifying.kept import enqueue_when_night_is_done
from measures.computing.recompute import measured_waves
from operations import jobs
from operations.models import Job
from practices import clock
from practices.models import Wave
from practices.months import LONDON
from registers.jobs.safety import enqueue_purge
from registers.jobs.summaries import enqueue_refresh_all
from workforce.jobs import data_rights
from workforce.jobs import recompute as workforce_recompute

NIGHTLY = "measures.nightly"
NIGHTLY_AT = time(2, 0)
# After a longer silence only the latest nights are made up for.
NIGHTS_MADE_UP = 7


@shared_task(name="collaborative.nightly")
def nightly():
    """At 02:00 London time, and every few minutes in case that moment was missed (D30)."""
    enqueue_due_nights(timezone.now())
    enqueue_evaluations(timezone.now())
    letters.enqueue_due(clock.now())
    enqueue_purge(latest_night(timezone.now()))
    enqueue_refresh_all(latest_night(timezone.now()))
    data_rights.enqueue_purge(latest_night(timezone.now()))
    workforce_recompute.enqueue_all(latest_night(timezone.now()))
    enqueue_when_night_is_done(latest_night(timezone.now()))
    export.remove_old(timezone.now())
    report_files.remove_old(timezone.now())


@shared_task(name="collaborative.remove_left_files")
def remove_left_files():
    """As often as work is swept: a killed process's file is gone within two minutes (I6)."""
    left_files.remove_left()


def enqueue_due_nights(now) -> list[Job]:
    """Put down the nightly recompute of every night that is due and has none yet."""
    return [jobs.enqueue(NIGHTLY, key=f"nightly:{night:%Y-%m-%d}") for night in due_nights(now)]


def due_nights(now) -> list[date]:
    """The London dates whose 02:00 has passed since the last nightly job; only the latest when there was none ever."""
    latest = latest_night(now)
    last_key = Job.objects.filter(kind=NIGHTLY).order_by("-key").values_list("key", flat=True).first()
    if last_key is None:
        return [latest]
    last = date.fromisoformat(last_key.removeprefix("nightly:"))
    missed = min((latest - last).days, NIGHTS_MADE_UP)
    return [latest - timedelta(days=back) for back in reversed(range(missed))]


def latest_night(now) -> date:
    """The London date of the last 02:00. Real time: the business clock of a demonstration stands still."""
    here = now.astimezone(LONDON)
    return here.date() if here.time() >= NIGHTLY_AT else here.date() - timedelta(days=1)


def enqueue_evaluations(now) -> list[Job]:
    """What the data say of all cycles: once a night, and of each wave whose latest figures nobody has asked about."""
    night = f"evaluate:night:{latest_night(now):%Y-%m-%d}"
    return [jobs.enqueue(evaluation_jobs.EVALUATE_NIGHT, key=night), *evaluation_jobs.request_missing()]


@jobs.handler(evaluation_jobs.EVALUATE_WAVE)
def evaluate_cycles(job):
    """payload: {"wave": id}, after a recompute that changed something or a change of cycles."""
    run = evaluate_wave(wave=Wave.objects.get(pk=job.payload["wave"]))
    return {"cycles": run.cycles, "written": run.written, "removed": run.removed}


@jobs.handler(evaluation_jobs.EVALUATE_NIGHT)
def evaluate_all_cycles(job):
    """Every wave; after correct runs by day there is nothing to write."""
    written, waves = {}, list(measured_waves())
    for done, wave in enumerate(waves):
        jobs.report(job, 100 * done // len(waves), f"Evaluating the cycles of {wave}")
        written[wave.code] = evaluate_wave(wave=wave).written
    return {"written": written}


@jobs.handler(export.KIND)
def write_chart(job):
    """payload: collaborative.dashboards.export.content_of. The stand-alone page of a chart, as a file."""
    standalone.write(export.path_of(job.payload["key"]), job.payload)
    return {"key": job.payload["key"]}


@jobs.handler(wave_figures.KIND)
def write_wave_figures(job):
    """payload: collaborative.dashboards.wave_figures.request_files. Cancelled when the person's rights are not the same any more."""
    # Here and not above: a worker that is never asked for it does without the memory.
    from collaborative.dashboards import tidy_files

    gathered = wave_figures.still_allowed(job.payload)
    if gathered is None:
        return {"cancelled": "What this person may see has changed since they asked"}
    rows = tidy.rows(gathered, partial(report_places, job))
    jobs.report(job, 80, "Writing the files.")
    path_of = partial(wave_figures.path_of, job.payload["key"])
    sha256 = tidy_files.write(path_of, tidy.COLUMNS, rows, tidy.about(gathered))
    return {"rows": len(rows), "exact_rows": sum(row[-1] == tidy.EXACT for row in rows), "sha256": sha256}


def report_places(job, done, of):
    """Every tenth organisation: each report is a write."""
    if done % 10 == 0:
        jobs.report(job, 80 * done // of, f"Collecting the figures: {done} of {of} organisations.")


@jobs.handler(making.KIND)
def make_report(job):
    """payload: collaborative.reports.making.request_making. Both copies, from scratch each time."""
    return making.make(job)


@jobs.handler(report_files.KIND)
def write_report_file(job):
    """payload: collaborative.reports.files.request_file. One copy as one kind of file."""
    return report_files.write_file(job)


@jobs.handler(storyboard_files.KIND)
def write_storyboard(job):
    """payload: collaborative.reports.storyboard_files.request_file. One storyboard as one kind of file."""
    return storyboard_files.write_file(job)
