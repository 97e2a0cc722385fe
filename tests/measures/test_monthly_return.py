"""What the database itself refuses, whoever writes (D31), and the one table of moves (S1)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from measures.fields import COUNT_FIELDS
from measures.models import MonthlyReturn
from measures.models.monthly_return import TRANSITIONS, IllegalTransition, ReturnState
from tests.measures.made_returns import GOOD


def make_return(wave, practice, **fields):
    """A return as the worked example of the field's handbook has it."""
    given = {
        "month": date(2006, 11, 1),
        "state": ReturnState.SUBMITTED,
        "is_current": True,
        **{field: GOOD[field] for field in (*COUNT_FIELDS, "severity_tool")},
        "extract_date": date(2006, 12, 4),
        "submitted_at": timezone.now(),
    }
    return MonthlyReturn.objects.create(wave=wave, practice=practice, **given | fields)


@pytest.mark.parametrize(
    "wrong",
    [
        {"list_close": 199},
        {"people_13w": 199},
        {"people_13w_new": 12},
        {"gp_consultations": -1},
        {"gp_consultations": 1_000_001},
        {"state": ReturnState.WITHDRAWN},
        {"submitted_at": None},
        {"state": ReturnState.ACCEPTED},
    ],
    ids=lambda wrong: "-".join(wrong),
)
def test_d31_the_database_refuses(wave, practice, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_return(wave, practice, **wrong)

    assert not MonthlyReturn.objects.exists()


def test_d31_what_is_not_available_is_not_held_against_the_sum(wave, practice):
    sent = make_return(wave, practice, list_open=None, not_available={"list_open": "list_not_ready"})

    assert sent.list_open is None
    assert sent.list_close == 198


def test_d26_one_current_version_of_a_practice_and_month(wave, practice):
    make_return(wave, practice)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_return(wave, practice, version=2)


@pytest.mark.parametrize("before", ReturnState)
@pytest.mark.parametrize("after", ReturnState)
def test_s1_a_return_moves_along_the_table_only(before, after):
    sent = MonthlyReturn(state=before, is_current=before in ("submitted", "queried", "accepted"))

    if after in TRANSITIONS[before]:
        sent.move_to(after)
        assert sent.state == after
        assert sent.is_current == (after in ("submitted", "queried", "accepted"))
    else:
        with pytest.raises(IllegalTransition):
            sent.move_to(after)
        assert sent.state == before
