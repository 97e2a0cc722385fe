"""I2: one current version per practice, data set and month; and the constraints that guard this and the rest are there."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.models import CheckConstraint, Count, Exists, OuterRef, UniqueConstraint

from collaborative.verifying.findings import Finding, of_rows
from measures.models import MonthlyReturn

# As Django writes it into a table of SQLite.
CONSTRAINT = re.compile(r'CONSTRAINT "([^"]+)"')
PLACE = ("wave", "practice", "month")
OURS = ("operations", "accounts", "practices", "registers", "measures", "workforce", "collaborative")


def one_current_version() -> Iterator[Finding]:
    returns = MonthlyReturn.objects.order_by()
    twice = returns.filter(is_current=True).values(*PLACE).annotate(versions=Count("pk")).filter(versions__gt=1)
    for place in twice:
        row = f"{place['wave']} {place['practice']} {place['month']}"
        yield Finding(f"has {place['versions']} current versions", MonthlyReturn._meta.label, row)
    same = MonthlyReturn.objects.filter(**{name: OuterRef(name) for name in PLACE}).exclude(state="draft")
    later = Exists(same.filter(version__gt=OuterRef("version")))
    yield from of_rows(
        MonthlyReturn, ids(returns.filter(later, is_current=True)), "is current although there is a later one"
    )
    yield from of_rows(MonthlyReturn, ids(returns.filter(~later, state="corrected")), "was corrected by nothing")
    uncounted = returns.filter(is_current=False, state__in=["submitted", "queried", "accepted"])
    yield from of_rows(MonthlyReturn, ids(uncounted), "counts by its state and is not current")
    yield from missing_constraints()


def ids(rows):
    return rows.order_by("pk").values_list("pk", flat=True)


def missing_constraints() -> Iterator[Finding]:
    """What the models promise and the database does not keep, as after a restore that went wrong."""
    there = constraints_there()
    for model in apps.get_models():
        promised = [one.name for one in model._meta.constraints if isinstance(one, UniqueConstraint | CheckConstraint)]
        if model._meta.app_label in OURS and model._meta.managed:
            for name in sorted(set(promised) - there):
                yield Finding("the database has no such constraint", model._meta.label, name)


def constraints_there() -> set[str]:
    """The names of all constraints and indexes, in one query."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT conname FROM pg_constraint UNION SELECT relname FROM pg_class WHERE relkind = 'i'")
            return {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT type, name, sql FROM sqlite_master")
        rows = cursor.fetchall()
    indexes = {name for kind, name, _ in rows if kind == "index"}
    return indexes.union(*(CONSTRAINT.findall(sql or "") for kind, _, sql in rows if kind == "table"))
