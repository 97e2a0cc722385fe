"""Writing records of work with other teams: for the practice's clinicians."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from accounts.permissions import Permission
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted
from registers.actions import interface as actions
from registers.dashboards import interface as pages
from registers.dashboards.links import href
from registers.forms import interface as forms
from registers.models import (
    AdviceRecord,
    CpaContribution,
    LinkAgreement,
    MedicationChange,
    PhysicalHealthCheck,
    SharedCareResponsibility,
    WrapPlan,
)
from registers.views.breadcrumbs import to_person, to_register
from registers.views.interface_pages import switched_off
from registers.views.scope import person_of, practice_to_read, record_view


@dataclass(frozen=True)
class Kind:
    model: type
    form: type
    heading: str


KINDS = {
    "advice": Kind(AdviceRecord, forms.AdviceForm, "Advice about a person who was not seen"),
    "medication": Kind(MedicationChange, forms.MedicationChangeForm, "Change of medication"),
    "cpa": Kind(CpaContribution, forms.CpaContributionForm, "Contribution to a CPA review"),
    "wrap": Kind(WrapPlan, forms.WrapPlanForm, "Recovery plan (WRAP)"),
    "health_check": Kind(PhysicalHealthCheck, forms.PhysicalHealthCheckForm, "Physical health check"),
}


def practice_to_write(request, ods_code):
    return practice_to_read(request, ods_code, Permission.CHANGE_INTERFACE_RECORDS)


@GET_AND_POST
def record_create(request, ods_code, number, kind):
    practice = practice_to_write(request, ods_code)
    person = person_of(request, practice, number)
    return write_record(request, practice, person, KINDS[kind], KINDS[kind].model(practice=practice, person=person))


@EDIT
def record_edit(request, ods_code, number, kind, **row):
    """`row` is the id under the name of the kind, so that each address says what it is about."""
    practice = practice_to_write(request, ods_code)
    person = person_of(request, practice, number)
    records = KINDS[kind].model.objects.visible_to(request.user).filter(practice=practice, person=person)
    found = get_object_or_404(records, pk=row[kind])
    if request.method != "POST":
        record_view(request, practice, found, f"{kind}_edit")
    return write_record(request, practice, person, KINDS[kind], found)


def write_record(request, practice, person, kind, record):
    if not pages.is_on(practice):
        return switched_off(request, practice)
    form = kind.form(request.POST or None, instance=record)
    if form.is_valid() and attempted(
        form, actions.save_record, record=form.instance, changed=form.changed_data, by=request.user
    ):
        messages.success(request, "The record is saved.")
        return redirect("interface_person", practice.ods_code, person.local_number)
    return person_form(request, practice, person, form, kind.heading)


def person_form(request, practice, person, form, heading):
    address = href("interface_person", practice.ods_code, person.local_number)
    context = {
        "form": form,
        "heading": heading,
        "caption": f"No. {person.local_number}",
        "breadcrumbs": to_person(practice, person.local_number, ("Work with other teams", address)),
    }
    return render(request, "practices/form.html", context)


@GET_AND_POST
def shared_care_create(request, ods_code, number):
    practice = practice_to_write(request, ods_code)
    person = person_of(request, practice, number)
    if not pages.is_on(practice):
        return switched_off(request, practice)
    form = forms.SharedCareForm(request.POST or None)
    if form.is_valid() and attempted(
        form,
        actions.begin_sharing,
        person=person,
        component=form.cleaned_data["component"],
        cells=form.cells,
        by=request.user,
    ):
        messages.success(request, "Who does what is saved.")
        return redirect("interface_person", ods_code, number)
    return person_form(request, practice, person, form, "Share a part of care")


@EDIT
def shared_care_edit(request, ods_code, number, component):
    """404 for a component that is not shared."""
    practice = practice_to_write(request, ods_code)
    person = person_of(request, practice, number)
    cells = SharedCareResponsibility.objects.visible_to(request.user).filter(practice=practice, person=person)
    rows = list(cells.filter(component=component, ended_on__isnull=True))
    if not rows:
        raise Http404
    if not pages.is_on(practice):
        return switched_off(request, practice)
    if request.method != "POST":
        record_view(request, practice, rows[0], "shared_care_edit")
    form = forms.SharedCareForm(request.POST or None, fixed=component, initial=given(rows))
    if form.is_valid() and attempted(
        form,
        actions.share_care,
        person=person,
        component=component,
        cells=form.cells,
        ended_on=form.cleaned_data["ended_on"],
        by=request.user,
    ):
        messages.success(request, "Who does what is saved.")
        return redirect("interface_person", ods_code, number)
    return person_form(request, practice, person, form, f"Shared care: {rows[0].get_component_display()}")


def given(rows) -> dict:
    teams = {f"{row.function}_team": row.team for row in rows}
    return teams | {f"{row.function}_professional": row.professional for row in rows}


@GET_AND_POST
def link_agreement_create(request, ods_code):
    practice = practice_to_write(request, ods_code)
    return write_agreement(request, practice, LinkAgreement(practice=practice))


@EDIT
def link_agreement_edit(request, ods_code, agreement):
    practice = practice_to_write(request, ods_code)
    agreements = LinkAgreement.objects.visible_to(request.user).filter(practice=practice)
    return write_agreement(request, practice, get_object_or_404(agreements, pk=agreement))


def write_agreement(request, practice, agreement):
    if not pages.is_on(practice):
        return switched_off(request, practice)
    form = forms.LinkAgreementForm(request.POST or None, instance=agreement)
    if form.is_valid() and attempted(
        form, actions.save_record, record=form.instance, changed=form.changed_data, by=request.user
    ):
        messages.success(request, "The agreement is saved.")
        return redirect("interface_home", practice.ods_code)
    home = href("interface_home", practice.ods_code)
    context = {
        "form": form,
        "heading": "Agreement about work within another team",
        "caption": practice.name,
        "notes": ["The host team's notes are the principal record. Copies kept by the other team are supplementary."],
        "breadcrumbs": to_register(practice, ("Work with other teams", home)),
    }
    return render(request, "practices/form.html", context)
