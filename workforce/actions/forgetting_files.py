"""Staff files as they were sent, which hold names: those about somebody who was erased go, and all after their time."""

from collections.abc import Iterable

from practices.models import Upload
from practices.uploads import storage
from practices.uploads.forgetting import forget
from practices.uploads.reading import read_file
from workforce.files.staff_schema import KIND, staff_schema
from workforce.models import Worker


def forget_files_about(people: Iterable[Worker]) -> int:
    """Remove every stored staff file that names one of these people. Returns how many; a file a read, not a person."""
    numbers: dict[int, set[str]] = {}
    for worker in people:
        numbers.setdefault(worker.programme_id, set()).add(worker.staff_number)
    uploads = Upload.objects.filter(kind=KIND, context__programme__in=list(numbers)).exclude(stored_path="")
    return forget_all(one for one in uploads if names_any(one, numbers[one.context["programme"]]))


def names_any(upload: Upload, numbers: set[str]) -> bool:
    """Whether a stored file names one of the numbers. A file that cannot be read counts as one that does."""
    try:
        reading = read_file(storage.path_of(upload.stored_path), upload.original_name, staff_schema())
    except FileNotFoundError:
        return True
    named = {
        (row.values.get(column) or "").strip() for row in reading.rows for column in ("staff_number", "supervisor")
    }
    return not reading.rows or bool(named & numbers)


def forget_sent_before(moment) -> int:
    """Remove the content of staff files that came to rest by a moment. Returns how many."""
    due = Upload.objects.filter(kind=KIND, state_since__lte=moment).exclude(stored_path="")
    return forget_all(due)


def forget_all(uploads: Iterable[Upload]) -> int:
    found = list(uploads)
    for upload in found:
        forget(upload, None)
    return len(found)
