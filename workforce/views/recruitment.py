"""Recruitment: intakes, their candidates by number, and the stages they reached. No name is kept anywhere.

Candidates belong to no PCT: the lead of one recruits for the programme, and sees candidates and counts as they are.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from practices import clock
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted, told
from workforce.actions import recruitment as actions
from workforce.dashboards import candidates as candidate_pages
from workforce.dashboards import recruitment as dashboards
from workforce.dashboards.led_places import leads
from workforce.dashboards.links import href
from workforce.dashboards.training import chosen, switched_on
from workforce.forms.recruitment import CandidateForm, IntakeChangeForm, IntakeForm, MoveForm
from workforce.models import Candidate, Intake
from workforce.views.figure_files import taken_away
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_lead, programme_to_see, sees_exactly

ROWS = 50


@require_safe
def recruitment(request, programme):
    programme = programme_to_see(request, programme)
    exact = leads(request.user, programme)
    page = dashboards.recruitment_page(
        programme,
        exact=exact,
        sees_posts=sees_exactly(request.user, programme),
        training=request.GET.get("training"),
    )
    opening = [{"text": "Open an intake", "href": href("intake_create", programme.slug)}] if exact else []
    context = {"heading": "Recruitment", "page": page, "links": opening}
    return programme_page(request, "workforce/recruitment.html", programme, context)


@require_safe
@transaction.atomic
def recruitment_csv(request, programme):
    programme = programme_to_see(request, programme)
    content = dashboards.recruitment_file(programme, exact=leads(request.user, programme))
    name = f"recruitment-{programme.slug}.csv"
    return taken_away(request, content, name, about=programme, event="recruitment.exported")


@GET_AND_POST
def intake_create(request, programme):
    programme = programme_to_lead(request, programme)
    form = IntakeForm(request.POST or None, trainings=switched_on(programme), initial={"opens_on": clock.today()})
    if form.is_valid():
        intake = attempted(form, actions.open_intake, programme=programme, by=request.user, **form.cleaned_data)
        if intake:
            return redirect("intake_detail", intake.pk)
    return form_page(request, programme, form, "Open an intake")


@EDIT
def intake_edit(request, intake):
    intake = intake_of(request, intake)
    form = IntakeChangeForm(request.POST or None, instance=intake)
    if form.is_valid() and attempted(form, actions.change_intake, intake=intake, by=request.user, **form.cleaned_data):
        messages.success(request, "The intake is changed.")
        return redirect("intake_detail", intake.pk)
    crumb = (intake.name, href("intake_detail", intake.pk))
    return form_page(request, intake.programme, form, "Change this intake", crumb)


def form_page(request, programme, form, heading, *crumbs, **context):
    trail = [("Recruitment", href("recruitment", programme.slug)), *crumbs]
    context = {"heading": heading, "form": form, **context}
    return programme_page(request, "workforce/recruitment_form.html", programme, context, *trail)


def intake_of(request, pk) -> Intake:
    """404 for an intake of a programme that no grant reaches, 403 without the right to lead there."""
    found = Intake.objects.visible_to(request.user, None).select_related("programme")
    intake = get_object_or_404(found, pk=pk)
    programme_to_lead(request, intake.programme.slug)
    return intake


def candidate_of(request, pk) -> Candidate:
    found = Candidate.objects.visible_to(request.user, None).select_related("intake__programme")
    candidate = get_object_or_404(found, pk=pk)
    programme_to_lead(request, candidate.intake.programme.slug)
    return candidate


@require_safe
def intake_detail(request, intake):
    form = MoveForm(initial={"on": clock.today()})
    return intake_page(request, intake_of(request, intake), form)


def intake_page(request, intake, form, ticked=()):
    show = chosen(request.GET.get("show"), candidate_pages.LISTS)
    candidates = Candidate.objects.visible_to(request.user).filter(intake=intake)
    page = Paginator(candidate_pages.listed(candidates, show), ROWS).get_page(request.GET.get("page"))
    whole = dashboards.pipeline_of(intake.programme, True, intake=intake)
    context = {
        "heading": intake.name,
        "intake": intake,
        "sentence": dashboards.sentence(whole, [intake]),
        "stages": dashboards.stage_table(whole),
        "outcomes": dashboards.outcomes_table(whole),
        "note": dashboards.ADDS_UP,
        "lists": candidate_pages.list_links(intake, show),
        "rows": [candidate_pages.row(one) for one in page],
        "can_move": show not in (candidate_pages.OUT, candidate_pages.STARTED),
        "ticked": ticked,
        "form": form,
        "page": page,
        "page_query": f"show={show}",
    }
    crumbs = ("Recruitment", href("recruitment", intake.programme.slug))
    return programme_page(request, "workforce/intake.html", intake.programme, context, crumbs)


@GET_AND_POST
def candidate_create(request, intake):
    intake = intake_of(request, intake)
    form = CandidateForm(request.POST or None, initial={"interested_on": clock.today()})
    if form.is_valid() and attempted(form, actions.add_candidates, intake=intake, by=request.user, **form.cleaned_data):
        return redirect("intake_detail", intake.pk)
    crumb = (intake.name, href("intake_detail", intake.pk))
    return form_page(request, intake.programme, form, "Add candidates", crumb)


@require_POST
def candidate_move_many(request, intake):
    """The candidates that were ticked, all or none of them."""
    intake = intake_of(request, intake)
    numbers = [int(sent) for sent in request.POST.getlist("candidate") if sent.isdecimal() and len(sent) < 10]
    form = MoveForm(request.POST)
    if form.is_valid() and attempted(form, moved, intake=intake, numbers=numbers, by=request.user, **form.cleaned_data):
        messages.success(request, f"{len(numbers)} candidates are moved.")
        return redirect("intake_detail", intake.pk)
    return intake_page(request, intake, form, ticked=numbers)


def moved(*, intake, numbers, to, on, by) -> int:
    """To a stage, or out: what the form lets choose."""
    if to in candidate_pages.outcomes():
        return actions.take_out(intake=intake, numbers=numbers, outcome=to, on=on, by=by)
    return actions.move(intake=intake, numbers=numbers, stage=to, on=on, by=by)


@GET_AND_POST
def candidate_move(request, candidate):
    candidate = candidate_of(request, candidate)
    intake, following = candidate.intake, candidate_pages.next_stage(candidate)
    form = MoveForm(request.POST or None, next_stage=following, initial={"on": clock.today()})
    if form.is_valid() and attempted(
        form, moved, intake=intake, numbers=[candidate.number], by=request.user, **form.cleaned_data
    ):
        return redirect("intake_detail", intake.pk)
    context = {"history": candidate_pages.history(candidate), "candidate": candidate, "can_move": bool(following)}
    crumb = (intake.name, href("intake_detail", intake.pk))
    return form_page(request, intake.programme, form, f"Candidate {candidate.number}", crumb, **context)


@require_POST
def candidate_take_back(request, candidate):
    candidate = candidate_of(request, candidate)
    told(request, actions.take_back, candidate=candidate, by=request.user, done="The last entry is taken back.")
    return redirect("candidate_move", candidate.pk)
