"""Storyboards as files: written by the worker under the digest of what their reader may see, so that nobody fetches another's."""

from importlib import import_module
from pathlib import Path

from django.http import Http404

from collaborative.models import Storyboard
from collaborative.reports import snapshot
from collaborative.reports.contents import Report
from collaborative.reports.files import ENDINGS, FINISHED, WRITERS, folder, job_of, key_of, reporter
from operations import audit, jobs

KIND = "storyboard.file"
KINDS = {"pdf": "PDF, A3, to hang up", "pptx": "Slide with charts that can be edited"}


def path_of(report: Report, kind: str) -> Path:
    _, digest = snapshot.pack(report)
    return folder() / f"storyboard-{digest}.{ENDINGS[kind]}"


def request_file(report: Report, kind: str):
    """Keep the contents beside where the file will be and put the work down once; None when the file is there."""
    path = path_of(report, kind)
    if path.is_file():
        return None
    folder().mkdir(parents=True, exist_ok=True)
    packed, _ = snapshot.pack(report)
    path.with_suffix(".contents").write_bytes(packed)
    failed = job_of(path)
    if failed is not None and failed.state in FINISHED:
        failed.delete()
    return jobs.enqueue(KIND, key=key_of(path), payload={"name": path.name, "kind": kind})


def write_file(job) -> dict:
    """payload: name and kind. The contents lie beside it."""
    path = folder() / job.payload["name"]
    report = snapshot.unpack(path.with_suffix(".contents").read_bytes())
    writer = write_poster if job.payload["kind"] == "pdf" else WRITERS[job.payload["kind"]]
    writer(report, path, reporter(job))
    return {"bytes": path.stat().st_size}


def write_poster(report: Report, path: Path, progress) -> None:
    """Imported at the first need: a worker that never writes a PDF does without its memory."""
    import_module("collaborative.reports.pdf").write_poster(report, path, progress)


def states(report: Report, href_of) -> list[dict]:
    """Of each kind: its name, its address when it is there, its progress while it is made."""
    return [state(report, kind, href_of(kind)) for kind in KINDS]


def state(report: Report, kind: str, href: str) -> dict:
    path = path_of(report, kind)
    job = None if path.is_file() else job_of(path)
    is_running = job is not None and job.state not in FINISHED
    return {
        "kind": kind,
        "text": KINDS[kind],
        "href": href if path.is_file() else "",
        "progress": (job.progress_text or "Waiting for the worker.", job.progress) if is_running else None,
        "trouble": "This file could not be made. You can ask for it again." if job and not is_running else "",
    }


def content_of(storyboard: Storyboard, report: Report, kind: str, by) -> bytes:
    """The file, written down as exported before it is sent. Raises Http404 where it is not made."""
    if kind not in KINDS or not (path := path_of(report, kind)).is_file():
        raise Http404
    content = path.read_bytes()
    audit.record(
        "storyboard.exported", by=by, about=storyboard, organisation=storyboard.practice, kind=kind, file=path.name
    )
    return content
