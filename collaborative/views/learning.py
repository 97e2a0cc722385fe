"""Barriers, reflections and stories: of one team to write and change, of a wave to read, and as a file."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from collaborative.actions import learning as actions
from collaborative.dashboards import learning as pages
from collaborative.forms import learning as forms
from collaborative.models import Barrier, PdsaCycle, Reflection, Story
from collaborative.views.breadcrumbs import to_improvement, to_team
from collaborative.views.form_pages import show_form
from collaborative.views.paging import page_of, query_without
from collaborative.views.scope import team_to_change, team_to_read, wave_to_read
from practices import clock
from practices.exports import csv_bytes
from practices.views.downloads import CSV, download
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted

A_PAGE = 25


@dataclass(frozen=True)
class Kind:
    """How one kind of writing is called, kept and narrowed."""

    model: type
    form: type
    plural: str
    one: str
    about: str
    day: str
    filters: tuple[str, ...]
    related: tuple[str, ...] = ()


BARRIERS = Kind(
    Barrier, forms.BarrierForm, "Barriers", "barrier",
    "What stands in the way, who can lift it, and for how long it has stood there.", "opened_on", ("kind",),
)  # fmt: skip
REFLECTIONS = Kind(
    Reflection, forms.ReflectionForm, "Reflections", "reflection",
    "What people think of the work, by whom they speak for: the collaborative's own research.", "reflected_on",
    ("stakeholder", "tag"), ("items",),
)  # fmt: skip
STORIES = Kind(
    Story, forms.StoryForm, "Stories", "story",
    "What figures do not tell, with the values that each story shows. What did not work is told too.", "told_on", ("value",),
    ("values",),
)  # fmt: skip
KINDS = (BARRIERS, REFLECTIONS, STORIES)


def listing(request, team, kind: Kind):
    """All of a team's that the person may read."""
    team = team_to_read(request.user, team)
    search = forms.LearningFilter(request.GET or None, wave=team.wave, names=kind.filters)
    rows = pages.rows_of(kind.model, request.user, **search.chosen)
    page = page_of(request, [row for row in rows if row.team_id == team.pk], A_PAGE)
    context = {
        "team": team,
        "kind": kind,
        "search": search,
        "page": page,
        "page_query": query_without(request, "page"),
        "entries": pages.entries(page.object_list, request.user, [team]),
        "create_href": reverse(f"{kind.one}_create", args=[team.pk]) if team.may_change(request.user) else "",
        "breadcrumbs": to_team(team),
    }
    return render(request, "collaborative/learning/list.html", context)


def creating(request, team, kind: Kind):
    team = team_to_change(request.user, team)
    given = {kind.day: clock.today(), "cycle": request.GET.get("cycle")}
    return writing(request, kind.model(team=team), kind, f"Add a {kind.one}", initial=given)


def changing(request, pk, kind: Kind):
    rows = kind.model.objects.visible_to(request.user).select_related("team__wave__programme", "team__organisation")
    row = get_object_or_404(rows.distinct(), pk=pk)
    row.team.require_may_change(request.user)
    return writing(request, row, kind, f"Change a {kind.one}")


def writing(request, row, kind: Kind, heading, initial=None):
    """One form for new and old."""
    form = kind.form(request.POST or None, instance=row, initial=initial, **offered(request.user, row))
    if request.method == "POST" and form.is_valid():
        related = {name: form.cleaned_data[name] for name in kind.related}
        actions.write(row=form.save(commit=False), related=related, by=request.user)
        messages.success(request, f"The {kind.one} is saved.")
        return redirect(f"{kind.one}_list", row.team_id)
    return show_form(request, form, heading, row.team.name, to_team(row.team, back(row, kind)))


def offered(user, row) -> dict:
    """What a form offers beside what everybody knows: to a story the team's cycles that this person may read."""
    is_story = isinstance(row, Story)
    return {"cycles": PdsaCycle.objects.visible_to(user).filter(team=row.team)} if is_story else {}


def back(row, kind: Kind):
    return kind.plural, reverse(f"{kind.one}_list", args=[row.team_id])


@require_safe
def barrier_list(request, team):
    return listing(request, team, BARRIERS)


@require_safe
def reflection_list(request, team):
    return listing(request, team, REFLECTIONS)


@require_safe
def story_list(request, team):
    return listing(request, team, STORIES)


@GET_AND_POST
def barrier_create(request, team):
    return creating(request, team, BARRIERS)


@GET_AND_POST
def reflection_create(request, team):
    return creating(request, team, REFLECTIONS)


@GET_AND_POST
def story_create(request, team):
    return creating(request, team, STORIES)


@EDIT
def barrier_edit(request, barrier):
    return changing(request, barrier, BARRIERS)


@EDIT
def reflection_edit(request, reflection):
    return changing(request, reflection, REFLECTIONS)


@EDIT
def story_edit(request, story):
    return changing(request, story, STORIES)


@GET_AND_POST
def barrier_resolve(request, barrier):
    rows = Barrier.objects.visible_to(request.user).select_related("team__wave__programme", "team__organisation")
    row = get_object_or_404(rows.distinct(), pk=barrier)
    row.team.require_may_change(request.user)
    form = forms.ResolveForm(request.POST or None)
    form.helper = forms.submitting("The barrier is lifted")
    if request.method == "POST" and form.is_valid() and lifted(request, row, form):
        messages.success(request, "The barrier is marked as lifted.")
        return redirect("barrier_list", row.team_id)
    return show_form(request, form, "Lift a barrier", str(row), to_team(row.team, back(row, BARRIERS)))


def lifted(request, barrier, form):
    return attempted(form, actions.resolve_barrier, barrier=barrier, by=request.user, **form.cleaned_data)


# ---- of the whole wave


def wave_sections(request, wave, chosen):
    """What the person may read of each kind, as everybody in the wave reads it."""
    found = {kind.plural: pages.rows_of(kind.model, request.user, **chosen) for kind in KINDS}
    return {name: [row for row in rows if row.team.wave_id == wave.pk] for name, rows in found.items()}


def wave_entries(request, wave, chosen):
    """{heading: entries}: of each kind, and, where nothing narrows the list, lessons of introducing roles."""
    sections = wave_sections(request, wave, chosen)
    found = {name: pages.wave_entries(rows) for name, rows in sections.items()}
    lessons = [] if any(chosen.values()) else pages.lesson_entries(wave)
    return found | ({pages.LESSONS: lessons} if lessons else {})


@require_safe
def wave_learning(request, wave_code):
    wave = wave_to_read(request.user, wave_code)
    names = [name for kind in KINDS for name in kind.filters]
    search = forms.LearningFilter(request.GET or None, wave=wave, names=names)
    sections = wave_entries(request, wave, search.chosen)
    context = {
        "wave": wave,
        "search": search,
        "news": pages.feed(request.user, wave),
        "sections": [(name, found[:A_PAGE], len(found)) for name, found in sections.items()],
        "a_page": A_PAGE,
        "csv_href": f"{reverse('wave_learning_csv', args=[wave.code])}?{query_without(request, 'page')}",
        "breadcrumbs": to_improvement(),
    }
    return render(request, "collaborative/learning/wave.html", context)


@require_safe
def wave_learning_csv(request, wave_code):
    wave = wave_to_read(request.user, wave_code)
    names = [name for kind in KINDS for name in kind.filters]
    search = forms.LearningFilter(request.GET or None, wave=wave, names=names)
    entries = wave_entries(request, wave, search.chosen)
    return download(csv_bytes(pages.CSV_HEAD, pages.csv_rows(entries)), CSV, f"{wave.code.lower()}-learning.csv")
