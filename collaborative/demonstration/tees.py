"""Real figures in the return's format, pure: appointments at ten practices in Tees, as NHS England published them.

The list of these returns is everybody registered, not a mental health list, and the wave's calendar is made up: nobody held
workshops, and no improvement is claimed. It is here to try the whole way on real numbers.
Contains public sector information licensed under the Open Government Licence v3.0.
"""

import csv
from dataclasses import dataclass
from datetime import date

from collaborative.demonstration.files import csv_content
from measures.fields import COUNT_FIELDS
from measures.return_files.return_schema import NO_TOOL, VERSION
from practices.months import add_months, parse_period, period

WAVE_CODE = "T1"
# The first month of the file is the first for which a return is welcome: orientation is twelve months later. The workshops
# follow in the rhythm of the first wave, and the wave ends with the last month of the file.
ORIENTATION = date(2024, 3, 5)
LEARNING_WORKSHOPS = (date(2024, 4, 9), date(2024, 8, 6), date(2024, 12, 3))
WAVE_ENDS = date(2026, 5, 31)
BUSINESS_CLOCK = "2026-06-15T09:00"
EXTRACTED_ON = date(2026, 6, 12)
NOT_COLLECTED = "NA:not_collected"
COMMENT = "Appointments in General Practice, NHS England, OGL v3.0. The list is everybody registered"


@dataclass(frozen=True)
class PublishedMonth:
    """One published practice-month. `list_size` is None where none was published."""

    ods_code: str
    name: str
    month: date
    list_size: int | None
    gp_appointments: int
    other_appointments: int


def read_published(lines) -> list[PublishedMonth]:
    """The published file, as lines of text."""
    return [
        PublishedMonth(
            ods_code=row["practice_ods"],
            name=row["practice_name"].title(),
            month=parse_period(row["month"]),
            list_size=int(row["list_size_registered"]) if row["list_size_registered"] else None,
            gp_appointments=int(row["m1_gp_appointments"]),
            other_appointments=int(row["m2_other_and_unknown_appointments"]),
        )
        for row in csv.DictReader(lines)
    ]


def return_file(published: list[PublishedMonth]) -> bytes:
    """The monthly return as one CSV file for all practices and months."""
    sizes = {(row.ods_code, row.month): row.list_size for row in published}
    return csv_content(
        return_line(row, sizes.get((row.ods_code, add_months(row.month, -1))))
        for row in sorted(published, key=lambda row: (row.ods_code, row.month))
    )


def return_line(row: PublishedMonth, size_before: int | None) -> list:
    """One line. A month without a published list size keeps its appointments: they were counted, only their rate is unknown."""
    counts = {
        **dict.fromkeys(COUNT_FIELDS, NOT_COLLECTED),
        **list_counts(row.list_size, size_before),
        "gp_consultations": row.gp_appointments,
        "other_staff_consultations": row.other_appointments,
    }
    start = [VERSION, WAVE_CODE, row.ods_code, period(row.month)]
    return [*start, *(counts[name] for name in COUNT_FIELDS), NO_TOOL, "N", EXTRACTED_ON.isoformat(), COMMENT]


def list_counts(size: int | None, before: int | None) -> dict[str, int]:
    """Registered people stand for the list: it opens where the month before closed; the difference joined or left."""
    counts = {}
    if before is not None:
        counts["list_open"] = before
    if size is not None:
        counts |= dict.fromkeys(("registered_all", "registered_16_64", "list_close"), size)
    if before is not None and size is not None:
        counts |= {"list_added": max(size - before, 0), "list_removed": max(before - size, 0)}
    return counts
