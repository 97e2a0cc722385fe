"""A report as web pages: an overview, one page for each of its pages, and the whole as one file that stands alone. Pure.

The texts are put into Django's pages as they are; everything that people wrote is escaped here.
"""

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from pathlib import Path

from collaborative.reports import html_blocks
from collaborative.reports.contents import Chart, Page, Report
from collaborative.reports.outline import Entry, outline, turned_to
from measures.svg_files import STYLE
from practices.wording import counted

STYLE_SHEET = Path(__file__).resolve().parents[2] / "static" / "css" / "report.css"
AddressOf = Callable[[str], str]


def page(report: Report) -> str:
    """Everything in one file, with its own style and no script."""
    parts = [
        f'<section id="page-{one.key}" aria-labelledby="h-{one.key}">{within(one)}</section>' for one in report.pages
    ]
    title = escape(report.title)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(report.language)}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style()}</style></head>'
        f'<body class="app-report-file"><a class="app-report-skip" href="#contents">Skip to the contents</a>'
        f'<header>{notice(report)}<h1>{title}</h1>{cover(report)}</header>'
        f"{contents(outline(report), lambda key: f'#page-{key}')}<main>{''.join(parts)}</main></body></html>\n"
    )  # fmt: skip


def style() -> str:
    """The rules for a file that has no style sheet beside it: charts, then pages."""
    return STYLE + STYLE_SHEET.read_text(encoding="utf-8")


def within(page: Page) -> str:
    """A page within the whole file."""
    return f"{heading(page, 2)}{html_blocks.page_body(page, 3, html_blocks.charts)}{back()}"


def back() -> str:
    return '<p class="app-report-back"><a href="#contents">Back to the contents</a></p>'


# ---- pages of their own address


def overview(report: Report, address_of: AddressOf) -> str:
    """The first page: notice, what the report is of, and the way to every page. Its title is the caller's h1."""
    return f"{notice(report)}{cover(report)}{contents(outline(report), address_of)}"


def section(
    report: Report, key: str, address_of: AddressOf, *, overview_at: str, csv_of: AddressOf | None = None
) -> str:
    """One page with its neighbours; "" where `key` is not of this report.

    `overview_at` is the address of the first page, `csv_of` leads from the identifier of a chart to its figures.
    """
    found = turned_to(report, key)
    if found is None:
        return ""
    charted = partial(with_downloads, csv_of) if csv_of else html_blocks.charts
    body = html_blocks.page_body(found.page, 2, charted)
    steps = turning(found.previous, found.following, address_of, overview_at)
    return f'{notice(report)}{heading(found.page, 1)}<p class="app-as-at">{escape(report.as_at)}</p>{body}{steps}'


def with_downloads(csv_of: AddressOf, charts: Sequence[Chart], level: int) -> str:
    return "".join(html_blocks.chart(chart, level, csv_of(chart.identifier)) for chart in charts)


def turning(previous: Page | None, following: Page | None, address_of: AddressOf, overview_at: str) -> str:
    links = [
        turn(previous, "prev", "Previous", address_of),
        f'<li><a href="{escape(overview_at)}">Contents of the report</a></li>',
        turn(following, "next", "Next", address_of),
    ]
    return f'<nav class="app-report-steps" aria-label="Pages of the report"><ul>{"".join(links)}</ul></nav>'


def turn(page: Page | None, relation: str, word: str, address_of: AddressOf) -> str:
    if page is None:
        return ""
    return f'<li><a rel="{relation}" href="{escape(address_of(page.key))}">{word}: {escape(page.title)}</a></li>'


# ---- parts of all


def notice(report: Report) -> str:
    return f'<p class="app-watermark">{escape(report.notice)}</p>' if report.notice else ""


def heading(page: Page, level: int) -> str:
    above = f'<p class="app-report-place">{escape(page.section)}</p>' if page.section else ""
    return f'{above}<h{level} id="h-{page.key}">{escape(page.title)}</h{level}>'


def cover(report: Report) -> str:
    """Subtitle, the day of the data, and who made it from what."""
    rows = "".join(
        f"<div><dt>{escape(term)}</dt><dd>{escape(text)}</dd></div>"
        for term, text in (("Figures as at", report.as_at), *report.about)
    )
    return f'<p class="app-report-subtitle">{escape(report.subtitle)}</p><dl class="app-report-about">{rows}</dl>'


def contents(entries: Sequence[Entry], address_of: AddressOf) -> str:
    items = "".join(item(entry, address_of) for entry in entries)
    return f'<nav class="app-report-contents" id="contents" aria-labelledby="contents-h"><h2 id="contents-h">Contents</h2><ol>{items}</ol></nav>'


def item(entry: Entry, address_of: AddressOf) -> str:
    """A page, or a heading alone, with the pages beneath it to unfold: 97 practices would bury the rest."""
    title = f'<a href="{escape(address_of(entry.key))}">{escape(entry.title)}</a>' if entry.key else escape(entry.title)
    if not entry.children:
        return f"<li>{title}</li>"
    beneath = "".join(item(child, address_of) for child in entry.children)
    words = f'{counted(len(entry.children), "page")}<span class="app-hidden"> of {escape(entry.title)}</span>'
    return f"<li>{title}<details><summary>{words}</summary><ol>{beneath}</ol></details></li>"
