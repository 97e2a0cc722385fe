"""How long rows of the register are kept: for everybody who is signed in."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from registers.dashboards import retention


@require_safe
def retention_schedule(request):
    context = {
        "table": retention.table(),
        "caption": retention.caption(),
        "breadcrumbs": [("Home", reverse("home"))],
    }
    return render(request, "registers/retention.html", context)
