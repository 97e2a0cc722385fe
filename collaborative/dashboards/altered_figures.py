"""Kept workshop reports that print a return: when it is corrected, they are among the published figures (S3)."""

from collections.abc import Collection

from django.urls import reverse

from collaborative.models import WorkshopReport
from measures.models import MonthlyReturn


def printed_in_reports(versions: Collection[MonthlyReturn]) -> dict[int, list[tuple[str, str]]]:
    """Return id -> (label, address) of each frozen report whose data held the version. One query."""
    found = WorkshopReport.objects.filter(
        state=WorkshopReport.State.FROZEN, event__wave__in={version.wave_id for version in versions}
    )
    reports = list(found.without_contents().select_related("event").order_by("event", "kind", "number"))
    return {
        version.pk: printed
        for version in versions
        if (printed := [named(report) for report in reports if holds(report, version)])
    }


def holds(report: WorkshopReport, version: MonthlyReturn) -> bool:
    """Whether the version counted when the report's data were read."""
    return (
        report.event.wave_id == version.wave_id
        and report.data_as_at is not None
        and version.submitted_at is not None
        and version.submitted_at <= report.data_as_at
    )


def named(report: WorkshopReport) -> tuple[str, str]:
    return str(report), reverse("report_detail", args=[report.pk])
