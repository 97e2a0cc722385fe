"""A wave's current returns, kept month by month as blocks of numbers, so that one return need not read all rows again.

The truth is the rows: a whole run reads those and mends the blocks. A run after a return takes the blocks, puts the
rows of its own practices in their place, and stores the months that this changed.
"""

from datetime import date, timedelta
from hashlib import blake2b
from io import BytesIO
from struct import Struct

import numpy as np
from django.db import connection

from measures.computing.returns import READ_FIELDS
from measures.models import ReturnsBlock

# Practice ids, states, and the fields.
ROWS = 2 + len(READ_FIELDS)
NUMBER = np.dtype("<i4")
TABLE = ReturnsBlock._meta.db_table
# A binary COPY's row: the number of fields, a date of four bytes (days from 2000), and the length of the content.
COPY_HEADER_BYTES, COPY_ROW = 19, Struct(">hiii")
DAY_ZERO = date(2000, 1, 1)


def stored_blocks(wave, grid, practices) -> np.ndarray | None:
    """int32 [T, 1 + fields, N] as they were stored; None when there are none for just these months and practices."""
    found = copied_contents(wave) if connection.vendor == "postgresql" else fetched_contents(wave)
    size = ROWS * len(practices) * NUMBER.itemsize
    if not size or set(found) != set(grid) or any(len(content) != size for content in found.values()):
        return None
    blocks = np.stack([np.frombuffer(found[month], dtype=NUMBER).reshape(ROWS, -1) for month in grid])
    return blocks[:, 1:].astype(np.int32) if (blocks[:, 0] == practices).all() else None


def fetched_contents(wave) -> dict:
    """Month -> the bytes of its block."""
    return dict(ReturnsBlock.objects.filter(wave=wave).order_by().values_list("month", "content"))


def copied_contents(wave) -> dict:
    """The same by binary COPY, for PostgreSQL writes bytes in an ordinary answer as text, twice as long."""
    buffer = BytesIO()
    with connection.cursor() as cursor:
        query = f"SELECT month, content FROM {TABLE} WHERE wave_id = {int(wave.pk)}"
        cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT binary)", buffer)
    content, at, found = buffer.getbuffer(), COPY_HEADER_BYTES, {}
    while at + COPY_ROW.size <= len(content):
        _, _, days, length = COPY_ROW.unpack_from(content, at)
        at += COPY_ROW.size
        found[DAY_ZERO + timedelta(days=days)] = content[at : at + length]
        at += length
    return found


def store_changed_blocks(wave, grid, practices, dense, before) -> None:
    """Store the months in which `dense` is other than the stored blocks, `before`."""
    changed = np.flatnonzero((dense != before).any(axis=(1, 2)))
    write(wave, contents_of([grid[row] for row in changed], practices, dense[changed]))


def store_all_blocks(wave, grid, practices, dense) -> None:
    """Store the months whose block changed, and forget those outside the grid."""
    stored = dict(ReturnsBlock.objects.filter(wave=wave).order_by().values_list("month", "digest"))
    if set(stored) - set(grid):
        ReturnsBlock.objects.filter(wave=wave).exclude(month__in=grid).delete()
    contents = contents_of(grid, practices, dense)
    write(wave, {month: content for month, content in contents.items() if stored.get(month) != digest_of(content)})


def contents_of(grid, practices, dense) -> dict:
    """Month -> the bytes of its block."""
    ids = practices.astype(NUMBER).tobytes()
    return {month: ids + block.astype(NUMBER).tobytes() for month, block in zip(grid, dense, strict=True)}


def digest_of(content) -> str:
    return blake2b(content, digest_size=12).hexdigest()


def write(wave, contents) -> None:
    ReturnsBlock.objects.bulk_create(
        [
            ReturnsBlock(wave=wave, month=month, digest=digest_of(content), content=content)
            for month, content in contents.items()
        ],
        update_conflicts=True,
        unique_fields=["wave", "month"],
        update_fields=["digest", "content"],
    )
