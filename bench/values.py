"""The same returns with one row per value, as the targets of the performance design were set: to read, never to compute.

A return becomes four rows of five columns: practice, measure, month, numerator, denominator. A number that is not
there is 0 here, for only the time that it takes to read the rows is asked.
"""

import django

django.setup()

from django.db import connection, models  # noqa: E402  models can be imported only now

from measures.definitions import all_definitions  # noqa: E402
from measures.models import MonthlyReturn  # noqa: E402

COLUMNS = ("practice", "measure", "month", "numerator", "denominator")


class Value(models.Model):
    """One value of one practice in one month."""

    pk = models.CompositePrimaryKey("practice", "measure", "month")
    practice = models.IntegerField()
    measure = models.IntegerField()
    month = models.DateField()
    numerator = models.IntegerField()
    denominator = models.IntegerField()

    class Meta:
        app_label = "measures"
        db_table = "bench_values"
        managed = False

    def __str__(self):
        return f"measure {self.measure} of {self.practice}, {self.month}"


def make_table():
    """From the current returns; gives back how many rows."""
    parts = " UNION ALL ".join(part_of(definition) for definition in all_definitions().values())
    with connection.cursor() as cursor, connection.schema_editor() as editor:
        editor.create_model(Value)
        cursor.execute(f"INSERT INTO {Value._meta.db_table} ({', '.join(COLUMNS)}) {parts}")
        cursor.execute("ANALYZE")
    return Value.objects.count()


def part_of(definition):
    opening = "COALESCE(list_open, 0) + " if definition.counts_person_months else ""
    return (
        f"SELECT practice_id, {definition.number}, month, COALESCE({definition.numerator}, 0), "
        f"{opening}COALESCE(list_close, 0) FROM {MonthlyReturn._meta.db_table} WHERE is_current"
    )


def every_row() -> str:
    """The query of all of them."""
    return f"SELECT {', '.join(COLUMNS)} FROM {Value._meta.db_table}"


def read_by_django():
    return len(list(Value.objects.order_by().values_list(*COLUMNS)))
