"""What changes an account. Giving and ending roles is in practices: an account knows no organisation."""

from django.db import transaction

from accounts.models import User
from operations import audit


@transaction.atomic
def invite(*, email, name, by):
    """A new account without a password: its owner sets one by asking for a link at "I have forgotten my password".

    An account of that address that exists already is returned as it is, unless it is closed: ValueError.
    """
    existing = User.objects.filter(email=email.strip().lower()).first()
    if existing and not existing.is_active:
        raise ValueError("This account is closed. Open it again first.")
    if existing:
        return existing
    person = User.objects.create_user(email, name=name.strip())
    audit.record("account_invited", by=by, about=person)
    return person


@transaction.atomic
def close_account(*, person, by):
    """Shuts the account; its sessions end at their next request. What the person did stays."""
    if person == by:
        raise ValueError("You cannot close your own account.")
    return set_active(person, False, "account_closed", by)


@transaction.atomic
def reopen_account(*, person, by):
    return set_active(person, True, "account_reopened", by)


def set_active(person, is_active, event, by):
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    audit.record(event, by=by, about=person)
    return person
