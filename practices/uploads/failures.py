"""What breaks the job of an upload for good is shown on the upload's page, never left open."""

from contextlib import contextmanager

from operations import jobs
from practices.uploads import actions
from practices.uploads.models import UploadState

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
