"""Ideas of a wave's teams: a library to look through, the page of one idea, and the team's own to write, change and share."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from collaborative.actions import ideas as actions
from collaborative.dashboards.driver_diagram import diagram_of, standing_under
from collaborative.dashboards.ideas import entries, entry_of, family_with, found_by
from collaborative.dashboards.tried import tried_in
from collaborative.forms.ideas import IdeaForm, IdeaSearchForm
from collaborative.models import ChangeIdea, Driver, ImprovementTeam, PackageItem
from collaborative.models.reading_level import readers_words
from collaborative.views.change_packages import crumbs
from collaborative.views.drivers import drivers_of
from collaborative.views.form_pages import show_form
from collaborative.views.paging import page_of, query_without
from collaborative.views.scope import team_to_change, wave_to_read
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import told
from practices.wording import number_of

A_PAGE = 20
MOST_BUTTONS = 2


@require_safe
def idea_list(request, wave_code):
    wave = wave_to_read(request.user, wave_code)
    tried = tried_in(request.user, wave)
    items = (
        PackageItem.objects.visible_to(request.user)
        .filter(wave=wave)
        .exclude(kind=PackageItem.Kind.VALUE)
        .in_package_order()
    )
    drivers = Driver.objects.visible_to(request.user).filter(wave=wave).for_ideas()
    form = IdeaSearchForm(request.GET, items=items, drivers=drivers)
    found = found_in(request, wave, tried, form)
    page = page_of(request, found, A_PAGE)
    context = {
        "wave": wave,
        "form": form,
        "counted": tried.counted(),
        "found": f"{number_of(len(found), 'idea').capitalize()} found",
        "entries": entries(page.object_list),
        "has_any": bool(tried.families),
        "page": page,
        "page_query": query_without(request, "page"),
        "own_teams": few_teams(request.user, wave),
        "breadcrumbs": crumbs(wave),
    }
    return render(request, "collaborative/package/ideas.html", context)


def found_in(request, wave, tried, form):
    """Families that the search finds; with a wrong search all of them, beside what is wrong with it."""
    if not form.is_valid():
        return list(tried.families)
    wanted, standing = form.cleaned_data, None
    if wanted["driver"]:
        standing = standing_under(diagram_of(drivers_of(request.user, wave), tried), wanted["driver"])
    return found_by(tried, words=wanted["words"], item=wanted["item"], standing=standing)


def own_teams(user):
    return ImprovementTeam.objects.visible_to(user).changeable_by(user)


def idea_to_read(user, pk):
    rows = ChangeIdea.objects.visible_to(user).select_related("team__wave", "team__organisation", "copied_from__team")
    return get_object_or_404(rows, pk=pk)


def few_teams(user, wave):
    """For a button each; whoever looks after many teams writes from a team's own page."""
    teams = list(own_teams(user).filter(wave=wave)[: MOST_BUTTONS + 1])
    return teams if len(teams) <= MOST_BUTTONS else []


@require_safe
def idea_detail(request, idea):
    found = idea_to_read(request.user, idea)
    wave = found.team.wave
    family = family_with(tried_in(request.user, wave), found)
    having = {one.team_id for one in family.ideas}
    takers = list(own_teams(request.user).exclude(pk__in=having).select_related("wave"))
    context = {
        "idea": found,
        "wave": wave,
        "entry": entry_of(family),
        "others": [one for one in family.ideas if one.pk != found.pk],
        "source": source_of(request.user, found),
        "readers": readers_words(found.shared_with),
        "can_change": found.team.may_change(request.user),
        "takers": takers,
        "are_many": len(takers) > MOST_BUTTONS,
        "breadcrumbs": crumbs(wave, ("Ideas", reverse("idea_list", args=[wave.code]))),
    }
    return render(request, "collaborative/package/idea.html", context)


def source_of(user, idea):
    """What it was copied from, where this person may read that."""
    return ChangeIdea.objects.visible_to(user).filter(pk=idea.copied_from_id).select_related("team__wave").first()


@GET_AND_POST
def idea_create(request, team):
    found = team_to_change(request.user, team)
    form = IdeaForm(request.POST or None, wave=found.wave)
    if form.is_valid():
        idea = actions.create_idea(team=found, by=request.user, **form.cleaned_data)
        messages.success(request, f"The idea is saved. {readers_words(idea.shared_with)}.")
        return redirect("idea_detail", idea.pk)
    return show_idea_form(request, found, form, "Write down an idea")


@EDIT
def idea_edit(request, idea):
    found = idea_to_read(request.user, idea)
    found.team.require_may_change(request.user)
    form = IdeaForm(request.POST or None, instance=found, wave=found.team.wave)
    if form.is_valid():
        changed = actions.change_idea(idea=found, by=request.user, **form.cleaned_data)
        messages.success(request, f"The idea is saved. {readers_words(changed.shared_with)}.")
        return redirect("idea_detail", changed.pk)
    return show_idea_form(request, found.team, form, "Change the idea")


def show_idea_form(request, team, form, heading):
    address = reverse("idea_list", args=[team.wave.code])
    return show_form(request, form, heading, team.name, crumbs(team.wave, ("Ideas", address)))


@require_POST
def idea_copy(request, team, idea):
    """Into a team whose work this person may write."""
    found = idea_to_read(request.user, idea)
    into = team_to_change(request.user, team)
    copy = told(request, actions.copy_idea, say=messages.warning, idea=found, team=into, by=request.user)
    if copy is None:
        return redirect("idea_detail", found.pk)
    messages.success(
        request, f"{into} has the idea now. Change it until it is yours. {readers_words(copy.shared_with)}."
    )
    return redirect("idea_detail", copy.pk)
