"""From the rows of the register to the counts of practices' months. Set-wise: many practices at once, in blocks.

read_block -> counts_of -> what is covered -> one MonthFigures for each practice and month
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
from django.db.models import Max, Min

from practices import clock, months
from registers import figures
from registers.counting.behind import behind
from registers.counting.block import Block
from registers.counting.contacts import once_in_28_days, to_specialists
from registers.counting.coverage import left_censored, reasons_of, without_reason
from registers.counting.figures import counts_of, offered_marks
from registers.counting.lists import Practices
from registers.counting.months import MonthGrid, day_of
from registers.derive_block import read_block, read_coverage
from registers.figures import MonthFigures
from registers.models import CoveredMonth, RegisterEntry
from registers.retention import first_month_kept

# So many practices are read at once: some hundred thousand contacts, so that the memory stays small however many there are.
BLOCK_PRACTICES = 100
# Months before the first asked for, of which the coverage is looked at: 26 weeks back, from any day of a month.
LOOK_BACK_MONTHS = 7


def derive_months(practices: Iterable, wanted: Iterable[date]) -> dict[tuple[int, date], MonthFigures]:
    """The figures of each of these practices (or their ids) and months, by practice id and month."""
    return {(one.practice, one.month): one for one in derive_each(practices, wanted)}


def derive_each(practices: Iterable, wanted: Iterable[date]) -> Iterator[MonthFigures]:
    """The same one after the other: no more than a block is in memory. By practice, then by month."""
    wanted = sorted(set(wanted))
    ids = sorted({getattr(practice, "pk", practice) for practice in practices})
    if not wanted:
        return
    grid = MonthGrid.between(wanted[0], wanted[-1])
    for begin in range(0, len(ids), BLOCK_PRACTICES):
        found = derive_block(read_block(ids[begin : begin + BLOCK_PRACTICES], grid))
        yield from (one for one in found if one.month in wanted)


def derive_block(block: Block) -> Iterator[MonthFigures]:
    """The figures of every practice and month of a block."""
    coverage = read_coverage(block)
    wide = MonthGrid.between(months.add_months(block.grid.months[0], -LOOK_BACK_MONTHS), block.grid.months[-1])
    counts = counts_of(block, figures.INTERVENTION_KINDS)
    counts["is_left_censored"] = left_censored(coverage, wide)[:, LOOK_BACK_MONTHS:]
    stands = without_reason(coverage, block.grid, wide, block.baseline_first, block.baseline_last)
    numbers = np.stack([counts[name] for name in figures.COUNTS], axis=-1).tolist()
    missing = np.stack([first_reason(count, stands) for count in figures.COUNTS.values()], axis=-1)
    breakdowns = breakdowns_of(block, stands)
    for row, practice in enumerate(block.practices):
        for column, month in enumerate(block.grid.months):
            known, reasons = told_apart(numbers[row][column], missing[row, column])
            yield MonthFigures(practice, month, known, reasons, breakdowns.get((row, column), {}))


def first_reason(count, stands):
    """int [P, T]: the place in REASONS of what first stands in the way of a count, plus one; 0 when nothing does."""
    found = np.zeros(next(iter(stands.values())).shape, dtype=np.int64)
    for reason in reversed(reasons_of(count)):
        found[stands[reason]] = list(figures.REASONS).index(reason) + 1
    return found


def told_apart(numbers, missing):
    """(what is known by name, why the others are not)"""
    if not missing.any():
        return dict(zip(figures.COUNTS, numbers, strict=True)), {}
    reasons = [None, *figures.REASONS]
    rows = list(zip(figures.COUNTS, numbers, missing.tolist(), strict=True))
    return {name: number for name, number, why in rows if not why}, {name: reasons[why] for name, _, why in rows if why}


# ---- by ethnic group and deprivation band


def breakdowns_of(block: Block, stands) -> dict[tuple[int, int], dict]:
    """(practice, month) -> breakdowns as MonthFigures has them; groups without anybody are left out."""
    marks = broken_down_marks(block)
    found: dict[tuple[int, int], dict] = {}
    for breakdown in figures.BREAKDOWNS:
        codes, group = np.unique(getattr(block.people, breakdown), return_inverse=True)
        for name, matrix in marks.items():
            sums = sums_by_group(block, group, len(codes), matrix)
            sums[np.broadcast_to(first_reason(figures.COUNTS[name], stands)[:, None] > 0, sums.shape)] = 0
            for row, code, column in np.argwhere(sums).tolist():
                groups = found.setdefault((row, column), {}).setdefault(breakdown, {})
                word = group_word(breakdown, int(codes[code]))
                groups.setdefault(word, {})[name] = int(sums[row, code, column])
    return found


def broken_down_marks(block):
    """bool [N, T] of each count of BROKEN_DOWN: of people, so a person referred twice in a month is one here."""
    referred = once_in_28_days(to_specialists(block.referrals, block.episodes))
    return {
        "list_close": block.at_close,
        "referrals_dedup": block.grid.marks(len(block), *referred),
        "people_offered": offered_marks(block),
    }


def sums_by_group(block, group, groups, marks):
    """int64 [P, groups, T]"""
    place = block.people.practice * groups + group
    order = np.argsort(place, kind="stable")
    sums = Practices.of(len(block.practices) * groups, place[order]).sums(marks[order])
    return sums.reshape(len(block.practices), groups, len(block.grid))


def group_word(breakdown, code: int) -> str:
    """An ethnic group's letters, a band's number, or not_stated."""
    if not code:
        return figures.NOT_STATED
    return str(code) if breakdown == "deprivation_band" else f"{chr(code >> 8)}{chr(code & 255)}".rstrip("\0")


# ---- which months


def kept_months(practices=None) -> dict[int, tuple[date, date]]:
    """Practice id -> first and last month to count: those from the first to the last that any file covers.

    A practice that has sent no file and keeps its list by hand: from the first entry to the last month that has ended.
    """
    only = {} if practices is None else {"practice__in": list(practices)}
    covered = (
        CoveredMonth.objects.filter(**only).order_by().values_list("practice").annotate(Min("month"), Max("month"))
    )
    found = {practice: (first, last) for practice, first, last in covered}
    ended = months.add_months(months.first_of(clock.today()), -1)
    by_hand = RegisterEntry.objects.filter(**only).order_by().values_list("practice").annotate(Min("identified_on"))
    for practice, day in by_hand:
        found.setdefault(practice, (months.first_of(day), ended))
    # Before it, rows are being purged: no count is made from a part of them.
    floor = first_month_kept(clock.today())
    return {
        practice: (max(first, floor), last) for practice, (first, last) in found.items() if last >= max(first, floor)
    }


# ---- the rows behind a count


class RowBehind(NamedTuple):
    """One person or event that a count counts: the local number, never a key."""

    number: int
    day: date
    what: str


def rows_behind(practice, month: date, field: str, *, first=0, most: int | None = None) -> list[RowBehind]:
    """What a field of the return counts in a month, by local number and day; `most` rows from the `first` on, or all.

    As many as the count says. Raises KeyError for what is not a field with rows. Who may see them is for the caller to ask.
    """
    block = read_block([practice.pk], MonthGrid.between(month, month))
    (person, day, length), words = behind(block, field)
    chosen = slice(first, None if most is None else first + most)
    numbers = block.people.local_number[person[chosen]].tolist()
    days = [day_of(number) for number in day[chosen].tolist()]
    lengths = [None] * len(days) if length is None else length[chosen].tolist()
    return [
        RowBehind(number, on, f"{words}, {gone} days by the end of the month" if gone else words)
        for number, on, gone in zip(numbers, days, lengths, strict=True)
    ]
