"""The pulse: its rounds and results, and the open page on which a worker answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, has_permission
from practices.exports import csv_bytes
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted, told
from workforce.actions import pulses as actions
from workforce.dashboards import pulses
from workforce.dashboards.led_places import leads, named_trusts
from workforce.dashboards.links import href
from workforce.forms.pulses import LastDayForm, PulseAnswerForm, PulseForm
from workforce.models import Pulse
from workforce.pulses import pulse_questions
from workforce.views.breadcrumbs import to_programme
from workforce.views.figure_files import taken_away
from workforce.views.forms import form_page
from workforce.views.governance import OF_THE_WHOLE
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_lead, programme_to_see, sees_exactly

HOW_ASKED = (
    "Two rounds a year are enough. Seven statements, each answered from 1 to 5; nobody can read a single answer."
)

GONE = 410


@require_safe
def pulse_list(request, programme):
    programme = programme_to_see(request, programme, Permission.VIEW_SURVEY_RESULTS)
    rounds = list(Pulse.objects.visible_to(request.user).filter(programme=programme))
    context = {
        "heading": "Satisfaction of the workforce",
        "table": pulses.pulse_list_table(rounds),
        "trend": pulses.trend_of(rounds),
        "csv_href": next((href("pulse_csv", one.pk) for one in rounds if one.is_closed), ""),
        "create_href": href("pulse_create", programme.slug) if leads(request.user, programme) else "",
    }
    return programme_page(request, "workforce/pulse_list.html", programme, context)


def to_pulses(programme):
    return ("Satisfaction", href("pulse_list", programme.slug))


@GET_AND_POST
def pulse_create(request, programme):
    programme = programme_to_lead(request, programme)
    form = PulseForm(request.POST or None)
    if form.is_valid():
        pulse = attempted(form, actions.create_pulse, programme=programme, by=request.user, **form.cleaned_data)
        if pulse:
            messages.success(request, "The round is set up. Make the personal links next.")
            return redirect("pulse_detail", pulse.pk)
    crumbs = to_programme(programme, to_pulses(programme))
    return form_page(request, form, "Begin a round of the pulse", crumbs, caption=programme.name, notes=[HOW_ASKED])


def pulse_to_see(request, pk, permission=Permission.VIEW_SURVEY_RESULTS) -> Pulse:
    """404 for a round of a programme that no grant reaches, 403 when none that does holds the permission."""
    pulse = get_object_or_404(Pulse.objects.visible_to(request.user).select_related("programme"), pk=pk)
    programme_to_see(request, pulse.programme.slug, permission)
    return pulse


@require_safe
def pulse_detail(request, pulse):
    pulse = pulse_to_see(request, pulse)
    is_lead = leads(request.user, pulse.programme)
    is_whole = sees_exactly(request.user, pulse.programme)
    may_answer = pulse.is_open and has_permission(request.user, Permission.VIEW_OWN_RECORD)
    context = {
        "heading": pulse.name,
        "pulse": pulse,
        "page": pulses.pulse_page(
            pulse,
            named_trusts(request.user, pulse.programme),
            exact=is_whole,
        ),
        "questions": pulse_questions(pulse.questions),
        "links_href": href("pulse_links", pulse.pk) if is_lead and not pulse.is_closed else "",
        "last_day_href": href("pulse_last_day", pulse.pk) if is_lead and is_whole and not pulse.is_closed else "",
        "own_href": href("my_record") if may_answer else "",
        "csv_href": href("pulse_csv", pulse.pk),
    }
    return programme_page(request, "workforce/pulse_detail.html", pulse.programme, context, to_pulses(pulse.programme))


@require_POST
def pulse_links(request, pulse):
    """Links for those in post who have none. They are shown to nobody here: each worker finds it on the own record."""
    pulse = pulse_to_see(request, pulse, Permission.CHANGE_ROSTER)
    done = "Everybody in post whom you lead has a personal link now, on the own record."
    told(request, actions.make_links, done=done, pulse=pulse, by=request.user)
    return redirect("pulse_detail", pulse.pk)


@EDIT
def pulse_last_day(request, pulse):
    """Close a round early, or leave it open for longer; the lead of the whole programme alone, for it is everybody's."""
    pulse = pulse_to_see(request, pulse, Permission.CHANGE_ROSTER)
    form = LastDayForm(request.POST or None, initial={"closes_on": pulse.closes_on})
    is_whole = sees_exactly(request.user, pulse.programme)
    if form.is_bound and not is_whole:
        form.add_error(None, OF_THE_WHOLE)
    if form.is_valid() and attempted(form, actions.change_last_day, pulse=pulse, by=request.user, **form.cleaned_data):
        messages.success(request, "The last day is saved.")
        return redirect("pulse_detail", pulse.pk)
    crumbs = to_programme(pulse.programme, to_pulses(pulse.programme), (pulse.name, href("pulse_detail", pulse.pk)))
    notes = [] if is_whole else [OF_THE_WHOLE]
    return form_page(request, form, "Change the last day", crumbs, caption=pulse.name, notes=notes)


@require_safe
@transaction.atomic
def pulse_csv(request, pulse):
    """The figures of this round and of those before it, as their pages show them."""
    pulse = pulse_to_see(request, pulse)
    rounds = Pulse.objects.visible_to(request.user).filter(programme=pulse.programme, opens_on__lte=pulse.opens_on)
    content = csv_bytes(*pulses.csv_rows(list(rounds), named_trusts(request.user, pulse.programme)))
    return taken_away(request, content, f"pulse-{pulse.pk}.csv", about=pulse)


# ---- open pages


@login_not_required
@never_cache
@GET_AND_POST
def pulse_answer(request, pulse_token):
    """Open. A link that is unknown, used or too late is answered by one and the same page, which tells nothing."""
    link = actions.link_of(pulse_token)
    if link is None:
        return no_longer_open(request)
    questions = pulse_questions(link.pulse.questions)
    form = PulseAnswerForm(request.POST if request.method == "POST" else None, questions=questions)
    if form.is_valid():
        counted = actions.answer(token=pulse_token, answers=form.cleaned_data)
        return redirect("pulse_thanks") if counted else no_longer_open(request)
    context = {"form": form, "pulse": link.pulse, "questions": questions}
    return render(request, "workforce/pulse_answer.html", context)


def no_longer_open(request):
    return render(request, "workforce/pulse_gone.html", status=GONE)


@login_not_required
@require_safe
def pulse_thanks(request):
    """Open."""
    return render(request, "workforce/pulse_thanks.html")
