"""The open pages: what this site does for accessibility and with personal data."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from registers.dashboards import retention


@login_not_required
@require_safe
def accessibility(request):
    return render(request, "statements/accessibility.html")


@login_not_required
@require_safe
def privacy(request):
    return render(request, "statements/privacy.html", {"retention": retention.main_times()})
