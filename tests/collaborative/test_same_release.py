"""P6: where all that others are shown stays the same, so does every page and file of theirs, whatever the true counts are."""

import re
from functools import partial

import pytest

from accounts.permissions import Role
from measures.computing.recompute import recompute_wave
from measures.models import MonthlyReturn
from tests.collaborative.conftest import returns_of
from tests.conftest import make_organisation, make_person, make_practice
from tests.measures.test_rebases import make_rebase

# Nine practices of round counts, whose bands reach two to either side; the others of one to seven referrals and absences.
ROUND = (8200, 5330, 400, 4, 4, 400, 400, 300, 130, 20, 20, 20, 25, 0)
SMALL = (2200, 1330, 4, 2, 2, 4, 60, 40, 30, 1, 1, 1, 1, 0)
# Rates of events, and one that small counts hide; the other two go through the same pages.
MEASURES = ("gp_consultations", "referrals")
PLACES = ("wave/wave", "commissioner/5W0", "practice/A99100", "practice/A99110")
PAGES = ("", "matrix/", "matrix/?show=special", "matrix.csv", "worth-a-look/", "targets/", "pcts/5W0/", "practices/A99100/", "practices/A99104/", "practices/A99110/")  # fmt: skip
OF_MEASURES = ("measures/{}/", "multiples/{}/", "multiples/{}/?scale=free&order=look", "funnel/{}/?mark=A99100&mark=A99104", "funnel/{}.csv", "deciles/{}.csv?mark=A99104")  # fmt: skip
OF_SERIES = (".csv", ".svg", "/rules/", "/rules/?format=csv", "/rebase/")


def addresses():
    yield from PAGES
    for measure in MEASURES:
        yield from (address.format(measure) for address in OF_MEASURES)
        yield from (f"data/{place}/{measure}{ending}" for place in PLACES for ending in OF_SERIES)
        yield from (f"working/{place}/{measure}/2006-11/" for place in PLACES)


def seen(client, wanted=()):
    """Every page and file without what names the computation or the request."""
    found = {}
    for address in wanted or addresses():
        response = client.get(f"/waves/W1/{address}")
        text = response.content.decode()
        text = re.sub(r"(omputation\D{0,60}?)\d+", r"\1N", text)
        text = re.sub(r'(csrf\w*" value=|nonce=|csrf[Tt]oken["\': ]+)"?[\w-]+"?', r"\1N", text)
        found[address] = response.status_code, text if response.status_code == 200 else ""
    return found


# gp_consultations, other_staff_consultations, referrals, people of 13 weeks: what the four measures count.
COUNTED = (6, 7, 11, 12)


def counts_in(place, month_place, swing):
    """Multiples of five, or ones for the small; `swing` moves each to and fro by less than its band is wide."""
    is_small = place > 8
    counts = list(SMALL if is_small else ROUND)
    to_and_fro = swing * (1 if month_place % 2 else -1)
    for field in COUNTED:
        if counts[field] < 8:
            counts[field] = 1 + (to_and_fro > 0) - (to_and_fro < 0)
        elif not (is_small and field > 7):
            wobble = 5 * ((place + month_place * 7) % 5) if field < 8 else 0
            counts[field] = (counts[field] + wobble) * (3 if month_place > 15 else 4) // 4 // 5 * 5 + to_and_fro
    if is_small:
        counts[2], counts[3], counts[5] = 4 - to_and_fro, 2 + 2 * to_and_fro, 4 + to_and_fro
    counts[9] = counts[10] = counts[11]
    return tuple(counts)


def send(wave, members, swings=()):
    """`swings`: place of a practice -> how far its counts are moved; what one has more another has less, so totals stay."""
    MonthlyReturn.objects.all().delete()
    swings = dict(swings)
    for place, member in enumerate(members):
        made = returns_of(wave, member, partial(counts_in, place, swing=swings.get(place, 0)))
        MonthlyReturn.objects.bulk_create(made)
    recompute_wave(wave=wave)


@pytest.fixture
def members(wave, trust, other_trust):
    trusts = [
        trust,
        other_trust,
        *(make_organisation(f"5W{place}", f"Trust {place}", "commissioner") for place in (2, 3)),
    ]
    return [make_practice(wave, f"A99{100 + place}", f"Practice {place:03}", trusts[place % 4]) for place in range(12)]


@pytest.fixture
def person(request, wave, trust, members):
    """Nobody has agreed to share; the manager is of a practice whose counts stay as they are."""
    role, place = {
        "facilitator": (Role.FACILITATOR, {"wave": wave}),
        "commissioner": (Role.COMMISSIONER, {"organisation": trust}),
        "lay_member": (Role.LAY_MEMBER, {"wave": wave}),
        "manager": (Role.PRACTICE_MANAGER, {"organisation": members[5]}),
    }[request.param]
    return make_person("reader@example.org", role, **place)


@pytest.mark.parametrize("person", ["facilitator", "commissioner", "lay_member", "manager"], indirect=True)
def test_what_others_are_shown_depends_on_what_is_released_alone(client_of, wave, members, clinician, person):
    """P6, P14: limits, flags, icons, words, lists, months to choose from: nothing comes from a true count."""
    for member in (members[0], members[10]):
        make_rebase(wave, member, created_by=clinician)
    client = client_of(person)
    send(wave, members)
    before = seen(client)
    send(wave, members, {0: 2, 8: -2, 10: 1, 11: -1})
    after = seen(client)

    assert [address for address in before if before[address] != after[address]] == []


def test_the_practice_itself_sees_the_difference(client_of, wave, members):
    """That nothing differs for others would say nothing of pages that never differ."""
    client = client_of(make_person("own@example.org", Role.PRACTICE_MANAGER, organisation=members[0]))
    wanted = ("practices/A99100/", "matrix/", "data/practice/A99100/referrals.csv")
    send(wave, members)
    before = seen(client, wanted)
    send(wave, members, {0: 2, 8: -2})
    after = seen(client, wanted)

    assert [address for address in wanted if before[address] == after[address]] == []


# ---- what is said about a list


def test_nothing_is_said_about_the_list_of_a_pct_that_is_withheld(client_of, wave, practice, neighbour, lay_member):
    """Step 2: that a list is being built is a finding about figures of which nothing may be shown."""
    for member in (practice, neighbour):
        made = returns_of(wave, member, growing)
        MonthlyReturn.objects.bulk_create(made)
    recompute_wave(wave=wave)
    client = client_of(lay_member)

    page = client.get("/waves/W1/pcts/5W0/").content.decode()
    file = client.get("/waves/W1/data/commissioner/5W0/gp_consultations.csv").content.decode()

    assert "fewer than 5 practices" in page
    assert ("still being built" in page, "still being built" in file) == (False, False)
    assert ("list was established" in page, "list was established" in file) == (False, False)


def growing(month_place):
    """A list that gains a tenth every month."""
    start = int(100 * 1.1**month_place)
    end = int(100 * 1.1 ** (month_place + 1))
    return (8200, 5330, start, end - start, 0, end, 400, 300, 130, 20, 20, 20, 25, 0)
