"""The value page: costs entered here, changes as the reader may see them, every assumption, no verdict on thin ice."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from collaborative.dashboards import value_page
from collaborative.models import ProgrammeCost, UnitCost
from collaborative.value import Range
from measures.definitions import all_definitions
from measures.disclosed_changes import Change
from measures.disclosure import Pool
from tests.collaborative import improvement

GIVEN = {
    "gp_consultations-cost": "25",
    "gp_consultations-low": "20",
    "gp_consultations-high": "30",
    "gp_consultations-source": "Local tariff",
    "gp_consultations-year": "2006",
    "amount": "12000",
    "months": "12",
    "source": "Budget of the wave",
}
COST = UnitCost(measure="gp_consultations", cost=25, low=20, high=30, source="Local tariff", year=2006)
A_YEAR = ProgrammeCost(amount=12000, months=12, source="Budget of the wave")
FALL = Change(
    percent=-12,
    lower=-18,
    upper=-5,
    difference=-12,
    difference_lower=-18,
    difference_upper=-5,
    per=100,
    current=Pool(1760, 2000, 3, 6),
)
# Per registered patient there is a fall too, of less.
REGISTERED = Change(percent=-5, lower=-9, upper=-1)
MONTHS = (date(2006, 10, 1), date(2006, 11, 1), date(2006, 12, 1))


@pytest.fixture
def on(wave):
    improvement.switch_on(wave.programme)


@pytest.fixture
def page_of(monkeypatch):
    """The page when consultations changed so, the list stands so, and the programme costs 12,000 pounds a year."""

    def make(change, *, registered=REGISTERED, is_building=False, is_list_shown=True, programme=A_YEAR):
        data = SimpleNamespace(headline="list_building", current_months=MONTHS)
        series = SimpleNamespace(is_headline_withheld=is_building, is_list_shown=is_list_shown, data=data)
        found = {"change": (change, "6 practices"), "registered_change": (registered, "")}
        monkeypatch.setattr(value_page, "change_of", lambda shown, name: found[name])
        gathered = SimpleNamespace(series=lambda *place: series)
        return value_page.value_page(gathered, all_definitions(), [COST], programme)

    return make


def text(response):
    return response.content.decode()


def url(name):
    return reverse(name, args=["W1"])


def test_the_sum_is_that_done_by_hand(page_of):
    page = page_of(FALL)

    # 240 fewer (100 to 360) at 25 (20 to 30) pounds, less three months of 1,000.
    assert page.measures[0].events == Range(240, 100, 360)
    assert page.measures[0].worth == Range(6000, 2000, 10800)
    assert page.net == Range(3000, -1000, 7800)
    assert "nothing can be said" in page.verdict


def test_of_protected_figures_the_sum_rests_on_the_counts_that_are_shown(page_of):
    """A change of 1.05 per 100 is told as 1: of 20,000 person-months that would be 200 events in place of 210."""
    baseline, current = Pool(1010, 20000, 3, 6), Pool(800, 20000, 3, 6)
    told = replace(FALL, difference=-1, is_protected=True, baseline=baseline, current=current)

    events = page_of(told).measures[0].events

    assert round(events.best, 6) == 210
    assert events.low < 210 < events.high


def test_a_verdict_is_given_where_the_whole_range_lies_on_one_side(page_of):
    page = page_of(FALL, programme=ProgrammeCost(amount=1200, months=12))

    assert page.net == Range(5700, 1700, 10500)
    assert "worth more than the programme cost, even at the low end" in page.verdict


def test_nothing_is_valued_while_the_list_is_building(page_of):
    page = page_of(FALL, is_building=True)

    assert page.measures[0].worth is None and page.net is None
    assert page.measures[0].reason == "The list is still being built"


def test_nothing_is_valued_where_nothing_is_said_of_the_list(page_of):
    page = page_of(FALL, is_list_shown=False)

    assert page.measures[0].worth is None and page.net is None
    assert page.measures[0].reason == value_page.LIST_WITHHELD


@pytest.mark.parametrize("registered", [replace(REGISTERED, percent=2), Change(reason="too_few")], ids=["rise", "none"])
def test_a_fall_that_only_the_list_makes_is_not_valued(page_of, registered):
    """Of as many consultations among more people there are fewer for each, and nothing is saved."""
    page = page_of(FALL, registered=registered)

    assert page.measures[0].worth is None and page.net is None
    assert page.measures[0].reason == value_page.UNCONFIRMED


def test_each_value_says_of_whom_it_is_and_what_registered_patients_say(page_of):
    page = page_of(FALL)

    assert page.measures[0].basis == "Oct 2006 to Dec 2006: 6 practices"
    assert page.measures[0].registered.startswith("Per registered patient, a change of −5")


@pytest.mark.parametrize(
    "change",
    [Change(reason="small_counts"), replace(FALL, difference_lower=None, difference_upper=None)],
    ids=["withheld", "no interval"],
)
def test_what_may_not_be_shown_is_not_valued_and_says_why(page_of, change):
    page = page_of(change)

    assert page.measures[0].worth is None and page.net is None
    assert page.measures[0].reason
    assert "no sum is made" in page.verdict


def test_without_the_programmes_cost_nothing_is_set_against(page_of):
    page = page_of(FALL, programme=None)

    assert page.net is None
    assert "The programme's cost is not entered" in page.verdict
    assert page.gross == Range(6000, 2000, 10800)


def test_a_measure_with_a_price_and_no_figure_leaves_no_sum(page_of):
    page = page_of(Change(reason="small_counts"))

    assert [what for what, _ in value_page.sums_of(page)] == ["Cost of the programme over three months"]


def test_the_sums_are_said_in_three_figures_and_filed_in_whole_pounds(page_of):
    page = page_of(FALL, programme=ProgrammeCost(amount=4938, months=12, source="Budget"))

    # 6,000 (2,000 to 10,800) less 1,234.50.
    assert value_page.sums_of(page)[-1] == ("Left over", "£4,770 (£766 to £9,570)")
    assert ["Left over (£)", 4766, 766, 9566] in value_page.notes_of(page)


@pytest.mark.parametrize(("amount", "words"), [(-1234567, "−£1,230,000"), (-0.2, "£0"), (0.6, "£1"), (0, "£0")])
def test_pounds_are_said_in_three_figures(amount, words):
    assert value_page.pounds(amount) == words


@pytest.mark.parametrize("name", ["value", "value_csv", "value_costs"])
def test_the_page_does_not_exist_while_it_is_off(client_of, facilitator, name):
    assert client_of(facilitator).get(url(name)).status_code == 404


def test_costs_are_entered_and_every_assumption_is_shown(client_of, facilitator, returned, on):
    page = text(client_of(facilitator).post(url("value_costs"), GIVEN, follow=True))

    assert UnitCost.objects.get().source == "Local tariff"
    assert "Local tariff, prices of 2006" in page
    for words in value_page.ASSUMPTIONS:
        assert words.replace("'", "&#x27;") in page


def test_costs_left_empty_are_taken_away(client_of, facilitator, wave, on):
    client = client_of(facilitator)
    client.post(url("value_costs"), GIVEN)

    client.post(url("value_costs"), {"save": "Save the costs"})

    assert not UnitCost.objects.exists() and not ProgrammeCost.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"gp_consultations-low": "26"}, "GP consultations: the cost must lie between"),
        ({"gp_consultations-source": ""}, "GP consultations: enter this too, or leave all empty"),
        ({"months": ""}, "The programme: enter this too, or leave all empty"),
        ({"gp_consultations-cost": "-5"}, "Enter 0 or more"),
    ],
    ids=str,
)
def test_costs_that_are_wrong_are_refused(client_of, facilitator, wave, on, changes, said):
    assert said in text(client_of(facilitator).post(url("value_costs"), GIVEN | changes))
    assert not UnitCost.objects.exists()


def test_readers_of_protected_figures_get_the_sum_of_those(client_of, lay_member, facilitator, returned, on):
    """Two practices under one PCT and one under another are too few to publish: withheld, and not valued."""
    client_of(facilitator).post(url("value_costs"), GIVEN)

    page = text(client_of(lay_member).get(url("value")))

    assert "Not valued. " in page
    assert "no sum is made" in page


def test_the_file_has_the_costs_and_what_is_assumed(client_of, facilitator, returned, on):
    client = client_of(facilitator)
    client.post(url("value_costs"), GIVEN)

    lines = client.get(url("value_csv")).content.decode("utf-8-sig").splitlines()

    assert len([line for line in lines if line.startswith("Assumption")]) == len(value_page.ASSUMPTIONS)
    assert "Local tariff" in lines[1]


@pytest.mark.parametrize("person", ["manager", "lay_member"])
def test_those_who_read_do_not_enter_costs(request, client_of, wave, on, person):
    assert client_of(request.getfixturevalue(person)).post(url("value_costs"), GIVEN).status_code == 403
