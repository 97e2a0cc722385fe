"""Sign-in events for the audit trail.

The one use of signals: signing in, failing, signing out and codes happen inside django-allauth, whose code
we do not call but which announces them; there is no action of ours that could write the event.
"""

import hashlib

from allauth.account import signals as account_signals
from allauth.mfa import signals as code_signals
from django.contrib.auth import signals as auth_signals

from accounts.models import User
from operations import audit


def signed_in(request, user, **_):
    audit.record("signed_in", by=user, about=user)


def signed_out(request, user, **_):
    if user:
        audit.record("signed_out", by=user, about=user)


def sign_in_failed(credentials, **_):
    """What was typed may be anything, even a password in the wrong box: only a digest is kept."""
    email = (credentials.get("email") or "").strip().lower()
    audit.record(
        "sign_in_failed",
        about=User.objects.filter(email=email).first(),
        address_digest=hashlib.sha256(email.encode()).hexdigest()[:16],
    )


def password_changed(request, user, **_):
    audit.record("password_changed", by=user, about=user)


def password_reset(request, user, **_):
    audit.record("password_reset", by=user, about=user)


def code_added(request, user, authenticator, **_):
    audit.record("one_time_code_added", by=user, about=user, kind=authenticator.type)


def code_removed(request, user, authenticator, **_):
    audit.record("one_time_code_removed", by=user, about=user, kind=authenticator.type)


def code_renewed(request, user, authenticator, **_):
    audit.record("one_time_code_renewed", by=user, about=user, kind=authenticator.type)


def code_used(request, user, authenticator, **_):
    audit.record("one_time_code_used", by=user, about=user, kind=authenticator.type)


def code_failed(request, user, **_):
    audit.record("one_time_code_failed", about=user)


HEARD = [
    (account_signals.user_logged_in, signed_in),
    (auth_signals.user_logged_out, signed_out),
    (auth_signals.user_login_failed, sign_in_failed),
    (account_signals.password_changed, password_changed),
    (account_signals.password_set, password_changed),
    (account_signals.password_reset, password_reset),
    (code_signals.authenticator_added, code_added),
    (code_signals.authenticator_removed, code_removed),
    (code_signals.authenticator_reset, code_renewed),
    (code_signals.authenticator_used, code_used),
    (code_signals.authentication_failed, code_failed),
]


def listen():
    for signal, receiver in HEARD:
        signal.connect(receiver, dispatch_uid=f"accounts.{receiver.__name__}.{id(signal)}")
