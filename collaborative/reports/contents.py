"""What is on each page of a report, as data. Pure.

Nothing here knows where figures come from or how pages look: `collaborative.reports.assembling` fills it from what a reader
may see, and html, pdf, pptx and csv write it. Frozen reports are these contents as canonical JSON, so that they render the same
after every later correction (M7). Everything is a plain frozen dataclass of text, numbers, tuples.
"""

from dataclasses import dataclass, field

Cell = str | int | float | None


@dataclass(frozen=True)
class Table:
    """`rows` have one cell per entry of `head`; the first cell of each names the row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "Nothing to list."
    kind: str = "table"


@dataclass(frozen=True)
class Text:
    """Paragraphs, each one plain text."""

    paragraphs: tuple[str, ...]
    kind: str = "text"


@dataclass(frozen=True)
class Bullets:
    heading: str
    items: tuple[str, ...]
    empty: str = "None."
    kind: str = "bullets"


@dataclass(frozen=True)
class Facts:
    """Short figures in large type: (term, value, remark)."""

    items: tuple[tuple[str, str, str], ...]
    kind: str = "facts"


@dataclass(frozen=True)
class Quote:
    text: str
    source: str
    kind: str = "quote"


@dataclass(frozen=True)
class Trace:
    """One line or set of points of a chart. `style`: data, centre, limit, target, control or points."""

    name: str
    values: tuple[float | None, ...]
    style: str = "data"
    # For charts of points (funnel): where each value stands on the horizontal axis, and what it is called.
    across: tuple[float | None, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mark:
    """A stretch or a day on the horizontal axis: an action period, an event, a cycle. `last` is None for a day.

    Counted in months from the beginning of the first: 0 is the first day of `categories[0]`, 1.5 the middle of the second month.
    """

    label: str
    first: float
    last: float | None = None
    style: str = "period"


@dataclass(frozen=True)
class Chart:
    """One chart with its sentence, its table and what a slide needs to draw it natively.

    `categories` are the labels of the horizontal axis (months) for "line"; a "funnel" has `across` in its traces instead.
    `svg` is the drawing for web and PDF, written once when the contents are made.
    """

    identifier: str
    title: str
    sentence: str
    unit: str
    categories: tuple[str, ...]
    traces: tuple[Trace, ...]
    table: Table
    svg: str = ""
    marks: tuple[Mark, ...] = ()
    notes: tuple[str, ...] = ()
    # "line" or "funnel"
    form: str = "line"
    across_title: str = ""
    kind: str = "chart"


Block = Table | Text | Bullets | Facts | Quote | Chart


@dataclass(frozen=True)
class Page:
    """One page of the web report and the PDF, one slide of the presentation. `key` is what commentary is kept under."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    # Where it stands in the outline: "" for the report's own pages, else the heading above it, such as a team's name.
    section: str = ""
    commentary: str = ""


@dataclass(frozen=True)
class Report:
    """`notice` stands on every page: invented data, protected figures, draft."""

    title: str
    subtitle: str
    as_at: str
    notice: str
    pages: tuple[Page, ...]
    # (term, text) printed on the cover: made by, for whom, computation, rule version, digest of earlier freeze.
    about: tuple[tuple[str, str], ...] = ()
    language: str = "en-GB"
    version: int = field(default=1)
