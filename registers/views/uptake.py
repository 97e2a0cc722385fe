"""What was offered and taken up, and what is due soon: a practice's own counts and its list for the next two weeks."""

import hashlib

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from operations import audit
from practices.views.downloads import CSV, download
from registers.dashboards import due, uptake
from registers.views.breadcrumbs import to_register
from registers.views.scope import practice_to_read


@require_safe
def uptake_page(request, ods_code):
    practice = practice_to_read(request, ods_code)
    context = {
        "practice": practice,
        "page": uptake.uptake_page(request.user, practice),
        "breadcrumbs": to_register(practice),
    }
    return render(request, "registers/uptake.html", context)


@require_safe
def uptake_csv(request, ods_code):
    """Counts only; that they were taken away is written down."""
    practice = practice_to_read(request, ods_code)
    content, name = uptake.uptake_csv(request.user, practice), f"offered-and-taken-up-{practice.ods_code}.csv"
    digest = hashlib.sha256(content).hexdigest()
    audit.record("uptake.exported", by=request.user, about=practice, organisation=practice, file=name, sha256=digest)
    return download(content, CSV, name)


@require_safe
def care_due(request, ods_code):
    practice = practice_to_read(request, ods_code)
    rows = due.A_PRINT if "print" in request.GET else due.A_PAGE
    page = Paginator(due.due_rows(request.user, practice), rows).get_page(request.GET.get("page"))
    shown = len(page.object_list)
    audit.record("patient.viewed", by=request.user, organisation=practice, page="Due this fortnight", shown=shown)
    context = {
        "practice": practice,
        "page": page,
        "page_query": "print=1" if "print" in request.GET else "",
        "until": due.until(),
        "table": due.due_table(practice, page, address=request.get_full_path()),
        "breadcrumbs": to_register(practice),
    }
    return render(request, "registers/care_due.html", context)
