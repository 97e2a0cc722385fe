"""The expert's page of one chart: who may open it, what it shows to whom, what it says of too short a series."""

import csv

import pytest
from django.urls import reverse

from measures import other_rules_words as words
from operations.models import AuditEvent

OWN = ["W1", "practice", "A99001", "gp_consultations"]
WAVE = ["W1", "wave", "wave", "gp_consultations"]


def fetch(client, place=OWN, query=""):
    return client.get(reverse("series_rules", args=place) + query)


def csv_rows(response):
    return list(csv.reader(response.content.decode("utf-8-sig").splitlines()))


@pytest.mark.parametrize("place", [OWN, WAVE, ["W1", "commissioner", "5W0", "long_absence"]], ids=lambda one: one[1])
def test_the_page_stands_behind_a_chart_of_every_level(client_of, returned, manager, place):
    response = fetch(client_of(manager), place)

    assert response.status_code == 200
    assert response.context["page"].one_for_all in response.content.decode()


def test_the_chart_in_use_is_named_with_its_reason_and_comes_first(client_of, returned, manager):
    """L8"""
    page = fetch(client_of(manager)).context["page"]

    first, *others = page.table["rows"]
    name, hint = first[0]["text"], first[0]["hint"]
    assert hint == "In use"
    assert name not in [row[0] for row in page.not_chosen["rows"]]
    assert dict(page.in_use)["Which chart"].startswith(name.split(" (")[0])
    assert {row[0]["hint"] for row in others} == {""}


def test_each_rule_set_leads_to_its_explanation_and_tells_its_false_alarms(client_of, returned, manager):
    client = client_of(manager)
    rows = fetch(client).context["page"].table["rows"]

    answers = {client.get(row[1]["href"]).status_code for row in rows}

    assert answers == {200}
    assert all(row[-1]["text"].endswith("%") for row in rows)


def test_the_months_of_each_rule_are_named(client_of, returned, manager):
    """The rates of the made returns fall in the seventeenth month and stay there."""
    rows = fetch(client_of(manager)).context["page"].marked["rows"]

    shifts = [row for row in rows if row[1:3] == ["NHS Making Data Count", "Shift of 7"]]
    assert "to Dec 2006, low" in shifts[0][3]


def test_a_chart_links_to_its_page(client_of, returned, manager):
    response = client_of(manager).get(reverse("practice_dashboard", args=["W1", "A99001"]))

    assert reverse("series_rules", args=OWN) in response.content.decode()


def test_a_neighbours_page_is_not_found(client_of, returned, manager):
    """R1"""
    assert fetch(client_of(manager), ["W1", "practice", "A99002", "gp_consultations"]).status_code == 404


@pytest.mark.parametrize("place", [["W1", "practice", "A99001", "nothing"], ["W1", "no", "A99001", "referrals"]])
def test_an_unknown_chart_is_not_found(client_of, returned, manager, place):
    assert fetch(client_of(manager), place).status_code == 404


def test_nothing_can_be_sent_to_the_page(client_of, returned, manager):
    assert client_of(manager).post(reverse("series_rules", args=OWN)).status_code == 405


def test_others_read_that_figures_are_protected(client_of, returned, facilitator):
    """P11"""
    response = fetch(client_of(facilitator), OWN)

    assert response.context["page"].is_protected
    assert "Protected figures" in response.content.decode()


def test_the_figures_of_others_follow_from_what_they_are_shown(client_of, returned, facilitator):
    """P11: the centre is the sum of the published counts over each other."""
    client = client_of(facilitator)
    rows = csv_rows(client.get(reverse("series_csv", args=OWN)))
    [head] = [number for number, row in enumerate(rows) if row[:1] == ["month"]]
    shown = [(float(row[1]), float(row[2])) for row in rows[head + 1 :] if row[3]]

    compared = csv_rows(fetch(client, OWN, "?format=csv"))

    prime = next(row for row in compared if row[:1] == ["u-prime chart (with Laney)"])
    before = shown[: int(prime[8])]
    assert float(prime[3]) == pytest.approx(100 * sum(up for up, _ in before) / sum(down for _, down in before))


def test_below_ten_months_the_page_says_what_each_rule_needs(client_of, crowd, manager):
    made = crowd(1)
    person = manager
    person.grants.update(organisation=made[0])

    page = fetch(client_of(person), ["W1", "practice", made[0].ods_code, "gp_consultations"]).context["page"]

    assert (page.table, page.marked) == (None, None)
    assert page.can_speak["rows"][0][:2] == ["Anhøj rules on a run chart", "10 months off the median"]


# ---- the file


def test_the_file_says_what_it_is_and_holds_the_table(client_of, returned, manager):
    """L9"""
    client = client_of(manager)
    page = fetch(client).context["page"]

    rows = csv_rows(fetch(client, OWN, "?format=csv"))

    about = {row[0]: row[1] for row in rows if len(row) > 1}
    assert about["measure_code"] == "gp_consultations"
    assert about["limits_are_of_month"] == "2006-12"
    [head] = [number for number, row in enumerate(rows) if row[:3] == ["chart", "rule_set", "in_use"]]
    table = rows[head + 1 : head + 1 + len(page.table["rows"])]
    assert [f"{float(row[3]):,.2f}" for row in table] == [row[2]["text"] for row in page.table["rows"]]


def test_the_file_names_each_month_that_a_rule_marks(client_of, returned, manager):
    rows = csv_rows(fetch(client_of(manager), OWN, "?format=csv"))

    [shift, *_] = [row for row in rows if row[1:3] == ["NHS Making Data Count", words.RULE_NAMES["shift"]]]
    assert shift[4].endswith("2006-11 2006-12")


def test_taking_the_comparison_away_is_written_down(client_of, returned, manager):
    response = fetch(client_of(manager), OWN, "?format=csv")

    event = AuditEvent.objects.get(event="figures.exported")
    assert event.details["file"] == "w1-a99001-gp_consultations-rules.csv"
    assert event.details["file"] in response["Content-Disposition"]


def test_looking_at_the_page_is_not_an_export(client_of, returned, manager):
    fetch(client_of(manager))

    assert not AuditEvent.objects.filter(event="figures.exported").exists()
