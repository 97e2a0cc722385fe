"""Takes away files that people sent and no row names: a process died between storing the file and saving its row (I6)."""

import logging
from datetime import timedelta

from collaborative.verifying.files import STORES, Store, left_in, named
from practices.models import Upload
from practices.uploads.actions import SPARED, remove_orphans

logger = logging.getLogger(__name__)
# Of the many files of uploads a sweep looks at the new ones; whatever was left while nothing swept is for the night.
SWEPT = timedelta(hours=1)


def remove_left() -> int:
    """In every folder of such files; returns how many there were. Safe to run twice, and at once."""
    others = [path for store in STORES if store.model is not Upload for path in remove_left_of(store)]
    return len(remove_orphans(written_within=SWEPT)) + len(others)


def remove_left_of(store: Store) -> list[str]:
    folder = store.folder()
    # First the files, then the rows: what is certain by the time that we ask has a row.
    left = left_in(folder, after=SPARED)
    orphans = sorted(left - named(store.rows())) if left else []
    for path in orphans:
        (folder / path).unlink(missing_ok=True)
    if orphans:
        logger.warning("%s files that no %s names were removed", len(orphans), store.name)
    return orphans
