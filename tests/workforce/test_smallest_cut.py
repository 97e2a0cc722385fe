"""The fewest people by whom roles and PCTs can differ, against trying all sums."""

from itertools import product

import numpy as np
import pytest

from workforce.smallest_cut import smallest_difference


def by_trying_all(people):
    """The fewest people left of any sum of roles less any sum of PCTs, nobody left out."""
    roles, trusts = ({pair[side] for pair in people} for side in (0, 1))
    left = set()
    for chosen in product((False, True), repeat=len(roles) + len(trusts)):
        in_role = dict(zip(sorted(roles), chosen, strict=False))
        in_trust = dict(zip(sorted(trusts), chosen[len(roles) :], strict=True))
        left.add(sum(number for (role, trust), number in people.items() if in_role[role] != in_trust[trust]))
    return min(left - {0}, default=None)


def test_one_person_in_the_pct_but_not_in_the_role_is_what_is_left():
    assert smallest_difference({("GMHW", "5W0"): 12, ("MHP", "5W0"): 1, ("MHP", "5W1"): 11}) == 1


def test_a_role_that_is_one_pct_leaves_nobody_over():
    assert smallest_difference({("GMHW", "5W0"): 12}) == 12


def test_nobody_leaves_nothing():
    assert smallest_difference({}) is None


def test_a_pct_may_have_the_code_of_a_role():
    assert smallest_difference({("", ""): 10, ("A", ""): 20}) == 10


@pytest.mark.parametrize("seed", range(8))
def test_it_is_the_smallest_of_all_sums(seed):
    numbers = np.random.default_rng(seed).integers(0, 15, size=(3, 4))
    people = {(f"R{row}", f"T{column}"): int(numbers[row, column]) for row in range(3) for column in range(4)}

    assert smallest_difference(people) == by_trying_all({pair: number for pair, number in people.items() if number})
