"""`manage.py verify`: says of each invariant whether it holds, and ends with an error that names what does not."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from collaborative.verifying.everything import CODES, verify
from measures.models import Series
from operations.models import Job
from operations.verified import KIND, last_holds

pytestmark = pytest.mark.django_db


def said(*arguments):
    out = StringIO()
    call_command("verify", *arguments, stdout=out)
    return out.getvalue()


def test_everything_holds_in_an_empty_place():
    assert [checked.code for checked in verify() if not checked.holds] == []


def test_everything_holds_after_a_return_went_its_way(version):
    assert {checked.code: checked.named for checked in verify() if not checked.holds} == {}


def test_each_invariant_has_its_line_with_seconds(version):
    lines = said().splitlines()

    assert [line.split()[0] for line in lines if line.startswith("I")] == list(CODES)
    assert all(" holds " in line and " s " in line for line in lines if line.startswith("I"))


def test_command_ends_with_an_error_that_names_what_does_not_hold(version):
    Series.objects.filter(measure="referrals").update(latest_value=7)

    with pytest.raises(CommandError, match="I3"):
        said()


def test_only_the_invariants_asked_for_are_looked_at(version):
    Series.objects.filter(measure="referrals").update(latest_value=7)

    lines = said("--only", "i5,I6").splitlines()

    assert [line.split()[0] for line in lines if line.startswith("I")] == ["I5", "I6"]


def test_unknown_invariant_is_named():
    with pytest.raises(CommandError, match="no I12"):
        said("--only", "I12")


def test_anchor_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(CommandError, match="no file"):
        said("--anchor", str(tmp_path / "gone"))


def test_what_was_found_is_kept(version):
    said()

    assert last_holds() is True
    assert Job.objects.get(kind=KIND).result["invariants"][0]["code"] == "I1"


def test_a_part_is_not_kept_as_if_it_were_everything(version):
    said("--only", "I5")

    assert last_holds() is None


def test_looking_changes_nothing(version):
    """Computing anew leaves no trace: neither rows nor work to do."""
    before = [list(Series.objects.order_by("pk").values()), list(Job.objects.values())]

    list(verify())

    assert [list(Series.objects.order_by("pk").values()), list(Job.objects.values())] == before
