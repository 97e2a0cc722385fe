"""As at: the figures as they stood on any day are those that were shown on that day, to the byte."""

from datetime import date, datetime

import pytest
from django.db.models import F, Q

from measures.actions import returns as actions
from measures.actions.rebases import rebase_series, withdraw_rebase
from measures.actions.targets import set_target
from measures.computing.as_at import snapshot_of
from measures.computing.recompute import recompute_wave
from measures.computing.standing import Standing
from measures.fields import COUNT_FIELDS
from measures.models import MonthlyReturn, Rebase, Series
from practices.models import Parent
from practices.months import LONDON, add_months
from tests.measures.computing.test_recompute import WORKED_EXAMPLE

NOVEMBER, DECEMBER = date(2005, 11, 1), date(2005, 12, 1)


def stored(wave):
    rows = Series.objects.filter(wave=wave)
    return {(row.level, row.organisation_id, row.measure): (row.payload, row.latest_month, row.change) for row in rows}


def then(wave, day, **more):
    _, rows = snapshot_of(wave, Standing(date.fromisoformat(day), **more))
    return {(row.level, row.organisation_id, row.measure): (row.payload, row.latest_month, row.change) for row in rows}


@pytest.fixture
def on(settings):
    """Move the business clock to nine o'clock of a day."""

    def move(day):
        settings.BUSINESS_CLOCK = f"{day}T09:00"

    return move


def send(wave, practice, month, at, *, version=1, **changes):
    """A version of a return, submitted at nine on a day; the one before it is superseded then."""
    moment = datetime.fromisoformat(f"{at}T09:00").replace(tzinfo=LONDON)
    before = MonthlyReturn.objects.filter(wave=wave, practice=practice, month=month, is_current=True)
    before.update(state="corrected", is_current=False, superseded_at=moment)
    values = dict(zip(COUNT_FIELDS, WORKED_EXAMPLE[practice.ods_code], strict=True)) | changes
    return MonthlyReturn.objects.create(
        wave=wave, practice=practice, month=month, version=version, state="submitted", is_current=True,
        submitted_at=moment, severity_tool="PHQ9", extract_date=add_months(month, 1), **values,
    )  # fmt: skip


def accept(wave, month, at):
    moment = datetime.fromisoformat(f"{at}T09:00").replace(tzinfo=LONDON)
    waiting = MonthlyReturn.objects.filter(wave=wave, month=month, state="submitted")
    waiting.update(state="accepted", accepted_at=moment)


@pytest.fixture
def history(wave, trust, other_trust, practice, neighbour, elsewhere, administrator, on, facilitator):
    """What a year did to a wave, day by day; returns day -> what was stored when the day ended."""
    everybody = (practice, neighbour, elsewhere)

    def first_returns(day):
        for month in (date(2005, 12, 1), date(2006, 1, 1), date(2006, 2, 1)):
            for one in everybody:
                send(wave, one, month, day)

    def later_returns(day):
        for place in range(3, 8):
            send(wave, practice, add_months(DECEMBER, place), day, gp_consultations=100 + place)
            send(wave, elsewhere, add_months(DECEMBER, place), day, code_list="2006-2")

    def acceptances(day):
        for place in range(3):
            accept(wave, add_months(DECEMBER, place), day)

    def withdrawal(day):
        version = MonthlyReturn.objects.get(practice=practice, month=date(2006, 5, 1), is_current=True)
        actions.withdraw_return(version=version, by=None, reason="Counted twice")

    def restoring(day):
        version = MonthlyReturn.objects.get(practice=practice, month=date(2006, 5, 1))
        actions.restore_return(version=version, by=None, reason="It was right")

    def decisions(day):
        set_target(wave=wave, measure="gp_consultations", value=60, reason="Agreed", by=administrator)
        rebase_series(
            wave=wave, level="wave", organisation=None, measure="gp_consultations", starts=date(2006, 4, 1),
            reason="A new way of working", by=facilitator,
        )  # fmt: skip

    def move(day):
        Parent.objects.filter(child=neighbour).update(end=date(2006, 8, 31))
        Parent.objects.create(child=neighbour, parent=other_trust, start=date(2006, 9, 1))

    steps = {
        "2006-03-10": first_returns,
        "2006-03-20": acceptances,
        "2006-05-02": lambda day: send(wave, practice, date(2006, 1, 1), day, version=2, gp_consultations=99),
        "2006-08-09": later_returns,
        "2006-08-10": withdrawal,
        "2006-08-12": restoring,
        "2006-08-20": decisions,
        "2006-09-01": move,
        "2006-10-29": lambda day: send(wave, neighbour, date(2006, 4, 1), day),
        "2006-11-01": lambda day: withdraw_rebase(rebase=Rebase.objects.get(), reason="Not so", by=facilitator),
    }
    found = {}
    for day, step in steps.items():
        on(day)
        step(day)
        recompute_wave(wave=wave)
        found[day] = stored(wave)
    on("2007-02-08")
    recompute_wave(wave=wave)
    return found


def test_every_day_is_found_again_to_the_byte(wave, history):
    """Late returns, corrections, acceptances, a withdrawal, a restoring, a move, a rebase made and withdrawn, a target."""
    found = {day: then(wave, day) for day in history}

    for day, shown in history.items():
        assert found[day].keys() == shown.keys(), day
        assert found[day] == shown, day
    # The restoring alone brings back what was there before.
    assert len({repr(sorted(shown.items(), key=repr)) for shown in history.values()}) == len(history) - 1


def test_today_is_as_it_is_stored(wave, history):
    assert then(wave, "2007-02-08") == stored(wave)


def test_a_day_between_is_as_the_last_one_on_which_something_happened(wave, history):
    assert then(wave, "2006-08-11") == history["2006-08-10"]
    assert then(wave, "2006-03-25") == history["2006-03-20"]


@pytest.mark.parametrize(("moment", "is_there"), [("2006-10-29T23:59:59", True), ("2006-10-30T00:00:01", False)])
def test_the_day_ends_at_midnight_in_london_on_the_day_the_clocks_change(wave, practice, moment, is_there):
    version = send(wave, practice, date(2006, 9, 1), "2006-10-29")
    at = datetime.fromisoformat(moment).replace(tzinfo=LONDON)
    MonthlyReturn.objects.filter(pk=version.pk).update(submitted_at=at)
    recompute_wave(wave=wave)

    _, latest, _ = then(wave, "2006-10-29")["wave", None, "gp_consultations"]

    assert (latest is not None) == is_there


def test_accepted_figures_alone_leave_out_what_is_provisional(wave, history):
    """S4"""
    accepted = then(wave, "2006-08-09", accepted_only=True)

    assert accepted["wave", None, "gp_consultations"][1] == date(2006, 2, 1)
    assert then(wave, "2006-08-09")["wave", None, "gp_consultations"][1] == date(2006, 7, 1)


def test_a_second_look_reads_no_return(wave, history, django_assert_num_queries):
    then(wave, "2006-08-09")

    with django_assert_num_queries(2):
        then(wave, "2006-08-09")


def test_what_changes_later_is_not_hidden_by_the_cache(wave, practice, history):
    """A correction that was backdated by a mended row would be seen after the next run."""
    before = then(wave, "2006-08-09")
    MonthlyReturn.objects.filter(practice=practice).update(gp_consultations=F("gp_consultations") + 1)
    recompute_wave(wave=wave)

    assert then(wave, "2006-08-09") != before


def test_only_the_wanted_rows_are_given(wave, history):
    standing = Standing(date(2006, 8, 9))

    _, rows = snapshot_of(wave, standing, Q(level__in=["wave"]) & Q(measure="referrals"))

    assert [(row.level, row.measure) for row in rows] == [("wave", "referrals")]
