"""I8: from a flagged point to a question, its cause and an action, checked at the next return, for whoever may read it."""

import csv
import io
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from collaborative.actions import follow_ups as actions
from collaborative.dashboards.asking import read_asking
from collaborative.dashboards.follow_ups import Reading, due_for, list_page, start_href
from collaborative.models import FollowUp, ReadingLevel
from measures.computing.recompute import recompute_wave
from measures.models import MonthlyReturn
from operations.models import AuditEvent
from practices import clock
from tests.collaborative.improvement import make_cycle, make_follow_up

MEASURE = "gp_consultations"
NOTHING_SHOWN = "Figures of this place lie outside what you may see"


def ask_href(code="A99001", level="practice", period="2006-11"):
    return reverse("follow_up_create", args=["W1", level, code, MEASURE, period])


def given(**fields):
    values = {
        "question": "What happened in Nov 2006?",
        "action": "Count again",
        "owner": "Practice manager",
        "due_on-day": "10",
        "due_on-month": "2",
        "due_on-year": "2007",
        "shared_with": "2",
    }
    return values | fields


@pytest.fixture
def follow_up(team, practice, manager):
    return make_follow_up(
        team, manager, practice=practice, measure=MEASURE, month=date(2006, 10, 1), signal="Concern: high, 99.87"
    )


def text(client, name, *arguments):
    return client.get(reverse(name, args=arguments)).content.decode()


# ---- asking


def test_i8_a_question_keeps_the_month_and_what_the_chart_said_to_whoever_asks(
    client_of, returned, team, practice, manager
):
    response = client_of(manager).post(ask_href(), given(signal="forged"))

    [asked] = FollowUp.objects.all()
    assert response.url == reverse("follow_up_detail", args=[asked.pk])
    assert (asked.practice, asked.measure, asked.month) == (practice, MEASURE, date(2006, 11, 1))
    assert (asked.asked_after, asked.signal) == (date(2006, 12, 1), shown_signal(client_of(manager)))
    assert AuditEvent.objects.filter(event="follow_up.asked").count() == 1


def shown_signal(client):
    """As the file of the chart has it for November 2006."""
    text = client.get(f"/waves/W1/data/practice/A99001/{MEASURE}.csv").content.decode("utf-8-sig")
    _, table = text.split("\r\n\r\n", 1)
    found = {row["month"]: row["special_cause"] for row in csv.DictReader(io.StringIO(table))}
    return found["2006-11"]


def test_i8_a_question_about_the_pcts_chart_names_no_practice(client_of, returned, team, facilitator):
    client_of(facilitator).post(ask_href("5W0", "commissioner"), given())

    assert FollowUp.objects.get().practice is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"question": ""}, "Write what you ask"),
        ({"owner": ""}, "Say who does it"),
        ({"due_on-day": "", "due_on-month": "", "due_on-year": ""}, "Enter the day by which it is to be done"),
        ({"question": "Ask 943 476 5919 why"}, "Remove it"),
    ],
)
def test_what_is_missing_or_names_a_patient_is_refused(client_of, returned, team, manager, fields, said):
    response = client_of(manager).post(ask_href(), given(**fields))

    assert said in response.content.decode()
    assert not FollowUp.objects.exists()


def test_the_form_says_what_the_chart_shows_and_who_can_read_each_answer(client_of, returned, team, manager):
    """G9"""
    page = client_of(manager).get(ask_href()).content.decode()

    assert "What happened in Nov 2006?" in page
    assert "Can be read by: the team and its facilitator" in page


@pytest.mark.parametrize(
    ("person", "status"), [("manager", 200), ("facilitator", 200), ("commissioner", 403), ("lay_member", 404)]
)
def test_only_whoever_writes_for_the_team_may_ask(request, client_of, returned, team, person, status):
    assert client_of(request.getfixturevalue(person)).get(ask_href()).status_code == status


@pytest.mark.parametrize("address", [ask_href("wave", "wave"), ask_href(period="2010-01"), ask_href(period="nonsense")])
def test_there_is_nothing_to_ask_about_the_wave_or_a_month_without_a_chart(
    client_of, returned, team, facilitator, address
):
    assert client_of(facilitator).get(address).status_code == 404


def test_without_a_team_nobody_would_answer(client_of, returned, facilitator):
    assert client_of(facilitator).get(ask_href()).status_code == 404


# ---- where one is led to ask


def test_i8_a_flagged_chart_leads_to_the_question(client_of, returned, team, manager):
    page = text(client_of(manager), "practice_dashboard", "W1", "A99001")

    assert "Ask what happened in" in page
    assert "/data/practice/A99001/gp_consultations/2006-12/ask/" in page


@pytest.mark.parametrize("name", ["wave_matrix", "wave_worth_a_look"])
def test_i8_matrix_and_list_lead_whoever_writes_and_nobody_else(
    client_of, returned, team, facilitator, lay_member, name
):
    assert "/ask/" in text(client_of(facilitator), name, "W1")
    assert "/ask/" not in text(client_of(lay_member), name, "W1")


def test_who_may_ask_about_which_places_is_one_query(wave, team, other_team, manager, django_assert_max_num_queries):
    assert manager.acting_grants

    with django_assert_max_num_queries(1):
        asking = read_asking(manager, wave)

    assert (asking.practices, asking.commissioners) == (("A99001", "A99002"), ("5W0",))


def test_a_reader_without_the_right_costs_no_query(wave, team, lay_member, django_assert_max_num_queries):
    assert lay_member.acting_grants

    with django_assert_max_num_queries(0):
        assert read_asking(lay_member, wave).practices == ()


# ---- who reads what


def test_whoever_sees_exact_figures_reads_what_the_chart_said(client_of, returned, follow_up, manager):
    assert "Concern: high, 99.87" in text(client_of(manager), "follow_up_detail", follow_up.pk)


def test_a_protected_reader_never_learns_an_unreleased_flag(client_of, returned, follow_up, facilitator, commissioner):
    """P11: neither what the chart said when it was asked nor what was kept at closing."""
    FollowUp.objects.filter(pk=follow_up.pk).update(
        shared_with=ReadingLevel.WAVE, checked_month=date(2006, 11, 1), check_result="Nov 2006: 98.76"
    )

    for person in (facilitator, commissioner):
        for name, row in (("follow_up_detail", follow_up.pk), ("follow_up_list", follow_up.team_id)):
            page = text(client_of(person), name, row)
            assert ("99.87" in page, "98.76" in page) == (False, False)


def test_whoever_may_not_open_the_practice_reads_no_figure_of_it(client_of, returned, follow_up, lay_member):
    FollowUp.objects.update(shared_with=ReadingLevel.WAVE)

    page = text(client_of(lay_member), "follow_up_detail", follow_up.pk)

    assert NOTHING_SHOWN in page
    assert "Practice manager" not in page


def test_a_question_not_shared_is_not_found(client_of, returned, follow_up, commissioner, lay_member):
    """R1"""
    address = reverse("follow_up_detail", args=[follow_up.pk])

    assert client_of(commissioner).get(address).status_code == client_of(lay_member).get(address).status_code == 404
    assert follow_up.question not in text(client_of(lay_member), "follow_up_list", follow_up.team_id)


def test_a_linked_cycle_is_named_only_to_whoever_may_read_it(client_of, returned, team, follow_up, manager, lay_member):
    cycle = make_cycle(team, manager, title="Secret plan", shared_with=ReadingLevel.TEAM)
    FollowUp.objects.update(shared_with=ReadingLevel.WAVE, cycle=cycle)

    assert "Secret plan" in text(client_of(manager), "follow_up_detail", follow_up.pk)
    assert "Secret plan" not in text(client_of(lay_member), "follow_up_detail", follow_up.pk)


# ---- the next return


def test_i8_before_the_next_return_it_says_so(returned, follow_up, manager):
    FollowUp.objects.update(asked_after=date(2006, 12, 1))
    follow_up.refresh_from_db()

    assert Reading(manager, follow_up.team, [follow_up]).check(follow_up) == "Not yet: no later month has a value"


def test_i8_the_next_return_is_shown_beside_the_month_that_was_asked_about(returned, follow_up, manager):
    words = Reading(manager, follow_up.team, [follow_up]).check(follow_up)

    assert words.startswith("Nov 2006: ")
    assert "(Oct 2006: " in words


def test_i8_what_it_showed_is_kept_when_the_question_is_closed(client_of, wave, returned, follow_up, manager):
    client = client_of(manager)
    client.post(reverse("follow_up_close", args=[follow_up.pk]), {"state": "done", "closing_note": "Counted again"})
    kept = FollowUp.objects.get().check_result

    MonthlyReturn.objects.filter(month=date(2006, 11, 1)).update(gp_consultations=399)
    recompute_wave(wave=wave)

    assert kept.startswith("Nov 2006: ")
    assert kept.split(" per ")[0] in text(client, "follow_up_detail", follow_up.pk)


# ---- changing and closing


def test_cause_and_action_are_written_down(client_of, returned, follow_up, manager):
    client_of(manager).post(reverse("follow_up_edit", args=[follow_up.pk]), given(root_cause="Counted twice"))

    follow_up.refresh_from_db()
    assert (follow_up.root_cause, follow_up.due_on) == ("Counted twice", date(2007, 2, 10))
    assert follow_up.signal == "Concern: high, 99.87"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": "", "closing_note": "Done"}, "Choose whether it is done or dropped"),
        ({"state": "dropped", "closing_note": ""}, "Say how it ended"),
        ({"state": "open", "closing_note": "Done"}, "Select a valid choice"),
    ],
)
def test_it_is_closed_only_with_an_end_and_a_note(client_of, returned, follow_up, manager, fields, said):
    response = client_of(manager).post(reverse("follow_up_close", args=[follow_up.pk]), fields)

    assert said in response.content.decode()
    assert FollowUp.objects.get().is_open


def test_a_closed_question_is_changed_no_more(client_of, returned, follow_up, manager):
    FollowUp.objects.update(state="done", closing_note="Done", closed_on=date(2007, 2, 1))

    response = client_of(manager).post(reverse("follow_up_edit", args=[follow_up.pk]), given(root_cause="Later"))

    assert "closed already" in response.content.decode()
    assert FollowUp.objects.get().root_cause == ""


def test_a_cycle_of_another_team_is_refused(follow_up, other_team, manager):
    cycle = make_cycle(other_team, manager)

    with pytest.raises(Exception, match="Choose a cycle of this team"):
        actions.change(follow_up=follow_up, by=manager, cycle=cycle)


def test_the_database_holds_that_an_action_has_owner_and_day(follow_up):
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.update(action="Count again", owner="", due_on=None)


# ---- the list and the first page


def test_the_list_says_what_is_overdue_and_how_old(returned, team, practice, manager):
    today = clock.today()
    for days, question in ((-3, "Late?"), (30, "Later?")):
        due = today.fromordinal(today.toordinal() + days)
        make_follow_up(team, manager, question=question, action="Ask", owner="Lead", due_on=due, measure=MEASURE)

    page = list_page(manager, team)

    assert page.summary == "2 open, 1 overdue."
    assert [row[0]["text"] for row in page.open["rows"]] == ["Late?", "Later?"]
    assert page.open["rows"][0][3]["tag"]["text"].startswith("Overdue")


def test_the_queries_of_the_list_do_not_grow(
    client_of, returned, team, practice, manager, django_assert_max_num_queries
):
    client = client_of(manager)
    address = reverse("follow_up_list", args=[team.pk])
    make_follow_up(team, manager, practice=practice, measure=MEASURE)
    with django_assert_max_num_queries(60) as one:
        client.get(address)

    for _ in range(9):
        make_follow_up(team, manager, practice=practice, measure=MEASURE)
    with django_assert_max_num_queries(len(one)):
        client.get(address)


def test_i8_what_is_due_stands_on_the_first_page(client_of, returned, team, practice, neighbour, manager):
    make_follow_up(team, manager, practice=practice, action="Count again", owner="Lead", due_on=clock.today())
    make_follow_up(team, manager, practice=neighbour, action="Elsewhere", owner="Lead", due_on=clock.today())

    assert [one["text"] for one in due_for(manager, [practice])] == ["Count again"]
    assert "Due from your questions" in text(client_of(manager), "home")


def test_i8_a_cycle_is_started_from_the_question_once(returned, team, follow_up, manager):
    before = start_href(follow_up, None)
    follow_up.cycle = make_cycle(team, manager)

    assert before.endswith(f"?follow_up={follow_up.pk}")
    assert start_href(follow_up, follow_up.cycle) == ""
