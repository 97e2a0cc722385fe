"""The jobs of this app: thin. Each finds what its job names and calls one action; each may run twice."""

from measures.actions import altering, checking
from measures.actions.acceptance import accept_clean_returns
from measures.computing.recompute import measured_waves, recompute_wave
from measures.models import Computation
from measures.prepared.sending import submit_when_quiet
from operations import jobs
from practices.models import Upload, Wave
from practices.uploads import actions as uploads
from practices.uploads.failures import shown_on_page
from practices.uploads.keeping import remove_past_keeping
from practices.wave_changes import WAVE_CHANGED


@jobs.handler("measures.recompute_practice")
def recompute_practice(job):
    """payload: {"wave": id, "practice": id, "reason": text}; `practices` may stand instead, with a list of ids."""
    practices = job.payload.get("practices") or [job.payload["practice"]]
    run = recompute_wave(
        wave=Wave.objects.get(pk=job.payload["wave"]),
        kind=Computation.Kind.INCREMENTAL,
        reason=job.payload.get("reason", ""),
        practices=practices,
    )
    altering.settle(wave=run.wave, practices=practices)
    return {"computation": run.pk, "series_written": run.series_written}


@jobs.handler(WAVE_CHANGED)
@jobs.handler("measures.recompute_wave")
def recompute_whole_wave(job):
    """payload: {"wave": id, "reason": text}, after a change of dates, members or parents."""
    run = recompute_wave(
        wave=Wave.objects.get(pk=job.payload["wave"]),
        kind=Computation.Kind.INCREMENTAL,
        reason=job.payload.get("reason", ""),
    )
    return {"computation": run.pk, "series_written": run.series_written}


@jobs.handler("measures.nightly")
def nightly(job):
    """Every wave from its returns; after correct runs by day there is nothing to write.

    Clean returns are accepted by themselves first, with the recompute that this needs: else it would look as if the
    runs by day had left something undone.
    """
    remove_past_keeping()
    uploads.remove_orphans()
    accepted = accept_clean_returns()
    for wave in {version.wave for version in accepted}:
        recompute_wave(wave=wave, kind=Computation.Kind.INCREMENTAL, reason="Clean returns accepted by themselves")
    written = {}
    waves = list(measured_waves())
    for done, wave in enumerate(waves):
        jobs.report(job, 100 * done // len(waves), f"Computing {wave}")
        run = recompute_wave(wave=wave, kind=Computation.Kind.NIGHTLY, reason=job.key)
        written[str(run.pk)] = run.series_written
    return {"series_written": written, "accepted": len(accepted)}


# Returns


@jobs.handler("upload.check.monthly_return")
def check_monthly_return(job):
    """payload: {"upload": id}.

    A return that was prepared from the register, and of which there is nothing to ask, is submitted at once.
    """
    upload = Upload.objects.get(pk=job.payload["upload"])
    with shown_on_page(job, upload, "checked"):
        checking.check_return_file(upload)
    submit_when_quiet(upload)
    return {"state": upload.state}
