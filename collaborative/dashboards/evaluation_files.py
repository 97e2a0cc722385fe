"""The evaluation of a cycle as a file: its months with their phases, and below them what the comparison says."""

from collaborative.dashboards.cycle_evaluation import EvaluationPage
from practices import exports

HEADINGS = ["what", "name", "phase", "counted", "divided_by", "rate", "note", "what_happened"]


def csv_of(page: EvaluationPage) -> bytes:
    """As the page says it, so that both say the same to the same reader."""
    return exports.csv_bytes(HEADINGS, [*month_rows(page), *phase_rows(page), *said_rows(page)])


def month_rows(page: EvaluationPage):
    for row in page.chart["table"]["rows"] if page.chart else ():
        yield ["month", *map(text, row)]


def phase_rows(page: EvaluationPage):
    """The pooled months of each phase."""
    for name, months, known, *figures in page.phases["rows"] if page.phases else ():
        yield ["phase", months, name, *map(text, figures), f"{text(known)} months with a figure"]


def said_rows(page: EvaluationPage):
    summary = [(row["key"], row["value"]) for row in page.summary]
    figures = [("Figures", page.protected_words or "Exact figures with small numbers: do not share them.")]
    for name, said in [*figures, *summary, *page.sentences, *(("Caution", words) for words in page.cautions)]:
        yield ["finding", name, "", "", "", "", said]
    for name, _, said, source in page.comparisons["rows"] if page.comparisons else ():
        yield ["comparison", name, "", "", "", "", f"{said} Source: {source}"]
    for when, what, kind in page.happened["rows"] if page.happened else ():
        yield ["happened", when, kind, "", "", "", what]
    if page.empty:
        yield ["finding", "Nothing to compare", "", "", "", "", page.empty]


def text(cell) -> str:
    return cell["text"] if isinstance(cell, dict) else cell
