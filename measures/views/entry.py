"""A monthly return on the screen: typed cell by cell, kept as it is typed, sent as a file; or pasted as copied cells."""

import json

from django.contrib import messages
from django.http import HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, has_permission
from measures.actions import drafts
from measures.entry.beside import Sheet, medians, sheet_of
from measures.entry.cells import TYPED, is_count, joined
from measures.entry.judging import judge
from measures.pages import entry_pages
from measures.views.measured import membership_in_month, practice_in_wave
from practices.uploads.models import UploadState
from practices.views.methods import GET_AND_POST


def sheet_to_enter(request, wave_code, ods_code, period) -> Sheet:
    """404 outside this person's scope or the practice's months, 403 for who may not send its returns."""
    wave, practice = practice_in_wave(request.user, wave_code, ods_code, Permission.SEND_RETURN)
    return sheet_of(*membership_in_month(request.user, wave, practice, period))


@GET_AND_POST
def return_entry(request, wave_code, ods_code, period):
    sheet = sheet_to_enter(request, wave_code, ods_code, period)
    return keep(request, sheet) if request.method == "POST" else entry_page(request, sheet)


def entry_page(request, sheet, *, status=200, is_whole=False, **shown):
    """The form, or what was sent where the month takes no figures."""
    is_whole = is_whole or was_refused(sheet)
    judged = judge(entry_pages.place_of(sheet), sheet.texts, is_whole=is_whole)
    context = {"breadcrumbs": [("Home", reverse("home")), ("Returns", reverse("return_home"))]}
    # The address is a wave's; the page belongs to the returns.
    request.stands_under = reverse("return_home")
    if not judged.is_open:
        context["page"] = entry_pages.closed_page(sheet, judged)
        return render(request, "measures/return_entry_closed.html", context)
    sees_wave = has_permission(request.user, Permission.VIEW_SHARED_FIGURES, sheet.membership.practice)
    page = entry_pages.entry_page(
        sheet, judged, medians(sheet) if sees_wave else {}, lists_problems=is_whole or "more" in shown, **shown
    )
    context |= {"page": page, "cell_href": entry_pages.entry_href(sheet, "return_entry_cell")}
    return render(request, "measures/return_entry.html", context, status=status)


def was_refused(sheet) -> bool:
    """The file that was made of these very cells needs fixing: every problem is then said, what is missing included."""
    draft = sheet.draft
    if draft is None or draft.upload is None or draft.upload.state != UploadState.NEEDS_FIXING:
        return False
    return draft.upload.context.get(drafts.CONTEXT, {}).get("revision") == draft.revision


def keep(request, sheet):
    """Keep every cell of the page; with the button for it, send what is kept."""
    is_sending = request.POST.get("step") == "send"
    typed = typed_in(request.POST)
    texts = {one.column: one.text for one in typed}
    kept = drafts.save_cells(**of(sheet), typed=typed, confirmed=ticks_in(request.POST, sheet), by=request.user)
    sheet = sheet_of(sheet.membership, sheet.month)
    if kept.conflicts or kept.refused:
        status = 409 if kept.conflicts else 200
        return entry_page(
            request, sheet, status=status, texts=texts, conflicts=kept.conflicts, more=kept.refused, is_whole=is_sending
        )
    if is_sending:
        return send(request, sheet)
    messages.success(request, "Saved. Nothing is sent until you press Send the return.")
    return redirect(entry_pages.entry_href(sheet))


def send(request, sheet):
    """What the checks refuse is said here and now; what they pass goes the way of every file."""
    judged = judge(entry_pages.place_of(sheet), sheet.texts, is_whole=True)
    unticked = entry_pages.unticked(sheet)
    if not judged.is_open or judged.errors or unticked:
        return entry_page(request, sheet, is_whole=True, more=unticked)
    upload = drafts.send_draft(draft=sheet.draft, by=request.user, acting_scope=request.acting.label)
    return redirect("upload_detail", upload.pk)


def of(sheet) -> dict:
    membership = sheet.membership
    return {"wave": membership.wave, "practice": membership.practice, "month": sheet.month, "start": sheet.start}


def typed_in(given) -> list[drafts.Typed]:
    """Every cell of the page: a number and its reason are one cell."""
    return [
        drafts.Typed(
            name,
            joined(given.get(name, ""), given.get(f"{name}-reason", "")) if is_count(name) else given.get(name, ""),
            given.get(f"{name}-seen", ""),
        )
        for name in TYPED
        if name in given
    ]


def ticks_in(given, sheet) -> dict[str, bool]:
    ticked = set(given.getlist("confirm"))
    return {name: name in ticked for name in sheet.start.carried}


@require_POST
def return_entry_cell(request, wave_code, ods_code, period):
    """One cell as it is left: kept, or why not; and what the checks say of all cells so far. JSON both ways."""
    sheet = sheet_to_enter(request, wave_code, ods_code, period)
    try:
        given = json.loads(request.body)
        column, typed, ticks = cell_in(given)
    except (ValueError, TypeError, KeyError):
        return HttpResponseBadRequest()
    kept = drafts.save_cells(**of(sheet), typed=typed, confirmed=ticks, by=request.user)
    if kept.refused:
        return JsonResponse({"message": kept.refused[column]}, status=422)
    if kept.conflicts:
        return JsonResponse(entry_pages.conflict_words(kept.conflicts[0]), status=409)
    sheet = sheet_of(sheet.membership, sheet.month)
    judged = judge(entry_pages.place_of(sheet), sheet.texts)
    return JsonResponse(entry_pages.saved_answer(sheet, judged, column))


def cell_in(given) -> tuple[str, list[drafts.Typed], dict[str, bool]]:
    """Column, what was typed, what was ticked. Raises ValueError, TypeError or KeyError for anything else."""
    column = given["column"]
    if column not in TYPED:
        raise ValueError(column)
    ticks = {column: bool(given["confirmed"])} if "confirmed" in given else {}
    if "text" not in given:
        return column, [], ticks
    text, seen = given["text"], given["seen"]
    if not isinstance(text, str) or not isinstance(seen, str):
        raise TypeError(column)
    return column, [drafts.Typed(column, text, seen)], ticks
