"""Boards: what is on them, for whom, and that five hundred cycles cost no more queries than five."""

import re
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collaborative.cycle_counts import count_cycles, learning_words, principle_rows, principles_of
from collaborative.models import CycleTask, PdsaCycle, PdsaRamp, ReadingLevel
from operations.models import AuditEvent
from tests.collaborative.improvement import make_cycle, make_item

WAVE = ReadingLevel.WAVE
RECENT = timezone.make_aware(datetime(2007, 2, 1, 9))


def text(response):
    return response.content.decode()


def board(client, query=""):
    return text(client.get(reverse("cycle_board", args=["W1"]) + query))


def many(team, by, count):
    """`count` cycles in every state, each in a ramp of its own with a task that is overdue."""
    ramps = PdsaRamp.objects.bulk_create(PdsaRamp(team=team, title=f"Ramp {place}") for place in range(count))
    doing = {"prediction": "It falls", "prediction_locked_at": RECENT, "started_on": date(2006, 9, 1)}
    cycles = PdsaCycle.objects.bulk_create(
        PdsaCycle(
            team=team,
            ramp=ramp,
            title=f"Cycle {place}",
            created_by=by,
            shared_with=WAVE,
            **({"state": "doing"} | doing if place % 2 else {}),
        )
        for place, ramp in enumerate(ramps)
    )
    CycleTask.objects.bulk_create(CycleTask(cycle=one, what="Ring", due_on=date(2007, 2, 7)) for one in cycles)


@pytest.mark.parametrize("query", ["", "?as=list"])
def test_five_hundred_cycles_cost_no_more_queries_than_five(query, client_of, facilitator, team, manager, wave):
    client, address = client_of(facilitator), reverse("cycle_board", args=["W1"]) + query
    many(team, manager, 5)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    many(team, manager, 495)

    with CaptureQueriesContext(connection) as all_of_them:
        client.get(address)

    assert len(all_of_them) == len(few)


def test_a_column_shows_ten_and_the_list_has_them_all(client_of, facilitator, team, manager):
    many(team, manager, 120)
    client = client_of(facilitator)

    assert "All 60 in a list" in board(client)
    assert "Page 2 of 3" in board(client, "?as=list")


def test_what_is_not_shared_is_neither_shown_nor_counted(client_of, lay_member, team, manager):
    """R4: a count is a leak as well."""
    make_cycle(team, manager, title="Hidden", shared_with=ReadingLevel.FACILITATOR)
    make_cycle(team, manager, title="Open to all", shared_with=WAVE)

    page = board(client_of(lay_member))

    assert "Planned: 1" in page and "Open to all" in page
    assert "Hidden" not in page


def test_the_depth_of_a_ramp_counts_what_may_be_read(client_of, lay_member, team, manager):
    first = make_cycle(team, manager, shared_with=WAVE)
    make_cycle(team, manager, ramp=first.ramp, scale=5, shared_with=ReadingLevel.TEAM)

    assert "1 cycle in its ramp, up to one patient" in board(client_of(lay_member))


def test_the_depth_of_a_ramp_does_not_depend_on_what_is_shown(client_of, manager, team):
    first = make_cycle(team, manager)
    make_cycle(team, manager, ramp=first.ramp, scale=3)

    assert "2 cycles in its ramp, up to one practice" in board(client_of(manager), "?scale=1")


def test_the_list_goes_from_planned_to_cancelled(client_of, manager, team):
    for state in ("cancelled", "closed", "studying", "doing", "planned"):
        make_cycle(team, manager, title=f"It is {state}", state=state)

    page = board(client_of(manager), "?as=list")

    assert re.findall(r">It is (\w+)", page) == ["planned", "doing", "studying", "closed", "cancelled"]


@pytest.mark.parametrize(("started", "is_warned"), [(date(2007, 1, 9), False), (date(2007, 1, 8), True)])
def test_more_than_thirty_days_open_is_said_in_words(started, is_warned, client_of, manager, team):
    make_cycle(team, manager, state="doing", started_on=started)
    client = client_of(manager)

    assert ("longer than 30 days" in board(client)) is is_warned
    assert ("Doing: 1" in board(client, "?long_open=on")) is is_warned


def test_a_closed_cycle_is_never_open_for_too_long(client_of, manager, team):
    make_cycle(team, manager, state="closed")

    assert "longer than 30 days" not in board(client_of(manager))


@pytest.mark.parametrize("query", ["practice={0}", "scale=3", "state=doing", "principle={1}"])
def test_the_board_is_narrowed(query, client_of, manager, team, practice, wave):
    item = make_item(wave)
    make_cycle(team, manager, title="Wanted", practices=[practice], scale=3, state="doing", principle=item)
    make_cycle(team, manager, title="Another")

    page = board(client_of(manager), "?" + query.format(practice.pk, item.pk))

    assert "Wanted" in page and "Another<" not in page


@pytest.mark.parametrize("query", ["?team=987654", "?principle=x", "?scale=99", "?page=-1&as=list", "?as=list&page=x"])
def test_a_choice_that_makes_no_sense_narrows_nothing(query, client_of, manager, team):
    make_cycle(team, manager, title="Still here")

    assert "Still here" in board(client_of(manager), query)


def test_overdue_tasks_are_listed_with_their_cycle(client_of, manager, team):
    cycle = make_cycle(team, manager)
    cycle.tasks.create(what="Ring twenty people", who="Pat Grey", due_on=date(2007, 2, 7))
    cycle.tasks.create(what="Not due yet", due_on=date(2007, 2, 8))

    page = board(client_of(manager))

    assert "Ring twenty people" in page and "Pat Grey" in page and "Not due yet" not in page


def test_a_lay_member_is_not_told_who_is_late(client_of, lay_member, team, manager):
    cycle = make_cycle(team, manager, shared_with=WAVE)
    cycle.tasks.create(what="Ring twenty people", who="Pat Grey", due_on=date(2007, 2, 7))

    assert "Pat Grey" not in board(client_of(lay_member))


def test_an_empty_board_says_what_to_do(client_of, manager, team):
    page = text(client_of(manager).get(reverse("team_board", args=[team.pk])))

    assert "There is no cycle here yet" in page and reverse("cycle_create", args=[team.pk]) in page


def test_principles_that_nobody_touched_are_named(team, manager, wave):
    touched, _ = make_item(wave), make_item(wave, "CP2", text="Alternative care")
    make_cycle(team, manager, principle=touched)
    make_cycle(team, manager, principle=touched, state="cancelled")
    make_cycle(team, manager)

    rows = principle_rows(count_cycles(PdsaCycle.objects.all()), principles_of(wave))

    assert rows == [
        ("CP1 Create and validate the list", 1, ""),
        ("CP2 Alternative care", 0, "Nobody has touched it yet"),
        ("No principle of the package chosen", 1, ""),
    ]


def test_counts_of_none_make_no_share(db):
    words = " ".join(learning_words(count_cycles(PdsaCycle.objects.none())))

    assert "%" not in words and "No cycle is closed yet" in words


def test_counts_for_learning(team, manager):
    make_cycle(team, manager, state="closed", matched_prediction="yes")
    make_cycle(team, manager, state="closed", matched_prediction="no")
    make_cycle(team, manager)

    words = " ".join(learning_words(count_cycles(PdsaCycle.objects.all())))

    assert "2 cycles started, 2 closed." in words
    assert "2 of 3 (67%) have a prediction" in words and "1 of 2 (50%) came out as predicted" in words


def test_the_file_holds_what_its_reader_may_read_and_no_formula(client_of, lay_member, team, manager):
    make_cycle(team, manager, title="=2+2", owner="Nurse Grey", shared_with=WAVE)
    make_cycle(team, manager, title="Hidden")

    content = client_of(lay_member).get(reverse("cycle_board_csv", args=["W1"])).content.decode("utf-8-sig")

    assert "'=2+2" in content
    assert "Hidden" not in content and "Nurse Grey" not in content
    assert AuditEvent.objects.get(event="cycles_exported").details["rows"] == 1


def test_the_team_reads_all_of_its_own_file(client_of, manager, team):
    make_cycle(team, manager, owner="Nurse Grey", shared_with=ReadingLevel.TEAM)

    content = client_of(manager).get(reverse("team_board_csv", args=[team.pk])).content.decode("utf-8-sig")

    assert "Nurse Grey" in content
