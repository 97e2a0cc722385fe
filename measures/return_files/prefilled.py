"""The template as one practice needs it: its open months, and the last values that carry over (C1, C9)."""

from collections.abc import Iterable
from datetime import date

from measures.models import MonthlyReturn
from measures.return_files.return_schema import NO, NO_TOOL, VERSION, return_schema
from practices import clock, months
from practices.models import Programme, WaveMembership

NOTES = (
    "One row for each practice and month. Delete the rows of months that you do not send.",
    "0 means that there was none. If there is no number, write NA: and a reason, such as NA:cannot_count_yet.",
    "list_open is filled in from last month's list_close: check it.",
    "The months before the orientation event are welcome and never late.",
)
CARRIED_OVER = ("registered_all", "registered_16_64")


def template_rows(practices: Iterable) -> list[dict]:
    """A row for each month that has ended and has no return, oldest first; two queries.

    `list_open` and the registered people come from the month before, when that was sent.
    """
    members = list(
        WaveMembership.objects.filter(practice__in=practices, wave__programme__kind=Programme.Kind.MEASURES)
        .select_related("practice", "wave__programme")
        .order_by("practice__ods_code", "wave__code")
    )
    current = {
        (version.wave_id, version.practice_id, version.month): version
        for version in MonthlyReturn.objects.current().filter(practice__in=[member.practice_id for member in members])
    }
    return [row(member, month, current) for member in members for month in empty_months(member, current)]


def empty_months(member: WaveMembership, current: dict) -> list[date]:
    last_ended = months.add_months(months.first_of(clock.today()), -1)
    ended = months.month_range(member.first_month, min(member.last_month, last_ended))
    return [month for month in ended if (member.wave_id, member.practice_id, month) not in current]


def row(member: WaveMembership, month: date, current: dict) -> dict:
    before = current.get((member.wave_id, member.practice_id, months.add_months(month, -1)))
    carried = {name: getattr(before, name) for name in CARRIED_OVER} if before else {}
    return {
        "schema_version": VERSION,
        "wave_code": member.wave.code,
        "practice_ods": member.practice.ods_code,
        "period": months.period(month),
        "list_open": before.list_close if before else None,
        "severity_tool": member.severity_tool or NO_TOOL,
        "nil_return": NO,
        **carried,
    }


def template_schema(practices: Iterable):
    """The schema with the tools of the practices' own programmes, so that the sheet offers no other."""
    tools = WaveMembership.objects.filter(practice__in=practices).values_list(
        "wave__programme__severity_tools", flat=True
    )
    return return_schema(sorted({tool for found in tools for tool in found} - {NO_TOOL}))
