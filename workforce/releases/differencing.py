"""What a release may not say because of an earlier one. Pure.

Two releases of one cell tell something about those who came or went between them. So each cell that is made of true counts (a
share, a mean, a survival figure, PCTs in a band) carries how many people ever came into its group and how many went, and is
compared with every earlier release that was let out, the withdrawn ones too, in which it had a value:

1. from 1 to fewer than the threshold (8 people; 10 of a satisfaction round) came or went in between: withheld;
2. nobody did and the month is the same, yet the value is another: a correction, of how few cannot be told: withheld;
3. bands share the PCTs out among them, and a band that is new or gone tells as much as a count: it counts as one of which
   there were, or are, none; they are withheld together, their names too;
4. the withheld cells of one kind (roles, cohorts) come to fewer than the threshold: the cell of the whole is withheld with them,
   or it would give them away;
5. more than 20 cells (the bands of a table are one) would have to go: there is no release.

Counts to the nearest 5 are not compared: two of them leave nine differences open, or more.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from workforce.releases.contents import ALL, BAND, Cell, Column, Figure, Row, cell_key, cells

MOST_WITHHELD = 20
FEW_SINCE = "withheld: fewer than {threshold} people came or went since release {number}"
CORRECTED = "withheld: corrected since release {number}, and of how few people cannot be told"
EVERY_BAND = "Every band"
WITH_PARTS = "withheld: it would tell what was withheld of a part of it"

RULES = (
    (
        "Counts from 0 to 7 are shown as * and others to the nearest 5, totals from true values; a figure needs 8 people (10 "
        "answers) of 3 employers; PCTs have no name."
    ),
    (
        "A cell made of true counts is withheld when, since an earlier release in which it had a value (a withdrawn one too), at "
        "least 1 and fewer than 8 people (10 answers) came into its group or went from it; and when for the same month it was corrected."
    ),
    "With the parts of a whole that were withheld so, and that come to fewer than 8 together, the whole is withheld.",
    "Bands of one table are withheld together, with their names.",
    f"If more than {MOST_WITHHELD} cells (the bands of a table are one) had to be withheld so, there would be no release.",
)


@dataclass(frozen=True)
class Earlier:
    """A release that was let out: `ledger` as `ledger_of` wrote it."""

    number: int
    through: str
    ledger: Mapping[str, Mapping]


@dataclass(frozen=True)
class Compared:
    """Figures that may be released, and which cells had to go: unit (a cell, or the bands of a table) -> reason."""

    figures: tuple[Figure, ...]
    withheld: dict[str, str]

    @property
    def is_too_much(self) -> bool:
        return len(self.withheld) > MOST_WITHHELD


def unit_of(figure: Figure, row: Row, column: Column) -> str:
    """What is withheld together."""
    return bands_of(figure, row) if row.kind == BAND else cell_key(figure, row, column)


def bands_of(figure: Figure, row: Row) -> str:
    return "/".join((figure.code, row.part, BAND, ""))


def ledger_of(figures: Sequence[Figure]) -> dict[str, dict]:
    """Cell -> its value and what stands behind it, of the cells that are shown and made of true counts."""
    return {
        key: {"value": cell.value, "behind": dict(cell.behind)}
        for key, _, _, _, cell in cells(figures)
        if cell.value is not None and cell.behind is not None
    }


def compared(figures: Sequence[Figure], earlier: Sequence[Earlier], through: str) -> Compared:
    """`through`: the month of this release, as "2006-12"."""
    reasons, moved = {}, {}
    for key, figure, row, column, cell in cells(figures):
        unit = unit_of(figure, row, column)
        befores = ((one, before_of(one, key, figure, row)) for one in earlier)
        found = [why_of(cell, one, before, through, figure.threshold) for one, before in befores if before]
        for why, number in (pair for pair in found if pair[0]):
            reasons.setdefault(unit, why)
            moved[unit] = min(number, moved.get(unit, number))
    for unit, why in bands_gone(figures, earlier, through):
        reasons.setdefault(unit, why)
    reasons |= wholes_to_hide(figures, reasons, moved)
    return Compared(tuple(without(figure, reasons) for figure in figures), reasons)


def before_of(earlier: Earlier, key: str, figure: Figure, row: Row) -> Mapping | None:
    """What an earlier release had of a cell; a band that it did not have, where it had others of the figure, was found nowhere."""
    found = earlier.ledger.get(key)
    if found or row.kind != BAND:
        return found
    others = (one for name, one in earlier.ledger.items() if name.startswith(f"{figure.code}/"))
    return next(({**one, "value": 0} for one in others), None)


def bands_gone(figures: Sequence[Figure], earlier: Sequence[Earlier], through: str) -> Iterable[tuple[str, str]]:
    """(unit, why) where an earlier release had a band that this one has not, of so few people, or by a correction."""
    now = {key: (figure, row, cell) for key, figure, row, _, cell in cells(figures) if row.kind == BAND and cell.behind}
    for figure, row, cell in {
        bands_of(figure, row): (figure, row, cell) for figure, row, cell in now.values()
    }.values():
        unit = bands_of(figure, row)
        for one in earlier:
            gone = [before for key, before in one.ledger.items() if key.startswith(unit) and key not in now]
            whys = (why_of(replace(cell, value=0), one, before, through, figure.threshold)[0] for before in gone)
            yield from ((unit, why) for why in whys if why)


def why_of(cell: Cell, earlier: Earlier, before: Mapping, through: str, threshold: int) -> tuple[str, int]:
    """Why a cell may not be shown beside an earlier release ("": it may), and how many came or went."""
    if cell.value is None or cell.behind is None:
        return "", 0
    number = movements(cell.behind, before["behind"])
    if 0 < number < threshold:
        return FEW_SINCE.format(threshold=threshold, number=earlier.number), number
    if not number and earlier.through == through and cell.value != before["value"]:
        return CORRECTED.format(number=earlier.number), number
    return "", number


def movements(now: Mapping[str, int], before: Mapping[str, int]) -> int:
    """How many came or went between two counts of all who ever did."""
    return sum(abs(now.get(name, 0) - before.get(name, 0)) for name in {*now, *before})


def wholes_to_hide(figures: Sequence[Figure], reasons: Mapping[str, str], moved: Mapping[str, int]) -> dict[str, str]:
    """The cell of the whole of those parts that are withheld and come to fewer than the threshold together."""
    hidden, wholes, thresholds = defaultdict(int), {}, {}
    for key, figure, row, column, cell in cells(figures):
        place = (figure.code, row.part, column.code)
        thresholds[place] = figure.threshold
        if row.kind == ALL and cell.value is not None:
            wholes[place] = key
        elif row.kind != BAND and key in reasons:
            hidden[place, row.kind] += moved[key]
    few = {place for (place, _), number in hidden.items() if number < thresholds[place]}
    return {wholes[place]: WITH_PARTS for place in few if place in wholes and wholes[place] not in reasons}


def without(figure: Figure, reasons: Mapping[str, str]) -> Figure:
    """Cells without their value; the bands of a table as one row, without their names."""
    rows = {}
    for row in figure.rows:
        bands = bands_of(figure, row)
        if row.kind == BAND and bands in reasons:
            rows[bands] = Row("", EVERY_BAND, BAND, tuple(Cell(None, reasons[bands]) for _ in row.cells), row.part)
        else:
            rows[row.part, row.kind, row.key] = replace(row, cells=cells_without(figure, row, reasons))
    return replace(figure, rows=tuple(rows.values()))


def cells_without(figure: Figure, row: Row, reasons: Mapping[str, str]) -> tuple[Cell, ...]:
    keys = [cell_key(figure, row, column) for column in figure.columns]
    return tuple(
        Cell(None, reasons[key]) if key in reasons else cell for key, cell in zip(keys, row.cells, strict=True)
    )
