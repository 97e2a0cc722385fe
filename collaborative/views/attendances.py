"""Who came: counts, lists, invitations, the facilitator's list, files."""

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, require_permission, require_permission_over
from collaborative.actions import attendances as actions
from collaborative.dashboards import attendances
from collaborative.dashboards.events import runs_events
from collaborative.forms.attendances import ConfirmForm, InviteForm, PersonForm
from collaborative.models import Attendance, ImprovementTeam
from collaborative.views.events import crumbs, event_of, event_to_run
from collaborative.views.form_pages import show_form
from operations import audit
from practices.exports import XLSX, csv_bytes, xlsx_bytes
from practices.models import Organisation
from practices.views.downloads import CSV, download
from practices.views.methods import GET_AND_POST

SUMMARY_TABLES = [
    ("By stakeholder kind", "Kind", "kinds"),
    ("Managers and commissioners", "Kind", "leaders"),
    ("By team", "Team", "teams"),
]


def people_of(user, event):
    rows = Attendance.objects.visible_to(user).filter(event=event)
    return rows.select_related("team", "practice").order_by("name", "pk")


@require_safe
def event_attendance(request, event):
    event = event_of(request.user, event)
    require_permission(request.user, Permission.VIEW_ATTENDANCE_COUNTS, event.wave)
    summary = attendances.attendance_summary(event, request.user)
    context = {
        "event": event,
        "summary": summary,
        "tables": [
            attendances.count_table(caption, first, getattr(summary, name))
            for caption, first, name in SUMMARY_TABLES
            if getattr(summary, name)
        ],
        "practices": attendances.count_table("By practice", "Practice", summary.practices),
        "people": attendances.people_table(people_of(request.user, event)),
        "can_change": runs_events(request.user, event.wave),
        "breadcrumbs": crumbs(event.wave, event),
    }
    return render(request, "collaborative/events/attendance.html", context)


@require_safe
def event_attendance_file(request, event, kind):
    """The people whose names this person may see, in the columns in which the list can be sent back."""
    event = event_of(request.user, event)
    require_permission(request.user, Permission.VIEW_ATTENDANCE_COUNTS, event.wave)
    rows = attendances.export_rows(people_of(request.user, event).filter(to_confirm=False))
    audit.record("attendance_downloaded", by=request.user, about=event, kind=kind, people=len(rows))
    if kind == "csv":
        content, content_type = csv_bytes(attendances.EXPORT_HEADINGS, rows), CSV
    elif kind == "xlsx":
        content, content_type = xlsx_bytes({"Attendance": (attendances.EXPORT_HEADINGS, rows)}), XLSX
    else:
        raise Http404
    return download(content, content_type, f"attendance {event.wave.code} {event.held_on:%Y-%m-%d}.{kind}")


@GET_AND_POST
def event_invite(request, event):
    event = event_to_run(request.user, event)
    form = InviteForm(request.POST if request.method == "POST" else None, teams=teams_of(request.user, event))
    if form.is_valid():
        invited = actions.invite_teams(event=event, by=request.user, **form.cleaned_data)
        messages.success(request, f"{len(invited)} people were added to the list as invited.")
        return redirect("event_attendance", event.pk)
    return show_form(request, form, "Invite teams", event.title, crumbs(event.wave, event))


def teams_of(user, event):
    return ImprovementTeam.objects.visible_to(user).filter(wave=event.wave)


def practices_of(user, event):
    found = Organisation.objects.visible_to(user, Permission.VIEW_EVENTS).practices()
    return found.filter(memberships__wave=event.wave).distinct()


@require_POST
def event_register(request, event):
    """Say that one comes, or send apologies."""
    event = event_of(request.user, event)
    member = attendances.own_member(event, request.user)
    if member is None:
        messages.info(request, "You are in no team of this wave, so there is nothing to register. Ask the facilitator.")
        return redirect("event_detail", event.pk)
    status = {"yes": Attendance.Status.REGISTERED, "no": Attendance.Status.APOLOGIES}.get(request.POST.get("coming"))
    if status is None:
        raise BadRequest("Neither coming nor not coming")
    try:
        actions.register_self(event=event, member=member, status=status, by=request.user)
    except ValidationError as refusal:
        messages.info(request, f"{refusal.message}.")
    else:
        messages.success(request, "You are registered." if status == "registered" else "Your apologies are noted.")
    return redirect("event_detail", event.pk)


# ------------------------------------------------------------------ the facilitator's list


@require_safe
def event_sign_in_list(request, event):
    event = event_to_run(request.user, event)
    rows = list(people_of(request.user, event))
    context = {
        "event": event,
        "people": [attendances.listed(row) for row in rows if not row.to_confirm],
        "waiting": attendances.waiting_people(rows),
        "here": sum(row.status == Attendance.Status.ATTENDED and not row.to_confirm for row in rows),
        "can_close": event.is_past,
        "breadcrumbs": crumbs(event.wave, event),
    }
    return render(request, "collaborative/events/sign_in_list.html", context)


def attendance_to_change(user, pk):
    """404 for a row that this person may not see, 403 for one who keeps no list."""
    row = get_object_or_404(Attendance.objects.visible_to(user).select_related("event__wave", "team"), pk=pk)
    require_permission_over(user, Permission.CHANGE_EVENTS, row.event.wave)
    return row


@require_POST
def attendance_mark(request, attendance):
    """One tap; with htmx only the line comes back."""
    row = attendance_to_change(request.user, attendance)
    if request.POST.get("status") not in Attendance.Status.values or row.to_confirm:
        raise BadRequest("No such status")
    actions.mark(attendance=row, status=request.POST["status"], by=request.user)
    if request.headers.get("HX-Request"):
        return render(request, "collaborative/events/_listed_person.html", {"person": attendances.listed(row)})
    return redirect(f"{reverse('event_sign_in_list', args=[row.event_id])}#person-{row.pk}")


@GET_AND_POST
def event_add_person(request, event):
    event = event_to_run(request.user, event)
    form = PersonForm(
        request.POST or None, teams=teams_of(request.user, event), practices=practices_of(request.user, event)
    )
    if form.is_valid():
        row = actions.add_person(event=event, by=request.user, **form.cleaned_data)
        messages.success(request, f"{row.name} is on the list as having come.")
        return redirect("event_sign_in_list", event.pk)
    return show_form(request, form, "Add a person", event.title, crumbs(event.wave, event))


@GET_AND_POST
def attendance_confirm(request, attendance):
    """Say who it is that signed in off the list."""
    row = attendance_to_change(request.user, attendance)
    event = row.event
    if not row.to_confirm:
        return redirect("event_sign_in_list", event.pk)
    form = ConfirmForm(
        request.POST or None,
        initial={"name": row.name},
        teams=teams_of(request.user, event),
        practices=practices_of(request.user, event),
        listed=people_of(request.user, event).filter(to_confirm=False),
    )
    if form.is_valid():
        decide(request, "The name is confirmed.", actions.confirm, attendance=row, **form.cleaned_data)
        return redirect("event_sign_in_list", event.pk)
    context = {"form": form, "row": row, "event": event, "breadcrumbs": crumbs(event.wave, event)}
    return render(request, "collaborative/events/confirm.html", context)


@require_POST
def attendance_refuse(request, attendance):
    row = attendance_to_change(request.user, attendance)
    event = row.event
    decide(request, "The name is taken off.", actions.refuse, attendance=row)
    return redirect("event_sign_in_list", event.pk)


def decide(request, done, action, **fields):
    """Say that it is done, or that somebody else was quicker."""
    try:
        action(by=request.user, **fields)
    except ValidationError as refusal:
        messages.info(request, f"{refusal.message}.")
    else:
        messages.success(request, done)


@require_POST
def event_close_list(request, event):
    event = event_to_run(request.user, event)
    if not event.is_past:
        messages.info(request, "The list can be closed after the day of the event.")
    else:
        absent = actions.close_list(event=event, by=request.user)
        messages.success(request, f"The list is closed: {absent} people did not attend.")
    return redirect("event_sign_in_list", event.pk)
