"""Reports as files: asked for one by one, written by the worker, kept under the digest of what is in them."""

import re
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

from django.conf import settings

from collaborative.models import WorkshopReport
from collaborative.reports.copies import COPY_WORDS, contents, digest_of
from operations import audit, jobs
from operations.models import Job
from practices import clock

KIND = "report.file"
# Kind of file -> how its name ends. Many tables are one archive.
ENDINGS = {"html": "html", "pdf": "pdf", "pptx": "pptx", "csv": "zip"}
NAMES = {
    "html": "One web page with everything",
    "pdf": "PDF, A4, for reading and printing",
    "pptx": "Presentation with charts that can be edited",
    "csv": "Tables (CSV) behind every chart",
}
CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "csv": "application/zip",
}
FINISHED = (Job.State.DONE, Job.State.FAILED)
# They can be made again at any time, and of a frozen report they are the same again.
KEPT = timedelta(days=7)


def folder() -> Path:
    return Path(settings.DATA_DIR) / "reports"


def path_of(report: WorkshopReport, copy: str, kind: str) -> Path:
    return folder() / f"{digest_of(report, copy)}.{ENDINGS[kind]}"


def key_of(path: Path) -> str:
    return f"report-file:{path.name}"


def job_of(path: Path) -> Job | None:
    return Job.objects.filter(key=key_of(path)).first()


def request_file(report: WorkshopReport, copy: str, kind: str) -> Job | None:
    """Put the work down once; again after it failed or its file was removed. None when the file is there."""
    path = path_of(report, copy, kind)
    if path.is_file():
        return None
    Job.objects.filter(key=key_of(path), state__in=FINISHED).delete()
    payload = {"report": report.pk, "copy": copy, "kind": kind, "name": path.name}
    return jobs.enqueue(KIND, key=key_of(path), payload=payload)


def write_file(job) -> dict:
    """Write one file. A draft that was changed since is written as it is now, under its own name, and nobody is misled."""
    jobs.report(job, 1, "Reading the report.")
    report = WorkshopReport.objects.get(pk=job.payload["report"])
    copy, kind = job.payload["copy"], job.payload["kind"]
    path = path_of(report, copy, kind)
    if path.name != job.payload["name"]:
        return {"cancelled": "The draft has changed since it was asked for."}
    folder().mkdir(parents=True, exist_ok=True)
    WRITERS[kind](contents(report, copy), path, reporter(job))
    return {"bytes": path.stat().st_size}


def reporter(job):
    """Each word at most once a per cent: each report is a write."""
    said = [0]

    def report(done: int, of: int, text: str) -> None:
        per_cent = max(1, min(99, 100 * done // max(of, 1)))
        if per_cent != said[0]:
            said[0] = per_cent
            jobs.report(job, per_cent, text)

    return report


# Each format is imported when it is asked for: a worker that never writes a PDF does without its memory.
def write_html(report, path: Path, _progress) -> None:
    written = path.with_name(f"{path.name}.draft")
    written.write_text(import_module("collaborative.reports.html").page(report), encoding="utf-8")
    written.replace(path)


def write_pdf(report, path: Path, progress) -> None:
    import_module("collaborative.reports.pdf").write(report, path, progress)


def write_pptx(report, path: Path, progress) -> None:
    import_module("collaborative.reports.pptx").write(report, path, progress)


def write_csv(report, path: Path, _progress) -> None:
    import_module("collaborative.reports.csv").write(report, path)


WRITERS = {"html": write_html, "pdf": write_pdf, "pptx": write_pptx, "csv": write_csv}


# ---- for whoever asked


def progress(path: Path) -> tuple[str, int] | None:
    """(what is being done, per cent) of a file under way; None when nobody has asked for it, or it has ended."""
    job = job_of(path)
    if path.is_file() or job is None or job.state in FINISHED:
        return None
    return job.progress_text or "Waiting for the worker.", job.progress


def trouble(path: Path) -> str:
    """Why there is no file although it was asked for; "" when there is nothing to say."""
    job = job_of(path)
    if path.is_file() or job is None or job.state not in FINISHED:
        return ""
    said = said_of(job) if job.state == Job.State.FAILED else job.result.get("cancelled", "")
    return " ".join(filter(None, ["This file could not be made.", said, "You can ask for it again."]))


# Errors whose message is written for people; of any other the log says more, and a page nothing.
FOR_PEOPLE = ("CannotWritePdf", "NotMade")


def said_of(job: Job) -> str:
    kind, _, words = job.error.partition(": ")
    return words if kind in FOR_PEOPLE else ""


def file_name(report: WorkshopReport, copy: str, kind: str) -> str:
    """By event, number and copy: learning-workshop-3-report-1-copy-for-the-wave.pdf."""
    event = report.event
    words = f"{event.wave.code} {event.title} {report.get_kind_display()} {report.number} {COPY_WORDS[copy]}"
    plain = re.sub(r"[^a-z0-9]+", "-", words.lower().replace("'", "")).strip("-")
    return f"{plain}{'' if report.is_frozen else '-draft'}.{ENDINGS[kind]}"


def record_download(report: WorkshopReport, copy: str, kind: str, *, by, sha256: str) -> None:
    """Who took what away: written down before it is sent."""
    audit.record(
        "workshop_report.exported",
        by=by,
        about=report,
        file=file_name(report, copy, kind),
        copy=copy,
        contents=getattr(report, f"{copy}_sha256"),
        sha256=sha256,
        on=f"{clock.today()}",
    )


def remove_old(now: datetime) -> list[str]:
    """Remove the files made more than KEPT before `now` (real time), and return their names."""
    made_until = (now - KEPT).timestamp()
    old = [path for path in sorted(folder().glob("*")) if path.is_file() and path.stat().st_mtime < made_until]
    Job.objects.filter(key__in=[key_of(path) for path in old], state__in=FINISHED).delete()
    for path in old:
        path.unlink(missing_ok=True)
    return [path.name for path in old]
