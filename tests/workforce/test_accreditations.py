"""Accreditation: expiry, renewal, and what a commissioner is told (row 43)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.conftest import make_person
from tests.workforce import roster
from workforce.dashboards.accreditations import Counted, figures, state_of
from workforce.disclosure import TOO_FEW_EMPLOYERS, TOO_FEW_PEOPLE
from workforce.models import Accreditation

TODAY = date(2007, 2, 8)
AWARDED = date(2004, 3, 1)


def make_accredited(programme, commissioner, number, expires_on, *, employer="Alder PCT", body="BABCP"):
    """A counsellor in post with an accreditation."""
    worker = roster.make_worker(programme, commissioner, f"S{number}")
    post = roster.make_post(programme, commissioner, number=f"P{number}", role="PCC")
    roster.hold(post, worker, employer=roster.make_employer(employer))
    return Accreditation.objects.create(worker=worker, body=body, awarded_on=AWARDED, expires_on=expires_on)


def make_many(programme, commissioner, expired=1, people=8):
    for number in range(people):
        last = date(2007, 1, 31) if number < expired else None
        make_accredited(programme, commissioner, number, last, employer=f"Employer {number % 3}")


def listed(page):
    return [(row[0]["hint"], row[2]["tag"]["text"]) for row in page.context["table"]["rows"]]


@pytest.mark.parametrize(
    ("days", "expected"), [(-1, "expired"), (0, "expiring"), (90, "expiring"), (91, "held"), (None, "held")]
)
def test_an_accreditation_holds_through_its_last_day_and_warns_ninety_days_before(days, expected):
    last = None if days is None else TODAY + timedelta(days=days)
    assert state_of(last, TODAY) == expected


@pytest.mark.parametrize(("state", "number"), [("expired", "S1"), ("expiring", "S2"), ("held", "S3")])
def test_the_lead_sees_who_has_expired_who_soon_will_and_the_rest(client_of, graduates, trust, lead, state, number):
    for place, last in enumerate([date(2007, 2, 7), date(2007, 5, 9), date(2007, 5, 10)], start=1):
        make_accredited(graduates, trust, place, last)
    page = client_of(lead).get(reverse("accreditation_list", args=["graduates"]), {"state": state})
    assert [hint for hint, _ in listed(page)] == [f"No. {number}"]


def test_people_whose_role_asks_for_one_and_who_have_none_are_listed(client_of, graduates, trust, lead):
    for number, role in (("S1", "PCC"), ("S2", "GMHW")):
        post = roster.make_post(graduates, trust, number=f"P{number}", role=role)
        roster.hold(post, roster.make_worker(graduates, trust, number))
    page = client_of(lead).get(reverse("accreditation_list", args=["graduates"]), {"state": "missing"})
    assert listed(page) == [("No. S1", "None recorded")]


def test_a_renewal_takes_the_place_of_what_has_expired(client_of, graduates, trust, lead):
    row = make_accredited(graduates, trust, 1, date(2007, 1, 31))
    address = reverse("accreditation_create", args=[row.worker_id])
    form = client_of(lead).get(address, {"renews": row.pk}).context["form"]
    assert form["body"].value() == "BABCP"
    client_of(lead).post(address, {"body": "babcp", "awarded_on": "2007-2-1", "expires_on": "2010-1-31"})
    page = client_of(lead).get(reverse("accreditation_list", args=["graduates"]))
    assert listed(page) == [("No. S1", "Held")]
    assert Accreditation.objects.count() == 2


def test_a_last_day_before_the_first_is_refused(client_of, graduates, trust, lead):
    row = make_accredited(graduates, trust, 1, None)
    sent = {"body": "BABCP", "awarded_on": "2006-2-1", "expires_on": "2006-1-31"}
    page = client_of(lead).post(reverse("accreditation_edit", args=[row.pk]), sent)
    assert "Choose a day after the first day" in page.content.decode()


def test_a_second_one_of_a_body_from_one_day_is_refused(client_of, graduates, trust, lead):
    row = make_accredited(graduates, trust, 1, None)
    sent = {"body": "BABCP", "awarded_on": "2004-3-1"}
    page = client_of(lead).post(reverse("accreditation_create", args=[row.worker_id]), sent)
    assert (page.status_code, Accreditation.objects.count()) == (200, 1)
    assert page.context["form"].errors


def test_a_mistake_is_corrected(client_of, graduates, trust, lead):
    row = make_accredited(graduates, trust, 1, None)
    sent = {"body": "BACP", "awarded_on": "2006-2-1", "expires_on": "2008-1-31"}
    client_of(lead).post(reverse("accreditation_edit", args=[row.pk]), sent)
    row.refresh_from_db()
    assert (row.body, row.expires_on) == ("BACP", date(2008, 1, 31))


def test_only_a_lead_records_an_accreditation(client_of, graduates, trust, manager):
    row = make_accredited(graduates, trust, 1, None)
    own = roster.staff_member_at(trust, row.worker)
    assert client_of(own).get(reverse("accreditation_create", args=[row.worker_id])).status_code == 403
    assert client_of(own).get(reverse("accreditation_edit", args=[row.pk])).status_code == 403


def test_whoever_has_left_no_longer_counts(client_of, graduates, trust, lead):
    row = make_accredited(graduates, trust, 1, date(2007, 1, 31))
    row.worker.holdings.update(end=date(2007, 1, 1))
    page = client_of(lead).get(reverse("accreditation_list", args=["graduates"]))
    assert page.context["table"]["rows"] == []


def test_one_expired_accreditation_flags_the_commissioner_and_names_nobody(client_of, graduates, trust, commissioner):
    """43"""
    make_many(graduates, trust)
    page = client_of(commissioner).get(reverse("accreditation_list", args=["graduates"]))
    assert page.context["flags"][0].startswith("Alder PCT: At least one accreditation has expired")
    assert [cell["text"] for cell in page.context["figures"]["rows"][0][1:4]] == [10, "*", "*"]
    assert "Worker S" not in page.content.decode()
    assert "filter_form" not in page.context


def test_without_an_expired_one_there_is_no_flag(client_of, graduates, trust, commissioner):
    make_many(graduates, trust, expired=0)
    page = client_of(commissioner).get(reverse("accreditation_list", args=["graduates"]))
    assert page.context["flags"] == []


def test_of_a_roster_of_few_people_or_employers_nothing_is_said_not_even_a_flag():
    """D13"""
    few = figures("A", Counted(people=7, employers=3, expired=7, roster=7, roster_employers=3), exact=False)
    same = figures("B", Counted(people=9, employers=2, expired=9, roster=9, roster_employers=2), exact=False)
    assert (few.reason, few.flag, few.expired) == (TOO_FEW_PEOPLE, "", None)
    assert (same.reason, same.flag, same.expired) == (TOO_FEW_EMPLOYERS, "", None)


def test_few_with_an_accreditation_on_a_roster_of_many_are_flagged_and_not_counted(
    client_of, graduates, trust, commissioner, practice
):
    """43: three are accredited, eight on the roster: whether one has expired is said, not how many."""
    make_many(graduates, trust, people=3)
    roster.make_team(graduates, trust, practice, 5)
    page = client_of(commissioner).get(reverse("accreditation_list", args=["graduates"]))
    assert page.context["flags"][0].startswith("Alder PCT: At least one accreditation has expired")
    row = page.context["figures"]["rows"][0]
    assert row[1]["text"].startswith(TOO_FEW_PEOPLE) and row[2]["tag"]["text"] == "Expired"


def test_the_first_page_of_the_workforce_flags_it_to_the_commissioner_alone(
    client_of, graduates, trust, lead, commissioner
):
    """43"""
    make_many(graduates, trust)
    pages = [client_of(person).get(reverse("workforce_home")) for person in (commissioner, lead)]
    flags = [page.context["page"].programmes[0].flags for page in pages]
    assert [one.partition(":")[0] for one in flags[0]] == ["Alder PCT", graduates.name]
    assert flags[1] == [] and "Worker S" not in pages[0].content.decode()


def test_the_lead_of_one_pct_sees_its_rows_and_the_programme_protected(
    client_of, graduates, trust, other_trust, practice
):
    make_accredited(graduates, trust, 1, None)
    make_accredited(graduates, other_trust, 2, None)
    page = client_of(roster.local_lead_of(trust)).get(reverse("accreditation_list", args=["graduates"]))
    assert [hint for hint, _ in listed(page)] == ["No. S1"]
    own, whole = (row[1]["text"] for row in page.context["figures"]["rows"])
    assert own == f"{TOO_FEW_PEOPLE}. The list below has the names."
    assert whole == f"{TOO_FEW_PEOPLE}. Ask the workforce lead, who has the list."


def test_a_facilitator_of_another_wave_finds_no_such_programme(client_of, graduates, wave):
    stranger = make_person("other@example.org", "facilitator", wave=wave)
    assert client_of(stranger).get(reverse("accreditation_list", args=["graduates"])).status_code == 404


def test_the_list_asks_as_many_queries_for_many_as_for_one(client_of, graduates, trust, lead):
    make_accredited(graduates, trust, 90, date(2007, 1, 31))
    address = reverse("accreditation_list", args=["graduates"])
    first = roster.queries_of(client_of(lead), address)
    make_many(graduates, trust)
    assert roster.queries_of(client_of(lead), address) == first
