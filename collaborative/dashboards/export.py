"""A chart as one HTML file that stands alone, made in the worker: plotly is never imported by a web process."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from collaborative.dashboards.detail import place_code
from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.shown import Shown
from collaborative.dashboards.wave import source_words
from measures import chart_annotations, chart_tables, chart_words, charts
from operations import jobs
from operations.models import Job

KIND = "export.series_html"
KEPT = timedelta(hours=24)


def export_key(gathered: Gathered, series: Shown) -> str:
    """The same for everyone who may see the same figures of the same computation, for nobody else."""
    parts = (
        gathered.wave.code,
        series.level,
        place_code(series),
        series.definition.code,
        series.audience.value,
        series.annotations,
        gathered.pointer.pk,
        *([gathered.standing] if not gathered.standing.is_now else []),
    )
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:40]


def folder() -> Path:
    return Path(settings.DATA_DIR) / "exports"


def path_of(key: str) -> Path:
    return folder() / f"{key}.html"


def content_of(gathered: Gathered, series: Shown) -> dict:
    """What the worker needs, released already: it draws and decides nothing. JSON."""
    line = series.line
    return {
        "key": export_key(gathered, series),
        "title": f"{series.definition.title}: {series.name}",
        "sentence": chart_words.sentence(line),
        "happened": [[entry.mark, f"{entry.kind}: {entry.text}"] for entry in chart_annotations.legend(line)],
        "source": source_words(gathered, series),
        "figure": charts.figure(line, gathered.bands),
        "table": {
            "head": ["Month", *chart_tables.table_head(line), *chart_tables.text_head(line)],
            "rows": [cells(row) for row in chart_tables.table(line)["rows"]],
        },
    }


def cells(row: list) -> list[str]:
    return [cell["text"] if isinstance(cell, dict) else cell for cell in row]


def request_export(gathered: Gathered, series: Shown):
    """Put the work down, once per file, and return its job."""
    content = content_of(gathered, series)
    return jobs.enqueue(KIND, key=f"export:{content['key']}", payload=content)


def progress(key: str, path: str) -> dict | None:
    """How far the file is, as components/progress.html prints it; None when nobody has asked for it."""
    if path_of(key).is_file():
        return {"text": "The page is ready.", "percent": 100, "poll_href": None}
    job = Job.objects.filter(key=f"export:{key}").first()
    if job is None:
        return None
    if job.state in (Job.State.FAILED, Job.State.DONE):
        return {
            "text": "The page could not be made, or was deleted. Ask for it again later.",
            "percent": None,
            "poll_href": None,
        }
    return {"text": "The worker is making the page.", "percent": job.progress, "poll_href": path}


def remove_old(now: datetime) -> list[str]:
    """Remove the files made more than 24 hours before `now` (real time), and return their names.

    They can be made again from the series at any time: each file's job goes first, so that asking again is new work.
    """
    made_until = (now - KEPT).timestamp()
    old = [path for path in sorted(folder().glob("*")) if path.is_file() and path.stat().st_mtime < made_until]
    finished = [Job.State.DONE, Job.State.FAILED]
    Job.objects.filter(key__in=[f"export:{path.stem}" for path in old], state__in=finished).delete()
    for path in old:
        path.unlink(missing_ok=True)
    return [path.name for path in old]
