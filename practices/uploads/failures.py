"""What breaks the job of an upload for good is shown on the upload's page, never left open."""

from contextlib import contextmanager, suppress

from operations import jobs
from practices.uploads import actions
from practices.uploads.models import IllegalMove, Upload, UploadState

WORDS = "The file could not be {}. Nothing was changed. Try again"


@contextmanager
def shown_on_page(job, upload, done: str):
    """`done` says what the job was to do: "checked" or "stored". What was raised goes on, for the job to be tried again."""
    try:
        yield
    except Exception:
        give_up(job, upload, WORDS.format(done))
        raise


def give_up(job, upload, words: str) -> None:
    """After the last attempt; what a transaction had changed is gone by now, so the state is asked again."""
    upload.refresh_from_db()
    if job.attempts >= jobs.MAXIMUM_ATTEMPTS and upload.may_move_to(UploadState.FAILED):
        actions.fail(upload, words)


@jobs.on_giving_up
def say_given_up(job) -> None:
    """Of the newest job of an upload: its worker died on every attempt, so that nobody could say so there."""
    upload = Upload.objects.filter(pk=job.payload.get("upload")).first() if job.payload.get("upload") else None
    if upload is None or upload.is_finished or actions.jobs_of(upload).order_by("-id").first() != job:
        return
    with suppress(IllegalMove):
        actions.fail(upload, WORDS.format("stored" if upload.state == UploadState.APPLYING else "checked"))
