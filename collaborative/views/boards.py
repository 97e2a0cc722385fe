"""Boards of PDSA cycles: of a wave and of a team, as columns or as a list, and as a file."""

import hashlib

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from collaborative.cycle_counts import principles_of
from collaborative.dashboards.boards import board_of, list_table, listed
from collaborative.dashboards.cycle_rows import HEADINGS, cycle_rows
from collaborative.forms.boards import BoardFilterForm
from collaborative.models import ImprovementTeam, PdsaCycle
from collaborative.views.breadcrumbs import to_improvement
from collaborative.views.cycles import breadcrumbs
from collaborative.views.paging import page_of, query_without
from collaborative.views.scope import team_to_read, wave_to_read
from operations import audit
from practices.exports import csv_bytes
from practices.views.downloads import CSV, download

A_PAGE = 50
LARGEST_EXPORT = 5_000


def of_wave(request, wave_code):
    """(wave, its teams, the cycles that this person may read)."""
    wave = wave_to_read(request.user, wave_code)
    teams = list(ImprovementTeam.objects.visible_to(request.user).filter(wave=wave))
    return wave, teams, PdsaCycle.objects.visible_to(request.user).filter(team__wave=wave)


def of_team(request, team):
    found = team_to_read(request.user, team)
    return found, PdsaCycle.objects.visible_to(request.user).filter(team=found)


@require_safe
def cycle_board(request, wave_code):
    wave, teams, cycles = of_wave(request, wave_code)
    own = [
        {"text": f"Plan a cycle of {team.name}", "href": reverse("cycle_create", args=[team.pk])}
        for team in ImprovementTeam.objects.visible_to(request.user).changeable_by(request.user).filter(wave=wave)[:1]
    ]
    context = {
        "heading": "PDSA cycles",
        "caption": wave.name,
        "plan": own[0] if own and len(teams) == 1 else None,
        "csv_href": reverse("cycle_board_csv", args=[wave.code]),
        "breadcrumbs": to_improvement((wave.name, reverse("team_list", args=[wave.code]))),
    }
    return board_page(request, wave, teams, cycles, context)


@require_safe
def team_board(request, team):
    team, cycles = of_team(request, team)
    plan = {"text": "Plan a cycle", "href": reverse("cycle_create", args=[team.pk])}
    context = {
        "heading": "PDSA cycles",
        "caption": team.name,
        "plan": plan if team.may_change(request.user) else None,
        "csv_href": reverse("team_board_csv", args=[team.pk]),
        "wave_href": reverse("cycle_board", args=[team.wave.code]),
        "breadcrumbs": breadcrumbs(team)[:-1],
    }
    return board_page(request, team.wave, [team], cycles, context)


def board_page(request, wave, teams, cycles, context):
    principles = principles_of(wave)
    form = BoardFilterForm(request.GET, teams=teams, principles=principles)
    readable, cycles, query = cycles, form.narrow(cycles), query_without(request, "as", "page")
    is_list = request.GET.get("as") == "list"
    context |= {
        "show_teams": len(teams) > 1,
        "filter_form": form,
        "is_list": is_list,
        "query": query,
        "is_narrowed": bool(query),
    }
    if is_list:
        page = page_of(request, listed(cycles), A_PAGE)
        context |= {"page": page, "table": list_table(page.object_list), "page_query": query_without(request, "page")}
    else:
        context["board"] = board_of(
            request.user, cycles, readable, principles, query_without(request, "as", "page", "state")
        )
    return render(request, "collaborative/cycles/board.html", context)


@require_safe
def cycle_board_csv(request, wave_code):
    wave, teams, cycles = of_wave(request, wave_code)
    return board_file(request, wave, teams, cycles, f"cycles-{wave.code}")


@require_safe
def team_board_csv(request, team):
    team, cycles = of_team(request, team)
    return board_file(request, team.wave, [team], cycles, f"cycles-team-{team.pk}")


def board_file(request, wave, teams, cycles, name):
    """What the board shows, narrowed in the same way; that it was taken is on the trail (D36)."""
    form = BoardFilterForm(request.GET, teams=teams, principles=principles_of(wave))
    rows = cycle_rows(request.user, form.narrow(cycles).order_by("team__name", "ramp", "number")[:LARGEST_EXPORT])
    content = csv_bytes(HEADINGS, rows)
    audit.record(
        "cycles_exported",
        by=request.user,
        about=wave,
        filter=request.GET.urlencode()[:500],
        rows=len(rows),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return download(content, CSV, f"{name}.csv")
