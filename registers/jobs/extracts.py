"""The jobs of files of the register: thin. Each may run twice."""

from accounts.models import User
from operations import jobs
from operations.quiet import quiet
from practices.models import Upload
from practices.uploads import actions as uploads
from practices.uploads.models import UploadState
from registers.actions import extracts


@jobs.handler("registers.check_extract")
@quiet
def check_extract(job):
    """payload: {"upload": id}. What breaks the check on the last attempt is shown on the upload's page."""
    upload = Upload.objects.get(pk=job.payload["upload"])
    try:
        extracts.check_extract(upload)
    except Exception:
        give_up(job, upload, "The file could not be checked. Nothing was changed. Try again")
        raise
    return {"state": upload.state}


@jobs.handler("registers.apply_extract")
@quiet
def apply_extract(job):
    """payload: {"upload": id, "by": id of who submitted}."""
    upload = Upload.objects.get(pk=job.payload["upload"])
    try:
        extracts.apply_extract(upload, by=User.objects.get(pk=job.payload["by"]))
    except Exception:
        give_up(job, upload, "The file could not be stored. Nothing was changed. Try again")
        raise
    return {"state": upload.state}


def give_up(job, upload, words: str) -> None:
    """After the last attempt; what a transaction had changed is gone by now, so the state is asked again."""
    upload.refresh_from_db()
    if job.attempts >= jobs.MAXIMUM_ATTEMPTS and upload.may_move_to(UploadState.FAILED):
        uploads.fail(upload, words)
