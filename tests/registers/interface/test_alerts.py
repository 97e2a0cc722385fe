"""What asks for attention, on its day and not before (51-55, 25, 31)."""

from datetime import date

import pytest

from registers.dashboards import interface, interface_alerts
from registers.dashboards.panels import panels_of
from registers.models import CpaContribution, MedicationChange, PhysicalHealthCheck, RegisterEntry
from tests.registers import interface_rows, people

TODAY = date(2007, 2, 8)
HOME = "/register/A99001/interface/"


@pytest.fixture
def texts(manager, practice):
    """The alerts of the practice, as words."""
    return lambda: [one.text for one in interface_alerts.alerts(manager, practice, TODAY)]


@pytest.mark.parametrize(
    ("fields", "is_listed"),
    [
        ({"channel": "telephone"}, True),
        ({"channel": "telephone", "written_follow_up_on": TODAY}, False),
        ({"channel": "telephone", "filed_on": TODAY}, True),
        ({"channel": "email"}, True),
        ({"channel": "email", "filed_on": TODAY}, False),
        ({"channel": "email", "written_follow_up_on": TODAY}, True),
        ({"channel": "meeting"}, False),
        ({"channel": ""}, False),
    ],
)
def test_51_advice_without_its_follow_up_is_listed(fields, is_listed, person, texts):
    interface_rows.make_advice(person, **fields)

    assert len(texts()) == is_listed


@pytest.mark.parametrize(
    ("fields", "is_listed"),
    [
        ({"review_due_on": date(2007, 2, 7)}, True),
        ({"review_due_on": date(2007, 2, 8)}, False),
        ({"review_due_on": date(2007, 2, 7), "ended_on": date(2007, 2, 1)}, False),
    ],
)
def test_52_unreviewed_agreement_alerts_the_day_after(fields, is_listed, practice, register, texts):
    interface_rows.make_agreement(practice, **fields)

    assert len(texts()) == is_listed


def fill_grid(person, **cells):
    for function in ("prescribe", "monitor", "review"):
        interface_rows.make_cell(person, function, **cells.get(function, {}))


def test_53_empty_monitor_cell_alerts(person, texts):
    fill_grid(person, monitor={"team": "", "professional": ""})

    assert texts() == ["Lithium: not named who monitors"]


def test_53_team_without_a_professional_is_an_empty_cell(person, texts):
    fill_grid(person, review={"professional": ""})

    assert texts() == ["Lithium: not named who reviews"]


def test_53_function_without_a_row_is_an_empty_cell(person, texts):
    interface_rows.make_cell(person, "prescribe", component="clozapine")

    assert texts() == ["Clozapine: not named who monitors or reviews"]


def test_53_full_grid_and_ended_sharing_are_silent(person, texts):
    fill_grid(person)
    interface_rows.make_cell(person, component="depot", team="", ended_on=date(2007, 1, 1))

    assert texts() == []


@pytest.mark.parametrize(
    ("fields", "is_listed"),
    [
        ({"next_contact_on": date(2007, 2, 8)}, True),
        ({"next_contact_on": date(2007, 2, 9)}, False),
        ({}, False),
        ({"next_contact_on": date(2007, 1, 20), "notified_on": date(2007, 1, 21)}, True),
        ({"next_contact_on": date(2007, 1, 20), "notified_on": date(2007, 1, 20)}, False),
    ],
)
def test_55_change_not_notified_before_the_next_contact_is_listed(fields, is_listed, person, texts):
    interface_rows.make_medication_change(person, **fields)

    assert len(texts()) == is_listed


def test_55_a_change_is_still_to_tell_or_too_late_and_never_both(person):
    for day in (None, date(2007, 2, 7), date(2007, 2, 8), date(2007, 2, 9)):
        interface_rows.make_medication_change(person, next_contact_on=day)

    changes = MedicationChange.objects
    assert changes.not_told_in_time(TODAY).count() == 2
    assert changes.still_to_tell(TODAY).count() == 2
    assert not set(changes.not_told_in_time(TODAY)) & set(changes.still_to_tell(TODAY))


def test_31_overshadowing_flag_can_be_raised_and_taken_away(person, texts):
    interface_rows.make_check(person, may_be_overshadowed=True)
    raised = texts()

    PhysicalHealthCheck.objects.update(may_be_overshadowed=False)

    assert (len(raised), texts()) == (1, [])


def test_54_contribution_by_telephone_counts(client_of, manager, person):
    for how in CpaContribution.How.values:
        interface_rows.make_contribution(person, how)

    page = client_of(manager).get(HOME)

    assert page.context["page"]["cpa"] == "The practice contributed to 3 of 4 CPA reviews, to 1 of them by telephone."


def test_20_who_monitors_lithium_here_is_on_one_page(client_of, manager, person):
    fill_grid(person, monitor={"team": "CMHT", "professional": "Dr Oak"})

    page = client_of(manager).get(HOME).content.decode()

    assert "Dr Oak, CMHT" in page


def test_home_takes_a_fixed_number_of_queries(client_of, manager, practice, register, django_assert_max_num_queries):
    """However many people: twelve of them here."""
    for number in range(1, 13):
        one = people.make_entry(practice, number).person
        interface_rows.make_advice(one, channel="telephone")
        interface_rows.make_cell(one, team="")
        interface_rows.make_medication_change(one, next_contact_on=TODAY)
        interface_rows.make_check(one, may_be_overshadowed=True)
    client = client_of(manager)

    with django_assert_max_num_queries(45):
        page = client.get(HOME)

    assert len(page.context["page"]["alerts"]["rows"]) == 48


def test_rows_of_another_practice_are_in_no_list(client_of, manager, register, neighbour):
    people.make_register(neighbour, keeps_interface_records=True)
    interface_rows.make_advice(people.make_entry(neighbour, 3).person, channel="telephone")

    page = client_of(manager).get(HOME)

    assert page.context["page"]["alerts"]["rows"] == []
    assert page.context["page"]["advice"]["rows"] == []


def titles(user, person):
    entry = RegisterEntry.objects.select_related("person", "practice").get(person=person)
    return [panel.title for panel in panels_of(user, entry)]


def test_panel_is_on_the_persons_page_while_the_module_is_on(clinician, person, register):
    before = titles(clinician, person)
    register.keeps_interface_records = False
    register.save()

    assert "Work with other teams" in before
    assert "Work with other teams" not in titles(clinician, person)


def test_readers_are_led_to_the_records_and_writers_to_the_form(person, manager, practice, texts):
    interface_rows.make_advice(person, channel="email")
    found = interface_alerts.alerts(manager, practice, TODAY)

    read, written = (interface_alerts.table(found, writes=writes)["rows"][0][1]["href"] for writes in (False, True))

    assert read == "/register/A99001/people/7/interface/"
    assert written.startswith("/register/A99001/people/7/interface/advice/")
    assert interface.sentence(found) == "1 thing asks for attention."
