"""A list of who came, pasted or uploaded: checked, compared with the list that there is, and stored when confirmed."""

from dataclasses import astuple

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from collaborative.actions import attendances as actions
from collaborative.attendance_sheets import SCHEMA, SheetPerson, people_in
from collaborative.dashboards import attendance_sheets as pages
from collaborative.dashboards.attendances import known
from collaborative.forms.attendances import SheetForm
from collaborative.views.events import crumbs, event_to_run
from practices.uploads.reading import read_file
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


def checked(user, event, name, content):
    """What the list would change, ready to be stored; or every problem, and nothing to store."""
    reading = read_file(content, name, SCHEMA)
    problems = [problem for problem in reading.problems if problem.level == "E"]
    held_against = known(event)
    people, found = people_in(reading.rows, held_against) if not problems else ([], [])
    problems += found
    if problems:
        return {"problems": pages.problem_table(problems)}
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
