"""Rates of attendance (W2)."""

from collaborative.attendance_counts import Present, absent, count, counts_by, not_on_the_list

PEOPLE = [
    Present(1, 5, "gp", "attended"),
    Present(1, None, "manager", "apologies"),
    Present(2, None, "gp", "did_not_attend"),
    Present(2, None, "carer", "invited"),
]
TEAMS = [(1, "Alder"), (2, "Birch"), (3, "Cedar")]


def test_w2_rate_is_those_who_came_of_those_expected():
    found = count("Everybody", PEOPLE)

    assert (found.expected, found.attended, found.apologies, found.rate) == (4, 1, 1, 25)


def test_w2_nobody_expected_is_no_rate_and_not_zero():
    found = count("Cedar", [])

    assert found.rate is None
    assert found.words == "Nobody was invited"


def test_w2_absent_and_not_invited_are_two_things():
    counts = counts_by(PEOPLE, lambda person: person.team, TEAMS)

    assert absent(counts) == ("Birch",)
    assert not_on_the_list(counts) == ("Cedar",)
