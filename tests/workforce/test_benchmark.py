"""The benchmark: a group beside the programme with quartiles and n, no rank (P7); protected for all but its lead."""

import numpy as np
import pytest
from django.urls import reverse

from accounts.permissions import Role
from tests.conftest import make_person
from tests.workforce import roster
from workforce.benchmark import (
    NOBODY,
    WITH_REST,
    Group,
    all_quartiles,
    band_places,
    one_a_person,
    shares_held,
)
from workforce.disclosure import TOLD_BY_OWN


def people(*groups):
    """Groups of (PCT, how many, value), each person of one of three employers in turn."""
    rows = [(trust, value) for trust, number, value in groups for _ in range(number)]
    return {
        "worker": np.arange(len(rows)),
        "employer": np.arange(len(rows)) % 3,
        "trust": np.array([trust for trust, _ in rows]),
        "value": np.array([value for _, value in rows], dtype=float),
    }


def group(table, trusts, exact=False):
    return Group(np.isin(table["trust"], list(trusts)), exact)


def of(table, trust, *, exact=False, is_ordinal=False):
    """Of one PCT, on a page with the programme."""
    groups = [group(table, set(table["trust"])), group(table, trust, exact)]
    return all_quartiles(table, groups, is_ordinal=is_ordinal)[1]


def whys(table, *groups):
    return [one.why for one in all_quartiles(table, [group(table, *one) for one in groups], is_ordinal=False)]


def test_quartiles_stand_on_their_people():
    table = people(("A", 8, 10.0), ("A", 8, 20.0), ("B", 8, 50.0))

    found = of(table, "A")

    assert (found.people, found.lower, found.median, found.upper, found.why) == (16, 10, 15, 20, "")


def test_a_band_between_two_is_a_band_that_somebody_has():
    table = people(("A", 8, 4.0), ("A", 8, 5.0))

    assert of(table, "A", is_ordinal=True).median in (4, 5)


@pytest.mark.parametrize(("number", "is_shown"), [(7, False), (8, True)])
def test_seven_people_are_withheld_from_all_but_their_lead(number, is_shown):
    table = people(("A", number, 1.0), ("B", 30, 2.0))

    assert (of(table, "A").median is not None) == is_shown
    assert of(table, "A", exact=True).median == 1


def test_two_employers_are_withheld():
    table = {**people(("A", 12, 1.0)), "employer": np.array([0, 1] * 6)}

    assert "employers" in of(table, "A").why


def test_what_would_tell_the_few_outside_is_withheld():
    table = people(("A", 20, 1.0), ("B", 3, 2.0))

    assert of(table, "A").why == WITH_REST


def test_d13_a_pct_beside_a_wave_does_not_tell_the_few_of_the_other_pct_of_the_wave():
    table = people(("A", 12, 1.0), ("B", 3, 2.0), ("C", 20, 3.0))

    assert whys(table, ["ABC"], ["AB"], ["A"]) == ["", "", WITH_REST]


def test_d13_who_leads_a_pct_is_not_told_of_the_few_outside_by_the_programme():
    table = people(("A", 12, 1.0), ("B", 3, 2.0))

    assert whys(table, ["AB"], ["A", True]) == [TOLD_BY_OWN, ""]


def test_d13_two_pcts_of_one_commissioner_do_not_tell_the_few_of_the_third():
    table = people(("A", 12, 1.0), ("B", 12, 2.0), ("C", 3, 3.0))

    assert whys(table, ["ABC"], ["A"], ["B"]) == ["", WITH_REST, WITH_REST]


def test_d13_a_pct_that_is_withheld_does_not_follow_from_all_the_others():
    table = people(("A", 12, 1.0), ("B", 12, 2.0), ("C", 3, 3.0))

    assert all(whys(table, ["ABC"], ["A"], ["B"], ["C"])[1:])


def test_groups_of_the_same_people_are_all_shown():
    table = people(("A", 12, 1.0), ("B", 12, 2.0))

    assert whys(table, ["AB"], ["AB"], ["A"]) == ["", "", ""]


def test_nobody_with_a_value_is_no_nought():
    table = people(("A", 9, None), ("B", 9, 1.0))

    assert (of(table, "A").why, of(table, "A").median) == (NOBODY, None)


def test_somebody_with_two_posts_counts_once():
    """By the first that has a value, be it the higher."""
    table = {"worker": np.array([1, 1, 2, 1]), "employer": np.array([1, 1, 2, 1]), "trust": np.array(["A"] * 4)}

    assert one_a_person(table, np.array([np.nan, 3.0, 4.0, 2.0]))["value"].tolist() == [3.0, 4.0]


def test_bands_of_other_terms_have_no_place():
    table = {"scheme": np.array(["afc", "whitley"]), "band": np.array(["5", "5"])}

    assert band_places(table, "afc", ["4", "5"]).tolist()[0] == 1
    assert np.isnan(band_places(table, "afc", ["4", "5"])).tolist() == [False, True]


def test_supervision_of_whom_none_was_expected_is_no_share():
    table = {"held": np.array([30, 30, np.nan]), "expected": np.array([60.0, 0.0, np.nan])}

    assert np.isnan(shares_held(table)).tolist() == [False, True, True]


# ---- the page


@pytest.fixture
def teams(graduates, trust, other_trust, practice, elsewhere):
    """Twelve at Band 4 in one PCT, nine at Band 6 in the other."""
    roster.join(graduates, practice)
    roster.join(graduates, elsewhere)
    roster.make_team(graduates, trust, practice, 12, prefix="A", band="4")
    return roster.make_team(graduates, other_trust, elsewhere, 9, prefix="B", band="6")


def page(client, programme, name="benchmark"):
    return client.get(reverse(name, args=[programme.slug])).content.decode("utf-8-sig")


def test_the_lead_sees_every_pct_beside_the_programme(teams, graduates, client_of):
    shown = page(client_of(roster.lead_of(graduates)), graduates)

    assert "In the programme the median is Band 4; the middle half lies from Band 4 to Band 6." in shown
    assert "Alder PCT" in shown and "Birch PCT" in shown and "not ranked" in shown


def test_a_commissioner_sees_the_own_pct_and_no_other(teams, graduates, trust, client_of, commissioner):
    shown = page(client_of(commissioner), graduates)

    assert "Alder PCT" in shown
    assert "Birch" not in shown


def test_others_see_no_pct(teams, graduates, client_of):
    person = make_person("figures@example.org", Role.PROGRAMME_ADMINISTRATOR, programme=graduates)

    shown = page(client_of(person), graduates)

    assert "The programme" in shown
    assert "Alder" not in shown and "Birch" not in shown


def test_a_facilitator_gets_no_pay(teams, graduates, client_of):
    person = make_person("facilitates@example.org", Role.FACILITATOR, wave=graduates.waves.get())

    shown = page(client_of(person), graduates) + page(client_of(person), graduates, "benchmark_csv")

    assert "Supervision held" in shown
    assert "Band " not in shown and "Pay band" not in shown


def test_the_file_holds_what_the_page_holds(teams, graduates, client_of):
    rows = page(client_of(roster.lead_of(graduates)), graduates, "benchmark_csv")

    assert "Alder PCT,Band 4,Band 4,Band 4,12," in rows
    assert "Birch PCT,Band 6,Band 6,Band 6,9," in rows


def test_more_people_ask_no_more_queries(teams, graduates, trust, practice, client_of, django_assert_max_num_queries):
    client = client_of(roster.lead_of(graduates))
    roster.make_team(graduates, trust, practice, 10, prefix="C", band="5")

    with django_assert_max_num_queries(30):
        page(client, graduates)
