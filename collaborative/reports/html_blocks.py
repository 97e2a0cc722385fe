"""The blocks of a report as HTML text: on the web, in the file that stands alone, and what the PDF is set from. Pure.

Headings begin at `level`, since a page of the web report begins with h1 and a page within the whole file with h2.
"""

from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby

from collaborative.reports.cells import cell_text, holds_figures, is_figure, is_narrow
from collaborative.reports.contents import Block, Bullets, Cell, Chart, Facts, Page, Quote, Table, Text
from collaborative.reports.drawings import drawn

# Writes charts that follow each other.
Charted = Callable[[Sequence[Chart], int], str]


def page_body(page: Page, level: int, charted: Charted) -> str:
    """Commentary and blocks; charts that follow each other stand side by side."""
    parts = [commentary(page.commentary, level)] if page.commentary else []
    for is_chart, blocks in groupby(page.blocks, key=lambda block: block.kind == "chart"):
        if is_chart:
            parts.append(f'<div class="app-report-charts">{charted(list(blocks), level)}</div>')
        else:
            parts += [written(block, level) for block in blocks]
    return "".join(parts)


def written(block: Block, level: int) -> str:
    return WRITERS[block.kind](block, level)


def commentary(words: str, level: int) -> str:
    return f'<div class="app-report-commentary"><h{level}>Commentary</h{level}>{paragraphs(words.splitlines())}</div>'


def paragraphs(texts: Sequence[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts if text.strip())


def text(block: Text, _level: int) -> str:
    return paragraphs(block.paragraphs)


def bullets(block: Bullets, level: int) -> str:
    items = "".join(f"<li>{escape(item)}</li>" for item in block.items)
    name = ' class="app-report-many"' if is_narrow(block) else ""
    return f"<h{level}>{escape(block.heading)}</h{level}>" + (
        f"<ul{name}>{items}</ul>" if items else nothing(block.empty)
    )


def nothing(words: str) -> str:
    return f'<p class="app-report-empty">{escape(words)}</p>'


def facts(block: Facts, _level: int) -> str:
    items = "".join(
        f"<div><dt>{escape(term)}</dt><dd><b>{escape(value)}</b> {escape(remark)}</dd></div>"
        for term, value, remark in block.items
    )
    return f'<dl class="app-report-facts">{items}</dl>'


def quote(block: Quote, _level: int) -> str:
    return f"<blockquote><p>{escape(block.text)}</p><p>{escape(block.source)}</p></blockquote>"


# ---- tables


def table(block: Table, level: int) -> str:
    """Captioned; an empty one keeps its name and says why there is nothing."""
    if not block.rows:
        return f"<h{level}>{escape(block.caption)}</h{level}>{nothing(block.empty)}"
    return scrolling(block.caption, grid(block))


def scrolling(name: str, content: str) -> str:
    return f'<div class="app-table-scroll" role="region" aria-label="{escape(name)}" tabindex="0">{content}</div>'


def grid(block: Table) -> str:
    head = "".join(column(name, [cells[place] for cells in block.rows]) for place, name in enumerate(block.head))
    rows = "".join(row(cells) for cells in block.rows)
    return (
        f"<table><caption>{escape(block.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def column(name: str, cells: Sequence[Cell]) -> str:
    return f'<th scope="col"{" class=n" if holds_figures(cells) else ""}>{escape(name)}</th>'


def row(cells: Sequence[Cell]) -> str:
    first, *others = cells
    return f'<tr><th scope="row">{escape(cell_text(first))}</th>{"".join(map(cell, others))}</tr>'


def cell(value: Cell) -> str:
    return f"<td{' class=n' if is_figure(value) else ''}>{escape(cell_text(value))}</td>"


# ---- charts


def charts(blocks: Sequence[Chart], level: int) -> str:
    return "".join(chart(block, level) for block in blocks)


def chart(block: Chart, level: int, download: str = "") -> str:
    """Drawing, sentence, and the figures to unfold; `download` is the address of its CSV, "" where there is none."""
    name = escape(block.title)
    link = f'<p><a href="{escape(download)}" download>Download the figures (CSV)<span class="app-hidden">: {name}</span></a></p>'
    return (
        f'<figure class="app-report-chart" aria-labelledby="{block.identifier}-h">'
        f'<h{level} id="{block.identifier}-h">{name}</h{level}>{drawn(block)}{caption(block)}'
        f'<details><summary>The figures of this chart<span class="app-hidden">: {name}</span></summary>'
        f"{table(block.table, level + 1)}{link if download else ''}</details></figure>"
    )


def caption(block: Chart) -> str:
    """The sentence, then what the numbers on the chart stand for."""
    notes = "".join(f"<li>{escape(note)}</li>" for note in block.notes)
    return f"<figcaption><p>{escape(block.sentence)}</p>{f'<ul>{notes}</ul>' if notes else ''}</figcaption>"


WRITERS = {"text": text, "bullets": bullets, "facts": facts, "quote": quote, "table": table}
