"""The change on a page: which one, what is said beside it, and when a change back was to be expected (trap 23)."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from collaborative.dashboards import changes
from collaborative.dashboards.shown import tile
from measures.change_words import BASELINE_HIGH, REGRESSION_WORDS
from measures.computing.recompute import recompute_wave
from measures.disclosure import Audience
from measures.models import MonthlyReturn
from measures.statistics import codes
from measures.statistics.comparisons import WINDOW_CHOSEN_AFTERWARDS
from practices import months
from practices.models import WaveMembership
from tests.collaborative.conftest import STEADY, agree, send_returns
from tests.collaborative.test_shown import series_of
from tests.measures.lines import GRID, analysis_of, line_of, phase_of

BASELINE = tuple(GRID[10:13])


def body(response):
    assert response.status_code == 200
    return response.content.decode()


@dataclass
class OfALine:
    """As much of a Shown as the question about its baseline needs."""

    line: object
    level: str = "practice"
    baseline_months: tuple = field(default=BASELINE)


def with_baseline(values, flags=(0, 0, 0), **more):
    """Limits 70 to 94 about 82; three baseline months with these values and flags."""
    all_values = [82.0] * 10 + list(values) + [82.0] * 11
    all_flags = [0] * 10 + list(flags) + [0] * 11
    analysis = analysis_of(all_values, flags=all_flags, phases=[phase_of()])
    return OfALine(line_of(all_values, analysis=analysis, **more))


@pytest.mark.parametrize(
    ("values", "side"),
    [
        ((91, 92, 90.5), 1),  # all beyond two thirds of the way to 94
        ((91, 92, 89.5), 0),
        ((73, 72, 73.5), 0),  # the better side: the change then looks like a worsening, and nobody claims it
        ((91, None, 92), 1),
        ((None, None, None), 0),
    ],
)
def test_a_baseline_beyond_the_near_limits_on_the_worse_side_stands_out(values, side):
    assert changes.side_of_baseline(with_baseline(values)) == side


@pytest.mark.parametrize(("value", "bit", "side"), [(95, codes.HIGH, 1), (69, codes.LOW, 0)])
def test_a_special_cause_in_the_baseline_on_the_worse_side_stands_out(value, bit, side):
    series = with_baseline((82, value, 82), flags=(0, codes.OUTSIDE | bit, 0))

    assert changes.side_of_baseline(series) == side


def test_where_neither_side_is_worse_either_stands_out():
    """M3: of measure 2 a fall and a rise are both to be explained."""
    sides = [
        changes.side_of_baseline(with_baseline(values, direction="NO_JUDGEMENT"))
        for values in ((91, 92, 91), (73, 72, 73), (82, 82, 82))
    ]

    assert sides == [1, -1, 0]


def test_where_higher_is_better_a_low_baseline_stands_out():
    sides = [
        changes.side_of_baseline(with_baseline(values, direction="HIGHER_IS_BETTER"))
        for values in ((91, 92, 91), (73, 72, 73))
    ]

    assert sides == [0, -1]


@pytest.mark.parametrize(
    ("earlier", "baseline", "side"),
    [
        ([82.0] * 9 + [83.0], (84.0, 85.0, 90.0), 1),
        ([82.0] * 9 + [84.0], (84.0, 85.0, 90.0), 0),
        ([82.0] * 9 + [None], (84.0, 85.0, 90.0), 0),  # too few months before to tell
        ([82.0] * 10, (60.0, 61.0, 62.0), 0),
    ],
)
def test_without_limits_a_baseline_beyond_every_earlier_month_stands_out(earlier, baseline, side):
    values = [*earlier, *baseline, *[82.0] * 11]
    phases = [phase_of(strength="none")]
    series = OfALine(line_of(values, analysis=analysis_of(values, kind="run", phases=phases)))

    assert changes.side_of_baseline(series) == side


def test_a_pct_or_wave_is_not_picked_so_nothing_is_said_of_it():
    series = with_baseline((91, 92, 91))
    series.level = "commissioner"

    assert changes.side_of_baseline(series) == 0


# ---- on a page


def counts_with(gp):
    return (*STEADY[:6], gp, *STEADY[7:])


@pytest.fixture
def chosen_high(wave, practice):
    """Two steady years of 200 to 208 consultations but for a baseline of 300: all the fall there is."""
    send_returns(wave, practice, 0, counts=counts_with(200))
    found = MonthlyReturn.objects.filter(practice=practice)
    for place, version in enumerate(found.order_by("month")):
        version.gp_consultations = 300 if version.month in wave.baseline_months else 200 + place % 3 * 4
        version.save()
    recompute_wave(wave=wave)


def test_a_fall_from_a_high_baseline_is_warned_of(client_of, wave, practice, chosen_high, facilitator, manager):
    """Trap 23: regression to the mean, with its reason, for owner and partner and, from released figures, for others."""
    own = body(client_of(manager).get("/waves/W1/practices/A99001/"))
    others = body(client_of(facilitator).get("/waves/W1/practices/A99001/"))

    assert REGRESSION_WORDS[BASELINE_HIGH] in own
    assert REGRESSION_WORDS[BASELINE_HIGH] in others


def test_a_steady_practice_is_not_warned_of(wave, practice):
    send_returns(wave, practice, 0, counts=STEADY)
    recompute_wave(wave=wave)
    series = series_of(wave, practice, baseline_months=tuple(wave.baseline_months))

    assert series.headline.cautions == ()


def test_the_second_baseline_was_chosen_afterwards_and_says_so(wave, practice):
    """A list that is established only after the baseline began has a second one, chosen by how it looks."""
    send_returns(wave, practice, 0, counts=STEADY)
    for place, version in enumerate(MonthlyReturn.objects.filter(practice=practice).order_by("month")):
        if place < 14:
            opening, closing = int(100 * 1.1**place), int(100 * 1.1 ** (place + 1))
        else:
            opening = closing = int(100 * 1.1**14)
        version.list_open, version.list_close = opening, closing
        version.list_added, version.list_removed = closing - opening, 0
        version.save()
    recompute_wave(wave=wave)
    series = series_of(wave, practice)

    assert "as in the first three months of the established list" in series.headline.second
    assert series.headline.second.endswith(REGRESSION_WORDS[WINDOW_CHOSEN_AFTERWARDS])
    assert tile(series)["cautions"][-1] == series.headline.second


def test_the_baseline_of_a_late_joiner_is_its_own(wave, practice, facilitator, chosen_high):
    """It has passed before the practice joins, so its high months are not what its change is measured against."""
    membership = WaveMembership.objects.get(practice=practice)
    membership.joined_on = date(2006, 6, 6)

    assert tuple(membership.baseline_months) == tuple(months.month_range(date(2006, 6, 1), date(2006, 8, 1)))


# ---- in a file


def rows_of(client, address):
    text = body(client.get(address))
    return dict(line.split(",", 1) for line in text.splitlines() if "," in line)


def test_a_file_says_the_change_and_the_counts_it_follows_from(client_of, wave, returned, practice, manager):
    """L9: others' whole numbers can be worked out again from what stands beside them."""
    rows = rows_of(client_of(manager), "/waves/W1/data/practice/A99001/gp_consultations.csv")

    assert (
        "23.0 fewer GP consultations per 100 people on the list a month than in the baseline"
        in rows["change_since_baseline"]
    )
    assert (rows["baseline_numerator"], rows["current_numerator"]) == ("918", "642")
    assert (rows["baseline_denominator"], rows["current_denominator"]) == ("1200.0", "1200.0")


def test_the_file_of_others_holds_rounded_counts_only(client_of, wave, returned, practice, facilitator):
    rows = rows_of(client_of(facilitator), "/waves/W1/data/practice/A99001/gp_consultations.csv")

    assert (rows["baseline_numerator"], rows["current_numerator"]) == ("920", "640")
    assert "918" not in rows["change_since_baseline"]


def test_the_file_of_others_does_not_add_up_whose_registered_patients_a_change_is_of(
    client_of, wave, practice, facilitator
):
    """List sizes are published: an exact sum names those whose figures are in it."""
    send_returns(wave, practice, 0, counts=STEADY)
    for place, version in enumerate(MonthlyReturn.objects.filter(practice=practice).order_by("month")):
        version.list_open, version.list_close = int(100 * 1.2**place), int(100 * 1.2 ** (place + 1))
        version.list_added, version.list_removed = version.list_close - version.list_open, 0
        version.save()
    recompute_wave(wave=wave)
    rows = rows_of(client_of(facilitator), "/waves/W1/data/practice/A99001/gp_consultations.csv")

    assert "100,000 registered patients a month" in rows["change_is_per"]
    assert rows["baseline_denominator"] == '"registered patients, as published"'


def test_every_channel_says_the_same_change(client_of, wave, returned, practice, facilitator):
    """P11: tile, row of the measure's page and file."""
    agree(wave, practice)
    client = client_of(facilitator)
    words = "23.0 fewer GP consultations per 100 people on the list a month than in the baseline"

    addresses = ["practices/A99001/", "measures/gp_consultations/", "data/practice/A99001/gp_consultations.csv"]
    assert all(words in body(client.get(f"/waves/W1/{address}")) for address in addresses)


def test_an_owner_is_not_told_of_rounding(wave, returned, practice):
    assert series_of(wave, practice).headline.sureness == ()
    assert series_of(wave, practice, audience=Audience.OTHER).headline.sureness == ("From rounded counts.",)
