"""Totals of a severity tool by hand and as a file, and the flag that a clinician was informed of a risk item."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission
from operations import audit
from practices import clock, exports, stored_files
from practices.views.downloads import CSV, download
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted
from registers.actions import assessments
from registers.forms.people import AssessmentForm, RiskFlagForm
from registers.models import Assessment, RiskFlag, SeverityToolChoice
from registers.severity import severity_tools
from registers.views.breadcrumbs import to_person
from registers.views.going_back import way_back
from registers.views.scope import entry_of, practice_to_change, practice_to_read, record_view

P = Permission


@GET_AND_POST
def assessment_create(request, ods_code, number):
    practice = practice_to_change(request, ods_code)
    entry = entry_of(request, practice, number)
    asks_risk = has_permission(request.user, P.VIEW_RISK_FLAGS, practice)
    form = AssessmentForm(request.POST or None, tool=own_tool(request, practice), asks_risk=asks_risk)
    if form.is_valid() and saved(form, assessments.record, entry, request.user):
        messages.success(request, f"The total of No. {number} is saved.")
        return redirect(way_back(request, practice, number))
    record_view(request, practice, entry, "assessment")
    return form_page(request, form, "Record a total", practice, number)


def saved(form, action, entry, by):
    """What the action saved, or None with its reasons on the form."""
    return attempted(form, action, entry=entry, by=by, **form.cleaned_data)


def own_tool(request, practice):
    """The tool that the practice uses today, which the form offers first."""
    choices = SeverityToolChoice.objects.visible_to(request.user).filter(practice=practice, since__lte=clock.today())
    return choices.order_by("-since").values_list("tool", flat=True).first()


def form_page(request, form, heading, practice, number, notes=()):
    context = {
        "form": form,
        "heading": heading,
        "caption": f"No. {number}",
        "breadcrumbs": to_person(practice, number),
        "notes": notes,
    }
    return render(request, "practices/form.html", context)


@require_safe
def assessment_csv(request, ods_code, number):
    """The person's totals under the local number; the key is not in the file."""
    practice = practice_to_read(request, ods_code, P.EXPORT_PATIENT_ROWS)
    entry = entry_of(request, practice, number)
    totals = Assessment.objects.visible_to(request.user).filter(practice=practice, person=entry.person_id)
    tools = severity_tools()
    rows = [
        [number, total.day, tools[total.tool].name, total.total, tools[total.tool].band_of(total.total).name]
        for total in totals.order_by("tool", "day")
    ]
    content = exports.csv_bytes(["local_number", "date", "tool", "total", "band"], rows)
    audit.record(
        "patients.exported",
        by=request.user,
        about=entry,
        organisation=practice,
        what="assessments",
        rows=len(rows),
        sha256=stored_files.digest(content),
    )
    return download(content, CSV, f"{practice.ods_code} {number} totals.csv")


@EDIT
def risk_flag_edit(request, ods_code, number):
    practice = practice_to_read(request, ods_code, P.VIEW_RISK_FLAGS)
    entry = entry_of(request, practice, number)
    flags = RiskFlag.objects.visible_to(request.user).filter(entry=entry, clinician_informed_on__isnull=True)
    waiting = flags.order_by("noted_on").first()
    form = RiskFlagForm(request.POST or None, initial={"noted_on": waiting.noted_on if waiting else clock.today()})
    if form.is_valid() and saved(form, assessments.note_risk, entry, request.user):
        messages.success(request, "This is saved, for the clinicians of this practice alone.")
        return redirect("entry_detail", ods_code, number)
    record_view(request, practice, entry, "risk")
    notes = ["Only that a clinician was informed, and when. Anything else belongs in the clinical record."]
    return form_page(request, form, "Clinician informed", practice, number, notes)
