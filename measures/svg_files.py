"""A chart as one SVG file that stands alone: title, drawing, its sentences and its source, with its own style. Pure."""

from collections.abc import Sequence
from html import escape
from textwrap import wrap

from measures import svg_charts
from measures.svg_charts import WIDTH, Drawing

EDGE, LINE_HEIGHT = 12, 13
# How many letters fit side by side at the sizes below.
TITLE_LETTERS, TEXT_LETTERS = 54, 76

# The classes of static/css/dashboards.css, for a file that has no style sheet beside it.
STYLE = (
    "text{fill:#212b32;font-family:arial,sans-serif;font-size:10px}.title{font-size:12px;font-weight:bold}"
    ".words{font-size:9px}.line,.m,.c,.limit,.target,.upright,.grid{fill:none}"
    ".line{stroke:#005eb8;stroke-linecap:round;stroke-linejoin:round;stroke-width:2}.line.grey{stroke:#768692}"
    "circle{fill:#4c6272;stroke:#4c6272;stroke-width:1.5}.m,.c{stroke:#4c6272;stroke-width:1.5}.m{stroke-dasharray:4 3}"
    ".limit{stroke:#4c6272;stroke-width:1}.limit.trial{stroke-dasharray:5 3}.target{stroke:#007f3b;stroke-dasharray:8 3 2 3;stroke-width:1.5}"
    ".happened text{font-size:9px}.happened path{stroke:#212b32}.cycle{fill:#fff}.event{fill:#212b32}.count{fill:#d8dde0}"
    ".upright{stroke:#212b32;stroke-dasharray:2 2;stroke-width:1.5}.grid{stroke:#d8dde0}.band{fill:#e8edee}.list{fill:#768692}"
    ".t{stroke-width:1.5}.better{fill:#005eb8;stroke:#005eb8}.worse{fill:#c25700;stroke:#c25700}"
    ".neutral{fill:#330072;stroke:#330072}.o{fill:#fff}.y,.m-label{text-anchor:end}.x{text-anchor:middle}.m-label{paint-order:stroke;stroke:#fff;stroke-width:3px}"
)


def svg_file(drawing: Drawing, parts: Sequence[tuple[str, str]], source: str) -> str:
    """`parts` are the sentences under their headings; all texts are wrapped, nothing is cut off."""
    title = wrap(drawing.title, TITLE_LETTERS)
    texts = [line for heading, words in parts for line in [*wrap(f"{heading}: {words}", TEXT_LETTERS), ""]]
    texts += wrap(source, TEXT_LETTERS)
    above = EDGE + len(title) * (LINE_HEIGHT + 2)
    below = above + drawing.height
    height = below + (len(texts) + 1) * LINE_HEIGHT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{2 * WIDTH}" height="{2 * height}" role="img" '
        f'aria-labelledby="title words"><title id="title">{escape(drawing.title)}</title><desc id="words">{escape(drawing.description)}</desc>'
        f'<style>{STYLE}</style><rect width="{WIDTH}" height="{height}" fill="#fff"/>'
        f"{lines(title, EDGE + 8, LINE_HEIGHT + 2, 'title')}"
        f'<g transform="translate(0 {above})">{svg_charts.content(drawing)}</g>'
        f"{lines(texts, below + LINE_HEIGHT, LINE_HEIGHT, 'words')}</svg>\n"
    )


def lines(texts: Sequence[str], top: int, step: int, name: str) -> str:
    return "".join(
        f'<text class="{name}" x="{EDGE}" y="{top + number * step}">{escape(text)}</text>'
        for number, text in enumerate(texts)
        if text
    )
