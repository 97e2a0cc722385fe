"""Cycles with all that their evaluations ask for, in a fixed number of queries."""

from django.db.models import QuerySet


def with_data(cycles: QuerySet) -> QuerySet:
    """Four queries however many there are."""
    return cycles.select_related("team__organisation", "team__wave", "ramp", "evaluation").prefetch_related("practices")
