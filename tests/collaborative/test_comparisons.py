"""What the pages that compare have in common: who may open them, how many queries they take, and that nothing true leaks."""

import re

import pytest

from tests.collaborative.pages import SENTINELS

PAGES = [
    "/waves/W1/matrix/",
    "/waves/W1/multiples/gp_consultations/",
    "/waves/W1/funnel/gp_consultations/",
    "/waves/W1/worth-a-look/",
]
FILES = [
    "/waves/W1/matrix.csv",
    "/waves/W1/funnel/gp_consultations.csv",
    "/waves/W1/deciles/gp_consultations.csv",
]


def text_of(response):
    assert response.status_code == 200
    return response.content.decode("utf-8-sig")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    "person", ["manager", "clinician", "commissioner", "facilitator", "administrator", "lay_member"]
)
def test_who_may_see_the_wave_may_compare(request, client_of, returned, person, address):
    assert client_of(request.getfixturevalue(person)).get(address).status_code == 200


@pytest.mark.parametrize("address", PAGES + FILES)
def test_a_stranger_finds_nothing_and_a_data_officer_may_not_look(client_of, returned, stranger, data_officer, address):
    assert client_of(stranger).get(address).status_code == 404
    assert client_of(data_officer).get(address).status_code == 403


@pytest.mark.parametrize(
    "address", ["/waves/W1/multiples/none/", "/waves/W1/funnel/none/", "/waves/W1/funnel/none.csv"]
)
def test_a_measure_that_is_not_there_is_not_found(client_of, returned, facilitator, address):
    assert client_of(facilitator).get(address).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_before_the_first_return_every_page_says_so(client_of, wave, facilitator, address):
    page = text_of(client_of(facilitator).get(address))

    assert re.search("No figures yet|Nothing to look at", page)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("count", [3, 30])
def test_queries_do_not_grow_with_the_practices(
    client_of, crowd, facilitator, django_assert_max_num_queries, address, count
):
    """Target 26: as the wave's page, cold and warm."""
    crowd(count)
    client = client_of(facilitator)
    with django_assert_max_num_queries(100) as empty:
        client.get("/accessibility/")

    with django_assert_max_num_queries(len(empty) + 14):
        client.get(address)
    with django_assert_max_num_queries(len(empty) + 5):
        client.get(address)


@pytest.mark.parametrize("person", ["facilitator", "commissioner", "administrator", "lay_member"])
def test_true_counts_reach_nobody_outside_the_practice(request, client_of, sentinels, person):
    """P11, D13: not in a page, the JSON in it, a drawing, a file; also when it is marked."""
    client = client_of(request.getfixturevalue(person))

    found = {
        address: SENTINELS.findall(text_of(client.get(address)))
        for address in [*PAGES, *FILES, f"{PAGES[1]}?mark=A99001&scale=free", f"{PAGES[2]}?mark=A99001"]
    }

    assert {address: hits for address, hits in found.items() if hits} == {}


def test_the_practice_itself_sees_them(client_of, sentinels, manager):
    """The test above is able to fail."""
    client = client_of(manager)

    assert SENTINELS.findall(text_of(client.get("/waves/W1/matrix.csv")))
    assert SENTINELS.findall(text_of(client.get("/waves/W1/deciles/gp_consultations.csv")))


@pytest.mark.parametrize("page", PAGES[1:3])
def test_a_mark_outside_the_scope_looks_like_one_that_nobody_has(client_of, returned, manager, page):
    """D11: neither confirms that the practice exists."""
    client = client_of(manager)

    outside, nobody = (text_of(client.get(f"{page}?mark={code}")) for code in ("A99002", "A99999"))

    assert without_tokens(outside) == without_tokens(nobody)
    assert "not among those that you see by name" in outside
    assert "Beech Surgery" not in outside


def without_tokens(text):
    text = re.sub(r'value="[A-Za-z0-9]{64}"|data-(warn|end)-after="\d+"', "", text)
    return re.sub("A99002|A99999", "", text)
