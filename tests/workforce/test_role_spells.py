"""Holdings joined to spells in a role, and who counts as having left it (trap 25)."""

from datetime import date, timedelta

import pandas as pd
import pytest

from workforce.role_spells import HOLDING_COLUMNS, calendar_months, follow_up, role_spells

TODAY = date(2007, 2, 8)
BEGAN, ENDED = date(2006, 1, 9), date(2006, 7, 8)


def table_of(*holdings):
    """Holdings of worker 1 as a graduate worker, each (start, end, reason) and what else differs."""
    rows = [
        {"holding": place, "worker": 1, "role": "GMHW", "start": start, "end": end, "reason": reason, "destination": "",
         "cohort": None, "commissioner": 1, "employer": 1, **(more[0] if more else {})}
        for place, (start, end, reason, *more) in enumerate(holdings)
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=HOLDING_COLUMNS)
    for name in ("start", "end"):
        found[name] = pd.to_datetime(found[name]).astype("datetime64[s]")
    return found.astype({"cohort": "float64"})


def spells_of(*holdings):
    return role_spells(table_of(*holdings), TODAY)


@pytest.mark.parametrize("reason", ["pay", "supervision", "contract_end", "training_place", "other", ""])
def test_an_end_is_a_leaving_whatever_the_reason(reason):
    spells = spells_of((BEGAN, ENDED, reason))

    assert spells["outcome"].tolist() == ["left"]


def test_a_promotion_is_no_leaving():
    assert spells_of((BEGAN, ENDED, "promotion"))["outcome"].tolist() == ["promoted"]


@pytest.mark.parametrize("reason", ["transfer", "moved_post"])
def test_a_transfer_or_a_move_goes_on_in_the_next_post_however_late(reason):
    """Trap 25: TUPE is not leaving."""
    spells = spells_of((BEGAN, ENDED, reason), (date(2006, 10, 1), None, "", {"commissioner": 2, "employer": 2}))

    assert spells["outcome"].tolist() == ["in_post"]
    assert spells[["commissioner", "last_commissioner"]].to_numpy().tolist() == [[1, 2]]


def test_whoever_was_carried_over_out_of_sight_has_not_left():
    assert spells_of((BEGAN, ENDED, "transfer"))["outcome"].tolist() == ["carried_on"]


@pytest.mark.parametrize(("days", "spells"), [(31, 1), (32, 2)])
def test_a_break_of_up_to_31_days_is_not_a_leaving(days, spells):
    found = spells_of((BEGAN, ENDED, "contract_end"), (ENDED + timedelta(days=days), None, ""))

    assert len(found) == spells


def test_two_posts_at_once_are_one_spell_that_ends_with_the_later():
    spells = spells_of((BEGAN, date(2006, 12, 31), "pay"), (date(2006, 2, 1), ENDED, "other"))

    assert spells[["last", "reason"]].to_numpy().tolist() == [[pd.Timestamp(2006, 12, 31), "pay"]]


def test_another_role_is_another_spell():
    spells = spells_of((BEGAN, ENDED, "moved_post"), (ENDED + timedelta(days=1), None, "", {"role": "PCMHW"}))

    assert spells["outcome"].tolist() == ["carried_on", "in_post"]


def test_an_end_to_come_has_not_happened_and_neither_has_a_start():
    spells = spells_of((BEGAN, date(2007, 3, 31), "contract_end"), (date(2007, 4, 1), None, "", {"worker": 2}))

    assert spells[["worker", "outcome", "reason"]].to_numpy().tolist() == [[1, "in_post", ""]]


def test_nobody_has_no_spell():
    assert len(spells_of()) == 0


@pytest.mark.parametrize(
    ("end", "months"), [(date(2006, 7, 9), 6), (date(2006, 7, 10), 6 + 1 / 31), (date(2007, 1, 9), 12)]
)
def test_months_are_those_of_the_calendar(end, months):
    days = pd.Series(pd.to_datetime([BEGAN, end]))

    assert calendar_months(days[:1], days[1:].reset_index(drop=True)).tolist() == [months]


def test_months_grow_with_every_day():
    days = pd.Series(pd.date_range("2006-01-31", "2007-12-31"))

    months = calendar_months(pd.Series([days[0]] * len(days)), days)

    assert (months[1:] > months[:-1]).all()


def test_whoever_was_in_post_before_is_followed_from_the_first_observation_on():
    """Delayed entry (trap 25)."""
    followed = follow_up(spells_of((date(2005, 7, 9), ENDED, "pay")), BEGAN, TODAY)

    assert (followed.entries.tolist(), followed.times.tolist(), followed.events.tolist()) == ([6], [12], [True])
