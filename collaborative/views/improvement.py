"""The first page of improvement work: a person's teams, and what each wave has for everybody."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, require_permission
from collaborative.dashboards.improvement_home import improvement_home_page


@require_safe
def improvement_home(request):
    require_permission(request.user, Permission.VIEW_IMPROVEMENT_WORK)
    page = improvement_home_page(request.user)
    breadcrumbs = [("Home", reverse("home"))]
    return render(request, "collaborative/improvement/home.html", {"page": page, "breadcrumbs": breadcrumbs})
