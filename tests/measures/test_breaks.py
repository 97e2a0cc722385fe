"""Breaks in series: said, withdrawn, and what follows: phases begin there and no change is reckoned across."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from measures.actions.breaks import break_series, withdraw_break
from measures.computing.recompute import recompute_wave
from measures.models import SeriesBreak
from operations.models import AuditEvent, Job
from practices.models import Succession
from tests.collaborative.conftest import two_years
from tests.measures.computing.test_recompute import series

MAY = date(2006, 5, 1)
MEASURE, OTHER = "gp_consultations", "referrals"


@pytest.fixture
def returned(wave, practice, neighbour, elsewhere):
    two_years(wave, practice, neighbour, elsewhere)


def cut(wave, practice, by, **changes):
    said = {"kind": "system", "month": MAY, "reason": "A new clinical system", "measure": ""} | changes
    return break_series(wave=wave, practice=practice, by=by, **said)


def starts(wave, measure, *place):
    data = series(wave, measure, *place)
    return [data.months[row] for row in data.phase_starts[1:]]


def reason(wave, measure, *place):
    return series(wave, measure, *place).change.reason


def test_a_break_of_a_practice_cuts_its_series_alone(
    wave, returned, practice, neighbour, trust, facilitator, agreement
):
    cut(wave, practice, facilitator)

    recompute_wave(wave=wave)

    places = (practice,), (neighbour,), (trust, "commissioner"), (None, "wave")
    assert [starts(wave, MEASURE, *place) for place in places] == [[MAY], [], [], []]


def test_no_change_is_reckoned_across_a_break(wave, returned, practice, neighbour, facilitator, agreement):
    before = series(wave, MEASURE, practice).change
    cut(wave, practice, facilitator)

    recompute_wave(wave=wave)

    data = series(wave, MEASURE, practice)
    assert before.percent is not None
    assert (data.change.percent, data.change.reason, data.headline) == (None, "series_broken", "series_broken")
    assert data.registered_change.reason == "series_broken"
    assert reason(wave, MEASURE, neighbour) == ""


def test_a_break_before_the_baseline_leaves_the_change(wave, returned, practice, facilitator, agreement):
    cut(wave, practice, facilitator, month=date(2005, 11, 1))

    recompute_wave(wave=wave)

    assert reason(wave, MEASURE, practice) == ""


def test_a_break_of_the_wave_cuts_every_series_of_its_measure(
    wave, returned, practice, trust, administrator, facilitator
):
    cut(wave, None, facilitator, measure=MEASURE)

    recompute_wave(wave=wave)

    places = (practice,), (trust, "commissioner"), (None, "wave")
    assert [starts(wave, MEASURE, *place) for place in places] == [[MAY]] * 3
    assert [reason(wave, MEASURE, *place) for place in places] == ["series_broken"] * 3
    assert [starts(wave, OTHER, *place) for place in places] == [[]] * 3


def test_a_practice_that_took_over_another_is_cut_in_that_month(wave, returned, practice, neighbour):
    Succession.objects.create(old=neighbour, new=practice, on=date(2006, 5, 15), kind="merge")

    recompute_wave(wave=wave)

    assert starts(wave, MEASURE, practice) == [MAY]
    assert reason(wave, MEASURE, practice) == "series_broken"


def test_a_new_name_cuts_nothing(wave, returned, practice, neighbour):
    Succession.objects.create(old=neighbour, new=practice, on=MAY, kind="rename")

    recompute_wave(wave=wave)

    assert starts(wave, MEASURE, practice) == []


def test_a_withdrawn_break_joins_the_line_again_and_stays_on_record(wave, returned, practice, facilitator, agreement):
    found = cut(wave, practice, facilitator)
    withdraw_break(series_break=found, reason="It was another practice", by=facilitator)

    recompute_wave(wave=wave)

    assert starts(wave, MEASURE, practice) == []
    assert SeriesBreak.objects.get().withdrawn_by == facilitator
    told = AuditEvent.objects.filter(event__startswith="series_break").order_by("id").values_list("event", flat=True)
    assert list(told) == ["series_break.made", "series_break.withdrawn"]


def test_the_recompute_is_put_down_with_the_break(wave, returned, practice, facilitator, agreement):
    cut(wave, practice, facilitator)
    cut(wave, None, facilitator)

    kinds = Job.objects.filter(key__contains=":event:").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["measures.recompute_practice", "measures.recompute_wave"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"month": date(2005, 2, 1)}, "month"),
        ({"month": date(2007, 2, 1)}, "month"),
        ({"reason": " "}, "reason"),
        ({"measure": "weather"}, "measure"),
    ],
)
def test_what_cannot_be_cut_is_refused_by_field(wave, returned, practice, facilitator, changes, field):
    with pytest.raises(ValidationError) as refused:
        cut(wave, None, facilitator, **changes)

    assert list(refused.value.message_dict) == [field]
    assert not SeriesBreak.objects.exists()


def test_the_same_break_is_said_once(wave, returned, practice, facilitator):
    cut(wave, None, facilitator)

    with pytest.raises(ValidationError, match="there already"):
        cut(wave, None, facilitator)


def test_whoever_may_not_begin_a_phase_may_not_cut(wave, returned, practice, lay_member):
    with pytest.raises(PermissionDenied):
        cut(wave, practice, lay_member)
