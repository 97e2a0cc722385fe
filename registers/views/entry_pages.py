"""What the forms about one person have in common: found in scope, the view written down, one form, and back again."""

from django.contrib import messages
from django.shortcuts import redirect, render

from registers.views.breadcrumbs import to_person
from registers.views.going_back import way_back
from registers.views.scope import entry_of, practice_to_change, record_view


def entry_to_change(request, ods_code, number):
    """The latest episode of a person of a practice whose rows this user may change; 404 or 403 otherwise."""
    return entry_of(request, practice_to_change(request, ods_code), number)


def show_form(request, entry, form, heading, notes=(), template="practices/form.html", **context):
    """A page that is one form about a person; `notes` are paragraphs above it. That it was looked at is written down."""
    practice, number = entry.practice, entry.person.local_number
    record_view(request, practice, entry, page=heading)
    context |= {
        "form": form,
        "heading": heading,
        "caption": f"No. {number}",
        "notes": notes,
        "back_href": way_back(request, practice, number),
        "breadcrumbs": to_person(practice, number),
    }
    return render(request, template, context)


def saved(request, entry, words):
    messages.success(request, words)
    return redirect(way_back(request, entry.practice, entry.person.local_number))
