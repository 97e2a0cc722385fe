"""What a programme's workforce uses: frameworks, courses, benchmark."""

import pytest
from django.urls import reverse

from operations.models import AuditEvent
from tests.workforce import roster

SENT = {"frameworks": ["CBT", "ESC"], "trainings": ["MHP_DIP"], "benchmark": "250"}
ADDRESS = "/workforce/graduates/settings/"


def test_the_lead_switches_frameworks_and_courses_on_and_the_trail_has_old_and_new(client_of, graduates):
    client_of(roster.lead_of(graduates)).post(reverse("workforce_settings", args=["graduates"]), SENT)
    graduates.workforce.refresh_from_db()
    assert graduates.workforce.frameworks == ["CBT", "ESC"]
    assert (graduates.workforce.trainings, graduates.workforce.benchmark) == (["MHP_DIP"], 250)
    details = AuditEvent.objects.get(event="workforce.settings_changed").details
    assert details["benchmark"] == [300, 250]
    assert details["frameworks"] == [["ESC", "HEALTH", "KSF"], ["CBT", "ESC"]]


def test_saving_without_a_change_leaves_no_trace(client_of, graduates):
    same = {"frameworks": ["ESC", "HEALTH", "KSF"], "trainings": ["GMHW_PG", "MHP_DIP"], "benchmark": "300"}
    client_of(roster.lead_of(graduates)).post(ADDRESS, same)
    assert not AuditEvent.objects.exists()


def test_a_programme_without_settings_gets_them(client_of, graduates):
    graduates.workforce.delete()
    client_of(roster.lead_of(graduates)).post(ADDRESS, SENT)
    graduates.refresh_from_db()
    assert graduates.workforce.benchmark == 250


@pytest.mark.parametrize("benchmark", ["0", "-1", "many", ""])
def test_a_benchmark_is_a_whole_number_from_one(client_of, graduates, benchmark):
    page = client_of(roster.lead_of(graduates)).post(ADDRESS, {**SENT, "benchmark": benchmark})
    assert page.context["form"].errors["benchmark"]


def test_an_unknown_framework_is_refused(client_of, graduates):
    page = client_of(roster.lead_of(graduates)).post(ADDRESS, {**SENT, "frameworks": ["GONE"]})
    assert page.context["form"].errors["frameworks"]


def test_the_lead_of_one_pct_reads_them_and_does_not_change_them(client_of, graduates, trust):
    roster.make_post(graduates, trust)
    local = roster.local_lead_of(trust)
    assert client_of(local).get(ADDRESS).status_code == 200
    assert "Only the lead of the whole programme" in client_of(local).post(ADDRESS, SENT).content.decode()
    graduates.workforce.refresh_from_db()
    assert graduates.workforce.benchmark == 300


def test_whoever_may_not_change_them_is_offered_no_button(client_of, graduates, trust):
    roster.make_post(graduates, trust)

    assert "Save the settings" not in client_of(roster.local_lead_of(trust)).get(ADDRESS).content.decode()
    assert "Save the settings" in client_of(roster.lead_of(graduates)).get(ADDRESS).content.decode()


def test_others_of_the_programme_may_not_and_strangers_find_nothing(
    client_of, graduates, trust, commissioner, stranger
):
    roster.make_post(graduates, trust)
    assert client_of(commissioner).get(ADDRESS).status_code == 403
    assert client_of(stranger).get(ADDRESS).status_code == 404
