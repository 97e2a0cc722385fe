"""What a page was made of, compared once more under the lock: another page may have written in between.

What the person saw when the form was opened is the business of practices.forms.held.HeldForm, which shows both values.
"""

import hashlib

from django.core.exceptions import ValidationError

CHANGED = "Somebody else has changed this since you opened the page. Open it again, look, and make your changes then"


def stamp(rows, fields) -> str:
    """A digest of the fields as the view read them, before the action took the lock."""
    content = [[str(getattr(row, name)) for name in ("pk", *fields)] for row in rows]
    return hashlib.sha256(repr(content).encode()).hexdigest()[:16]


def refuse_changed(rows, fields, seen: str) -> None:
    """Raise ValidationError when the rows, read under a lock, are not those that the view read."""
    if stamp(rows, fields) != seen:
        raise ValidationError(CHANGED)
