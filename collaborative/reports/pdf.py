"""A report as tagged PDF (PDF/UA-1, A4), set from the same HTML as the web report. Only the worker imports this.

Set in parts, so that its progress is true, and put together at the end. The same contents are the same bytes: no moment and
no machine is written, and the identifier of the file comes from the contents.
"""

import hashlib
import os
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path

from collaborative.reports import html, html_blocks
from collaborative.reports.cells import common_notes, own_notes, run_in
from collaborative.reports.contents import Chart, Report
from collaborative.reports.drawings import drawn
from collaborative.reports.outline import Entry, opens_section, outline
from collaborative.reports.plain_drawings import plain

STYLE_SHEET = Path(__file__).resolve().parents[2] / "static" / "css" / "report_print.css"
PAGES_A_PART = 8
POSTER = "@page { size: A3 landscape; } html { font-size: 13pt; } h2 { font-size: 26pt; } figure { font-size: 10pt; } figure h3 { font-size: 13pt; }"
Progress = Callable[[int, int, str], None]
MISSING = (
    "PDF files need the Pango library, which this machine lacks: install libpango-1.0-0, libpangoft2-1.0-0, "
    "libharfbuzz-subset0 and fonts-liberation, then start the worker anew."
)


class CannotWritePdf(Exception):
    """This machine lacks what sets pages; the message says what to install."""


def silent(_done: int, _of: int, _text: str) -> None:
    pass


def write(report: Report, path: Path, progress: Progress = silent) -> None:
    """All or nothing. Raises CannotWritePdf where Pango is missing; `progress(done, of, text)` counts the report's pages."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.draft")
    progress(0, 1, "Setting the cover and the contents.")
    document = counted(set_pages(report, weasyprint(), progress), progress)
    document.write_pdf(draft, pdf_variant="pdf/ua-1", pdf_identifier=identifier(report))
    os.replace(draft, path)


def write_poster(report: Report, path: Path, progress: Progress = silent) -> None:
    """The first page alone, on A3 across, to hang up; on a second sheet what does not fit. Raises CannotWritePdf."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.draft")
    document = Setter(report, weasyprint(), POSTER).set(sheet(report, 0), 1)
    counted(document, progress).write_pdf(draft, pdf_variant="pdf/ua-1", pdf_identifier=identifier(report))
    os.replace(draft, path)


def counted(document, progress: Progress):
    """The document, whose pages report themselves as they are drawn: that takes as long as setting them."""
    number = len(document.pages)
    for place, page in enumerate(document.pages):
        page.paint = partial(
            painted, page.paint, partial(progress, number + place, 2 * number, f"Drawing page {place + 1} of {number}")
        )
    return document


def painted(paint, report_it, *arguments) -> None:
    report_it()
    paint(*arguments)


def weasyprint():
    """The package, at the first need: it costs memory, and cannot be imported where Pango is missing."""
    try:
        import weasyprint as package
    except OSError as error:
        raise CannotWritePdf(MISSING) from error
    return package


def identifier(report: Report) -> bytes:
    """Of the file: 16 bytes that the contents alone decide."""
    return hashlib.sha256(repr(report).encode()).hexdigest()[:32].encode()


def set_pages(report: Report, package, progress: Progress):
    """The document: front matter, then the parts. The front is set twice, first to know how many sheets it takes."""
    setter = Setter(report, package)
    number = len(setter.set(front(report, {}), 1).pages)
    parts, starts = [], {}
    for first in range(0, len(report.pages), PAGES_A_PART):
        words = f"Setting page {first + 1} of {len(report.pages)}: {report.pages[first].title}"
        progress(first, 2 * len(report.pages), words)
        part = setter.set(body(report, first), number + 1)
        starts |= first_sheets(part, number + 1)
        number += len(part.pages)
        parts.append(part)
    parts.insert(0, setter.set(front(report, starts), 1))
    return parts[0].copy([sheet for part in parts for sheet in part.pages])


def first_sheets(part, number: int) -> dict[str, int]:
    """Where each page begins: one that goes on has its name on every sheet of it."""
    found: dict[str, int] = {}
    for place, sheet in enumerate(part.pages, start=number):
        found = dict.fromkeys(sheet.anchors, place) | found
    return found


@dataclass
class Setter:
    """Sets parts of one report with fonts, rules and page numbers in common."""

    report: Report
    package: object
    # Rules that come after those of all reports.
    more: str = ""

    def __post_init__(self):
        self.fonts = self.package.text.fonts.FontConfiguration()
        self.rules = self.package.CSS(string=rules(self.report) + self.more, font_config=self.fonts)
        # Nothing is fetched from anywhere: drawings are within the text.
        self.fetcher = self.package.urls.URLFetcher(allowed_protocols=("data",))

    def set(self, content: str, number: int):
        """The pages of a part, the first of which has the page number `number`."""
        title, language = escape(self.report.title), escape(self.report.language)
        page = f"@page :first {{ counter-reset: page {number} }}"
        text = f'<html lang="{language}"><head><title>{title}</title><style>{page}</style></head><body>{content}</body></html>'
        source = self.package.HTML(string=text, url_fetcher=self.fetcher)
        return source.render(stylesheets=[self.rules], font_config=self.fonts, pdf_variant="pdf/ua-1")


def rules(report: Report) -> str:
    """The style sheet, and what runs along every page."""
    running = f'@page {{ @top-left {{ content: "{quoted(report.title)}" }} @top-right {{ content: "{quoted(report.notice)}" }} '
    running += f'@bottom-left {{ content: "Figures as at {quoted(report.as_at)}" }} }}'
    return STYLE_SHEET.read_text(encoding="utf-8") + running


def quoted(text: str) -> str:
    """Within the quotation marks of a style sheet."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")


# ---- what is set


def front(report: Report, numbers: Mapping[str, int]) -> str:
    """Cover and contents with the page number of each page; nought before they are known, in the same width."""
    items = "".join(item(entry, numbers) for entry in outline(report))
    return (
        f'<section class="cover">{html.notice(report)}<h1>{escape(report.title)}</h1>{html.cover(report)}</section>'
        f'<section class="contents"><h2>Contents</h2><ul>{items}</ul></section>'
    )


def item(entry: Entry, numbers: Mapping[str, int]) -> str:
    beneath = "".join(item(child, numbers) for child in entry.children)
    number = numbers.get(f"page-{entry.key}", 0)
    title = (
        f'<a href="#page-{entry.key}"><b>{number}</b> {escape(entry.title)}</a>'
        if entry.key
        else f"<i>{escape(entry.title)}</i>"
    )
    return f"<li>{title}{f'<ul>{beneath}</ul>' if beneath else ''}</li>"


def body(report: Report, first: int) -> str:
    """The pages of a part, each beginning on a sheet of its own."""
    places = range(first, min(first + PAGES_A_PART, len(report.pages)))
    return "".join(sheet(report, place) for place in places)


def sheet(report: Report, place: int) -> str:
    page = report.pages[place]
    names = f"page{' opens' if opens_section(report.pages, place) else ''}{' under' if page.section else ''}"
    return f'<section class="{names}" id="page-{page.key}">{html.heading(page, 2)}{html_blocks.page_body(page, 3, charts)}</section>'


def charts(blocks: Sequence[Chart], level: int) -> str:
    """Two side by side; what all of them say of the months is said once beneath them."""
    common = common_notes(blocks)
    look = ' class="alone"' if len(blocks) == 1 else ""
    figures = "".join(f"<figure{look}>{chart(block, level, common)}</figure>" for block in blocks)
    return figures + (f'<p class="notes">{escape(run_in(common))}</p>' if common else "")


def chart(block: Chart, level: int, common: Sequence[str]) -> str:
    """The drawing as an image, its sentence beneath. Its figures are on the web and in the CSV."""
    drawing = b64encode(plain(drawn(block)).encode()).decode() if drawn(block) else ""
    image = (
        f'<img src="data:image/svg+xml;base64,{drawing}" alt="{escape(f"Chart: {block.title}")}">' if drawing else ""
    )
    notes = run_in(own_notes(block, common))
    words = f"<p>{escape(block.sentence)}</p>" + (f"<p>{escape(notes)}</p>" if notes else "")
    return f"<h{level}>{escape(block.title)}</h{level}>{image}<figcaption>{words}</figcaption>"
