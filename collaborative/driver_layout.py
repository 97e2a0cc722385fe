"""Where each node of a driver diagram stands when it is drawn: text broken into lines, a column for each depth. Pure.

The tree grows to the right and is read downwards like an outline: a node stands level with the first of what hangs on it,
so that its words are in sight before them, however many ideas there are. No two boxes of a column overlap.
"""

from collections.abc import Iterator
from dataclasses import dataclass

LINE, PADDING, GAP, MARK = 18, 8, 10, 24
COLUMN_GAP, EDGE = 36, 8
# The columns, and their widths; ideas stand in the last one, whatever they hang on.
COLUMNS = {"aim": 0, "primary": 1, "secondary": 2, "idea": 3}
WIDTHS = (180, 200, 250, 330)
FONT = 14
# Widths of letters as shares of the font's size, on the wide side, so that no line runs out of its box.
NARROW, WIDE, CAPITAL, OTHER = 0.32, 0.92, 0.75, 0.57


@dataclass(frozen=True)
class Mark:
    """One cycle: `shape` is planned, open, adopted, adapted or abandoned; `words` say all that the shape says."""

    shape: str
    words: str
    href: str | None = None


@dataclass(frozen=True)
class Node:
    """One box. `heat` is how many teams have touched it or what hangs on it, in the steps of heat_of; `words` say it.

    `kind` is aim, primary, secondary or idea. `key` is its own in the diagram: a driver's id, or driver and idea.
    """

    key: str
    kind: str
    text: str
    words: str
    heat: int
    notes: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    href: str | None = None
    children: tuple["Node", ...] = ()

    def all(self) -> Iterator["Node"]:
        """Itself and all beneath it, from the top down."""
        yield self
        for child in self.children:
            yield from child.all()


@dataclass(frozen=True)
class Box:
    """A node with the lines of its text and of what is said about it, and where its top left corner stands."""

    node: Node
    lines: tuple[str, ...]
    small_lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float
    parent: "Box | None" = None

    @property
    def join(self) -> float:
        """The height at which lines meet it: that of its first words."""
        return self.y + PADDING + LINE / 2


@dataclass(frozen=True)
class Layout:
    boxes: tuple[Box, ...]
    width: float
    height: float


def heat_of(teams: int) -> int:
    """0 nobody, 1 one team, 2 two or three teams, 3 four or more."""
    return 0 if teams < 1 else 1 if teams < 2 else 2 if teams < 4 else 3


def laid_out(root: Node) -> Layout:
    boxes = tuple(placed(root, top=EDGE, parent=None))
    return Layout(
        boxes=boxes,
        width=max(box.x + box.width for box in boxes) + EDGE,
        height=max(box.y + box.height for box in boxes) + EDGE,
    )


def placed(node: Node, *, top: float, parent: Box | None) -> Iterator[Box]:
    """The boxes of a branch whose highest edge is `top`."""
    column = COLUMNS[node.kind]
    box = Box(
        node=node,
        lines=text_lines(node),
        small_lines=small_lines(node),
        x=EDGE + sum(WIDTHS[:column]) + column * COLUMN_GAP,
        y=top,
        width=WIDTHS[column],
        height=own_height(node),
        parent=parent,
    )
    yield box
    for child in node.children:
        yield from placed(child, top=top, parent=box)
        top += branch_height(child) + GAP


def own_height(node: Node) -> float:
    words = LINE * (len(text_lines(node)) + len(small_lines(node)))
    return 2 * PADDING + words + MARK * mark_rows(len(node.marks), width_for(node))


def branch_height(node: Node) -> float:
    """Of the box or of all that hangs on it, whichever is higher."""
    beneath = sum(branch_height(child) for child in node.children) + GAP * max(0, len(node.children) - 1)
    return max(own_height(node), beneath)


def width_for(node: Node) -> float:
    return WIDTHS[COLUMNS[node.kind]]


def marks_a_row(width: float) -> int:
    return int((width - 2 * PADDING) // MARK)


def mark_rows(count: int, width: float) -> int:
    return -(-count // marks_a_row(width))


def text_lines(node: Node) -> tuple[str, ...]:
    return tuple(wrapped(node.text, width_for(node) - 2 * PADDING))


def small_lines(node: Node) -> tuple[str, ...]:
    said = (*node.notes, node.words)
    return tuple(line for words in said for line in wrapped(words, width_for(node) - 2 * PADDING))


def wrapped(text: str, width: float) -> list[str]:
    """Lines that are no wider than `width` pixels; a word that is wider by itself is broken."""
    lines, line = [], ""
    for word in (piece for whole in text.split() for piece in pieces(whole, width)):
        longer = f"{line} {word}" if line else word
        if line and width_of(longer) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines


def pieces(word: str, width: float) -> Iterator[str]:
    piece = ""
    for letter in word:
        if piece and width_of(piece + letter) > width:
            yield piece
            piece = ""
        piece += letter
    yield piece


def width_of(text: str) -> float:
    """About how many pixels a text takes."""
    return FONT * sum(share(letter) for letter in text)


def share(letter: str) -> float:
    if letter in "ijlftrI.,:;'!|()[] -":
        return NARROW
    if letter in "mwMW@%&":
        return WIDE
    return CAPITAL if letter.isupper() else OTHER
