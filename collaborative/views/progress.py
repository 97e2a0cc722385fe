"""Progress scores: of one team with its history, and of all teams that somebody looks after."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, require_permission
from collaborative.actions import progress_scores as actions
from collaborative.dashboards import progress as pages
from collaborative.dashboards.gathering import gather, of_totals
from collaborative.forms.progress_scores import ScoreForm
from collaborative.models import ImprovementTeam, ProgressScore
from collaborative.models.progress import teams_with_scores
from collaborative.views.breadcrumbs import to_wave
from collaborative.views.scope import team_to_read
from measures.readers import reader_of
from practices.models import Wave
from practices.views.methods import GET_AND_POST
from practices.views.refusals import attempted


@require_safe
def progress_list(request, wave_code):
    wave = get_object_or_404(Wave.objects.visible_to(request.user), code=wave_code)
    require_permission(request.user, Permission.VIEW_PROGRESS_SCORES, wave)
    teams = list(teams_with_scores(request.user).filter(wave=wave).select_related("organisation", "wave"))
    scores = list(ProgressScore.objects.visible_to(request.user).filter(team__in=teams))
    table = pages.progress_table(request.user, gathered_for(request.user, wave), teams, scores)
    context = {"wave": wave, "table": table, "scale": pages.SCALE, "breadcrumbs": to_wave(wave)}
    return render(request, "collaborative/progress/list.html", context)


def gathered_for(user, wave):
    return gather(user, wave, reader_of(user, wave), of_totals())


def scored_team(user, pk) -> ImprovementTeam:
    """404 for a team out of scope or whose scores are not this person's to see, 403 for whoever may see none."""
    team = team_to_read(user, pk)
    require_permission(user, Permission.VIEW_PROGRESS_SCORES)
    if not teams_with_scores(user).filter(pk=team.pk).exists():
        raise Http404
    return team


@GET_AND_POST
def team_progress(request, team):
    team = scored_team(request.user, team)
    if request.method == "POST":
        team.require_may_change(request.user)
    scorer = actions.scorer_of(request.user, team)
    scores = list(ProgressScore.objects.visible_to(request.user).filter(team=team).order_by("month"))
    page = pages.team_progress(request.user, gathered_for(request.user, team.wave), team, scores)
    form = ScoreForm(request.POST or None, choices=pages.months_to_score(team))
    if request.method == "POST" and form.is_valid() and give_score(request, team, page.suggestion.score, form):
        return redirect("team_progress", team.pk)
    context = {
        "team": team,
        "page": page,
        "form": form if scorer else None,
        "scorer": scorer,
        "scale": pages.SCALE,
        "breadcrumbs": to_wave(team.wave, (team.name, reverse("team_detail", args=[team.pk]))),
    }
    return render(request, "collaborative/progress/team.html", context)


def give_score(request, team, suggested, form):
    """The score, or None with the reason on the form."""
    values = {"team": team, "suggested": suggested, "by": request.user}
    given = attempted(form, actions.score_progress, **values, **form.cleaned_data)
    if given:
        messages.success(request, f"The score {given.score} is saved.")
    return given
