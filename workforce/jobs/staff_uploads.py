"""The jobs of staff files: thin. Each may run twice."""

from accounts.models import User
from operations import jobs
from operations.quiet import quiet
from practices.models import Upload
from practices.uploads import actions as uploads
from practices.uploads.models import UploadState
from workforce.actions import staff_files

CHECK, APPLY = "workforce.check_staff", "workforce.apply_staff"


@jobs.handler(CHECK)
@quiet
def check_staff(job):
    """payload: {"upload": id}. What breaks the check on the last attempt is shown on the upload's page."""
    upload = Upload.objects.get(pk=job.payload["upload"])
    try:
        staff_files.check_staff_file(upload)
    except Exception:
        give_up(job, upload, "The file could not be checked. Nothing was changed. Try again")
        raise
    return {"state": upload.state}


@jobs.handler(APPLY)
@quiet
def apply_staff(job):
    """payload: {"upload": id, "by": id of who submitted}."""
    upload = Upload.objects.get(pk=job.payload["upload"])
    try:
        staff_files.apply_staff_file(upload, by=User.objects.get(pk=job.payload["by"]))
    except Exception:
        give_up(job, upload, "The file could not be stored. Nothing was changed. Try again")
        raise
    return {"state": upload.state}


def give_up(job, upload, words: str) -> None:
    """After the last attempt; what a transaction had changed is gone by now, so the state is asked again."""
    upload.refresh_from_db()
    if job.attempts >= jobs.MAXIMUM_ATTEMPTS and upload.may_move_to(UploadState.FAILED):
        uploads.fail(upload, words)
