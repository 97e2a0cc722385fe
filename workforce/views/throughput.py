"""Throughput: new patients for each WTE-month, by month."""

from django.db import transaction
from django.views.decorators.http import require_safe

from operations.first_use import when_first_used
from practices.exports import csv_bytes
from workforce.dashboards.links import href
from workforce.views.figure_files import taken_away
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_see

shown = when_first_used("workforce.dashboards.throughput")


@require_safe
def throughput(request, programme):
    programme = programme_to_see(request, programme)
    context = {
        "heading": "Throughput",
        "page": shown.throughput_page(request.user, programme),
        "not_yet": shown.NOT_YET,
        "csv_href": href("throughput_csv", programme.slug),
        "caseload_href": href("caseload", programme.slug),
    }
    return programme_page(request, "workforce/throughput.html", programme, context)


@require_safe
@transaction.atomic
def throughput_csv(request, programme):
    programme = programme_to_see(request, programme)
    content = csv_bytes(*shown.csv_rows(request.user, programme))
    return taken_away(request, content, f"throughput-{programme.slug}.csv", about=programme)
