"""Two people who change one thing at once: the second hears of it, and nothing of the first one's work is lost."""

import hashlib

from django.core.exceptions import ValidationError

CHANGED = "Somebody else has changed this since you opened the page. Open it again, look, and make your changes then"


def stamp(rows, fields) -> str:
    """What a form carries along: a digest of the fields as they stood when it was opened."""
    content = [[str(getattr(row, name)) for name in ("pk", *fields)] for row in rows]
    return hashlib.sha256(repr(content).encode()).hexdigest()[:16]


def refuse_changed(rows, fields, seen: str) -> None:
    """Raise ValidationError when the rows, read under a lock, are not those that the form was opened with."""
    if stamp(rows, fields) != seen:
        raise ValidationError(CHANGED)
