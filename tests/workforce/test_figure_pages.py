"""Throughput and variation as pages and files: exact for those who lead, protected for everybody else (rows 3 and 6, D13)."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.permissions import Role
from operations.models import AuditEvent
from practices.months import add_months
from tests.conftest import make_person
from tests.workforce import roster
from workforce.actions.caseload import record_caseload
from workforce.jobs.recompute import recompute_programme
from workforce.models import SupervisionMonth

SECRET_BAND = "Grade Zanzibar"
SECRET_NAME = "Philippa Quagmire"
OUTLETS = ("throughput", "throughput_csv", "variation", "variation_csv", "caseload", "caseload_csv", "pulse_list")


@pytest.fixture
def graduates(trust, practice):
    programme = roster.make_programme()
    roster.join(programme, practice)
    return programme


@pytest.fixture
def teams(graduates, trust, other_trust, practice, elsewhere):
    """Six at Band 4 in one PCT, five at Band 5 in the other, of three employers."""
    one = roster.make_team(graduates, trust, practice, 6, prefix="A", band="4")
    return one, roster.make_team(graduates, other_trust, elsewhere, 5, prefix="B", band="5", contract="permanent")


@pytest.fixture
def administrator_here(graduates):
    return make_person("figures@example.org", Role.PROGRAMME_ADMINISTRATOR, programme=graduates)


@pytest.fixture
def facilitator_here(graduates, teams):
    return make_person("facilitates@example.org", Role.FACILITATOR, wave=graduates.waves.get())


def page_of(client, name, programme, **query):
    return client.get(reverse(name, args=[programme.slug]), query).content.decode("utf-8-sig")


def work(teams, lead, *, months=12):
    """Everybody sees 20 new patients a month, and 25 from the seventh on."""
    for worker in (one for team in teams for one in team):
        for place in range(months):
            month = add_months(date(2006, 2, 1), place)
            record_caseload(
                holding=worker.holdings.get(), month=month, new_patients=20 if place < 6 else 25, active=30, by=lead
            )
    recompute_programme(lead.grants.get().programme)


# ---- throughput


def test_the_trend_is_drawn_from_caseload_entries(client_of, teams, lead, graduates):
    """Row 3."""
    work(teams, lead)

    page = page_of(client_of(lead), "throughput", graduates)

    assert "Jan 2007: 25.0 new patients a WTE-month. Special cause" in page
    assert page.count("<circle") == 12


def test_the_benchmark_is_shown_as_derived(client_of, lead, graduates):
    """Row 46."""
    page = page_of(client_of(lead), "throughput", graduates)

    assert "25 new patients a WTE-month. It is derived, not published" in page
    assert "300 a WTE" in page


def test_others_get_rounded_counts(client_of, teams, lead, administrator_here, graduates):
    """D13: 275 of 11 WTE-months, which are too few for a rate."""
    work(teams, lead)

    rows = page_of(client_of(administrator_here), "throughput_csv", graduates).splitlines()

    assert rows[-1].startswith(f"{graduates.name},2007-01,275,10,,10,")
    assert "Alder PCT" not in "".join(rows)


def test_a_local_lead_gets_the_own_pct_exactly(client_of, teams, lead, trust, graduates):
    work(teams, lead)

    rows = page_of(client_of(roster.local_lead_of(trust)), "throughput_csv", graduates).splitlines()

    assert "Alder PCT,2007-01,150,6.0,25.0,6," in rows
    assert not any(row.startswith("Birch PCT") for row in rows)


def test_eleven_of_two_employers_are_withheld(client_of, graduates, trust, practice, lead, administrator_here):
    team = roster.make_team(graduates, trust, practice, 11, employers=2)
    work([team], lead, months=1)

    rows = page_of(client_of(administrator_here), "throughput_csv", graduates)

    assert "withheld: fewer than 3 employers" in rows
    assert "220" not in rows


def test_nothing_computed_yet_is_said(client_of, lead, graduates):
    assert "No month has been computed yet" in page_of(client_of(lead), "throughput", graduates)


# ---- variation


def test_two_pcts_with_different_bands_are_two_unlabelled_dots(client_of, teams, administrator_here, graduates):
    """Row 6."""
    page = page_of(client_of(administrator_here), "variation", graduates)
    chart = page.split('<title id="spread-GMHW-1-t">Pay band: Agenda for Change')[1].split("</svg>")[0]

    assert chart.count("<circle") == 2
    assert "PCT" not in chart.split("</desc>")[1]
    assert "Alder" not in page and "Birch" not in page
    assert "Only two PCTs have people in this role" in page


def test_of_one_pct_there_are_no_dots_for_others(client_of, graduates, trust, practice, administrator_here):
    """D13: twelve of three employers, and still the programme's figures would be those of the one PCT."""
    roster.make_team(graduates, trust, practice, 12, band=SECRET_BAND)

    page = page_of(client_of(administrator_here), "variation", graduates)

    assert "with one PCT the programme" in page
    assert "<circle" not in page and SECRET_BAND not in page


def test_the_lead_sees_which(client_of, teams, lead, graduates):
    """Row 6."""
    page = page_of(client_of(lead), "variation", graduates)

    assert "Alder PCT, 6" in page and "Birch PCT, 5" in page


def test_a_local_lead_is_told_the_own_pct_alone(client_of, teams, trust, graduates):
    rows = page_of(client_of(roster.local_lead_of(trust)), "variation_csv", graduates)

    assert ",Alder PCT,4,,6," in rows
    assert "Birch" not in rows


def test_a_facilitator_gets_no_pay(client_of, teams, facilitator_here, graduates):
    page = page_of(client_of(facilitator_here), "variation", graduates)

    assert "Supervision held" in page
    assert "Pay band" not in page and "Contract" not in page


def test_a_small_role_is_withheld_from_others(client_of, graduates, trust, practice, administrator_here):
    """D13."""
    roster.make_team(graduates, trust, practice, 7, band=SECRET_BAND)

    page = page_of(client_of(administrator_here), "variation", graduates)

    assert "withheld: fewer than 8 people" in page
    assert SECRET_BAND not in page


def test_bands_are_those_of_the_day(client_of, teams, lead, graduates):
    """P6: bands are effective-dated, Whitley and Agenda for Change apart."""
    holding = teams[0][0].holdings.get()
    holding.terms.update(end=date(2006, 9, 30), scheme="whitley", band="Scale 4")
    roster.make_terms(holding, start=date(2006, 10, 1), band="4")
    client = client_of(lead)

    before = page_of(client, "variation", graduates, **{"on-day": "30", "on-month": "9", "on-year": "2006"})

    assert "Pay band: Whitley" in before and "Scale 4" in before
    assert "Whitley" not in page_of(client, "variation", graduates)


def test_others_look_at_the_first_of_a_month(client_of, teams, administrator_here, graduates):
    asked = {"on-day": "20", "on-month": "9", "on-year": "2006"}

    assert "on 1 September 2006" in page_of(client_of(administrator_here), "variation", graduates, **asked)


def test_a_day_that_is_none_is_refused(client_of, teams, lead, graduates):
    asked = {"on-day": "31", "on-month": "2", "on-year": "2006"}

    assert "Enter a real date" in page_of(client_of(lead), "variation", graduates, **asked)


def test_supervision_is_banded_by_pct(client_of, teams, lead, graduates):
    for worker in teams[0]:
        SupervisionMonth.objects.create(
            worker=worker, month=date(2007, 1, 1), expected_minutes=240, planned_minutes=240, held_minutes=120,
            sessions_planned=4, sessions_held=2, sessions_missed=2,
        )  # fmt: skip

    rows = page_of(client_of(lead), "variation_csv", graduates)

    assert ",2007-02-08,Alder PCT,50% to under 75%,,6," in rows


def test_variation_shows_one_role_at_a_time_first_the_largest(client_of, teams, lead, graduates, trust, practice):
    roster.hold(roster.make_post(graduates, trust, practice, role="PCMHW"), roster.make_worker(graduates, trust))
    client = client_of(lead)

    largest = page_of(client, "variation", graduates)
    other = page_of(client, "variation", graduates, role="PCMHW")

    assert "spread-GMHW-1-t" in largest and "spread-PCMHW-1-t" not in largest
    assert "spread-PCMHW-1-t" in other and "spread-GMHW-1-t" not in other
    assert "role=PCMHW&amp;on-day=8" in largest


def test_variation_of_an_unknown_role_is_of_the_largest(client_of, teams, lead, graduates):
    assert "spread-GMHW-1-t" in page_of(client_of(lead), "variation", graduates, role="NONE")


def test_the_day_asked_for_keeps_the_role(client_of, teams, lead, graduates):
    page = page_of(client_of(lead), "variation", graduates, role="GMHW")

    assert '<input type="hidden" name="role" value="GMHW"' in page


def test_variation_takes_a_fixed_number_of_queries(client_of, teams, lead, graduates, django_assert_max_num_queries):
    client = client_of(lead)

    with django_assert_max_num_queries(22):
        page_of(client, "variation", graduates)


# ---- sentinels


def unseen(client, programme, *words):
    """Words of `words` that an outlet of this part shows, with the outlet."""
    found = {name: page_of(client, name, programme) for name in OUTLETS}
    return [(name, word) for name, text in found.items() for word in words if word in text]


def test_neither_names_nor_single_terms_reach_readers_of_figures(
    client_of, graduates, teams, trust, practice, administrator_here, facilitator_here, lay_member
):
    """D13, on every outlet: one worker of an own role, with a band, an employer and a name that stand nowhere else."""
    worker = roster.make_worker(graduates, trust, "SENTINEL", name=SECRET_NAME)
    post = roster.make_post(graduates, trust, practice, number="SENTINEL-POST", role="MHP")
    roster.hold(post, worker, band=SECRET_BAND, scheme="other", employer=roster.make_employer("Sentinel Trust"))
    words = (SECRET_NAME, SECRET_BAND, "SENTINEL", "Sentinel Trust")

    for reader in (administrator_here, facilitator_here, lay_member):
        assert unseen(client_of(reader), graduates, *words) == []


def test_nothing_of_pay_or_names_is_written_down(client_of, graduates, teams, lead, caplog):
    """D13: audit events, log lines and file names."""
    teams[0][0].holdings.get().terms.update(band=SECRET_BAND)
    teams[0][0].name = SECRET_NAME
    teams[0][0].save()
    client = client_of(lead)
    for name in OUTLETS:
        page_of(client, name, graduates)

    written = caplog.text + str(list(AuditEvent.objects.values_list("event", "details", "about_id")))
    assert SECRET_BAND not in written and SECRET_NAME not in written
