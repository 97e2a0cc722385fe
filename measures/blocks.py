"""A wave's current returns, kept month by month as blocks of numbers, so that one return need not read all rows again.

The truth is the rows: a whole run reads those and mends the blocks. A run after a return takes the blocks, puts the
rows of its own practices in their place, and stores the months that this changed.
"""

from hashlib import blake2b

import numpy as np

from measures.models import ReturnsBlock
from measures.returns import READ_FIELDS

# Practice ids, states, and the fields.
ROWS = 2 + len(READ_FIELDS)
NUMBER = np.dtype("<i4")


def stored_blocks(wave, grid, practices) -> np.ndarray | None:
    """int32 [T, 1 + fields, N] as `store_blocks` was given it; None when there are none for just these months and practices."""
    found = dict(ReturnsBlock.objects.filter(wave=wave).order_by().values_list("month", "content"))
    size = ROWS * len(practices) * NUMBER.itemsize
    if not size or set(found) != set(grid) or any(len(content) != size for content in found.values()):
        return None
    blocks = np.stack([np.frombuffer(found[month], dtype=NUMBER).reshape(ROWS, -1) for month in grid])
    return blocks[:, 1:].astype(np.int32) if (blocks[:, 0] == practices).all() else None


def store_blocks(wave, grid, practices, dense) -> None:
    """Store the months whose block changed, and forget those outside the grid."""
    ids = practices.astype(NUMBER).tobytes()
    contents = {month: ids + block.astype(NUMBER).tobytes() for month, block in zip(grid, dense, strict=True)}
    digests = {month: blake2b(content, digest_size=12).hexdigest() for month, content in contents.items()}
    stored = dict(ReturnsBlock.objects.filter(wave=wave).order_by().values_list("month", "digest"))
    if set(stored) - set(grid):
        ReturnsBlock.objects.filter(wave=wave).exclude(month__in=grid).delete()
    ReturnsBlock.objects.bulk_create(
        [
            ReturnsBlock(wave=wave, month=month, digest=digests[month], content=content)
            for month, content in contents.items()
            if stored.get(month) != digests[month]
        ],
        update_conflicts=True,
        unique_fields=["wave", "month"],
        update_fields=["digest", "content"],
    )
