"""All figures of a wave as files, for one person: asked for here, made by the worker, fetched by the same person only."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission, has_permission
from collaborative.dashboards import stored
from collaborative.dashboards.annotations import Annotations, read_annotations
from collaborative.dashboards.export import folder
from collaborative.dashboards.gathering import Gathered, gather
from collaborative.dashboards.keys import scope_of
from collaborative.dashboards.standing_words import suffix
from measures.computing.standing import NOW, Standing
from measures.disclosure import Reader
from measures.models import Computation
from measures.readers import reader_of
from operations import audit, jobs
from operations.models import Job
from practices import clock
from practices.models import Organisation, Wave

KIND = "export.wave_figures"
KINDS = ("csv", "xlsx")
FINISHED = (Job.State.DONE, Job.State.FAILED)


def path_of(key: str, kind: str) -> Path:
    return folder() / f"{key}.{kind}"


@dataclass(frozen=True)
class Wanted:
    """What one person may have of a wave now. The key holds all that it depends on, so that a lost right loses the file too."""

    user: User
    wave: Wave
    reader: Reader
    pointer: Computation | None
    practices: tuple[int, ...]
    annotations: Annotations
    standing: Standing = NOW

    @property
    def key(self) -> str:
        reader = self.reader
        exact = [sorted(codes) for codes in (reader.owned, reader.agreed, reader.partner_commissioners)]
        return stored.digest_of(
            KIND,
            self.user.pk,
            self.wave.code,
            self.pointer.pk if self.pointer else None,
            # Parents and agreements are those of a day.
            clock.today(),
            scope_of(self.user),
            exact,
            reader.is_wave_partner,
            self.practices,
            self.annotations.everything,
            self.standing,
        )

    @property
    def job(self) -> Job | None:
        return Job.objects.filter(key=f"export:{self.key}").first()

    def path(self, kind: str) -> Path:
        return path_of(self.key, kind)

    @property
    def is_ready(self) -> bool:
        return all(self.path(kind).is_file() for kind in KINDS)


def wanted(user, wave: Wave, pointer: Computation | None = None, standing: Standing = NOW) -> Wanted:
    """What this person may have under the scope they act in now; of the latest computation where none is given."""
    practices = Organisation.objects.visible_to(user, Permission.VIEW_PRACTICE_FIGURES).filter(memberships__wave=wave)
    return Wanted(
        user=user,
        wave=wave,
        reader=reader_of(user, wave),
        pointer=pointer or Computation.objects.pointer(wave),
        practices=tuple(sorted(set(practices.values_list("pk", flat=True)))),
        annotations=read_annotations(user, wave),
        standing=standing,
    )


def request_files(asked: Wanted) -> Job | None:
    """Put the work down once; again after it failed, was cancelled or its files were removed. None before anything was computed."""
    if asked.pointer is None or asked.is_ready:
        return None
    Job.objects.filter(key=f"export:{asked.key}", state__in=FINISHED).delete()
    payload = {
        "key": asked.key,
        "person": asked.user.pk,
        "wave": asked.wave.code,
        "grants": [grant.pk for grant in asked.user.acting_grants],
        "day": asked.standing.day.isoformat() if asked.standing.day else "",
        "accepted_only": asked.standing.accepted_only,
    }
    return jobs.enqueue(KIND, key=f"export:{asked.key}", payload=payload)


def still_allowed(payload: dict) -> Gathered | None:
    """The wave as the person who asked may see it now, or None when that is no longer what they asked for (D6)."""
    user = User.objects.filter(pk=payload["person"], is_active=True).first()
    if user is None:
        return None
    user.act_under([grant for grant in user.grants.in_force() if grant.pk in payload["grants"]])
    wave = Wave.objects.visible_to(user).select_related("programme").filter(code=payload["wave"]).first()
    if wave is None or not has_permission(user, Permission.VIEW_SHARED_FIGURES, wave):
        return None
    standing = standing_in(payload)
    gathered = gather(user, wave, reader_of(user, wave), standing=standing)
    asked = wanted(user, wave, gathered.pointer, standing)
    gathered.annotations = asked.annotations
    return gathered if asked.key == payload["key"] else None


def standing_in(payload: dict) -> Standing:
    """Of which day the files are asked for."""
    day = payload.get("day")
    return Standing(date.fromisoformat(day) if day else None, payload.get("accepted_only", False))


def progress(asked: Wanted, path: str) -> dict | None:
    """How far the files are, as components/progress.html prints it; None when nobody has asked, or nothing is under way."""
    job = asked.job
    if asked.is_ready or job is None or job.state in FINISHED:
        return None
    text = job.progress_text or "Waiting for the worker."
    return {"text": text, "percent": job.progress, "poll_href": path}


def trouble(asked: Wanted) -> str:
    """Why there are no files although they were asked for; "" when there is nothing to say."""
    job = asked.job
    if asked.is_ready or job is None or job.state not in FINISHED:
        return ""
    return "The files could not be made, or your rights changed meanwhile. You can ask again."


def file_name(asked: Wanted, kind: str) -> str:
    return f"{asked.wave.code}-all-figures-{asked.pointer.pk}{suffix(asked)}.{kind}".lower()


def record_download(asked: Wanted, kind: str, sha256: str) -> None:
    """Who took what away: written down before it is sent."""
    job = asked.job
    made = job.result if job else {}
    audit.record(
        "wave_figures.exported",
        by=asked.user,
        about=asked.wave,
        file=file_name(asked, kind),
        filter={"wave": asked.wave.code, "measures": "all", "months": "all", "practices": len(asked.practices)},
        rows=made.get("rows"),
        exact_rows=made.get("exact_rows"),
        sha256=sha256,
        computation=asked.pointer.pk,
        made_at=f"{(job.finished_at if job else timezone.now()):%Y-%m-%d %H:%M:%S}",
    )
