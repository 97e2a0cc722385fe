"""After so many wrong passwords an address is locked for a while, whether or not there is such an account.

Kept in the shared cache under a digest, so that no list of addresses lies there.
"""

import hashlib
import time

from django.conf import settings
from django.core.cache import cache


def key_of(email):
    return "lockout:" + hashlib.sha256((email or "").strip().lower().encode()).hexdigest()


def is_locked(email):
    """Also when the right password comes: the answer must not tell."""
    return cache.get(key_of(email) + ":locked") is not None


def note_failure(email):
    """Count a wrong password; at the last one allowed within the window the lock begins."""
    key, now = key_of(email), time.time()
    recent = [at for at in cache.get(key, []) if now - at < settings.LOCKOUT_SECONDS] + [now]
    cache.set(key, recent, settings.LOCKOUT_SECONDS)
    if len(recent) >= settings.LOCKOUT_TRIES:
        cache.set(key + ":locked", True, settings.LOCKOUT_SECONDS)
        cache.delete(key)


def lift(email):
    """A reset password ends the lock: who reads the mail is the owner."""
    cache.delete_many([key_of(email), key_of(email) + ":locked"])
