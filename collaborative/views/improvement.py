"""The first page of improvement work: a person's teams, and what each wave has for everybody."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, require_permission
from collaborative.models import ImprovementTeam


@require_safe
def improvement_home(request):
    require_permission(request.user, Permission.VIEW_IMPROVEMENT_WORK)
    teams = ImprovementTeam.objects.visible_to(request.user).select_related("wave", "organisation")
    return render(request, "collaborative/improvement/home.html", {"teams": teams})
