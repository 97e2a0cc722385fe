"""Caseload: what is said of a month, by whom, and who has not said."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from operations.models import AuditEvent
from tests.workforce import roster
from workforce.actions.caseload import months_of, record_caseload
from workforce.models import CaseloadMonth

JANUARY = date(2007, 1, 1)


@pytest.fixture
def graduates(trust, practice):
    programme = roster.make_programme()
    roster.join(programme, practice)
    return programme


@pytest.fixture
def holding(graduates, trust, practice):
    return roster.hold(roster.make_post(graduates, trust, practice), roster.make_worker(graduates, trust))


def say(holding, by, month=JANUARY, new_patients=20, active=31):
    return record_caseload(holding=holding, month=month, new_patients=new_patients, active=active, by=by)


def form_of(holding, month="200701", **fields):
    return {"period": f"{holding.pk}-{month}", "new_patients": "20", "active": "31", **fields}


def address(holding):
    return reverse("caseload_record", args=[holding.worker_id])


# ---- saying a month


def test_the_worker_says_a_month(client_of, holding, practice):
    worker = roster.staff_member_at(practice, holding.worker)

    response = client_of(worker).post(address(holding), form_of(holding))

    row = CaseloadMonth.objects.get()
    assert response.status_code == 302
    assert (row.month, row.new_patients, row.active) == (JANUARY, 20, 31)


def test_the_supervisor_says_a_month(client_of, holding, graduates, trust):
    supervisor = roster.make_worker(graduates, trust, "S9")
    roster.make_arrangement(holding.worker, supervisor)

    client_of(roster.supervisor_at(trust, supervisor)).post(address(holding), form_of(holding))

    assert CaseloadMonth.objects.get().new_patients == 20


def test_blank_is_not_nought(client_of, holding, lead):
    client = client_of(lead)
    client.post(address(holding), form_of(holding, new_patients="", active="0"))

    row = CaseloadMonth.objects.get()
    assert (row.new_patients, row.active) == (None, 0)
    assert "not said" in client.get(address(holding)).content.decode()


def test_what_is_said_again_replaces(holding, lead):
    say(holding, lead)
    say(holding, lead, new_patients=22)

    assert CaseloadMonth.objects.get().new_patients == 22
    events = list(
        AuditEvent.objects.filter(event__startswith="caseload").order_by("id").values_list("event", flat=True)
    )
    assert events == ["caseload.recorded", "caseload.changed"]


@pytest.mark.parametrize("month", [date(2005, 12, 1), date(2007, 2, 1), date(2007, 1, 15)])
def test_a_month_lies_in_the_holding_and_is_over(holding, lead, month):
    with pytest.raises(ValidationError, match="in which the post was held"):
        say(holding, lead, month=month)


def test_a_month_of_another_worker_is_refused(client_of, holding, graduates, trust, practice, lead):
    other = roster.hold(
        roster.make_post(graduates, trust, practice, number="P2"), roster.make_worker(graduates, trust, "S2")
    )

    page = client_of(lead).post(address(holding), form_of(other)).content.decode()

    assert "Choose one of the months" in page
    assert not CaseloadMonth.objects.exists()


def test_months_end_with_the_holding(holding):
    holding.end = date(2006, 3, 2)

    assert months_of(holding) == [date(2006, 3, 1), date(2006, 2, 1), date(2006, 1, 1)]


def test_the_practice_may_not_say(client_of, holding, manager):
    assert client_of(manager).post(address(holding), form_of(holding)).status_code == 403


# ---- the programme


def test_the_page_says_who_has_not_said(client_of, holding, graduates, lead):
    page = client_of(lead).get(reverse("caseload", args=[graduates.slug])).content.decode()

    assert "1 holder of 1 in post has not said how many new patients there were in Jan 2007" in page


def test_the_page_pools_three_months(client_of, holding, graduates, lead):
    """51 new patients in 3 WTE-months."""
    for month, new in ((date(2006, 11, 1), 10), (date(2006, 12, 1), 20), (JANUARY, 21)):
        say(holding, lead, month=month, new_patients=new)

    page = client_of(lead).get(reverse("caseload", args=[graduates.slug])).content.decode()

    assert "17.0" in page


def test_only_those_who_have_not_said_can_be_asked_for(client_of, holding, graduates, lead):
    say(holding, lead)

    page = client_of(lead).get(reverse("caseload", args=[graduates.slug]), {"missing": "1"}).content.decode()

    assert "Nobody is in this list" in page


def test_a_local_lead_sees_the_own_pct_alone(client_of, holding, graduates, other_trust, elsewhere):
    roster.hold(
        roster.make_post(graduates, other_trust, elsewhere, number="P2"),
        roster.make_worker(graduates, other_trust, "S2"),
    )

    page = client_of(roster.local_lead_of(other_trust)).get(reverse("caseload", args=[graduates.slug])).content.decode()

    assert "Worker S2" in page
    assert "Worker S1" not in page


def test_the_file_has_staff_numbers_and_no_names(client_of, holding, graduates, lead):
    say(holding, lead)

    content = client_of(lead).get(reverse("caseload_csv", args=[graduates.slug])).content.decode("utf-8-sig")

    assert content.splitlines()[1] == "S1,P1,2007-01,20,31,1.0,20.0"
    assert "Worker" not in content


def test_the_page_takes_a_fixed_number_of_queries(
    client_of, graduates, trust, practice, lead, django_assert_max_num_queries
):
    for worker in roster.make_team(graduates, trust, practice, 12):
        say(worker.holdings.get(), lead)
    client = client_of(lead)

    with django_assert_max_num_queries(20):
        client.get(reverse("caseload", args=[graduates.slug]))
