"""A practice says who is asked for its return, and who when that person is away."""

from django.db import transaction

from measures.models import ReturnContact
from operations import audit
from practices.models import Organisation


@transaction.atomic
def choose_contacts(*, practice: Organisation, responsible, deputy, by) -> ReturnContact:
    """Both among those who may send for the practice (measures.contacts.senders_of); the deputy may be None.

    Raises ValueError when they are the same person.
    """
    if deputy is not None and deputy.pk == responsible.pk:
        raise ValueError("Nobody is their own deputy")
    values = {"responsible": responsible, "deputy": deputy}
    contact, _ = ReturnContact.objects.update_or_create(practice=practice, defaults=values)
    people = {"responsible": responsible.pk, "deputy": deputy.pk if deputy else None}
    audit.record("return_contact.chosen", by=by, about=contact, organisation=practice, **people)
    return contact
