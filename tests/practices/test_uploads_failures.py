"""The job of an upload that breaks: tried again, and on the last attempt said on the page."""

import pytest

from operations import jobs
from operations.models import Job
from practices.uploads import actions
from practices.uploads.failures import shown_on_page
from practices.uploads.models import UploadState

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(manager):
    found = actions.receive(by=manager, kind="monthly_return", name="return.csv", content=b"a,b\n1,2\n")
    found.move_to(UploadState.CHECKING)
    return found


def broken(upload, attempts):
    with pytest.raises(RuntimeError), shown_on_page(Job(attempts=attempts), upload, "checked"):
        raise RuntimeError("a bug")
    upload.refresh_from_db()
    return upload


@pytest.mark.parametrize(
    ("attempts", "state"),
    [(jobs.MAXIMUM_ATTEMPTS - 1, UploadState.CHECKING), (jobs.MAXIMUM_ATTEMPTS, UploadState.FAILED)],
)
def test_only_the_last_attempt_is_said_on_the_page(upload, attempts, state):
    assert broken(upload, attempts).state == state


def test_what_another_worker_brought_to_its_end_stays(upload):
    """The failure is raised as it is, and is not hidden by a move that the state forbids."""
    type(upload).objects.update(state=UploadState.WITHDRAWN)

    assert broken(upload, jobs.MAXIMUM_ATTEMPTS).state == UploadState.WITHDRAWN
