"""The pages of one cycle: three minutes to begin (I1), who reads what (G9), and what a crafted request cannot do."""

import re
from datetime import date

import pytest
from django.urls import reverse

from collaborative.forms.cycles import CycleCreateForm
from collaborative.models import PdsaCycle, ReadingLevel
from tests.collaborative.improvement import make_action, make_cycle, make_event, make_idea, make_item

NEW = {
    "title": "Telephone review",
    "question": "Will people accept a call instead?",
    "prediction": "One in ten appointments saved",
    "planned_start-day": "12",
    "planned_start-month": "2",
    "planned_start-year": "2007",
    "shared_with": "2",
}
MEASURABLE = {
    "measure": "gp_consultations",
    "predicted_direction": "fall",
    "predicted_percent": "10",
    "predicted_by": "2007-06",
}
DAY = {"on-day": "8", "on-month": "2", "on-year": "2007"}


def address(name, row, query=""):
    return reverse(name, args=[row.pk]) + query


def text(response):
    return response.content.decode()


def test_i1_one_screen_asks_four_answers_and_offers_nine_more(team):
    form = CycleCreateForm(team=team, ramps=team.ramps.all())

    required = [name for name, field in form.fields.items() if field.required and name != "shared_with"]
    assert required == ["title", "question", "prediction", "planned_start"]
    assert len(form.fields) == 13


def test_i1_a_cycle_is_written_down_with_its_measurable_prediction(client_of, manager, team, practice):
    response = client_of(manager).post(address("cycle_create", team), NEW | MEASURABLE | {"practices": practice.pk})

    cycle = PdsaCycle.objects.get()
    assert response.url == address("cycle_detail", cycle)
    assert (cycle.predicted_by, cycle.predicted_percent, list(cycle.practices.all())) == (
        date(2007, 6, 1),
        10,
        [practice],
    )


@pytest.mark.parametrize("left_out", ["title", "question", "prediction", "planned_start-day"])
def test_what_is_left_out_is_asked_for_and_nothing_is_stored(left_out, client_of, manager, team):
    response = client_of(manager).post(address("cycle_create", team), NEW | {left_out: ""})

    assert "There is a problem" in text(response)
    assert not PdsaCycle.objects.exists()


def test_half_a_measurable_prediction_is_asked_for_in_words(client_of, manager, team):
    response = client_of(manager).post(
        address("cycle_create", team), NEW | {"measure": "referrals", "predicted_direction": "fall"}
    )

    assert "Choose the month by which it shows" in text(response)


def test_d37_a_patient_key_does_not_leave_the_practice_in_a_cycle(client_of, manager, team):
    response = client_of(manager).post(address("cycle_create", team), NEW | {"question": f"Does {'0f' * 32} come?"})

    assert "looks like a patient key" in text(response)
    assert not PdsaCycle.objects.exists()


def test_g6_a_patient_is_not_named_in_a_cycle(client_of, manager, team):
    response = client_of(manager).post(
        address("cycle_create", team), NEW | {"question": "Does Mr John Smith 943 476 5919 come?"}
    )

    assert "Remove it" in text(response)
    assert not PdsaCycle.objects.exists()


def test_g9_every_field_says_who_can_read_it(client_of, manager, team):
    page = text(client_of(manager).get(address("cycle_create", team)))

    assert page.count("Can be read by: the team and its facilitator.") == 12


def test_the_own_figures_stand_beside_the_prediction(client_of, manager, team, returned):
    page = text(client_of(manager).get(address("cycle_create", team)))

    assert "Your figures now" in page and "Ash Surgery" in page
    assert not re.search(r"<th[^>]*>Beech Surgery", page)


def test_others_figures_do_not(client_of, facilitator, team, returned):
    assert "Your figures now" not in text(client_of(facilitator).get(address("cycle_create", team)))


def test_from_an_idea_with_its_principle(client_of, manager, team, wave):
    idea = make_idea(team, manager, title="Books on prescription")
    idea.items.add(item := make_item(wave))

    page = text(client_of(manager).get(address("cycle_create", team, f"?idea={idea.pk}")))

    assert 'value="Books on prescription"' in page
    assert re.search(rf'<option value="{item.pk}" selected', page)


def test_from_a_workshop_action(client_of, manager, team, wave):
    action = make_action(make_event(wave), team, what="Offer a call first")

    client_of(manager).post(address("cycle_create", team, f"?action={action.pk}"), NEW)

    action.refresh_from_db()
    assert action.cycle == PdsaCycle.objects.get()


@pytest.mark.parametrize("query", ["?action=x", "?idea=987654", "?after=²", "?follow_up="])
def test_an_origin_that_is_none_is_passed_over(query, client_of, manager, team):
    assert client_of(manager).get(address("cycle_create", team, query)).status_code == 200


def test_an_action_of_another_team_is_none(client_of, manager, team, other_team, wave):
    action = make_action(make_event(wave), other_team, what="Theirs alone")

    assert "Theirs alone" not in text(client_of(manager).get(address("cycle_create", team, f"?action={action.pk}")))


def test_the_wider_test_is_prefilled_after_an_adoption(client_of, manager, team):
    cycle = make_cycle(team, manager, state="closed", scale=3)
    client = client_of(manager)

    page = text(client.get(address("cycle_detail", cycle)))
    assert "Test it more widely: several practices" in page

    create = text(client.get(address("cycle_create", team, f"?after={cycle.pk}")))
    assert '<option value="4" selected' in create


def test_one_next_step_at_a_time(client_of, manager, team):
    page = text(client_of(manager).get(address("cycle_detail", make_cycle(team, manager))))

    assert page.count("What to do next</h2>") == 1
    assert "Write the prediction" in page and "Start doing" not in page


def test_a_crafted_request_does_not_change_a_locked_prediction(client_of, manager, team, neighbour):
    cycle = make_cycle(team, manager, state="doing")
    sent = {"version": 1, "title": "Another name", "scale": 1, "prediction": "I knew it", "practices": neighbour.pk}

    client_of(manager).post(address("cycle_edit", cycle), sent | MEASURABLE)

    cycle.refresh_from_db()
    assert (cycle.title, cycle.prediction) == ("Another name", "One in ten appointments saved")
    assert (cycle.measure, cycle.predicted_direction, cycle.practices.count()) == ("", "", 0)


def test_the_second_of_two_is_told_and_sees_both(client_of, manager, team):
    cycle = make_cycle(team, manager)
    client = client_of(manager)
    client.post(address("cycle_edit", cycle), {"version": 1, "title": "First name", "scale": 1})

    response = client.post(address("cycle_edit", cycle), {"version": 1, "title": "Second name", "scale": 1})

    assert response.status_code == 409
    assert (
        "First name" in text(response) and "Second name" in text(response) and "Manager changed this" in text(response)
    )


def test_a_request_without_a_version_changes_nothing(client_of, manager, team):
    cycle = make_cycle(team, manager)

    assert client_of(manager).post(address("cycle_edit", cycle), {"title": "Blind", "scale": 1}).status_code == 409


def test_all_the_way_from_plan_to_the_next_cycle(client_of, manager, team):
    client = client_of(manager)
    client.post(address("cycle_create", team), NEW)
    cycle = PdsaCycle.objects.get()
    steps = [
        ("cycle_start", {}),
        ("cycle_finish", {"done_as_planned": "yes", "observations": "Most liked it"}),
        ("cycle_close", {"result": "Fewer", "matched_prediction": "no", "learning": "Calls work", "decision": "adapt"}),
    ]
    for version, (name, fields) in enumerate(steps, start=1):
        response = client.post(address(name, cycle), DAY | fields | {"version": version})

    assert response.url == address("cycle_detail", PdsaCycle.objects.get(number=2))


def test_a_step_that_is_not_open_leads_back(client_of, manager, team):
    cycle = make_cycle(team, manager)

    assert client_of(manager).get(address("cycle_close", cycle)).url == address("cycle_detail", cycle)


@pytest.fixture
def shared(team, manager):
    """A cycle whose readers a test chooses, with one text in each field that has a ceiling."""
    texts = {"owner": "Nurse Grey", "unexpected_events": "The line was down", "result": "Two fewer"}
    return lambda level: make_cycle(team, manager, state="studying", shared_with=level, **texts)


@pytest.mark.parametrize(
    ("level", "status"), [(ReadingLevel.TEAM, 404), (ReadingLevel.FACILITATOR, 404), (ReadingLevel.WAVE, 200)]
)
def test_a_lay_member_reads_what_is_shared_with_the_wave(level, status, client_of, lay_member, shared):
    assert client_of(lay_member).get(address("cycle_detail", shared(level))).status_code == status


def test_fields_with_a_ceiling_go_no_further(client_of, lay_member, shared):
    page = text(client_of(lay_member).get(address("cycle_detail", shared(ReadingLevel.WAVE))))

    assert "Two fewer" in page
    assert "Nurse Grey" not in page and "The line was down" not in page and "Unexpected" not in page


def test_who_only_reads_sees_no_button_and_no_history(client_of, commissioner, shared):
    page = text(client_of(commissioner).get(address("cycle_detail", shared(ReadingLevel.COMMISSIONER))))

    assert "What to do next" not in page and "Who changed this" not in page and "Add a task" not in page


@pytest.mark.parametrize("name", ["cycle_edit", "cycle_start", "cycle_share", "cycle_cancel"])
def test_who_only_reads_may_not_write(name, client_of, commissioner, shared):
    cycle = shared(ReadingLevel.COMMISSIONER)

    assert client_of(commissioner).post(address(name, cycle), {"version": 1}).status_code == 403


def test_the_history_names_who_changed_what(client_of, manager, team):
    cycle = make_cycle(team, manager)
    client = client_of(manager)
    client.post(address("cycle_edit", cycle), {"version": 1, "title": "Another name", "scale": 1})

    page = text(client.get(address("cycle_detail", cycle)))
    assert re.search(r"Changed\s*</td><td[^>]*>Manager", page)


def test_a_task_is_added_and_ticked_on_the_page(client_of, manager, team):
    cycle = make_cycle(team, manager)
    client = client_of(manager)
    client.post(address("cycle_task_add", cycle), {"what": "Print the list", "who": "Pat Grey"})

    client.post(address("cycle_task_change", cycle), {"task": cycle.tasks.get().pk, "tick": ""})

    assert cycle.tasks.get().done_on == date(2007, 2, 8)


def test_a_task_of_another_cycle_is_not_touched(client_of, manager, team):
    cycle, other = make_cycle(team, manager), make_cycle(team, manager)
    task = other.tasks.create(what="Print the list")

    client_of(manager).post(address("cycle_task_change", cycle), {"task": task.pk, "remove": ""})

    assert other.tasks.count() == 1
