"""How much a supervisor has: by the WTE of those supervised, a group once for all, against what the programme has set (P5)."""

import pytest
from django.urls import reverse

from tests.workforce import roster
from workforce.models import WorkforceProgramme
from workforce.supervisor_load import Arranged, Load, loads

HOUR = {"minutes": 60, "every_days": 7, "is_pro_rata": True, "wte": 1.0, "kind": "case_management"}
GROUP = {**HOUR, "kind": "group", "minutes": 90, "is_pro_rata": False}


def load_of(*rows, wte=1.0):
    arranged = [Arranged(1, number, **row) for number, row in enumerate(rows)]
    return loads(arranged, {1: wte})[1]


def test_half_a_wte_is_half_an_hour_where_the_arrangement_says_so():
    assert load_of({**HOUR, "wte": 0.5}).minutes == 30
    assert load_of({**HOUR, "wte": 0.5, "is_pro_rata": False}).minutes == 60


@pytest.mark.parametrize(("trainees", "minutes"), [(1, 90), (3, 90), (4, 180)])
def test_a_group_of_up_to_three_is_led_once(trainees, minutes):
    assert load_of(*[GROUP] * trainees).minutes == minutes


def test_people_are_counted_once_and_by_the_wte_of_their_supervisor():
    rows = [Arranged(1, 7, **HOUR), Arranged(1, 7, **GROUP), Arranged(1, 8, **HOUR)]

    found = loads(rows, {1: 0.5})[1]

    assert (found.people, found.people_per_wte) == (2, 4)


def test_without_a_post_there_is_nothing_to_divide_by():
    assert Load(3, 180, 0).people_per_wte is None
    assert not Load(3, 180, 0).is_above(1)


@pytest.mark.parametrize(("most", "is_above"), [(None, False), (2, False), (1, True)])
def test_a_load_is_above_what_was_set_and_never_above_nothing(most, is_above):
    assert Load(2, 120, 1.0).is_above(most) is is_above


def test_the_page_says_who_has_more_than_the_programme_has_set(client_of, graduates, trust, lead):
    supervisor = roster.make_worker(graduates, trust, "V1")
    roster.hold(roster.make_post(graduates, trust, number="VP", role="PSY"), supervisor)
    for number in ("S1", "S2"):
        roster.make_arrangement(roster.make_worker(graduates, trust, number), supervisor)
    WorkforceProgramme.objects.update(supervisees_per_wte=1)

    page = client_of(lead).get(reverse("supervisor_loads", args=["graduates"])).content.decode()

    assert "2.0: above 1" in page
