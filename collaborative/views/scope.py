"""The wave or team that an address names, within what this person may read."""

from django.shortcuts import get_object_or_404

from accounts.permissions import Permission, require_permission
from collaborative.models import ImprovementTeam
from measures.views.measured import require_measures
from practices.models import Wave


def wave_to_read(user, wave_code: str) -> Wave:
    """404 outside scope, 403 without the right to read improvement work."""
    wave = get_object_or_404(Wave.objects.visible_to(user).select_related("programme"), code=wave_code)
    require_permission(user, Permission.VIEW_IMPROVEMENT_WORK, wave)
    return wave


def wave_with_figures(user, wave_code: str) -> Wave:
    """404 outside scope, 403 without the right to shared figures."""
    wave = get_object_or_404(Wave.objects.visible_to(user).select_related("programme"), code=wave_code)
    require_permission(user, Permission.VIEW_SHARED_FIGURES, wave)
    return wave


def wave_with_measures(user, wave_code: str) -> Wave:
    """The same for pages made of returns: 404 for a wave that has none."""
    return require_measures(wave_with_figures(user, wave_code))


def team_to_read(user, pk: int) -> ImprovementTeam:
    """404 outside the waves in which this person may read improvement work; so there is no 403 to answer."""
    teams = ImprovementTeam.objects.visible_to(user).select_related("wave__programme", "organisation")
    return get_object_or_404(teams, pk=pk)


def team_to_change(user, pk: int) -> ImprovementTeam:
    """404 as for reading, 403 for whoever does not write for this team."""
    team = team_to_read(user, pk)
    team.require_may_change(user)
    return team
