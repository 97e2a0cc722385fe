"""WTE over time, against a twin that counts day by day."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from workforce.wte import Excess, Stretch, first_excess, total_on, without

MARCH = date(2006, 3, 1)


def stretch(first, last, wte="0.5"):
    """Days of March 2006; None: it has no end."""
    return Stretch(date(2006, 3, first), date(2006, 3, last) if last else None, Decimal(wte))


def test_two_halves_make_one_and_no_more():
    found = first_excess(stretch(1, None), [stretch(10, 20)], Decimal(1))

    assert found is None


def test_the_first_day_beyond_the_limit_is_named_with_its_total():
    found = first_excess(stretch(1, None), [stretch(10, 20), stretch(15, None, "0.25")], Decimal(1))

    assert found == Excess(date(2006, 3, 15), Decimal("1.25"))


def test_what_ended_the_day_before_does_not_count():
    assert first_excess(stretch(10, None, "1"), [stretch(1, 9, "1")], Decimal(1)) is None
    assert first_excess(stretch(9, None, "1"), [stretch(1, 9, "1")], Decimal(1)) == Excess(date(2006, 3, 9), Decimal(2))


def test_an_excess_among_the_others_alone_is_not_laid_at_the_new_ones_door():
    assert first_excess(stretch(20, None, "0.5"), [stretch(1, 5, "1"), stretch(1, 5, "1")], Decimal(1)) is None


def test_what_a_new_stretch_takes_the_place_of_goes_on_around_it():
    assert without([stretch(1, 30)], date(2006, 3, 10), date(2006, 3, 20)) == [stretch(1, 9), stretch(21, 30)]
    assert without([stretch(1, None)], date(2006, 3, 10), None) == [stretch(1, 9)]
    assert without([stretch(12, None)], date(2006, 3, 10), None) == []


DAYS = st.integers(1, 20)
STRETCHES = st.builds(
    lambda first, length, tenths: Stretch(
        MARCH + timedelta(days=first),
        None if length == 0 else MARCH + timedelta(days=first + length),
        Decimal(tenths) / 10,
    ),
    DAYS,
    st.integers(0, 12),
    st.integers(1, 10),
)


@given(STRETCHES, st.lists(STRETCHES, max_size=5))
def test_the_first_excess_is_that_of_counting_every_day(new, others):
    every = [MARCH + timedelta(days=count) for count in range(60)]
    beyond = [day for day in every if new.covers(day) and total_on([new, *others], day) > 1]

    found = first_excess(new, others, Decimal(1))

    assert (found.on if found else None) == (beyond[0] if beyond else None)


@given(st.lists(STRETCHES, max_size=4), DAYS, st.integers(0, 12))
def test_what_is_taken_out_is_missing_on_those_days_alone(others, first, length):
    start = MARCH + timedelta(days=first)
    end = None if length == 0 else start + timedelta(days=length)
    out = Stretch(start, end, Decimal(1))

    kept = without(others, start, end)

    for day in (MARCH + timedelta(days=count) for count in range(60)):
        assert total_on(kept, day) == (0 if out.covers(day) else total_on(others, day))
