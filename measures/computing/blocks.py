"""A wave's current returns, kept month by month as blocks of numbers, so that one return need not read all rows again.

The truth is the rows: a whole run reads those and mends the blocks. A run after a return takes the blocks, puts the
rows of its own practices in their place, and stores the months that this changed.
"""

from hashlib import blake2b

import numpy as np

from measures.computing.returns import READ_FIELDS
from measures.models import ReturnsBlock

# Practice ids, states, and the fields.
ROWS = 2 + len(READ_FIELDS)
NUMBER = np.dtype("<i4")


def stored_blocks(wave, grid, practices) -> np.ndarray | None:
    """int32 [T, 1 + fields, N] as they were stored; None when there are none for just these months and practices."""
    found = dict(ReturnsBlock.objects.filter(wave=wave).order_by().values_list("month", "content"))
    size = ROWS * len(practices) * NUMBER.itemsize
    if not size or set(found) != set(grid) or any(len(content) != size for content in found.values()):
        return None
    blocks = np.stack([np.frombuffer(found[month], dtype=NUMBER).reshape(ROWS, -1) for month in grid])
    return blocks[:, 1:].astype(np.int32) if (blocks[:, 0] == practices).all() else None


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
