"""Opening a stored file again."""

from django.db import transaction

from operations import audit
from practices.models import Upload
from practices.uploads import storage


@transaction.atomic
def open_file(*, upload: Upload, by) -> bytes | None:
    """The bytes as sent, with an event that somebody opened them (D36); None where the file is no longer kept."""
    try:
        content = storage.read(upload.stored_path)
    except (FileNotFoundError, ValueError):
        return None
    audit.record("upload.opened", by=by, about=upload, sha256=upload.sha256, size=len(content))
    return content
