"""The page of a wave's targets: read by all, set and ended by those who answer for the wave."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from measures.models import MeasureTarget

PAGE = ("measure_targets", ["W1"])
SET = ("target_set", ["W1", "long_absence"])
END = ("target_end", ["W1", "long_absence"])
GIVEN = {"set-long_absence-value": "4.5", "set-long_absence-reason": "The board's aim"}


def url(page):
    return reverse(page[0], args=page[1])


def text(response):
    return response.content.decode()


@pytest.fixture
def target(wave, facilitator):
    return MeasureTarget.objects.create(
        wave=wave, measure="long_absence", value=Decimal("4.5"), reason="The aim of the board", set_by=facilitator
    )


def test_a_target_is_set_and_stands_on_the_page(client_of, facilitator):
    response = client_of(facilitator).post(url(SET), GIVEN, follow=True)

    assert MeasureTarget.objects.get().value == Decimal("4.5")
    assert "The target of Absence of 13 weeks or more is set." in text(response)
    assert re.search(r">4\.5\s*<", text(response))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"set-long_absence-value": ""}, "Enter the target as a number"),
        ({"set-long_absence-value": "four"}, "such as 12.5"),
        ({"set-long_absence-value": "-1"}, "Enter 0 or more"),
        ({"set-long_absence-value": "101"}, "100 or less"),
        ({"set-long_absence-value": "NaN"}, "such as 12.5"),
        ({"set-long_absence-reason": ""}, "Say where this target comes from"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_nothing_is_stored(client_of, facilitator, changes, said):
    response = client_of(facilitator).post(url(SET), GIVEN | changes)

    assert response.status_code == 200
    assert said in text(response)
    assert not MeasureTarget.objects.exists()


def test_a_target_is_ended_with_a_reason_that_stays_on_the_page(client_of, administrator, target):
    response = client_of(administrator).post(url(END), {"end-long_absence-reason": "Dropped in July"}, follow=True)

    assert "Dropped in July" in text(response)
    assert "The aim of the board" in text(response)
    assert not MeasureTarget.objects.in_force().exists()


def test_ending_without_a_reason_is_refused(client_of, facilitator, target):
    response = client_of(facilitator).post(url(END), {})

    assert "Say why this target is ended" in text(response)
    assert MeasureTarget.objects.in_force().exists()


def test_a_measure_without_a_better_direction_has_no_form(client_of, facilitator):
    page = text(client_of(facilitator).get(url(PAGE)))

    assert "More is neither better nor worse in this measure, so it has no target" in page
    assert "set-other_staff_consultations" not in page
    refused = client_of(facilitator).post(
        reverse("target_set", args=["W1", "other_staff_consultations"]),
        {"set-other_staff_consultations-value": "4", "set-other_staff_consultations-reason": "Aim"},
    )
    assert not MeasureTarget.objects.exists()
    assert refused.status_code == 200


@pytest.mark.parametrize("person", ["manager", "commissioner", "lay_member"])
def test_all_read_the_targets_and_do_not_change_them(request, client_of, target, person):
    client = client_of(request.getfixturevalue(person))

    page = text(client.get(url(PAGE)))

    assert "The aim of the board" in page
    assert "<textarea" not in page
    assert target.set_by.name not in page
    assert client.post(url(SET), GIVEN).status_code == 403
    assert client.post(url(END), {"end-long_absence-reason": "No"}).status_code == 403


def test_a_stranger_finds_no_targets(client_of, stranger, wave):
    assert client_of(stranger).get(url(PAGE)).status_code == 404


def test_an_unknown_measure_is_not_found(client_of, facilitator):
    assert client_of(facilitator).post(reverse("target_set", args=["W1", "of_old"]), {}).status_code == 404
