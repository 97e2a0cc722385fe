"""What goes on which slide: blocks become pieces of a height, pieces are laid one under the other, the rest goes on. Pure.

All lengths are in inches.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil
from textwrap import wrap

from collaborative.reports.cells import cell_text, common_notes, is_narrow, own_notes, run_in
from collaborative.reports.contents import Block, Bullets, Chart, Facts, Mark, Page, Quote, Table, Text

WIDTH, HEIGHT = 13.333, 7.5
LEFT, TOP, BODY_WIDTH, BODY_HEIGHT = 0.5, 1.08, 12.333, 5.95
GAP = 0.12
CHARTS_A_ROW = 2
LEAST_CHART = 1.45
# Points, letters an inch, and inches a line at that size.
TEXT_SIZE, SMALL_SIZE = 14, 8
LETTERS = {14: 10.5, 11: 13.2, 9: 16.5, 8: 18.5}
LINE = {14: 0.25, 11: 0.2, 9: 0.16, 8: 0.13}
TITLE_SIZE = 11
# Beneath a chart; what is longer is said in the notes of the slide.
MOST_LINES = 6
IN_THE_NOTES = "More in the notes of this slide."
# Tables are set smaller when they are long.
ROW_SIZE, SMALL_ROW_SIZE, LONG_TABLE, MOST_ROWS = 11, 9, 3.5, 30


@dataclass(frozen=True)
class Piece:
    """Something to draw on a slide. `blocks` has one block, or the charts of a grid; it may grow where `grows`.

    `size` and `widths` are the letters and columns of a table, the same for all of its parts.
    """

    blocks: tuple[Block, ...]
    height: float
    grows: bool = False
    size: int = ROW_SIZE
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Placed:
    piece: Piece
    top: float
    height: float


def slides(page: Page) -> list[list[Placed]]:
    """At least one slide; where pieces leave room, charts take it."""
    groups: list[list[Piece]] = [[]]
    for piece in charts_first(list(pieces(page))):
        used = sum(one.height + GAP for one in groups[-1])
        if groups[-1] and used + piece.height > BODY_HEIGHT:
            groups.append([])
        groups[-1].append(piece)
    return [placed(group) for group in groups]


def charts_first(found: list[Piece]) -> list[Piece]:
    """Charts that do not fit beneath what comes before them go first: or that would have a slide almost empty."""
    place = next((place for place, piece in enumerate(found) if piece.grows), 0)
    before = sum(piece.height + GAP for piece in found[:place])
    if not place or before + found[place].height <= BODY_HEIGHT:
        return found
    return [found[place], *found[:place], *found[place + 1 :]]


def placed(group: Sequence[Piece]) -> list[Placed]:
    free = BODY_HEIGHT - sum(piece.height + GAP for piece in group) + GAP
    growing = sum(piece.grows for piece in group)
    found, top = [], TOP
    for piece in group:
        height = piece.height + (max(0.0, free) / growing if piece.grows else 0)
        found.append(Placed(piece, round(top, 3), round(height, 3)))
        top += height + GAP
    return found


def pieces(page: Page) -> Iterator[Piece]:
    if page.commentary:
        yield piece_of(Text(tuple(page.commentary.splitlines())))
    charts: list[Chart] = []
    for block in page.blocks:
        if block.kind == "chart":
            charts.append(block)
            continue
        yield from grids(charts)
        charts = []
        yield from table_pieces(block) if block.kind == "table" else divided(block)
    yield from grids(charts)


# ---- charts


def grids(charts: Sequence[Chart]) -> Iterator[Piece]:
    """Four charts side by side, two where their words need the room; one by itself is as wide as the slide."""
    rows = [tuple(charts[first : first + CHARTS_A_ROW]) for first in range(0, len(charts), CHARTS_A_ROW)]
    while rows:
        take = 2 if len(rows) > 1 and height_of(rows[0] + rows[1]) <= BODY_HEIGHT else 1
        blocks = tuple(chart for row in rows[:take] for chart in row)
        yield Piece(blocks, height_of(blocks), grows=True)
        rows = rows[take:]


def height_of(charts: Sequence[Chart]) -> float:
    """At least: drawings that can be read, names, words."""
    rows = [charts[first : first + CHARTS_A_ROW] for first in range(0, len(charts), CHARTS_A_ROW)]
    width, common = chart_width(len(charts)), common_notes(charts)
    above, words = title_height(charts, width), max(words_height(row, width, common) for row in rows)
    height = len(rows) * (LEAST_CHART + above + words) + GAP * (len(rows) - 1) + common_height(common)
    return min(BODY_HEIGHT, round(height, 3))


def title_height(charts: Sequence[Chart], width: float) -> float:
    return max(lines_of(chart.title, width, TITLE_SIZE) for chart in charts) * LINE[TITLE_SIZE] + 0.04


def chart_width(number: int) -> float:
    return BODY_WIDTH if number == 1 else (BODY_WIDTH - 0.25) / CHARTS_A_ROW


def words_height(row: Sequence[Chart], width: float, common: Sequence[str] = ()) -> float:
    lines = max(lines_of(words_of(chart, common, width), width, SMALL_SIZE) for chart in row)
    return lines * LINE[SMALL_SIZE] + 0.06


def words_of(chart: Chart, common: Sequence[str], width: float) -> str:
    """What stands beneath a chart: its sentence, and what its numbers and letters mean, as far as there is room."""
    notes = meanings(chart, common)
    for kept in range(len(notes), -1, -1):
        said = notes if kept == len(notes) else [*notes[:kept], IN_THE_NOTES]
        words = "\n".join(one for one in (chart.sentence, run_in(said)) if one)
        if lines_of(words, width, SMALL_SIZE) <= MOST_LINES:
            break
    return words


def meanings(chart: Chart, common: Sequence[str] = ()) -> list[str]:
    named = [f"{letter}: {mark.label}" for letter, mark in lettered(chart) if letter != mark.label]
    return [*own_notes(chart, common), *named]


def lettered(chart: Chart) -> list[tuple[str, Mark]]:
    """Days are marked by letters, since their names would lie over each other; a label that is short enough is kept."""
    days = [mark for mark in chart.marks if mark.last is None]
    return [(mark.label if len(mark.label) <= 2 else chr(65 + place % 26), mark) for place, mark in enumerate(days)]


def common_height(common: Sequence[str]) -> float:
    return lines_of(run_in(common), BODY_WIDTH, SMALL_SIZE) * LINE[SMALL_SIZE] + 0.06 if common else 0.0


# ---- texts


@lru_cache(maxsize=10_000)
def lines_of(text: str, width: float, size: int) -> int:
    """How many lines a text takes, broken between words."""
    across = max(1, int(width * LETTERS[size]))
    return sum(len(wrap(line, across)) or 1 for line in text.split("\n"))


def piece_of(block: Block) -> Piece:
    return Piece((block,), round(sum(heights(block)), 3))


def heights(block: Block) -> list[float]:
    """Of the parts of a block that may stand on different slides."""
    match block:
        case Text():
            return [paragraph(one) for one in block.paragraphs]
        case Bullets() if is_narrow(block):
            return [paragraph(block.heading), ceil(len(block.items) / COLUMNS) * LINE[ROW_SIZE]]
        case Bullets():
            return [paragraph(one) for one in (block.heading, *(block.items or (block.empty,)))]
        case Quote():
            return [paragraph(block.text) + paragraph(block.source)]
        case Facts():
            return [FACT_HEIGHT * ceil(len(block.items) / FACTS_A_ROW)]


FACTS_A_ROW, FACT_HEIGHT, COLUMNS = 4, 0.56, 4


def paragraph(text: str) -> float:
    return lines_of(text, BODY_WIDTH, TEXT_SIZE) * LINE[TEXT_SIZE] + 0.06


def divided(block: Block) -> Iterator[Piece]:
    """A block that is longer than a slide, as several."""
    whole = piece_of(block)
    if whole.height <= BODY_HEIGHT or block.kind not in ("text", "bullets"):
        yield replace(whole, height=min(whole.height, BODY_HEIGHT))
        return
    items = block.paragraphs if block.kind == "text" else block.items
    half = len(items) // 2
    if not half:
        yield replace(whole, height=BODY_HEIGHT)
        return
    name = "paragraphs" if block.kind == "text" else "items"
    yield from divided(replace(block, **{name: items[:half]}))
    yield from divided(replace(block, **{name: items[half:]}))


# ---- tables


def table_pieces(table: Table) -> Iterator[Piece]:
    """As many rows as a slide holds, each time beneath the head."""
    if not table.rows:
        yield Piece((table,), paragraph(table.caption) + paragraph(table.empty))
        return
    size, widths = letters_of(table)
    above = caption_height(table) + row_height(table.head, widths, size)
    rows, height = [], above
    for row in table.rows:
        more = row_height(row, widths, size)
        if rows and (height + more > BODY_HEIGHT or len(rows) == MOST_ROWS):
            yield Piece((replace(table, rows=tuple(rows)),), height, size=size, widths=widths)
            rows, height = [], above
        rows.append(row)
        height += more
    yield Piece((replace(table, rows=tuple(rows)),), height, size=size, widths=widths)


def letters_of(table: Table) -> tuple[int, tuple[float, ...]]:
    """Size of letters and widths of columns."""
    widths = column_widths(table, ROW_SIZE)
    if sum(row_height(row, widths, ROW_SIZE) for row in table.rows) <= LONG_TABLE:
        return ROW_SIZE, widths
    return SMALL_ROW_SIZE, column_widths(table, SMALL_ROW_SIZE)


def caption_height(table: Table) -> float:
    return paragraph(table.caption)


def column_widths(table: Table, size: int) -> tuple[float, ...]:
    """By the longest word and the longest text of each column, within what there is."""
    wanted = []
    for place in range(len(table.head)):
        texts = [table.head[place], *(cell_text(row[place]) for row in table.rows)]
        word = max((len(word) for text in texts for word in text.split()), default=1)
        longest = min(max(map(len, texts)), LONGEST_COLUMN)
        wanted.append(max(word, longest) + 2)
    least = 0.2 * len(wanted)
    share = (BODY_WIDTH - least) / sum(wanted)
    return tuple(round(letters * share + 0.2, 3) for letters in wanted)


LONGEST_COLUMN = 70


def row_height(row: Sequence, widths: Sequence[float], size: int) -> float:
    lines = max(lines_of(cell_text(cell), width - 0.2, size) for cell, width in zip(row, widths, strict=True))
    return round(lines * LINE[size] + 0.08, 3)
