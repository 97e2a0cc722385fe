"""The stand-alone page of a chart, written with the plotly package. Only the worker imports this."""

import os
from html import escape
from pathlib import Path

import plotly.graph_objects as graph_objects
import plotly.io

STYLE = (
    "body{font-family:arial,sans-serif;color:#212b32;max-width:60em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse}th,td{border-bottom:1px solid #d8dde0;padding:4px 12px 4px 0;text-align:right}"
    "th:first-child{text-align:left}"
)


def page(content: dict) -> str:
    """Everything in one file: the drawing with plotly.js itself, the sentence, the table and the source."""
    figure = graph_objects.Figure(content["figure"])
    drawing = plotly.io.to_html(figure, include_plotlyjs=True, full_html=False, config={"displaylogo": False})
    title = escape(content["title"])
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style></head><body>'
        f"<h1>{title}</h1><p>{escape(content['sentence'])}</p>{drawing}{happened(content['happened'])}{table(content['table'], title)}"
        f"<p>{escape(content['source'])}</p></body></html>\n"
    )


def happened(entries: list[list[str]]) -> str:
    """The cycles and events under their marks on the drawing."""
    items = "".join(f"<li><b>{escape(mark)}</b> {escape(text)}</li>" for mark, text in entries)
    return f"<ul>{items}</ul>" if items else ""


def table(content: dict, title: str) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in content["head"])
    rows = "".join(row(cells) for cells in content["rows"])
    return f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def row(cells: list[str]) -> str:
    first, *others = (escape(str(text)) for text in cells)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{text}</td>" for text in others)}</tr>'


def write(path: Path, content: dict) -> None:
    """All or nothing: a half-written file is never found under its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text(page(content), encoding="utf-8")
    os.replace(draft, path)
