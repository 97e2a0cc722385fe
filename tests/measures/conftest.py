"""Sending files in tests: received, checked here and now, confirmed and submitted as the test says."""

import pytest

from measures.actions import checking
from measures.actions import returns as actions
from practices.uploads import actions as uploads
from practices.uploads.models import UploadState
from tests.measures.made_returns import return_file


def warning_keys(upload):
    return [problem["key"] for problem in upload.problems if problem["level"] == "W"]


@pytest.fixture
def check(manager):
    """Send a file and check it: `check(line(...))` returns the upload. `content` stands for any other bytes."""

    def check_file(*lines, by=manager, codes=("A99001",), content=None, name="return.csv"):
        content = return_file(*lines) if content is None else content
        upload = uploads.receive(by=by, kind="monthly_return", name=name, content=content, may_send_for=codes)
        return checking.check_return_file(upload)

    return check_file


@pytest.fixture
def submit(check, manager):
    """Send, check, confirm every warning with the same reason, and submit; returns the new versions."""

    def submit_file(*lines, by=manager, codes=("A99001",), reason="as it was"):
        upload = check(*lines, by=by, codes=codes)
        if upload.state == UploadState.NEEDS_CONFIRMING:
            uploads.confirm(upload, by=by, reasons=dict.fromkeys(warning_keys(upload), reason))
        return actions.submit_upload(upload=upload, by=by)

    return submit_file
