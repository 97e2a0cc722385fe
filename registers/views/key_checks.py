"""Which practices have said with which secret their keys are made (D40): for the auditor."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, require_permission
from registers.dashboards import key_checks


@require_safe
def key_check_list(request):
    require_permission(request.user, Permission.VIEW_KEY_CHECK)
    context = {"table": key_checks.table(request.user), "breadcrumbs": [("Home", reverse("home"))]}
    return render(request, "registers/settings_key_checks.html", context)
