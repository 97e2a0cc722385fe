"""One person of the list: the page, the entry by hand, the moves, a new episode."""

from django.contrib import messages
from django.http import Http404
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from practices.views.methods import GET_AND_POST
from practices.views.refusals import attempted
from registers.actions import entries, life_cycle
from registers.dashboards import person_page
from registers.forms.people import MOVE_WORDS, AgainForm, EntryForm, MoveForm
from registers.models import EntryState
from registers.views.breadcrumbs import to_person, to_register
from registers.views.going_back import way_back
from registers.views.scope import entry_of, practice_to_change, practice_to_read, record_view


@require_safe
def entry_detail(request, ods_code, number):
    practice = practice_to_read(request, ods_code)
    entry = entry_of(request, practice, number)
    record_view(request, practice, entry, "person")
    page = person_page.page(request.user, entry)
    context = {
        "practice": practice,
        "page": page,
        "parts": [drawn(request, panel) for panel in page["panels"]],
        "breadcrumbs": to_register(practice),
    }
    return render(request, "registers/entry_detail.html", context)


def drawn(request, panel):
    """A panel's own template with its own context, so that no panel reads what another one put there."""
    context = {**panel.context, "panel": panel, "csrf_token": get_token(request), "request": request}
    return {
        "title": panel.title,
        "anchor": person_page.anchor_of(panel),
        "html": render_to_string(panel.template, context),
    }


@sensitive_post_parameters("patient_key")
@GET_AND_POST
def entry_create(request, ods_code):
    practice = practice_to_change(request, ods_code)
    form = EntryForm(request.POST or None)
    if form.is_valid() and (
        entry := attempted(form, entries.create, practice=practice, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"No. {entry.person.local_number} is on the register and waits for validation.")
        return redirect("entry_detail", ods_code, entry.person.local_number)
    context = {
        "form": form,
        "heading": "Add a person",
        "caption": practice.name,
        "breadcrumbs": to_register(practice),
        "notes": [
            "The person gets a local number. The key is not shown again, except in a worklist that you download."
        ],
    }
    return render(request, "practices/form.html", context)


@GET_AND_POST
def entry_move(request, ods_code, number):
    """One step of the life cycle, named by `to`; without one, the person's page shows which there are."""
    practice = practice_to_change(request, ods_code)
    entry = entry_of(request, practice, number)
    to = move_of(request.GET.get("to", ""))
    if to is None:
        return redirect("entry_detail", ods_code, number)
    form = MoveForm(request.POST or None, to=to)
    if form.is_valid() and (
        moved := attempted(form, life_cycle.move, entry=entry, to=to, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"No. {number}: {moved.get_state_display().lower()}.")
        return redirect(way_back(request, practice, number))
    record_view(request, practice, entry, "move")
    context = {
        "form": form,
        "heading": MOVE_WORDS[to][0],
        "caption": f"No. {number}, {entry.get_state_display().lower()}",
        "breadcrumbs": to_person(practice, number),
        "notes": [] if entry.may_move_to(to) else [f"This entry is {entry.get_state_display().lower()} already."],
    }
    return render(request, "practices/form.html", context)


def move_of(text):
    """A state to which entries move, or None. A word that is none of them is an address that there is not."""
    if text and text not in EntryState.values:
        raise Http404
    return EntryState(text) if text in MOVE_WORDS else None


@GET_AND_POST
def entry_again(request, ods_code, number):
    practice = practice_to_change(request, ods_code)
    entry = entry_of(request, practice, number)
    form = AgainForm(request.POST or None, initial={"presentation_type": entry.presentation_type})
    if form.is_valid() and (
        again := attempted(form, entries.begin_again, entry=entry, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"Episode {again.episode} of No. {number} has begun and waits for validation.")
        return redirect("entry_detail", ods_code, number)
    record_view(request, practice, entry, "again")
    context = {
        "form": form,
        "heading": "Begin a new episode",
        "caption": f"No. {number}, {entry.get_state_display().lower()}",
        "breadcrumbs": to_person(practice, number),
        "notes": ["Whoever comes back to the list begins a new episode, with a validation of its own."],
    }
    return render(request, "practices/form.html", context)
