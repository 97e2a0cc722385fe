"""I7: assembled, completed by the team, signed by the sponsor, answered by the facilitator."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from collaborative.actions import team_reports as actions
from collaborative.dashboards import team_reports as pages
from collaborative.models import MonthlyTeamReport, ReadingLevel
from operations.models import AuditEvent
from practices import clock
from tests.collaborative.conftest import two_years
from tests.collaborative.improvement import make_barrier, make_cycle, make_member, make_team_report
from tests.collaborative.pages import words_of

DECEMBER = date(2006, 12, 1)
WORDS = {
    "changes_tested": "Booked calls",
    "learning": "Noon works",
    "help_needed": "A room",
    "next_steps": "All practices",
}


@pytest.fixture
def sponsor(team, commissioner):
    make_member(team, name="Sponsor", stakeholder_kind="manager", part="sponsor", person=commissioner)
    return commissioner


@pytest.fixture
def draft(team, manager):
    report = actions.start_report(team=team, month=DECEMBER, by=manager)
    return actions.write_report(report=report, words=WORDS, by=manager)


@pytest.fixture
def completed(draft, manager):
    return actions.complete_report(report=draft, assembled={"aim": "As it was"}, by=manager)


def address(report, step="detail"):
    return reverse(f"team_report_{step}", args=[report.pk])


def test_the_whole_way_from_draft_to_answer(draft, manager, sponsor, facilitator):
    report = actions.complete_report(report=draft, assembled={}, by=manager)
    report = actions.sign_report(report=report, by=sponsor)
    report = actions.answer_report(report=report, answer="The room is found", by=facilitator)

    assert (report.state, report.signed_by, report.answered_by) == ("answered", sponsor, facilitator)
    events = AuditEvent.objects.filter(event__startswith="team_report.").order_by("id").values_list("event", flat=True)
    assert [event.removeprefix("team_report.") for event in events] == [
        "started",
        "written",
        "complete",
        "sign",
        "answer",
    ]


@pytest.mark.parametrize("who", ["manager", "facilitator", "administrator", "commissioner", "team_member"])
def test_nobody_but_the_named_sponsor_signs(completed, who, request, client_of):
    person = request.getfixturevalue(who)

    with pytest.raises(PermissionDenied):
        actions.sign_report(report=completed, by=person)
    assert client_of(person).post(address(completed, "sign")).status_code in (403, 404)


def test_a_sponsor_who_has_left_signs_no_more(completed, sponsor, team):
    team.members.filter(person=sponsor).update(left_on=date(2007, 1, 31))

    with pytest.raises(PermissionDenied):
        actions.sign_report(report=completed, by=sponsor)


def test_steps_out_of_turn_are_refused(draft, sponsor, facilitator):
    with pytest.raises(ValidationError):
        actions.sign_report(report=draft, by=sponsor)
    with pytest.raises(ValidationError):
        actions.answer_report(report=draft, answer="Too early", by=facilitator)


def test_completed_words_do_not_change_until_they_are_sent_back(completed, manager, sponsor):
    with pytest.raises(ValidationError):
        actions.write_report(report=completed, words={}, by=manager)

    again = actions.send_back(report=completed, reason="Say which practices", by=sponsor)

    assert actions.write_report(report=again, words=WORDS, by=manager).state == "draft"


def test_what_was_tested_and_learned_is_needed(team, manager):
    report = actions.start_report(team=team, month=DECEMBER, by=manager)

    with pytest.raises(ValidationError) as refusal:
        actions.complete_report(report=report, assembled={}, by=manager)

    assert set(refusal.value.message_dict) == {"changes_tested", "learning"}


def test_a_signed_report_keeps_what_was_known_then(completed, sponsor, manager, team, client_of):
    actions.sign_report(report=completed, by=sponsor)
    team.aim = "Another aim"
    team.save()

    page = words_of(client_of(manager).get(address(completed)))

    assert "As it was" in page and "Another aim" not in page


def test_a_draft_is_read_by_team_and_facilitator_alone(
    draft, manager, facilitator, commissioner, lay_member, client_of
):
    statuses = [
        client_of(person).get(address(draft)).status_code for person in (manager, facilitator, commissioner, lay_member)
    ]

    assert statuses == [200, 200, 404, 404]


def test_completing_opens_it_to_the_commissioner_and_not_to_the_wave(completed, commissioner, lay_member, client_of):
    assert client_of(commissioner).get(address(completed)).status_code == 200
    assert client_of(lay_member).get(address(completed)).status_code == 404


def test_drafts_of_cycles_and_barriers_are_not_told_to_the_sponsor(team, manager):
    make_cycle(team, manager, state="doing", title="Secret try", started_on=date(2006, 12, 4))
    shared = {"shared_with": ReadingLevel.COMMISSIONER, "started_on": date(2006, 12, 4)}
    make_cycle(team, manager, state="doing", title="Open try", **shared)
    make_barrier(team, manager, description="Kept to ourselves")

    assembled = pages.assemble(manager, team, DECEMBER)

    assert "Secret try" not in str(assembled) and "Kept to ourselves" not in str(assembled)
    assert any("Open try" in words for words in assembled["begun"])
    assert "1 more begun" not in str(assembled)


def test_that_more_was_begun_is_said_to_the_team_alone(team, manager, facilitator, commissioner):
    """R4: a count of what is not shared is a trace of it."""
    make_cycle(team, manager, state="doing", shared_with=ReadingLevel.TEAM, started_on=date(2006, 12, 4))
    report = make_team_report(team, shared_with=ReadingLevel.COMMISSIONER)

    said = [pages.report_page(one, report).not_shared for one in (manager, facilitator, commissioner)]

    assert said == ["1 more begun, which the team has not shared yet", "", ""]


def test_a_report_that_is_sent_back_is_a_draft_for_a_drafts_readers(completed, manager, commissioner, client_of):
    """G9"""
    actions.send_back(report=completed, reason="Say more", by=manager)

    assert client_of(commissioner).get(address(completed)).status_code == 404


def test_figures_in_the_report_are_the_released_ones_for_whoever_assembles(
    team, wave, practice, neighbour, manager, facilitator
):
    """Two practices make no total for others: nobody's own right may print it where others read it."""
    two_years(wave, practice, neighbour)

    as_manager, as_facilitator = (
        pages.assemble(person, team, DECEMBER)["measures"] for person in (manager, facilitator)
    )

    assert as_manager == as_facilitator
    assert all("fewer than 5 practices" in measure["value"] for measure in as_manager)


def test_report_is_begun_written_and_completed_on_the_pages(team, manager, client_of):
    client = client_of(manager)

    begun = client.post(reverse("team_report_list", args=[team.pk]), {"month": "2006-12"})
    client.post(begun.url, WORDS)
    client.post(f"{begun.url}complete/")

    assert MonthlyTeamReport.objects.get().state == "completed"


def test_a_patient_is_never_named(draft, manager, client_of):
    answer = client_of(manager).post(address(draft), WORDS | {"learning": "NHS number 9434765919"})

    assert "looks like an NHS number" in words_of(answer)
    assert MonthlyTeamReport.objects.get().learning == "Noon works"


def test_sponsor_is_asked_to_sign_on_the_first_page(completed, sponsor, client_of):
    assert "Sign the report" in words_of(client_of(sponsor).get(reverse("home")))


def test_a_sponsor_who_leaves_today_is_still_asked_to_sign(completed, sponsor, team, client_of):
    team.members.filter(person=sponsor).update(left_on=clock.today())

    assert "Sign the report" in words_of(client_of(sponsor).get(reverse("home")))


def test_reports_that_wait_for_an_answer_are_found_by_one_query(
    team, facilitator, manager, django_assert_max_num_queries
):
    """I7: however many teams have signed theirs."""
    for month in (10, 11, 12):
        MonthlyTeamReport.objects.create(
            team=team, month=date(2006, month, 1), state="signed", signed_by=manager, signed_at=clock.now()
        )
    assert facilitator.acting_grants

    with django_assert_max_num_queries(1):
        steps = pages.next_steps(facilitator)

    assert [step["heading"] for step in steps] == ["Answer the report"] * 3


def test_whoever_neither_signs_nor_answers_asks_nothing(completed, manager, django_assert_num_queries):
    assert manager.acting_grants

    with django_assert_num_queries(0):
        assert pages.next_steps(manager) == []


def test_list_shows_what_waits_for_whom(completed, manager, client_of, team):
    page = words_of(client_of(manager).get(reverse("team_report_list", args=[team.pk])))

    assert "The sponsor" in page and "Begin the report of" in page
