"""The pages and the file of retention and turnover: who sees what of them, and that nothing of a person gets out (D13)."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from operations.models import AuditEvent
from tests.conftest import make_person
from tests.workforce import roster
from workforce.computing import months

BEGAN = roster.BEGAN
LEFT = date(2006, 6, 8)
NAME, NUMBER = "Sentinel Sparrow", "SENTINEL-7"
PAGES = ("retention", "turnover", "retention_csv")
EVERYBODY = (
    "manager", "clinician", "data_officer", "commissioner", "facilitator", "administrator", "lay_member", "stranger",
    "worker", "supervisor", "local_lead", "auditor",
)  # fmt: skip


@pytest.fixture
def graduates(trust, practice):
    programme = roster.make_programme()
    roster.join(programme, practice)
    return programme


@pytest.fixture
def staff(graduates, trust, other_trust):
    """Twenty graduate workers of three employers: nine left for pay within five months, one was promoted."""
    cohort = roster.make_cohort(graduates)
    for place in range(20):
        add(graduates, (trust, other_trust)[place % 2], cohort, place)
    return graduates


def add(programme, commissioner, cohort, place):
    post = roster.make_post(programme, commissioner, number=f"P{place}")
    worker = roster.make_worker(programme, commissioner, f"S{place}", name=f"Person {place}")
    employer = roster.make_employer(f"Employer {place % 3}")
    reason = "pay" if place < 9 else "promotion" if place == 9 else None
    end = LEFT if reason else None
    roster.hold(
        post, worker, end=end, reason=reason, cohort=cohort, destination="nhs" if reason else "", employer=employer
    )


def page(client, programme, name="retention", **query):
    return client.get(reverse(name, args=[programme.slug]), query).content.decode()


def rows_of(client, programme, **query):
    content = client.get(reverse("retention_csv", args=[programme.slug]), query).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def figure(rows, **wanted):
    (row,) = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return row["value"]


def test_the_lead_sees_the_curve_the_counts_and_the_reasons(staff, client_of):
    shown = page(client_of(roster.lead_of(staff)), staff)

    assert "20 people held a role. Left it: 9; promoted: 1; in post: 10." in shown
    assert '<svg class="survival"' in shown
    assert "95% interval, log-log" in shown
    assert "Pay" in shown


def test_the_file_says_what_the_page_says(staff, client_of):
    """Row 5: nine of twenty had left by six months."""
    rows = rows_of(client_of(roster.lead_of(staff)), staff)

    assert figure(rows, grouped_by="", figure="still_in_role_percent", months="6") == "55.0"
    assert figure(rows, group="All", figure="left_reason_pay") == "9"
    assert figure(rows, group="All", figure="promoted") == "1"


def test_a_leaver_entered_later_lowers_the_curve_at_that_month(staff, client_of):
    """Row 5 of the systems, from the row to the file."""
    stays = staff.posts.get(number="P19").holdings.get()
    stays.end = date(2006, 11, 8)
    stays.save()

    rows = rows_of(client_of(roster.lead_of(staff)), staff)

    shares = [figure(rows, grouped_by="", figure="still_in_role_percent", months=month) for month in ("6", "12")]
    assert shares == ["55.0", "49.5"]


def test_others_see_no_curve_whole_per_cents_and_protected_counts(staff, administrator, client_of):
    shown = page(client_of(admin_of(staff)), staff)

    assert '<svg class="survival"' not in shown
    assert "20 people held a role. Left it: 10; promoted: *; in post: 10." in shown
    assert "55% (31% to 73%)" in shown


def admin_of(programme):
    return make_person("programme-administrator@example.org", "programme_administrator", programme=programme)


def test_others_cannot_ask_for_pcts_or_for_the_lead_s_figures(staff, client_of):
    client = client_of(admin_of(staff))

    shown = page(client, staff, by="commissioner", of="own")

    assert "Alder PCT" not in shown
    assert "20 people held a role. Left it: 10" in shown


def test_a_small_team_is_shown_to_its_lead_alone(graduates, trust, client_of):
    """Trap 25."""
    add(graduates, trust, roster.make_cohort(graduates), 0)

    shown = page(client_of(admin_of(graduates)), graduates)

    assert "* people held a role. Left it: *" in shown
    assert "withheld: fewer than 8 people" in shown


def test_the_lead_of_one_pct_sees_that_pct_as_it_is_and_the_programme_protected(staff, trust, client_of):
    client = client_of(roster.local_lead_of(trust))

    own, whole = page(client, staff), page(client, staff, of="programme")

    assert "10 people held a role. Left it: 5" in own
    assert "20 people held a role. Left it: 10" in whole


def test_cohorts_are_told_apart_by_a_test_with_their_intervals(staff, other_trust, client_of):
    second = roster.make_cohort(staff, "C2", starts_on=date(2006, 9, 1))
    for place in range(20, 30):
        add(staff, other_trust, second, place)

    shown = page(client_of(roster.lead_of(staff)), staff)

    assert "Log-rank test: chi-square" in shown
    assert "It names no cause." in shown


def test_others_read_of_the_test_on_which_side_of_five_per_cent_it_lies(staff, trust, client_of):
    """D13: chi-square and p come from true counts."""
    second = roster.make_cohort(staff, "C2", starts_on=date(2006, 9, 1))
    for place in range(20, 29):
        post, worker = roster.make_post(staff, trust, number=f"P{place}"), roster.make_worker(staff, trust, f"S{place}")
        employer = roster.make_employer(f"Employer {place % 3}")
        roster.hold(post, worker, end=date(2006, 9, 8), reason="pay", cohort=second, employer=employer)

    shown = page(client_of(admin_of(staff)), staff)

    assert "Log-rank test: p less than 0.05." in shown or "Log-rank test: p 0.05 or more." in shown
    assert "chi-square" not in shown


def test_turnover_and_stability_of_a_roster_kept_too_short_say_so(graduates, trust, client_of, settings):
    """P2: the programme began on 16 January 2006."""
    settings.BUSINESS_CLOCK = "2007-01-10T09:00"
    add(graduates, trust, roster.make_cohort(graduates), 0)

    shown = page(client_of(roster.lead_of(graduates)), graduates, "turnover")

    assert "Turnover of the 12 months: The roster has been kept for less than 12 months." in shown


def test_turnover_of_the_year_with_its_months(staff, client_of):
    months.refresh(staff)

    shown = page(client_of(roster.lead_of(staff)), staff, "turnover")

    assert (
        "Turnover of the 12 months: 60.0%. Stability, those of 12 months ago who are still in the role: 52.6%." in shown
    )
    assert "Jun 2006" in shown


def test_others_see_no_single_month(staff, client_of):
    months.refresh(staff)

    shown = page(client_of(admin_of(staff)), staff, "turnover")

    assert "Turnover of the 12 months: 60%." in shown
    assert "Jun 2006" not in shown


def test_a_programme_without_anybody_has_its_pages(graduates, client_of):
    client = client_of(roster.lead_of(graduates))

    assert "Nobody has been in post" in page(client, graduates)
    assert "Nobody was in post 12 months ago." in page(client, graduates, "turnover")


def test_what_is_taken_away_is_written_down(staff, client_of):
    lead = roster.lead_of(staff)
    rows_of(client_of(lead), staff)

    event = AuditEvent.objects.get(event="retention.exported")

    assert (event.actor_id, event.details["exact"]) == (lead.pk, True)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", EVERYBODY)
def test_no_name_and_no_reason_of_a_single_leaver_gets_out(role, name, graduates, trust, practice, client_of, request):
    """D13: the sentinel left for pay; nobody but the lead learns that, nor that anybody did."""
    holding = sentinel(graduates, trust, practice)
    client = client_of(person_as(role, graduates, trust, practice, holding, request))

    content = client.get(reverse(name, args=[graduates.slug])).content.decode()

    assert NAME not in content
    assert NUMBER not in content
    assert role == "local_lead" or "left_reason_pay,,1" not in content
    assert role == "local_lead" or "Left it: 1" not in content


@pytest.mark.parametrize("name", PAGES)
def test_no_page_of_figures_names_a_person_even_to_the_lead(name, graduates, trust, practice, client_of):
    sentinel(graduates, trust, practice)

    content = client_of(roster.lead_of(graduates)).get(reverse(name, args=[graduates.slug])).content.decode()

    assert NAME not in content
    assert NUMBER not in content


def sentinel(programme, trust, practice):
    """One who left for pay, and somebody in post."""
    leaver = roster.make_worker(programme, trust, NUMBER, name=NAME)
    cohort = roster.make_cohort(programme)
    roster.hold(roster.make_post(programme, trust, practice), leaver, end=LEFT, reason="pay", cohort=cohort)
    stays = roster.make_worker(programme, trust, "S2")
    return roster.hold(roster.make_post(programme, trust, practice, number="P2"), stays, cohort=cohort)


def person_as(role, programme, trust, practice, holding, request):
    if role == "worker":
        return roster.staff_member_at(practice, holding.worker)
    if role == "supervisor":
        supervisor = roster.make_worker(programme, trust, "S9")
        roster.make_arrangement(holding.worker, supervisor)
        return roster.supervisor_at(trust, supervisor)
    if role == "local_lead":
        return roster.local_lead_of(trust)
    if role == "auditor":
        return make_person("auditor@example.org", "auditor", programme=programme)
    return request.getfixturevalue(role)


def test_more_people_ask_no_more_queries(staff, trust, client_of):
    client, cohort = client_of(roster.lead_of(staff)), staff.cohorts.get()
    counts = [queries_of(client, staff)]
    for place in range(30, 40):
        add(staff, trust, cohort, place)

    counts.append(queries_of(client, staff))

    assert counts[0] == counts[1]


def queries_of(client, programme):
    page(client, programme)
    with CaptureQueriesContext(connection) as found:
        page(client, programme)
        page(client, programme, "turnover")
    return len(found)
