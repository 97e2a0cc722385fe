"""D13: who knows a PCT exactly is not told by the programme's figures of the few outside it."""

import pytest
from django.urls import reverse

from tests.workforce import roster
from workforce.dashboards.led_places import led_by, rest_is_few
from workforce.dashboards.retention_reading import OWN, WHOLE, sights_of


@pytest.fixture
def own(graduates, trust):
    return roster.make_team(graduates, trust, None, 9, prefix="A")


@pytest.mark.parametrize(("people", "employers", "is_few"), [(0, 3, False), (7, 3, True), (8, 2, True), (8, 3, False)])
def test_d13_the_rest_is_few_below_eight_people_or_three_employers(
    graduates, trust, other_trust, own, people, employers, is_few
):
    roster.make_team(graduates, other_trust, None, people, prefix="B", employers=employers)

    assert rest_is_few(led_by(roster.local_lead_of(trust), graduates), graduates) == is_few
    assert not rest_is_few(led_by(roster.lead_of(graduates), graduates), graduates)


@pytest.mark.parametrize(("people", "keys"), [(3, [OWN]), (8, [OWN, WHOLE])])
def test_d13_retention_of_the_programme_is_offered_beside_enough_others(
    graduates, trust, other_trust, own, people, keys
):
    roster.make_team(graduates, other_trust, None, people, prefix="B")

    assert [sight.key for sight in sights_of(roster.local_lead_of(trust), graduates)] == keys


@pytest.mark.parametrize("name", ["supervision", "supervision_csv"])
def test_d13_supervision_of_the_programme_is_withheld_and_the_own_is_not(
    client_of, graduates, trust, other_trust, own, name
):
    roster.make_team(graduates, other_trust, None, 3, prefix="B")

    page = client_of(roster.local_lead_of(trust)).get(reverse(name, args=[graduates.slug])).content.decode()

    assert "those outside your own PCTs are too few" in page
    assert "fewer than 8 people" not in page
