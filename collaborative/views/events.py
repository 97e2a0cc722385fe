"""Events of a wave: list, page, calendar files; planned by whoever runs events."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, require_permission, require_permission_over
from collaborative.actions import events as actions
from collaborative.agendas import write_agenda
from collaborative.calendar_files import calendar
from collaborative.dashboards import attendances, event_evaluations, events, materials, workshop_actions
from collaborative.forms.events import AgendaForm, EventCreateForm, EventForm, LearningWorkshopsForm
from collaborative.models import Attendance, Event
from collaborative.views.breadcrumbs import to_improvement
from collaborative.views.form_pages import show_form
from practices import clock
from practices.models import Programme, Wave
from practices.views.downloads import download
from practices.views.methods import EDIT, GET_AND_POST


def wave_of(user, wave_code):
    """404 outside scope, 403 without the right to events."""
    wave = get_object_or_404(Wave.objects.visible_to(user).select_related("programme"), code=wave_code)
    require_permission(user, Permission.VIEW_EVENTS, wave)
    return wave


def event_of(user, pk):
    event = get_object_or_404(Event.objects.visible_to(user).select_related("wave__programme"), pk=pk)
    require_permission(user, Permission.VIEW_EVENTS, event.wave)
    return event


def event_to_run(user, pk):
    """An event whose plan and lists this person keeps."""
    event = event_of(user, pk)
    require_permission_over(user, Permission.CHANGE_EVENTS, event.wave)
    return event


def crumbs(wave, event=None):
    found = to_improvement((f"Events of {wave.name}", reverse("event_list", args=[wave.code])))
    return [*found, (event.title, reverse("event_detail", args=[event.pk]))] if event else found


@require_safe
def event_list(request, wave_code):
    wave = wave_of(request.user, wave_code)
    found = list(Event.objects.visible_to(request.user).filter(wave=wave))
    can_change = events.runs_events(request.user, wave)
    context = {
        "wave": wave,
        "lines": events.timeline(wave, found),
        "next_step": events.next_step(wave, found, can_change),
        "can_change": can_change,
        "can_start": can_change and not any(event.calendar_field for event in found),
        "most": actions.most_learning_workshops(wave.programme),
        "settings_href": reverse("event_settings", args=[wave.programme.slug])
        if events.has_permission_over(request.user, Permission.CHANGE_WAVES, wave)
        else "",
        "breadcrumbs": crumbs(wave)[:-1],
    }
    return render(request, "collaborative/events/event_list.html", context)


@require_POST
def event_start(request, wave_code):
    wave = wave_of(request.user, wave_code)
    require_permission_over(request.user, Permission.CHANGE_EVENTS, wave)
    made = actions.start_events(wave=wave, by=request.user)
    messages.success(request, f"{len(made)} events are set up on the days of the wave's calendar.")
    return redirect("event_list", wave.code)


@GET_AND_POST
def event_create(request, wave_code):
    wave = wave_of(request.user, wave_code)
    require_permission_over(request.user, Permission.CHANGE_EVENTS, wave)
    form = EventCreateForm(request.POST or None, instance=Event(wave=wave))
    if form.is_valid():
        try:
            event = actions.create_event(wave=wave, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("kind", refusal)
        else:
            messages.success(request, f"{event} is set up.")
            return redirect("event_detail", event.pk)
    return show_form(request, form, "Add an event", wave.name, crumbs(wave))


@require_safe
def event_detail(request, event):
    event = event_of(request.user, event)
    can_change = events.runs_events(request.user, event.wave)
    people = Attendance.objects.visible_to(request.user).filter(event=event).select_related("team", "practice")
    context = {
        "event": event,
        "can_change": can_change,
        "summary": events.summary_rows(event),
        "agenda": events.agenda_table(event),
        "materials": materials.material_lines(event, can_change=can_change),
        "own": attendances.own_status(event, request.user),
        "may_register": not event.is_past and attendances.own_member(event, request.user) is not None,
        "attendance": attendances.attendance_summary(event, request.user)
        if attendances.may_see_counts(request.user)
        else None,
        "people": None if can_change else attendances.people_table(people),
        "teams": workshop_actions.actions_by_team(event, request.user),
        "may_evaluate": event.takes_evaluations and not event_evaluations.has_answered(event, request.user),
        "links": events.event_links(event, request.user),
        "breadcrumbs": crumbs(event.wave),
    }
    return render(request, "collaborative/events/event_detail.html", context)


@EDIT
def event_edit(request, event):
    event = event_to_run(request.user, event)
    form = EventForm(request.POST or None, instance=event)
    if form.is_valid():
        event.refresh_from_db()  # the form has written on it; the action compares with what is stored
        actions.change_event(event=event, by=request.user, **form.cleaned_data)
        messages.success(request, "The event is saved.")
        return redirect("event_detail", event.pk)
    notes = [f"{actions.DAY_IS_THE_WAVES}: {event.held_on:%-d %B %Y}."] if event.calendar_field else []
    return show_form(request, form, "Change the event", event.title, crumbs(event.wave, event), notes)


@EDIT
def agenda_edit(request, event):
    event = event_to_run(request.user, event)
    lines = [(item.starts_at, item.title, item.speaker) for item in event.agenda.all()]
    form = AgendaForm(request.POST if request.method == "POST" else None, initial={"agenda": write_agenda(lines)})
    if form.is_valid():
        actions.set_agenda(event=event, lines=form.cleaned_data["agenda"], by=request.user)
        messages.success(request, "The agenda is saved.")
        return redirect("event_detail", event.pk)
    return show_form(request, form, "Agenda", event.title, crumbs(event.wave, event))


@EDIT
def event_settings(request, slug):
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require_permission(request.user, Permission.CHANGE_WAVES, programme)
    form = LearningWorkshopsForm(request.POST or None, initial={"most": actions.most_learning_workshops(programme)})
    if form.is_valid():
        actions.allow_learning_workshops(programme=programme, by=request.user, **form.cleaned_data)
        messages.success(request, "The number of learning workshops is saved.")
        return redirect("programme_detail", slug)
    address = reverse("programme_detail", args=[slug])
    return show_form(request, form, "Learning workshops", programme.name, [(programme.name, address)])


# ------------------------------------------------------------------ calendar files


@require_safe
def event_calendar(request, event):
    event = event_of(request.user, event)
    address = request.build_absolute_uri(reverse("event_detail", args=[event.pk]))
    return calendar_answer(event.title, [events.event_entry(event, host(), address)], f"{event.title}.ics")


@require_safe
def wave_calendar(request, wave_code):
    """All events of a wave, and the days on which its returns are due."""
    wave = wave_of(request.user, wave_code)
    found = Event.objects.visible_to(request.user).filter(wave=wave).select_related("wave")
    entries = [
        events.event_entry(event, host(), request.build_absolute_uri(reverse("event_detail", args=[event.pk])))
        for event in found
    ]
    return calendar_answer(wave.name, [*entries, *events.return_entries(wave, host())], f"{wave.code}.ics")


def host():
    return urlsplit(settings.SITE_ADDRESS).hostname or "collaborative.invalid"


def calendar_answer(name, entries, file_name):
    content = calendar(name, entries, made_at=clock.now())
    return download(content, "text/calendar; charset=utf-8", file_name)
