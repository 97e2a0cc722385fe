"""The names of the counts, and how complete a list is."""

from datetime import date

import pytest

from registers.figures import (
    COUNTS,
    INTERVENTION_KINDS,
    RETURN_FIELDS,
    MonthFigures,
    Prevalence,
    completeness,
    digest,
    expected_prevalence,
)
from registers.models import InterventionKind

PREVALENCE = Prevalence(per_1000=80, lower=50, upper=100, is_verified=False, source="test")


def figures(**values):
    return MonthFigures(1, date(2006, 11, 1), values, {}, {})


def test_counts_hold_every_field_of_the_return_but_the_registered():
    assert set(RETURN_FIELDS) <= set(COUNTS)


def test_kinds_of_intervention_are_those_that_are_stored():
    assert list(INTERVENTION_KINDS) == InterventionKind.values


def test_completeness_is_the_share_of_the_expected_with_its_interval():
    """5,000 people of whom 80 in 1,000 are expected, between 50 and 100: 400, between 250 and 500."""
    found = completeness(200, 5000, PREVALENCE)

    assert (found.expected, found.share, found.lower, found.upper) == (400, 0.5, 0.4, 0.8)


@pytest.mark.parametrize("registered", [None, 0])
def test_completeness_needs_registered_people(registered):
    assert completeness(200, registered, PREVALENCE) is None


def test_shipped_prevalence_is_marked_as_unverified():
    found = expected_prevalence()

    assert found.lower < found.per_1000 < found.upper
    assert not found.is_verified
    assert "unverified" in found.source


def test_digest_follows_the_content_and_not_its_order():
    one, other = figures(list_open=1, list_close=2), figures(list_close=2, list_open=1)

    assert digest(one, "") == digest(other, "")
    assert len({digest(one, ""), digest(one, "2"), digest(figures(list_open=1), "")}) == 3
