"""The methods of a page with a form: shown, and sent."""

import zlib
from functools import wraps

from django.db import connection, transaction
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from operations import audit
from practices.forms.held import EDITING, HELD, EditConflict

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


def EDIT(view):
    """GET_AND_POST for a page that changes what is there: one person saves at a time, and the second sees both values."""

    @GET_AND_POST
    @wraps(view)
    def shown_or_saved(request, *args, **kwargs):
        token = EDITING.set(True)
        try:
            return saved(request, view, *args, **kwargs) if request.method == "POST" else view(request, *args, **kwargs)
        except EditConflict as conflict:
            return conflict_page(request, conflict.form)
        finally:
            EDITING.reset(token)

    shown_or_saved.is_edit = True
    return shown_or_saved


@transaction.atomic
def saved(request, view, *args, **kwargs):
    take_turn(request.path)
    return view(request, *args, **kwargs)


def take_turn(path: str) -> None:
    """Wait until nobody else saves at this address. On SQLite the transaction itself is the turn: it locks the database."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(path.encode())])


def conflict_page(request, form):
    """409: what stands now beside what this person wants, and the choice between them."""
    stamp = form.add_prefix(HELD)
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in (stamp, "csrfmiddlewaretoken")
        for value in values
    ]
    context = {
        "differences": {
            "caption": "What stands there now, and what you entered",
            "head": ["What", "Now", "You entered"],
            "rows": [[found.label, found.theirs, found.yours] for found in form.differences()],
        },
        "changed": audit.last_event_about(getattr(form, "instance", None)),
        "sent": [*sent, (stamp, form.held_stamp())],
        "has_file": bool(request.FILES),
        "address": request.get_full_path(),
        "breadcrumbs": [],
    }
    return render(request, "edit_conflict.html", context, status=409)
