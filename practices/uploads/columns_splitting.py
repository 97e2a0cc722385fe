"""Bytes of a CSV without quotation marks -> its columns, coded, without a Python object for any cell. Pure.

A block is split by the places of its delimiters and line ends; a column's values are gathered into words of eight
bytes, and equal values found by a number that is made of those words. That two values with one number are truly equal
is checked, so that the answer is exact, whatever the file holds.
"""

from dataclasses import dataclass, field

import numpy as np

LINE_END = ord("\n")
# Values longer than this are rare, and gathered one by one.
LONGEST_GATHERED = 128
WORD = 8
MASKS = np.array([(1 << 8 * count) - 1 for count in range(WORD)] + [2**64 - 1], dtype=np.uint64)
# Odd, so that no two values that differ in one word alone can have one number.
FACTORS = np.random.default_rng(20_061_114).integers(0, 2**63, LONGEST_GATHERED // WORD, dtype=np.uint64) * 2 + 1


@dataclass
class Split:
    """One block, cut up: byte places of every cell, [rows, columns], and how many cells each row has."""

    block: bytes
    starts: np.ndarray
    ends: np.ndarray
    widths: np.ndarray
    row_starts: np.ndarray
    row_ends: np.ndarray

    def row(self, number: int) -> bytes:
        return self.block[self.row_starts[number] : self.row_ends[number]]


def split(block: bytes, delimiter: str, columns: int) -> Split:
    """Cut a block whose every line ends in a line feed. Cells that a short row has not are empty."""
    characters = np.frombuffer(block, dtype=np.uint8)
    marks = np.flatnonzero((characters == ord(delimiter)) | (characters == LINE_END))
    last_marks = np.flatnonzero(characters[marks] == LINE_END)
    row_ends = marks[last_marks]
    row_starts = np.concatenate(([0], row_ends[:-1] + 1))
    widths = np.diff(last_marks, prepend=-1)
    if np.all(widths == columns):
        ends = marks.reshape(-1, columns)
        starts = np.empty_like(ends)
        starts[:, 0], starts[:, 1:] = row_starts, ends[:, :-1] + 1
    else:
        starts, ends = ragged(marks, last_marks, widths, row_starts, columns)
    return Split(block, starts, ends, widths, row_starts, row_ends)


def ragged(marks, last_marks, widths, row_starts, columns):
    """As `split`, where some rows have more or fewer cells than there are columns."""
    first_marks = last_marks - widths + 1
    place = np.arange(columns)
    there = place < widths[:, None]
    chosen = np.minimum(first_marks[:, None] + place, len(marks) - 1)
    ends = marks[chosen]
    starts = np.where(place == 0, row_starts[:, None], marks[np.maximum(chosen - 1, 0)] + 1)
    last = marks[last_marks][:, None]
    return np.where(there, starts, last), np.where(there, ends, last)


@dataclass
class Coder:
    """The different values of one column through all blocks, and the codes of its rows."""

    known: dict[bytes, int] = field(default_factory=dict)
    codes: list[np.ndarray] = field(default_factory=list)
    seen: dict[int, "Seen"] = field(default_factory=dict)

    def take(self, part: Split, column: int) -> None:
        starts, ends = part.starts[:, column], part.ends[:, column]
        longest = int((ends - starts).max(initial=0))
        if longest > LONGEST_GATHERED or b"\0" in part.block:
            self.codes.append(self.one_by_one(part.block, starts, ends))
            return
        words = gathered(part.block, starts, ends, max(1, -(-longest // WORD)))
        local, representatives = same_values(words)
        lookup = self.codes_of(words[representatives], part.block, starts[representatives], ends[representatives])
        self.codes.append(lookup[local])

    def codes_of(self, words, block, starts, ends) -> np.ndarray:
        """The code of each of some different values; only those that no block had before become texts."""
        seen = self.seen.setdefault(words.shape[1], Seen(words[:0], np.empty(0, dtype=np.int32)))
        codes = seen.codes_of(words)
        new = np.flatnonzero(codes < 0)
        codes[new] = self.one_by_one(block, starts[new], ends[new])
        self.seen[words.shape[1]] = seen.and_these(words[new], codes[new])
        return codes

    def one_by_one(self, block, starts, ends) -> np.ndarray:
        cells = (block[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True))
        return np.array([self.known.setdefault(cell, len(self.known)) for cell in cells], dtype=np.int32)

    def all_codes(self) -> np.ndarray:
        return np.concatenate(self.codes) if self.codes else np.empty(0, dtype=np.int32)


class Seen:
    """Values of earlier blocks as words, in the order of their numbers, with their codes."""

    def __init__(self, words: np.ndarray, codes: np.ndarray):
        self.numbers, self.words, self.codes = numbers_of(words), words, codes

    def codes_of(self, words: np.ndarray) -> np.ndarray:
        """-1 for a value that is not among them, or whose number is another's too."""
        if not len(self.codes):
            return np.full(len(words), -1, dtype=np.int32)
        place = np.minimum(np.searchsorted(self.numbers, numbers_of(words)), len(self.codes) - 1)
        return np.where((self.words[place] == words).all(axis=1), self.codes[place], -1).astype(np.int32)

    def and_these(self, words: np.ndarray, codes: np.ndarray) -> "Seen":
        if not len(codes):
            return self
        words, codes = np.concatenate([self.words, words]), np.concatenate([self.codes, codes])
        order = np.argsort(numbers_of(words), kind="stable")
        return Seen(words[order], codes[order])


def numbers_of(words: np.ndarray) -> np.ndarray:
    """uint64 [rows]: equal for equal values; for different ones nearly always different."""
    if words.shape[1] == 1:
        return words[:, 0]
    return words @ FACTORS[: words.shape[1]]


def same_values(words: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(a number for each row, equal for equal values; one row for each number)."""
    numbers = numbers_of(words)
    order = np.argsort(numbers)  # quicker than np.unique and a search for each
    first = np.ones(len(order), dtype=bool)
    first[1:] = numbers[order[1:]] != numbers[order[:-1]]
    codes = np.empty(len(order), dtype=np.int64)
    codes[order] = np.cumsum(first) - 1
    representatives = order[first]
    if words.shape[1] > 1 and not np.array_equal(words[representatives][codes], words):
        return by_sorting(words)
    return codes, representatives


def by_sorting(words: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The slow way, for two values with one number: somebody looked for them."""
    _, representatives, codes = np.unique(words, axis=0, return_index=True, return_inverse=True)
    return codes.reshape(-1), representatives


def gathered(block: bytes, starts, ends, words: int) -> np.ndarray:
    """uint64 [rows, words]: each value's bytes, with zeros after its end."""
    padded = block + bytes(words * WORD)
    # One overlapping item for each byte of the block, so that taking items copies whole values.
    items = np.ndarray(shape=len(block) + 1, dtype=f"V{words * WORD}", buffer=padded, strides=(1,))
    taken = items[starts].view("<u8").reshape(len(starts), words)
    lengths = ends - starts
    if lengths.min(initial=0) == words * WORD:
        return taken
    for place in range(words):
        taken[:, place] &= MASKS[np.clip(lengths - place * WORD, 0, WORD)]
    return taken
