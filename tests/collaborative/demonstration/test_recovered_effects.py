"""The published effects come back from the figures: calculated here once more, month by month and practice by practice."""

from collections import defaultdict
from datetime import date

import pytest

from collaborative.dashboards.shown import shown
from collaborative.demonstration import plan
from measures.computing.series_data import read
from measures.definitions import definition_of
from measures.disclosure import Audience
from measures.models import Series
from practices import months
from tests.collaborative.demonstration.conftest import current_returns

BASELINE = [date(2005, 12, 1), date(2006, 1, 1), date(2006, 2, 1)]
NOVEMBER = date(2006, 11, 1)
NUMERATORS = {
    "gp_consultations": "gp_consultations",
    "other_staff_consultations": "other_staff_consultations",
    "referrals": "referrals_dedup",
    "long_absence": "people_13w",
}


def sums_by_practice(returns, measure, wanted):
    """practice -> [events, people or person-months] over the months in `wanted` that have every number."""
    sums = defaultdict(lambda: [0, 0.0])
    for row in returns:
        events, people = getattr(row, NUMERATORS[measure]), row.list_close
        if measure != "long_absence" and None not in (row.list_open, row.list_close):
            people = (row.list_open + row.list_close) / 2
        if row.month in wanted and None not in (events, row.list_open, people):
            sums[row.practice.ods_code][0] += events
            sums[row.practice.ods_code][1] += people
    return sums


def plain_change(returns, measure):
    """The change since the baseline of the practices with figures in both periods, in per cent, worked out plainly."""
    latest = max(row.month for row in returns)
    before = sums_by_practice(returns, measure, BASELINE)
    now = sums_by_practice(returns, measure, months.month_range(months.add_months(latest, -2), latest))
    panel = set(before) & set(now)
    rates = [sum(sums[code][0] for code in panel) / sum(sums[code][1] for code in panel) for sums in (before, now)]
    return (rates[1] / rates[0] - 1) * 100


def wave_series(measure):
    row = Series.objects.get(wave__code="W1", level="wave", measure=measure)
    return read(row.payload, definition_of(measure))


@pytest.mark.parametrize(
    ("measure", "published"), [("long_absence", -44), ("referrals", -20)], ids=["sick notes", "referrals"]
)
def test_published_fall_is_recovered_from_the_numbers(measure, published):
    expected = plain_change(list(current_returns()), measure)

    found = wave_series(measure)

    assert found.headline == "shown"
    assert found.change.percent == pytest.approx(expected, abs=1e-9)
    assert found.change.percent == pytest.approx(published, abs=1)
    assert found.change.lower < published < found.change.upper


def test_gp_consultations_fall_by_up_to_21_per_cent_at_the_best_pct():
    rows = Series.objects.filter(wave__code="W1", level="commissioner", measure="gp_consultations", headline="shown")

    largest_fall = min(row.change for row in rows)

    assert largest_fall == pytest.approx(-21, abs=0.7)
    assert -16 < wave_series("gp_consultations").change.percent < -10


def test_other_staff_consultations_rise_slightly():
    found = wave_series("other_staff_consultations").change

    assert found.percent == pytest.approx(plain_change(list(current_returns()), "other_staff_consultations"), abs=1e-9)
    assert 0 < found.percent < 6


def test_matched_panels_list_is_established_by_month_nine_and_within_a_quarter_of_its_baseline():
    found = wave_series("gp_consultations")
    panel = found.change

    assert found.list_status == "established"
    assert found.established_month <= NOVEMBER
    assert abs(panel.current.monthly_list / panel.baseline.monthly_list - 1) < 0.25


@pytest.mark.parametrize("number", plan.GROWTH_ONLY)
@pytest.mark.parametrize("measure", ["gp_consultations", "other_staff_consultations"])
def test_fall_of_a_practice_whose_list_only_grew_is_none_per_registered_patient(number, measure):
    row = Series.objects.get(
        organisation__ods_code=f"A99{number:03}", wave__code="W1", level="practice", measure=measure
    )

    found = read(row.payload, definition_of(measure))

    assert found.headline == "list_changed"
    assert found.change.percent < -40
    assert found.registered_change.lower < 0 < found.registered_change.upper
    assert abs(found.registered_change.percent) < 12


def test_some_lists_are_still_being_built():
    row = Series.objects.get(organisation__ods_code="A99008", level="practice", measure="gp_consultations")

    assert row.list_status == "building"


@pytest.mark.parametrize("code", ["A99010", "A99020"])
def test_a_fall_that_is_only_list_growth_is_never_called_an_improvement(made, code):
    series = Series.objects.select_related("organisation").filter(organisation__ods_code=code, level="practice")
    tags = [shown(row, Audience.OWNER).signal_tag["text"] for row in series]

    assert len(tags) == 4
    assert "Special cause: the list changed" in tags
    assert "Special cause: improving" not in tags
