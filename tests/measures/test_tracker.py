"""Practice by month: on time, late, missing, not due; and the four shares as the programme defines them (S5)."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from measures.actions import acceptance, queries
from measures.actions import returns as actions
from measures.tracker import Status, track, track_practices
from practices import months
from practices.models import ListSize, WaveMembership
from tests.measures.made_returns import line

pytestmark = pytest.mark.django_db


def status(wave, practice, month):
    (row,) = [row for row in track(wave).rows if row.practice == practice]
    return next(cell.status for cell in row.cells if cell.month == month)


def at(settings, moment):
    settings.BUSINESS_CLOCK = moment


def january():
    return line(period="2007-01")


def test_sent_by_the_tenth_is_on_time(wave, practice, submit, settings):
    at(settings, "2007-02-10T23:59")
    submit(january())

    assert status(wave, practice, date(2007, 1, 1)) is Status.ON_TIME


def test_sent_after_midnight_of_the_tenth_is_late(wave, practice, submit, settings):
    at(settings, "2007-02-11T00:00")
    submit(january())

    assert status(wave, practice, date(2007, 1, 1)) is Status.LATE


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2007-02-10T23:59", Status.NOT_YET),
        ("2007-02-11T00:00", Status.OVERDUE),
        ("2007-03-12T23:59", Status.OVERDUE),
        ("2007-03-13T00:00", Status.MISSING),
    ],
)
def test_what_has_not_come_is_late_and_then_missing(wave, practice, settings, moment, expected):
    """Missing from 30 days after the deadline on."""
    at(settings, moment)

    assert status(wave, practice, date(2007, 1, 1)) is expected


def test_the_deadline_holds_in_summer_time_too(wave, practice, settings):
    """23:59 in London is 22:59 UTC in July."""
    assert months.due_at(date(2006, 6, 1)) == datetime(2006, 7, 10, 23, 59, 59, tzinfo=months.LONDON)
    at(settings, "2006-07-11T00:00")

    assert status(wave, practice, date(2006, 6, 1)) is Status.OVERDUE


def test_months_before_orientation_are_welcome_and_never_late(wave, practice, submit):
    submit(line(period="2005-03"))

    assert status(wave, practice, date(2005, 3, 1)) is Status.SENT
    assert status(wave, practice, date(2005, 4, 1)) is Status.NOT_DUE


def test_nothing_is_due_before_joining_or_after_leaving(wave, practice):
    WaveMembership.objects.update(joined_on=date(2006, 5, 9), left_on=date(2006, 9, 30))

    assert status(wave, practice, date(2006, 4, 1)) is Status.NOT_DUE
    assert status(wave, practice, date(2006, 5, 1)) is Status.MISSING
    assert status(wave, practice, date(2006, 9, 1)) is Status.MISSING
    assert status(wave, practice, date(2006, 10, 1)) is Status.NOT_DUE


def test_nothing_is_due_after_closing(wave, practice):
    practice.closed = date(2006, 8, 31)
    practice.save()

    assert status(wave, practice, date(2006, 9, 1)) is Status.NOT_DUE


def test_a_queried_return_shows_as_returned(wave, practice, submit, facilitator):
    (version,) = submit(line())
    queries.ask(version=version, by=facilitator, fields=[""], question="Is that so?")

    assert status(wave, practice, date(2006, 11, 1)) is Status.RETURNED


def test_a_correction_does_not_make_a_return_late(wave, practice, submit, settings):
    at(settings, "2006-12-05T09:00")
    submit(line(extract_date="2006-12-04"))
    at(settings, "2007-02-08T09:00")
    submit(line(gp_consultations=150))

    assert status(wave, practice, date(2006, 11, 1)) is Status.ON_TIME


def test_a_withdrawn_return_is_missing_again(wave, practice, submit, manager):
    """It depends on the data that are there."""
    (version,) = submit(line())
    actions.withdraw_return(version=version, by=manager, reason="wrong")

    assert status(wave, practice, date(2006, 11, 1)) is Status.MISSING


def test_completeness_is_accepted_of_expected(wave, practice, submit, facilitator):
    """Eleven months were due by 8 February: February to December 2006."""
    (version,) = submit(line())
    before = track(wave).totals.completeness
    acceptance.accept_return(version=version, by=facilitator)

    after = track(wave).totals.completeness
    assert (before.part, before.whole) == (0, 33)
    assert (after.part, after.whole, after.text) == (1, 33, "3%")


def test_timeliness_is_first_sent_by_the_deadline_of_expected(wave, practice, submit, settings):
    at(settings, "2006-12-05T09:00")
    submit(line(extract_date="2006-12-04"))
    at(settings, "2007-02-08T09:00")
    submit(line(period="2006-12", list_open=198, list_close=216, extract_date="2007-01-05", gp_consultations=160))

    share = track(wave).totals.timeliness
    assert (share.part, share.whole) == (1, 11)


def test_item_completeness_is_filled_of_required(wave, practice, submit):
    submit(line(attached_mh_contacts="NA:not_collected"))

    share = track(wave).totals.item_completeness
    assert (share.part, share.whole, share.text) == (13, 14, "92.8%")


def test_coverage_is_registered_people_in_accepted_practices(wave, practice, neighbour, submit, facilitator):
    for place, registered in ((practice, 8000), (neighbour, 2000)):
        ListSize.objects.create(practice=place, on=date(2006, 10, 1), registered=registered)
    december = line(period="2006-12", extract_date="2007-01-05")
    (version,) = submit(december)
    acceptance.accept_return(version=version, by=facilitator)

    totals = track(wave).totals
    assert (totals.coverage.part, totals.coverage.whole, totals.coverage_month) == (8000, 10000, date(2006, 12, 1))


def test_shares_of_nothing_say_why(wave, practice, settings):
    at(settings, "2006-02-08T09:00")

    totals = track(wave).totals
    assert totals.completeness.text == "No month has been due yet"
    assert totals.item_completeness.text == "No return has come yet"


def test_only_practices_in_scope_have_rows_and_the_others_are_counted(wave, practice, neighbour, elsewhere):
    tracker = track(wave, visible={practice.pk})

    assert [row.practice for row in tracker.rows] == [practice]
    assert tracker.others[date(2006, 12, 1)].whole == 2


def test_the_tracker_page_shows_words_and_symbols(client_of, facilitator, submit):
    submit(line())

    text = client_of(facilitator).get(reverse("return_tracker", args=["W1"])).content.decode()

    assert "Nov 2006: Late, provisional" in text and "◐" in text
    assert "Cedar Surgery" in text


def test_a_practice_sees_its_own_row_and_a_count(client_of, manager, neighbour, elsewhere):
    """R4: no name of another practice."""
    text = client_of(manager).get(reverse("return_tracker", args=["W1"])).content.decode()

    assert "Ash Surgery" in text and "2 other practices" in text
    assert "Beech Surgery" not in text and "Cedar Surgery" not in text


def test_a_lay_member_has_no_tracker(client_of, lay_member):
    assert client_of(lay_member).get(reverse("return_tracker", args=["W1"])).status_code == 403


def test_a_stranger_finds_no_tracker(client_of, stranger, practice):
    assert client_of(stranger).get(reverse("return_tracker", args=["W1"])).status_code == 404


def test_the_number_of_queries_does_not_grow_with_practices(
    wave, practice, neighbour, elsewhere, django_assert_num_queries
):
    with django_assert_num_queries(3):
        track(wave)


def test_a_month_that_is_none_is_not_found(client_of, facilitator):
    assert client_of(facilitator).get(reverse("return_accept_many", args=["W1", "2006-13"])).status_code == 404


def test_the_rows_of_some_practices_are_those_of_the_whole_wave(wave, practice, neighbour, elsewhere, submit):
    submit(line())
    submit(line(period="2007-01", attached_mh_contacts="NA:not_collected"))

    rows = track_practices([wave], [practice, elsewhere])

    assert rows == {wave.pk: [row for row in track(wave).rows if row.practice != neighbour]}


def test_only_the_versions_of_the_practices_asked_for_are_read(
    wave, practice, neighbour, elsewhere, django_assert_num_queries
):
    with django_assert_num_queries(2) as queries:
        track_practices([wave], [practice])

    assert all('"practice_id" IN' in query["sql"] for query in queries.captured_queries)


def test_nobody_asked_for_is_no_query(wave, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert track_practices([wave], []) == {wave.pk: []}
