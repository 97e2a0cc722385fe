"""The months of the roster, computed set-wise, against a plain count of the same rows, one month and person at a time."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as some

from practices.months import last_day
from tests.workforce import plain_months, roster
from workforce.computing import months
from workforce.models import CaseloadMonth, SupervisionMonth, WorkforceMonth
from workforce.roster_months import Tables, roster_months

JANUARY = date(2007, 1, 1)


def month_of(programme, month=JANUARY, **fields):
    months.refresh(programme)
    return WorkforceMonth.objects.get(programme=programme, month=month, **fields)


@given(some.integers(0, 2**32 - 1))
def test_the_sums_equal_a_plain_count_of_the_rows(seed):
    tables, wanted = plain_months.random_tables(seed)

    found = roster_months(Tables(**tables), wanted)

    assert plain_months.as_dictionary(found) == plain_months.counted(tables, wanted)


def test_a_vacant_post_is_established_and_not_in_post(graduates, trust):
    roster.make_post(graduates, trust, wte="0.60")

    row = month_of(graduates)

    assert (row.posts, row.posts_vacant, row.people) == (1, 1, 0)
    assert (row.wte_established, row.wte_in_post) == (0.6, 0)


def test_months_run_from_the_first_post_to_the_last_full_month(graduates, trust):
    roster.make_post(graduates, trust)

    months.refresh(graduates)

    stored = WorkforceMonth.objects.order_by("month").values_list("month", flat=True)
    assert (stored[0], stored.reverse()[0], len(stored)) == (date(2006, 1, 1), JANUARY, 13)


def test_somebody_with_two_posts_is_one_person(graduates, trust):
    worker = roster.make_worker(graduates, trust)
    for number in ("P1", "P2"):
        roster.hold(roster.make_post(graduates, trust, number=number, wte="0.50"), worker, wte="0.50")

    row = month_of(graduates)

    assert (row.posts, row.people, row.wte_in_post) == (2, 1, 1)


def test_a_leaver_counts_in_the_month_of_the_last_day_and_a_promotion_apart(graduates, trust):
    left, promoted = (roster.make_worker(graduates, trust, number) for number in ("S1", "S2"))
    roster.hold(roster.make_post(graduates, trust), left, end=date(2006, 12, 31), reason="pay")
    roster.hold(roster.make_post(graduates, trust, number="P2"), promoted, end=date(2006, 12, 1), reason="promotion")

    row = month_of(graduates, date(2006, 12, 1))

    assert (row.leavers, row.promoted, row.people) == (1, 1, 1)


def test_a_transfer_is_neither_a_leaving_nor_a_start(graduates, trust, other_trust):
    """Trap 25."""
    worker, moved_on = roster.make_worker(graduates, trust), date(2006, 9, 30)
    roster.hold(roster.make_post(graduates, trust), worker, end=moved_on, reason="transfer")
    new = roster.make_post(graduates, other_trust, number="P2", start=date(2006, 9, 1))
    roster.hold(new, worker, start=moved_on + timedelta(days=1))

    months.refresh(graduates)

    rows = WorkforceMonth.objects.filter(programme=graduates)
    assert sum(row.leavers for row in rows) == 0
    assert sum(row.starters for row in rows) == 1


def test_new_patients_stand_beside_the_wte_of_those_who_said_how_many(graduates, trust):
    said, silent = (
        roster.hold(roster.make_post(graduates, trust, number=f"P{one}"), roster.make_worker(graduates, trust, f"S{one}"), wte=wte)
        for one, wte in ((1, "0.80"), (2, "1.00"))
    )  # fmt: skip
    CaseloadMonth.objects.create(holding=said, month=JANUARY, new_patients=20, active=30, recorded_on=JANUARY)
    CaseloadMonth.objects.create(holding=silent, month=JANUARY, active=12, recorded_on=JANUARY)

    row = month_of(graduates)

    assert (row.new_patients, row.wte_months, row.holdings_counted, row.active) == (20, 0.8, 1, 42)


def test_supervision_is_summed_over_those_with_a_standard(graduates, trust):
    for number, expected in (("S1", 240.0), ("S2", None)):
        worker = roster.make_worker(graduates, trust, number)
        roster.hold(roster.make_post(graduates, trust, number=f"P{number}"), worker)
        SupervisionMonth.objects.create(
            worker=worker, month=JANUARY, expected_minutes=expected, planned_minutes=240, held_minutes=180,
            sessions_planned=4, sessions_held=3, sessions_missed=1,
        )  # fmt: skip

    row = month_of(graduates)

    assert (row.supervision_expected, row.supervision_held) == (240, 180)


def test_a_second_night_writes_nothing_and_a_change_only_its_months(graduates, trust):
    post = roster.make_post(graduates, trust)
    months.refresh(graduates)

    again = months.refresh(graduates)
    post.end = last_day(date(2006, 12, 1))
    post.save()

    assert (again, months.refresh(graduates)) == (0, 1)


def test_months_of_posts_that_are_there_no_more_are_removed(graduates, trust):
    post = roster.make_post(graduates, trust)
    months.refresh(graduates)
    post.delete()

    removed = months.refresh(graduates)

    assert (removed, WorkforceMonth.objects.count()) == (13, 0)


def test_the_number_of_queries_does_not_grow_with_the_roster(graduates, trust, django_assert_max_num_queries):
    for number in range(12):
        worker = roster.make_worker(graduates, trust, f"S{number}")
        roster.hold(roster.make_post(graduates, trust, number=f"P{number}"), worker)

    with django_assert_max_num_queries(12):
        months.refresh(graduates)
