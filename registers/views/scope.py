"""What a page of the register is about: found in the person's scope, or 404; in scope without the right, 403.

Every view of a person leaves an event on the audit trail (D36), which names the entry and never the key.
"""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.permissions import Permission, require_permission
from operations import audit
from practices.models import Organisation
from registers.models import Person, RegisterEntry


def practice_to_read(request, ods_code, permission=Permission.VIEW_PATIENT_ROWS):
    """The practice of an address, whose rows this person may read."""
    practice = get_object_or_404(Organisation.objects.visible_to(request.user).practices(), ods_code=ods_code)
    require_permission(request.user, permission, practice)
    return practice


def practice_to_change(request, ods_code):
    return practice_to_read(request, ods_code, Permission.CHANGE_PATIENT_ROWS)


def person_of(request, practice, number) -> Person:
    """By the local number; 404 for a number that the practice does not have."""
    return get_object_or_404(Person.objects.visible_to(request.user), practice=practice, local_number=number)


def entries_of(request, practice):
    """Every episode of everybody on the practice's register."""
    return RegisterEntry.objects.visible_to(request.user).filter(practice=practice)


def entry_of(request, practice, number) -> RegisterEntry:
    """The latest episode of a person."""
    # The person's practice too, so that the database looks the number up instead of reading the practice's whole list.
    of_person = {"person__practice": practice, "person__local_number": number}
    entries = entries_of(request, practice).filter(**of_person)
    entry = entries.select_related("person", "practice").order_by("-episode").first()
    if entry is None:
        raise Http404
    return entry


def record_view(request, practice, about, page: str) -> None:
    """Who looked at whom, on which page."""
    audit.record("patient.viewed", by=request.user, about=about, organisation=practice, page=page)
