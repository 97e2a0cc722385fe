"""Optional parts of a programme: not there until switched on, then filled in and read (rows 12, 56 to 58, 62, 63)."""

import pytest
from django.urls import reverse

from collaborative.models import CaseForChange, CriterionAnswer, DecisionBody, FundingLine, ProgrammePart
from collaborative.programme_lists import checklists
from operations.models import AuditEvent
from tests.collaborative import improvement

CASE = {
    **{name: f"Words on {name}" for name in ("problem", "need", "levers", "finance", "pilots")},
    "drivers": ["nurses", "working_time"],
}
PAGES = [
    *("case_for_change", "case_edit", "funding_create", "cascade", "cascade_edit", "checklists", "checklists_edit"),
    *("stakeholder_map", "body_create"),
]


@pytest.fixture
def on(wave):
    improvement.switch_on(wave.programme)


def text(response):
    return response.content.decode()


def url(name):
    return reverse(name, args=["test"])


@pytest.mark.parametrize("name", PAGES)
def test_a_part_that_is_off_does_not_exist(client_of, facilitator, name):
    client = client_of(facilitator)

    assert client.get(url(name)).status_code == 404


def test_a_part_that_is_off_does_not_open_by_its_rows(client_of, facilitator, programme):
    body = improvement.make_body(programme)

    assert client_of(facilitator).get(reverse("body_edit", args=[body.pk])).status_code == 404


def test_one_part_is_switched_on_and_off_again(client_of, administrator, wave):
    client = client_of(administrator)
    client.post(url("programme_parts"), {"parts": ["case"], "save": "Save"})
    assert list(ProgrammePart.objects.values_list("part", flat=True)) == ["case"]

    client.post(url("programme_parts"), {"save": "Save"})

    assert not ProgrammePart.objects.exists()
    assert AuditEvent.objects.filter(event="programme_parts.switched").count() == 2


@pytest.mark.parametrize("person", ["facilitator", "manager"])
def test_only_the_programme_switches_its_parts(request, client_of, wave, person):
    client = client_of(request.getfixturevalue(person))

    assert client.post(url("programme_parts"), {"parts": ["case"]}).status_code == 403


def test_row_56_a_case_is_saved_with_all_its_parts(client_of, facilitator, lay_member, on):
    client_of(facilitator).post(url("case_edit"), CASE)

    page = text(client_of(lay_member).get(url("case_for_change")))

    for name in ("problem", "need", "levers", "finance", "pilots"):
        assert f"Words on {name}" in page
    assert "Rules on working time leave gaps in cover" in page


def test_row_12_a_case_without_a_driver_is_not_saved(client_of, facilitator, on):
    page = text(client_of(facilitator).post(url("case_edit"), CASE | {"drivers": []}))

    assert "Choose at least one driver" in page
    assert not CaseForChange.objects.exists()


def test_row_63_a_funding_line_shows_its_source(client_of, facilitator, on):
    given = {"purpose": "Two workers", "source": "Savings on placements", "amount": "41000", "year": "2006"}

    page = text(client_of(facilitator).post(url("funding_create"), given, follow=True))

    assert "Savings on placements" in page
    assert "2006/07" in page and "£41,000.00" in page


def test_funding_below_zero_is_refused(client_of, facilitator, on):
    given = {"purpose": "Two workers", "source": "Savings", "amount": "-1", "year": "2006"}

    assert "Enter 0 or more" in text(client_of(facilitator).post(url("funding_create"), given))
    assert not FundingLine.objects.exists()


def test_a_funding_line_is_mended(client_of, facilitator, programme, on):
    line = improvement.make_funding_line(programme, amount=4100)
    given = {"purpose": line.purpose, "source": line.source, "amount": "41000", "year": "2006"}

    page = text(client_of(facilitator).post(reverse("funding_edit", args=[line.pk]), given, follow=True))

    assert "£41,000.00" in page and "£4,100.00" not in page


def test_a_funding_line_is_taken_out_and_stays_in_the_trail(client_of, facilitator, programme, on):
    line = improvement.make_funding_line(programme)

    client_of(facilitator).post(reverse("funding_remove", args=[line.pk]))

    assert not FundingLine.objects.exists()
    assert AuditEvent.objects.get(event="funding_line.removed").details["source"] == "Savings on placements"


def test_row_57_the_cascade_has_eight_stages_with_a_status(client_of, facilitator, on):
    client_of(facilitator).post(url("cascade_edit"), {"cascade-role": "under_way", "cascade-role-evidence": "Draft"})

    response = client_of(facilitator).get(url("cascade"))

    ((_, unmet, table),) = response.context["lists"]
    assert len(table["rows"]) == len(unmet) == 8
    assert ["Roles designed anew", "Under way", "Draft"] in table["rows"]


def test_row_58_unmet_criteria_are_listed(client_of, facilitator, on):
    client_of(facilitator).post(url("checklists_edit"), {"survive-culture": "yes", "survive-champions": "partly"})

    response = client_of(facilitator).get(url("checklists"))

    unmet = {title: texts for title, texts, _ in response.context["lists"]}
    survive = unmet["What an initiative from below needs to survive"]
    assert "New ideas are welcomed and praised" not in survive
    assert "Clinical champions and people who carry knowledge are named" in survive
    assert len(survive) == 3


def test_evidence_without_an_answer_is_asked_for_one(client_of, facilitator, on):
    given = {"survive-culture": "", "survive-culture-evidence": "Praised in the newsletter"}

    page = text(client_of(facilitator).post(url("checklists_edit"), given))

    assert "Choose an answer, or leave the evidence empty" in page
    assert not CriterionAnswer.objects.exists()


def test_an_answer_can_be_taken_back(client_of, facilitator, on):
    client = client_of(facilitator)
    client.post(url("checklists_edit"), {"survive-culture": "yes"})

    client.post(url("checklists_edit"), {"survive-culture": ""})

    assert not CriterionAnswer.objects.exists()


def test_row_58_the_lists_have_as_many_criteria_as_the_guidance():
    sizes = {one.code: len(one.criteria) for one in checklists()}

    assert sizes == {"cascade": 8, "survive": 4, "spread": 6, "levers": 8, "elements": 6}


def test_row_62_each_body_has_decision_rights(client_of, facilitator, on):
    given = {"name": "PCT executive", "decision_rights": "Signs contracts", "leads": "Chief executive"}

    page = text(client_of(facilitator).post(url("body_create"), given, follow=True))

    assert "Signs contracts" in page and "Chief executive" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"decision_rights": ""}, "Say what it decides"), ({"name": "pct executive"}, "on the map already")],
    ids=str,
)
def test_a_body_that_is_wrong_is_refused(client_of, facilitator, programme, on, changes, said):
    improvement.make_body(programme)
    given = {"name": "Professional executive", "decision_rights": "Advises"} | changes

    assert said in text(client_of(facilitator).post(url("body_create"), given))
    assert DecisionBody.objects.count() == 1


def test_a_body_is_changed(client_of, administrator, programme, on):
    body = improvement.make_body(programme)
    given = {"name": body.name, "decision_rights": "Signs all contracts"}

    client_of(administrator).post(reverse("body_edit", args=[body.pk]), given)

    body.refresh_from_db()
    assert body.decision_rights == "Signs all contracts"


def test_a_long_map_takes_no_more_queries(client_of, facilitator, programme, on, django_assert_max_num_queries):
    for number in range(30):
        improvement.make_body(programme, f"Body {number}")
    client = client_of(facilitator)

    with django_assert_max_num_queries(20):
        client.get(url("stakeholder_map"))


def test_a_body_is_taken_off_the_map(client_of, facilitator, programme, on):
    body = improvement.make_body(programme)

    page = text(client_of(facilitator).post(reverse("body_remove", args=[body.pk]), follow=True))

    assert "Signs contracts" not in page
    assert AuditEvent.objects.get(event="decision_body.removed").details["name"] == "PCT executive"


@pytest.mark.parametrize("person", ["manager", "commissioner", "lay_member"])
def test_those_who_read_parts_do_not_fill_them(request, client_of, on, person):
    client = client_of(request.getfixturevalue(person))

    assert client.get(url("case_for_change")).status_code == 200
    assert client.post(url("case_edit"), CASE).status_code == 403


def test_a_stranger_finds_no_part(client_of, stranger, on):
    assert client_of(stranger).get(url("case_for_change")).status_code == 404
