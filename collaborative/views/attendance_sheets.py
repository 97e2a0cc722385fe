"""A list of who came, pasted or uploaded: checked, compared with the list that there is, and stored when confirmed."""

from dataclasses import astuple

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from collaborative import attendance_mending as mending
from collaborative.actions import attendances as actions
from collaborative.attendance_sheets import SCHEMA, SheetPerson, people_in
from collaborative.dashboards import attendance_sheets as pages
from collaborative.dashboards.attendances import known
from collaborative.forms.attendances import SheetForm
from collaborative.views.events import crumbs, event_to_run
from practices.exports import XLSX
from practices.uploads.reading import read_file
from practices.views.downloads import download
from practices.views.methods import GET_AND_POST

# For so long a checked list may wait to be stored.
WAITS_SECONDS = 60 * 60


def salt_of(event, user):
    """A checked list is for this event and this person alone."""
    return f"attendance-sheet-{event.pk}-{user.pk}"


@GET_AND_POST
def event_sheet(request, event):
    event = event_to_run(request.user, event)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    context = {"event": event, "form": form, "breadcrumbs": crumbs(event.wave, event)}
    if form.is_valid():
        context |= checked(request.user, event, *form.content)
    return render(request, "collaborative/events/sheet.html", context)


@require_POST
def event_sheet_mend(request, event):
    """A refused list, with other words in the cells in question; or as a workbook in which they are marked."""
    event = event_to_run(request.user, event)
    try:
        held = mending.opened(request.POST.get("held", ""), salt_of(event, request.user), WAITS_SECONDS)
    except signing.BadSignature:
        messages.warning(request, "This list was checked too long ago. Send it again.")
        return redirect("event_sheet", event.pk)
    reading, _, problems = found_in(event, held.name, held.content)
    if request.POST.get("way") == "workbook":
        return download(mending.marked(held, reading, problems), XLSX, "list-to-mend.xlsx")
    form = mending.form_of(held, reading, problems, request.POST)
    context = {"event": event, "form": SheetForm(), "breadcrumbs": crumbs(event.wave, event)}
    if form.is_valid():
        context |= checked(request.user, event, *mending.as_file(held, reading, form))
    else:
        context |= {"problems": pages.problem_table(problems), "held": request.POST["held"], "mending": form}
    return render(request, "collaborative/events/sheet.html", context)


def found_in(event, name, content):
    """(reading, people, problems) of a list, as it stands against what is known."""
    reading = read_file(content, name, SCHEMA)
    problems = [problem for problem in reading.problems if problem.level == "E"]
    people, found = people_in(reading.rows, known(event)) if not problems else ([], [])
    return reading, people, problems + found


def checked(user, event, name, content):
    """What the list would change, ready to be stored; or every problem, and nothing to store."""
    reading, people, problems = found_in(event, name, content)
    if problems:
        held = mending.held(name, content, reading)
        form = held and mending.form_of(held, reading, problems)
        sealed = held and mending.sealed(held, salt_of(event, user))
        return {"problems": pages.problem_table(problems), "held": sealed, "mending": form}
    held_against = known(event)
    payload = {
        "people": [list(astuple(person)) for person in people],
        "against": actions.digest_of(event.attendances.all()),
    }
    return {
        "differences": pages.difference_table(people, held_against, event),
        "counts": pages.difference_counts(people, held_against),
        "payload": signing.dumps(payload, salt=salt_of(event, user), compress=True),
    }


@require_POST
def event_sheet_store(request, event):
    event = event_to_run(request.user, event)
    try:
        payload = signing.loads(
            request.POST.get("payload", ""), salt=salt_of(event, request.user), max_age=WAITS_SECONDS
        )
        people = [SheetPerson(*values) for values in payload["people"]]
        added, changed = actions.store_sheet(
            event=event, people=people, checked_against=payload["against"], by=request.user
        )
    except signing.BadSignature:
        messages.warning(request, "This list was checked too long ago. Send it again.")
        return redirect("event_sheet", event.pk)
    except ValidationError as refusal:
        messages.warning(request, f"{refusal.message}.")
        return redirect("event_sheet", event.pk)
    messages.success(request, f"The list is stored: {added} people added, {changed} changed.")
    return redirect("event_attendance", event.pk)
