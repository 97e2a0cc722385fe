"""Where the copies of people's data lie that were made for practices, and taking them away (D38)."""

from pathlib import Path

from django.conf import settings

from practices.stored_files import path_in
from registers.models import DataRequest


def folder() -> Path:
    return Path(settings.DATA_DIR) / "data_requests"


def copy_path(stored_path: str) -> Path:
    """Raises ValueError for a path that leads out of the folder."""
    return path_in(folder(), stored_path)


def remove_copies(requests) -> int:
    """Remove the files of these requests, a query set; the requests stay. Returns how many there were."""
    found = dict(requests.exclude(stored_path="").values_list("pk", "stored_path"))
    for stored_path in found.values():
        copy_path(stored_path).unlink(missing_ok=True)
    DataRequest.objects.filter(pk__in=found).update(stored_path="")
    return len(found)
