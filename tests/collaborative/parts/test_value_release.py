"""P6: of the true counts behind one release, the value page and its file tell others nothing."""

import re

from django.urls import reverse

from measures.definitions import all_definitions
from tests.collaborative import improvement
from tests.collaborative.parts.test_value_page import GIVEN
from tests.collaborative.test_same_release import members, send

__all__ = ["members"]  # a fixture, which pytest finds by its name
PARTS = ("cost", "low", "high", "source", "year")


def enter_all_costs(client):
    units = {f"{code}-{part}": GIVEN[f"gp_consultations-{part}"] for code in all_definitions() for part in PARTS}
    client.post(reverse("value_costs", args=["W1"]), GIVEN | units, follow=True)


def seen(client):
    found = [client.get(reverse(name, args=["W1"])).content.decode() for name in ("value", "value_csv")]
    return [re.sub(r'(csrf\w*" value=|nonce=)"?[\w-]+"?', "", one) for one in found]


def test_what_others_are_told_depends_on_what_is_released_alone(client_of, wave, members, facilitator, lay_member):
    improvement.switch_on(wave.programme)
    enter_all_costs(client_of(facilitator))
    client = client_of(lay_member)
    send(wave, members)
    before = seen(client)
    send(wave, members, {0: 2, 8: -2, 10: 1, 11: -1})

    assert seen(client) == before
    assert "The figures here are worked out from rounded counts" in before[0]
