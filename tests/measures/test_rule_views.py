"""The pages of the checks: for everybody who works with returns, changed by few, and what a silent rule found by them alone."""

from datetime import date

import pytest
from django.urls import reverse

from measures.models import RuleSetting, SilentFinding
from operations.models import AuditEvent
from practices.models import Programme
from tests.measures.made_returns import line

pytestmark = pytest.mark.django_db
DECEMBER = line(
    period="2006-12", list_open=198, list_added=2, list_removed=2, list_close=198, gp_consultations=160,
    registered_all=9000,
)  # fmt: skip
SAYS = "9000 people registered (registered_all), but 8200 in Nov 2006: +9.8%"


def address(name="return_rule", code="W2", slug="test"):
    return reverse(name, args=[slug] if name == "return_rules" else [slug, code])


def answers(**changes):
    day = {"effective_from-day": "8", "effective_from-month": "2", "effective_from-year": "2007"}
    return {"state": "on", "most_change": "15", "reason": "Lists are being built", **day, **changes}


def text_of(response):
    return " ".join(response.content.decode().split())


def test_v5_every_check_is_listed_with_its_words_state_and_example(client_of, manager):
    page = text_of(client_of(manager).get(address("return_rules")))

    assert "W2: The list jumped within the month" in page
    assert "The list changed by +10.6% within the month, from 180 to 199" in page
    assert page.count("Runs silently") == 6
    assert "W13: An age outside 16 to 64" in page


def test_the_list_takes_a_fixed_number_of_queries(
    client_of, manager, programme, facilitator, django_assert_num_queries
):
    client = client_of(manager)
    client.get(address("return_rules"))
    with django_assert_num_queries(5):
        client.get(address("return_rules"))
    made = {"programme": programme, "effective_from": date(2007, 1, 1), "reason": "x", "set_by": facilitator}
    RuleSetting.objects.bulk_create(RuleSetting(code=code, state="off", **made) for code in ("W2", "W3", "W4"))

    with django_assert_num_queries(5):
        assert text_of(client.get(address("return_rules"))).count("Not used") == 3


def test_v5_a_check_is_shown_with_its_example_and_the_line_at_its_edge(client_of, manager):
    page = text_of(client_of(manager).get(address()))

    assert "A line that it finds" in page and ">199</td>" in page
    assert "A line at the edge, about which it says nothing" in page and ">198</td>" in page
    assert "Largest change within the month: 10%" in page
    assert "Change how it is used" not in page and "While it ran silently" not in page


def test_a_facilitator_changes_a_check(client_of, facilitator, programme):
    client = client_of(facilitator)

    response = client.post(address(), answers(), follow=True)

    assert RuleSetting.objects.get().parameters == {"most_change": 15}
    page = text_of(response)
    assert "W2 is set from 8 February 2007." in page
    assert "Largest change within the month: 15%" in page
    assert "Lists are being built" in page and str(facilitator) in page


def test_a_change_to_come_is_said_and_not_yet_used(client_of, facilitator):
    page = text_of(
        client_of(facilitator).post(address(), answers(**{"effective_from-day": "9"}, state="off"), follow=True)
    )

    assert "From 9 February 2007: not used." in page
    assert "Largest change within the month: 10%" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"most_change": "101"}, "Enter a number from 1 to 100"),
        ({"most_change": "a few"}, "Enter a number from 1 to 100"),
        ({"most_change": "nan"}, "Enter a number from 1 to 100"),
        ({"effective_from-year": "2006"}, "Choose today or a later day"),
        ({"reason": ""}, "Say why"),
        ({"reason": "as with 943 476 5919"}, "This contains what looks like an NHS number"),
        ({"state": ""}, "Choose how it is used"),
    ],
)
def test_what_cannot_be_set_is_said_beside_the_field_and_nothing_is_kept(client_of, facilitator, changes, said):
    response = client_of(facilitator).post(address(), answers(**changes))

    assert response.status_code == 200 and said in text_of(response)
    assert not RuleSetting.objects.exists()


def test_who_set_it_is_named_to_those_who_may_set_it(client_of, manager, facilitator, programme):
    RuleSetting.objects.create(
        programme=programme,
        code="W2",
        state="off",
        effective_from=date(2007, 1, 1),
        reason="Too many",
        set_by=facilitator,
    )

    page = text_of(client_of(manager).get(address()))

    assert "Too many" in page and str(facilitator) not in page


def test_a_check_that_always_holds_has_no_form_and_takes_none(client_of, facilitator):
    client = client_of(facilitator)

    assert "This check always holds" in text_of(client.get(address(code="E6")))
    client.post(address(code="E6"), answers())

    assert not RuleSetting.objects.exists()


def test_a_manager_may_not_change_and_a_stranger_finds_nothing(client_of, manager, stranger):
    assert client_of(manager).post(address(), answers()).status_code == 403
    assert client_of(stranger).get(address()).status_code == 404
    assert client_of(manager).get(address(code="W99")).status_code == 404


def test_a_workforce_programme_has_no_checks_of_returns(client_of, manager, programme):
    Programme.objects.update(kind=Programme.Kind.WORKFORCE)

    assert client_of(manager).get(address("return_rules")).status_code == 404


@pytest.fixture
def silent_finding(submit, check):
    submit(line())
    check(DECEMBER)
    assert SilentFinding.objects.count() == 1


def test_v6_the_page_reports_what_a_silent_rule_would_have_stopped(client_of, facilitator, silent_finding, agreement):
    page = text_of(client_of(facilitator).get(address(code="W16")))

    assert "It would have asked about 1 line of 2 lines (50.0%), in 1 file of 1 practice." in page
    assert SAYS in page


def test_v6_the_sender_never_sees_it(client_of, manager, silent_finding):
    assert "+9.8%" not in text_of(client_of(manager).get(address(code="W16")))


@pytest.mark.parametrize("person", ["facilitator", "administrator"])
def test_figures_of_a_practice_without_an_agreement_are_on_no_page_and_in_no_file(
    client_of, silent_finding, person, request
):
    client = client_of(request.getfixturevalue(person))

    assert "9000" not in text_of(client.get(address(code="W16")))
    assert "9000" not in client.get(address("return_rule_csv", code="W16")).content.decode()


def test_the_findings_are_a_file(client_of, facilitator, manager, silent_finding, agreement):
    rows = client_of(facilitator).get(address("return_rule_csv", code="W16")).content.decode("utf-8-sig").splitlines()

    assert rows[0].startswith("practice_ods,practice,month,column")
    assert SAYS in rows[1] and rows[1].endswith("not taken")
    assert client_of(manager).get(address("return_rule_csv", code="W16")).status_code == 403


def test_the_file_of_findings_is_on_the_trail(client_of, facilitator, silent_finding):
    """D36: who, what, how many rows, and its hash."""
    client_of(facilitator).get(address("return_rule_csv", code="W16"))

    event = AuditEvent.objects.get(event="rule.findings_exported")
    assert (event.actor_id, event.details["rows"], len(event.details["sha256"])) == (facilitator.pk, 1, 64)
