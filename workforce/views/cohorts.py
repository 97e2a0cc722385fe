"""Cohorts and employers of a programme."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted
from workforce.actions import cohorts as actions
from workforce.dashboards import cohorts
from workforce.dashboards.links import href
from workforce.forms.workers import CohortForm, EmployerForm, EmployerLinkForm
from workforce.models import Employer
from workforce.views.breadcrumbs import to_programme
from workforce.views.forms import directory_of, form_page
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_lead, sees_exactly


@require_safe
def cohort_list(request, programme):
    programme = programme_to_lead(request, programme)
    tables = cohorts.tables(request.user, programme, exact=sees_exactly(request.user, programme))
    context = {"heading": "Cohorts and employers", "tables": tables}
    context["links"] = [
        {"text": "Add a cohort", "href": href("cohort_create", programme.slug)},
        {"text": "Add an employer", "href": href("employer_create", programme.slug)},
    ]
    return programme_page(request, "workforce/tables.html", programme, context)


@GET_AND_POST
def cohort_create(request, programme):
    programme = programme_to_lead(request, programme)
    form = CohortForm(request.POST or None)
    if form.is_valid() and attempted(form, actions.create, programme=programme, by=request.user, **form.cleaned_data):
        return saved(request, programme, "The cohort is saved.")
    return page(request, programme, form, "Add a cohort")


@GET_AND_POST
def employer_create(request, programme):
    programme = programme_to_lead(request, programme)
    form = EmployerForm(request.POST or None, directory=directory_of(request.user))
    if form.is_valid() and attempted(
        form, actions.create_employer, programme=programme, by=request.user, **form.cleaned_data
    ):
        return saved(request, programme, "The employer is saved.")
    return page(request, programme, form, "Add an employer")


@EDIT
def employer_edit(request, programme, employer):
    programme = programme_to_lead(request, programme)
    found = Employer.objects.visible_to(request.user).select_related("organisation")
    employer = get_object_or_404(found, pk=employer)
    form = EmployerLinkForm(request.POST or None, employer=employer, directory=directory_of(request.user))
    if form.is_valid() and attempted(
        form, actions.link_employer, employer=employer, by=request.user, **form.cleaned_data
    ):
        return saved(request, programme, "The employer is saved.")
    return page(request, programme, form, f"Employer: {employer.name}")


def page(request, programme, form, heading):
    crumbs = to_programme(programme, ("Cohorts and employers", href("cohort_list", programme.slug)))
    return form_page(request, form, heading, crumbs, caption=programme.name)


def saved(request, programme, words):
    messages.success(request, words)
    return redirect("cohort_list", programme.slug)
