"""Every sample return: the good ones are taken, each other is refused or questioned for the rule in its name."""

import re
from pathlib import Path

import pytest

from measures.actions import returns as actions
from operations.models import AuditEvent
from practices.uploads import actions as uploads
from practices.uploads.models import UploadState
from practices.uploads.storage import folder
from tests.measures.conftest import warning_keys
from tests.measures.made_returns import line

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).resolve().parents[3] / "fixtures" / "returns"
GOOD = sorted(path.name for path in SAMPLES.glob("good*"))
FAULTY = sorted(path.name for path in SAMPLES.glob("[EBW][0-9]*"))
DECEMBER = line(
    period="2006-12", registered_all=8505, registered_16_64=5447, list_open=283, list_added=12, list_removed=9,
    list_close=286, gp_consultations=181, other_staff_consultations=81, attached_mh_contacts=30, referrals_cmht=1,
    referrals_psychiatrist=2, people_13w=6, people_13w_new=3, extract_date="2007-01-02",
)  # fmt: skip


@pytest.fixture
def send_sample(check, submit, neighbour):
    """December is there already; the sample is January."""
    submit(DECEMBER)
    return lambda name: check(content=(SAMPLES / name).read_bytes(), name=name)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_taken_as_it_stands(send_sample, manager, name):
    """B23 to B42: whatever its encoding, delimiter and order of columns."""
    upload = send_sample(name)

    (version,) = actions.submit_upload(upload=upload, by=manager)
    assert (version.list_open, version.list_close, version.gp_consultations) == (286, 288, 176)


@pytest.mark.parametrize("name", [name for name in FAULTY if not name.startswith("W") and not name.startswith("B40")])
def test_a_faulty_file_is_refused_for_its_rule_and_no_row_of_it_is_kept(send_sample, name):
    """D24, and the rule in the file's name: of a personal one not even the bytes stay (what stays to be mended: test_uploads_keeping)."""
    upload = send_sample(name)

    assert upload.state == UploadState.NEEDS_FIXING
    assert re.match(r"[EB]\d+", name).group() in {problem["code"] for problem in upload.problems}
    is_personal = any(problem.get("forget") for problem in upload.problems)
    assert (upload.rows, bool(upload.stored_path) and is_personal) == ([], False)


@pytest.mark.parametrize("name", [name for name in FAULTY if name.startswith(("W", "B40"))])
def test_an_unusual_file_is_taken_once_its_warning_is_confirmed(send_sample, manager, name):
    """V3, and the warning in the file's name."""
    upload = send_sample(name)
    assert upload.state == UploadState.NEEDS_CONFIRMING
    assert re.match(r"[WB]\d+", name).group() in {problem["code"] for problem in upload.problems}

    uploads.confirm(upload, by=manager, reasons=dict.fromkeys(warning_keys(upload), "looked at"))

    assert len(actions.submit_upload(upload=upload, by=manager)) == 1


def test_several_mistakes_are_told_at_once(send_sample):
    """V1."""
    upload = send_sample("january_with_mistakes.csv")

    assert {problem["code"] for problem in upload.problems} == {"E6", "E9", "E12", "B79"}


def test_an_nhs_number_is_nowhere_afterwards(send_sample):
    """D22, B86: not in the row, the events or the folder; nor is the file's name."""
    upload = send_sample("E14_nhs_number_in_comment.csv")

    written = str([upload.problems, upload.notes, upload.rows, list(AuditEvent.objects.values())])
    assert "943" not in written.replace(upload.sha256, "") or "5919" not in written
    assert upload.original_name == ""
    assert not any(b"943 476" in path.read_bytes() for path in folder().rglob("*") if path.is_file())
