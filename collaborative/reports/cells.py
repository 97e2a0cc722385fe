"""How parts of a report read, the same in every file: cells of tables, long lists, notes. Pure."""

import re
from collections.abc import Sequence

from collaborative.reports.contents import Bullets, Cell, Chart

FIGURE = re.compile(r"[−-]?[\d,]*\.?\d+ ?%?|\*|–")
DECIMALS = 4


def cell_text(cell: Cell) -> str:
    """No value is an empty text and zero stays zero; thousands have commas; at most four decimals."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:,.{DECIMALS}f}".rstrip("0").rstrip(".")
    return f"{cell:,}" if isinstance(cell, int) else cell


def is_figure(cell: Cell) -> bool:
    """Whether a cell stands to the right of its column."""
    return isinstance(cell, int | float) or (isinstance(cell, str) and FIGURE.fullmatch(cell) is not None)


def holds_figures(cells: Sequence[Cell]) -> bool:
    """Whether a column stands to the right: all its cells are figures or empty."""
    said = [cell for cell in cells if cell not in (None, "")]
    return bool(said) and all(map(is_figure, said))


LONG_LIST, SHORT_ITEM = 15, 60


def is_narrow(block: Bullets) -> bool:
    """Whether a list is set in columns: many items, all of them short."""
    return len(block.items) > LONG_LIST and max(map(len, block.items)) <= SHORT_ITEM


def common_notes(charts: Sequence[Chart]) -> tuple[str, ...]:
    """The notes that all of several charts side by side have: said once beneath them."""
    first, *others = charts
    return tuple(note for note in first.notes if all(note in other.notes for other in others)) if others else ()


def own_notes(chart: Chart, common: Sequence[str]) -> tuple[str, ...]:
    return tuple(note for note in chart.notes if note not in common)


def run_in(notes: Sequence[str]) -> str:
    """Notes one after the other, each ending as a sentence does."""
    return " ".join(note if note.endswith((".", "?", "!")) else f"{note}." for note in notes)
