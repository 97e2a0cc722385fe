"""What changes an account. Giving and ending roles is in practices: an account knows no organisation."""

from collections.abc import Collection

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from accounts.models import User
from operations import audit
from operations.models import Message

ERASED, NO_ADDRESS = "Erased", "erased@erased.invalid"


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


def erase_accounts(people: Collection[int]) -> int:
    """Take name, address, password and every trace of sign-in out of accounts, by their ids: nobody signs in there again.

    The row stays, for what was done is said to have been done by somebody; so does the audit trail, which cannot be changed
    without a break in its chain. Returns how many there were.
    """
    for model in (EmailAddress, Authenticator, UserSession):
        model.objects.filter(user__in=people).delete()
    letters = Message.objects.filter(person_id__in=people)
    letters.filter(state=Message.State.WAITING).update(state=Message.State.STOPPED)
    letters.update(person_name=ERASED, address=NO_ADDRESS, subject="", body="")
    address = Concat(Value("erased-"), Cast(F("pk"), CharField()), Value("@erased.invalid"))
    accounts = User.objects.filter(pk__in=people)
    return accounts.update(name=ERASED, email=address, password=make_password(None), is_active=False)
