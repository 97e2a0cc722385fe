"""The pages of one person: what is shown, to whom, and what forms do."""

from datetime import date

import pytest
from django.urls import reverse

from operations.models import AuditEvent
from registers.codes import Tool
from registers.models import Assessment, EntryState, RegisterEntry, RiskFlag
from tests.collaborative.pages import words_of
from tests.registers.people import KEY_CHECK, key_of, make_assessment, make_entry, make_register


def page_of(name, number=1, query=""):
    return reverse(name, args=["A99001", number]) + query


def day(name, value=date(2007, 2, 1)):
    return {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}


def test_the_page_names_the_person_by_number_and_never_by_key(practice, clinician, client_of):
    person = make_entry(practice, 12).person

    page = client_of(clinician).get(page_of("entry_detail", 12))

    assert "No. 12" in words_of(page)
    assert person.patient_key not in page.content.decode()


def test_d36_each_view_of_a_person_is_on_the_trail(practice, clinician, client_of):
    entry = make_entry(practice, 1)

    client_of(clinician).get(page_of("entry_detail"))

    event = AuditEvent.objects.get(event="patient.viewed")
    assert (event.about_id, event.details) == (str(entry.pk), {"page": "person"})


def test_the_page_shows_the_course_of_each_tool_with_its_verdict(practice, clinician, client_of):
    person = make_entry(practice, 1).person
    make_assessment(person, date(2006, 3, 1), 18)
    make_assessment(person, date(2006, 6, 1), 8)
    make_assessment(person, date(2006, 6, 1), 12, Tool.HADS_A)

    words = words_of(client_of(clinician).get(page_of("entry_detail")))

    assert "10 points less. Reliable improvement." in words
    assert "One total: 12 (moderate) on 1 Jun 2006" in words


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        (EntryState.IDENTIFIED, ["Validate", "Exclude"]),
        (EntryState.VALIDATED, ["Make active"]),
        (EntryState.ACTIVE, ["Record recovery", "Record leaving"]),
        (EntryState.LEFT, []),
    ],
)
def test_the_page_offers_the_moves_that_follow(state, moves, practice, clinician, client_of):
    make_entry(practice, 1, state=state)

    page = client_of(clinician).get(page_of("entry_detail"))

    (panel,) = [panel for panel in page.context["page"]["panels"] if panel.title == "On the list"]
    assert [move["text"] for move in panel.context["moves"]] == moves
    assert bool(panel.context["again_href"]) is (state == EntryState.LEFT)


def test_a_move_is_made_by_its_form(practice, clinician, client_of):
    make_entry(practice, 1)

    answer = client_of(clinician).post(page_of("entry_move", 1, "?to=left"), {**day("on"), "reason": "moved"})

    assert answer.url == page_of("entry_detail")
    assert RegisterEntry.objects.get().end_reason == "moved"


def test_a_move_that_somebody_made_before_says_so_on_the_form(practice, clinician, client_of):
    make_entry(practice, 1, state=EntryState.RECOVERED)

    page = client_of(clinician).post(page_of("entry_move", 1, "?to=left"), {**day("on"), "reason": "moved"})

    assert "This entry is recovered, and this step does not follow" in words_of(page)


@pytest.mark.parametrize(("query", "status"), [("", 302), ("?to=identified", 302), ("?to=nowhere", 404)])
def test_a_move_that_there_is_not_leads_back_or_nowhere(query, status, practice, clinician, client_of):
    make_entry(practice, 1)

    assert client_of(clinician).get(page_of("entry_move", 1, query)).status_code == status


def new_person(**changes):
    values = {"patient_key": key_of("new"), "key_check_value": KEY_CHECK, "birth_year": "1961", "sex": "F"}
    return values | {"source": "opportunistic", "presentation_type": "1"} | day("identified_on") | changes


def test_a_person_is_added_by_hand(practice, clinician, client_of):
    make_register(practice, next_local_number=5)

    answer = client_of(clinician).post(reverse("entry_create", args=["A99001"]), new_person())

    assert answer.url == page_of("entry_detail", 5)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"patient_key": "9434765919"}, "not a valid key"),
        ({"patient_key": "g" * 64}, "not a valid key"),
        ({"birth_year": "1850"}, "Enter a year from 1887 to 2007"),
        ({"key_check_value": "12345678"}, "not the key-check value"),
        (day("identified_on", date(2007, 2, 9)), "not in the future"),
    ],
)
def test_b87_bad_input_is_refused_and_nothing_is_stored(changes, words, practice, clinician, client_of):
    make_register(practice)

    page = client_of(clinician).post(reverse("entry_create", args=["A99001"]), new_person(**changes))

    assert words in words_of(page)
    assert not RegisterEntry.objects.exists()


def test_a_new_episode_is_begun_by_its_form(practice, clinician, client_of):
    make_entry(practice, 1, state=EntryState.LEFT)
    form = {"source": "search", "presentation_type": "2"} | day("identified_on")

    client_of(clinician).post(page_of("entry_again"), form)

    assert RegisterEntry.objects.get(episode=2).presentation_type == 2


def test_a_total_is_recorded_and_shown_on_the_list(practice, clinician, client_of):
    entry = make_entry(practice, 1)

    client_of(clinician).post(page_of("assessment_create"), {"tool": "1", "total": "14", "risk_item": "2"} | day("day"))

    entry.refresh_from_db()
    assert (entry.latest_tool, entry.latest_total) == (Tool.PHQ9, 14)


@pytest.mark.parametrize(("tool", "total"), [(1, 28), (2, 22), (6, 64), (1, -1)])
def test_e17_a_total_outside_the_range_is_refused(tool, total, practice, clinician, client_of):
    make_entry(practice, 1)

    client_of(clinician).post(page_of("assessment_create"), {"tool": tool, "total": total, "risk_item": 2} | day("day"))

    assert not Assessment.objects.exists()


def test_d37_the_event_of_a_total_holds_no_score(practice, clinician, client_of):
    make_entry(practice, 1)

    client_of(clinician).post(page_of("assessment_create"), {"tool": "1", "total": "14", "risk_item": "2"} | day("day"))

    assert AuditEvent.objects.get(event="assessment.recorded").details == {"day": "2007-02-01"}


def test_a_risk_item_opens_a_flag_that_the_clinician_closes(practice, clinician, client_of):
    make_entry(practice, 1)
    client = client_of(clinician)
    client.post(page_of("assessment_create"), {"tool": "1", "total": "14", "risk_item": "1"} | day("day"))
    assert RiskFlag.objects.get().clinician_informed_on is None

    client.post(page_of("risk_flag_edit"), day("noted_on") | day("clinician_informed_on", date(2007, 2, 2)))

    assert RiskFlag.objects.get().clinician_informed_on == date(2007, 2, 2)


def test_a_manager_sees_nothing_of_a_risk_item(practice, manager, clinician, client_of):
    entry = make_entry(practice, 1)
    RiskFlag.objects.create(practice=practice, entry=entry, noted_on=date(2007, 1, 4))
    client = client_of(manager)

    page = client.get(page_of("entry_detail")).content.decode()

    assert "isk item" not in page
    assert "linician informed" not in page
    assert "risk_item" not in client.get(page_of("assessment_create")).content.decode()
    assert client.get(page_of("risk_flag_edit")).status_code == 403


def test_d14_a_manager_cannot_post_a_risk_item(practice, manager, client_of):
    make_entry(practice, 1)

    client_of(manager).post(page_of("assessment_create"), {"tool": "1", "total": "14", "risk_item": "1"} | day("day"))

    assert Assessment.objects.get().risk_item == 2
    assert not RiskFlag.objects.exists()


def test_totals_are_downloaded_under_the_number_and_logged(practice, manager, client_of):
    person = make_entry(practice, 1).person
    make_assessment(person, date(2006, 3, 1), 18)

    answer = client_of(manager).get(page_of("assessment_csv"))

    assert answer.content.decode("utf-8-sig").splitlines()[1] == "1,2006-03-01,PHQ-9,18,moderately severe"
    event = AuditEvent.objects.get(event="patients.exported")
    assert (event.details["rows"], len(event.details["sha256"])) == (1, 64)


@pytest.mark.parametrize("name", ["entry_detail", "entry_move", "entry_again", "assessment_create"])
def test_d11_a_number_of_another_practice_alone_is_not_found(name, practice, neighbour, clinician, client_of):
    make_entry(neighbour, 7)
    client = client_of(clinician)

    assert client.get(page_of(name, 7)).status_code == 404
    assert client.get(reverse(name, args=["A99002", 7])).status_code == 404
