"""The figures of a report as a ZIP of CSV files, one behind every chart and table, with an index. No text can act as a formula.

The same contents are the same bytes.
"""

import os
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from collaborative.reports.contents import Block, Chart, Page, Report
from practices.exports import csv_bytes

ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)
LONGEST_NAME = 60
INDEX_HEAD = ("file", "page", "under", "title", "what", "unit", "rows")


@dataclass(frozen=True)
class File:
    """One CSV: its name, where it belongs, and its rows beneath `head`."""

    name: str
    page: Page
    title: str
    what: str
    unit: str
    about: Sequence[tuple[str, str]]
    head: Sequence[str]
    rows: Sequence[Sequence]


def write(report: Report, path: Path) -> None:
    """All or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.draft")
    found = list(files(report))
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        add(archive, "index.csv", index(report, found))
        for one in found:
            add(archive, one.name, content(report, one))
    os.replace(draft, path)


def add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, ZIP_MOMENT)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    archive.writestr(entry, data)


def chart_csv(report: Report, identifier: str) -> bytes | None:
    """The file behind one chart, for its link on the web; None where the report has no such chart."""
    for page in report.pages:
        for block in page.blocks:
            if block.kind == "chart" and block.identifier == identifier:
                return content(report, next(files_of_chart(page, block, 1)))
    return None


# ---- which files


def files(report: Report) -> Iterator[File]:
    number = 1
    for page in report.pages:
        for block in page.blocks:
            for one in files_of(page, block, number):
                yield one
                number += 1


def files_of(page: Page, block: Block, number: int) -> Iterator[File]:
    if block.kind == "chart":
        yield from files_of_chart(page, block, number)
    elif block.kind == "table":
        yield File(file_name(number, block.caption), page, block.caption, "table", "", (), block.head, block.rows)


def files_of_chart(page: Page, chart: Chart, number: int) -> Iterator[File]:
    """The figures month by month with what the chart draws beside them; of a funnel what it draws as a file of its own."""
    about = facts(chart)
    name, drawn = file_name(number, chart.title), list(drawn_columns(chart))
    if chart.categories and [row[0] for row in chart.table.rows] == list(chart.categories):
        head = (*chart.table.head, *(f"drawn: {title}" for title, _ in drawn))
        rows = [
            (*row, *values) for row, *values in zip(chart.table.rows, *(values for _, values in drawn), strict=True)
        ]
        yield File(name, page, chart.title, "chart", chart.unit, about, head, rows)
        return
    yield File(name, page, chart.title, "chart", chart.unit, about, chart.table.head, chart.table.rows)
    head, rows = [title for title, _ in drawn], list(zip_longest(*(values for _, values in drawn)))
    yield File(
        file_name(number + 1, f"{chart.title} drawn"),
        page,
        chart.title,
        "what the chart draws",
        chart.unit,
        about,
        head,
        rows,
    )


def drawn_columns(chart: Chart) -> Iterator[tuple[str, Sequence]]:
    for trace in chart.traces:
        if trace.labels:
            yield f"{trace.name}: name", trace.labels
        if trace.across:
            yield f"{trace.name}: {chart.across_title or 'size'}", trace.across
        yield trace.name, trace.values


def facts(chart: Chart) -> list[tuple[str, str]]:
    return [
        ("unit", chart.unit),
        ("what_we_see", chart.sentence),
        *(("note", note) for note in chart.notes),
        *(("what_happened", mark_words(chart, mark)) for mark in chart.marks),
    ]


def mark_words(chart: Chart, mark) -> str:
    """The label with the months that it touches."""
    first = month_at(chart, mark.first)
    if mark.last is None:
        return f"{mark.label}: {first}"
    return f"{mark.label}: {first} to {month_at(chart, max(mark.first, mark.last - 0.01))}"


def month_at(chart: Chart, place: float) -> str:
    return chart.categories[min(max(int(place), 0), len(chart.categories) - 1)] if chart.categories else ""


def file_name(number: int, title: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:LONGEST_NAME].rstrip("-")
    return f"{number:04}-{words or 'table'}.csv"


# ---- what is in them


def content(report: Report, one: File) -> bytes:
    """Rows that say what the table is, a blank one, and the table."""
    about = [
        ("report", report.title),
        ("figures_as_at", report.as_at),
        ("notice", report.notice),
        ("page", one.page.title),
        ("title", one.title),
        *one.about,
    ]
    first, *others = about
    return csv_bytes(first, [*others, [], one.head, *one.rows])


def index(report: Report, found: Sequence[File]) -> bytes:
    about = [("report", report.title), ("subtitle", report.subtitle), ("figures_as_at", report.as_at)]
    about += [("notice", report.notice), *report.about]
    rows = [(one.name, one.page.title, one.page.section, one.title, one.what, one.unit, len(one.rows)) for one in found]
    return csv_bytes(about[0], [*about[1:], [], INDEX_HEAD, *rows])
