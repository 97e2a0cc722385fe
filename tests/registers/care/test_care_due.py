"""What is due this fortnight, in one list; and the panels of a person's page."""

from datetime import date

import pytest
from django.urls import reverse

from operations.models import AuditEvent
from registers.dashboards.due import due_cell, due_rows
from registers.models import EntryState
from tests.registers.people import (
    make_entry,
    make_intervention,
    make_screening,
    make_step,
    make_work_support,
)

REVIEW, INTERVIEW, SCREENING = 1, 2, 3


def rows(user, practice):
    return [(due, kind, number) for due, kind, _, number, _, _ in due_rows(user, practice)]


def test_reviews_interviews_and_screenings_stand_in_one_list_by_day(practice, entry, clinician):
    make_step(entry, due_on=date(2007, 2, 10))
    make_work_support(entry, claim_on=date(2007, 1, 4))
    make_screening(entry, due_week=date(2007, 2, 5))

    assert rows(clinician, practice) == [
        (date(2007, 2, 5), SCREENING, 12),
        (date(2007, 2, 10), REVIEW, 12),
        (date(2007, 2, 15), INTERVIEW, 12),
    ]


@pytest.mark.parametrize(("due_on", "is_listed"), [(date(2007, 2, 22), True), (date(2007, 2, 23), False)])
def test_the_fortnight_ends_after_fourteen_days(practice, entry, clinician, due_on, is_listed):
    make_step(entry, due_on=due_on)

    assert bool(rows(clinician, practice)) == is_listed


def test_what_is_done_is_not_due(practice, entry, clinician):
    make_work_support(entry, interviewed_on=date(2007, 2, 1))
    make_screening(entry, offered_on=date(2007, 2, 6))

    assert rows(clinician, practice) == []


def test_nothing_is_due_of_who_has_left_or_of_another_practice(practice, neighbour, clinician):
    make_step(make_entry(practice, 3, state=EntryState.LEFT))
    make_step(make_entry(neighbour, 4))

    assert rows(clinician, practice) == []
    assert list(due_rows(clinician, neighbour)) == []


def test_a_screening_is_late_only_after_its_week():
    assert due_cell(SCREENING, date(2007, 2, 5))["tag"]["text"] == "Due this week"
    assert due_cell(SCREENING, date(2007, 1, 29))["tag"]["text"] == "Overdue by 4 days"
    assert due_cell(SCREENING, date(2007, 2, 12)) == "Week of 12 Feb 2007"


def test_each_line_leads_to_its_form_and_back(practice, entry, client_of, clinician):
    review = make_step(entry)[1]

    page = client_of(clinician).get(reverse("care_due", args=["A99001"])).content.decode()

    form = reverse("review_hold", args=["A99001", 12, review.pk])
    assert f'href="{form}?next=%2Fregister%2FA99001%2Fdue%2F"' in page
    assert "Overdue by 9 days" in page


def test_d36_the_list_is_one_event_that_says_how_many(practice, entry, client_of, clinician):
    make_step(entry)

    client_of(clinician).get(reverse("care_due", args=["A99001"]))

    assert AuditEvent.objects.get(event="patient.viewed").details == {"page": "Due this fortnight", "shown": 1}


def queries_of(client, address, captured):
    with captured() as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_a_long_list_has_pages_and_is_printed_on_one(practice, client_of, clinician, monkeypatch):
    monkeypatch.setattr("registers.dashboards.due.A_PAGE", 2)
    fill(practice, 1, 4)
    client, address = client_of(clinician), reverse("care_due", args=["A99001"])

    assert client.get(address).content.decode().count("Overdue by") == 2
    assert client.get(address, {"print": "1"}).content.decode().count("Overdue by") == 3


@pytest.mark.parametrize("name", ["care_due", "offer_list", "uptake"])
def test_a_page_asks_as_often_for_many_people_as_for_one(practice, client_of, clinician, name, request):
    captured = request.getfixturevalue("django_assert_max_num_queries")
    client, address = client_of(clinician), reverse(name, args=["A99001"])
    fill(practice, 1, 2)
    client.get(address)  # what a session asks once
    before = queries_of(client, address, lambda: captured(60))
    fill(practice, 2, 12)

    assert queries_of(client, address, lambda: captured(60)) == before


def fill(practice, first, last):
    for number in range(first, last):
        entry = make_entry(practice, number)
        make_step(entry)
        make_intervention(entry)
        make_work_support(entry)


def test_the_panels_say_what_is_due_and_what_was_done(practice, entry, client_of, clinician):
    make_step(entry)
    make_intervention(entry, taken_up=False)
    make_work_support(entry, claim_on=date(2006, 12, 1))
    make_screening(entry, due_week=date(2007, 2, 5))

    page = client_of(clinician).get(reverse("entry_detail", args=["A99001", 12])).content.decode()

    for words in ("Overdue by 9 days", "Books on prescription", "Not taken up", "Overdue by 27 days", "Due this week"):
        assert words in page


def test_nobody_who_left_is_offered_a_form(practice, client_of, clinician):
    make_entry(practice, 3, state=EntryState.LEFT)

    page = client_of(clinician).get(reverse("entry_detail", args=["A99001", 3])).content.decode()

    assert "Stepped care" in page
    assert reverse("care_step_start", args=["A99001", 3]) not in page
    assert reverse("intervention_create", args=["A99001", 3]) not in page
