"""The own PCT or a wave beside the programme: quartiles with how many people they stand on, and no rank."""

from django.db import transaction
from django.views.decorators.http import require_safe

from operations.first_use import when_first_used
from practices.exports import csv_bytes
from workforce.dashboards.links import href
from workforce.views.figure_files import taken_away
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_see

shown = when_first_used("workforce.dashboards.benchmark")


@require_safe
def benchmark(request, programme):
    programme = programme_to_see(request, programme)
    page = shown.benchmark_page(request.user, programme, request.GET.get("role", ""))
    context = {
        "heading": "Benchmark",
        "page": page,
        "roles": [{"text": name, "href": f"?role={role}", "current": role == page.role} for role, name in page.roles],
        "csv_href": href("benchmark_csv", programme.slug),
    }
    return programme_page(request, "workforce/benchmark.html", programme, context)


@require_safe
@transaction.atomic
def benchmark_csv(request, programme):
    programme = programme_to_see(request, programme)
    content = csv_bytes(*shown.csv_rows(request.user, programme))
    return taken_away(request, content, f"benchmark-{programme.slug}.csv", about=programme)
