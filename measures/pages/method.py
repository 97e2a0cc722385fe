"""What the method pages print. Ready answers for templates."""

from django.urls import reverse
from django.utils.safestring import mark_safe

from measures import method_drawings, method_examples
from measures.method_pages import Entry, Example, FalseAlarm, FalseAlarms, Page, Table

HEAD = ["Where nothing happens", "Simulated here", "Range", "Trials", "Found elsewhere"]


def list_table(pages) -> dict:
    return {
        "caption": "Charts, rules and comparisons",
        "first_is_header": True,
        "head": ["Page", "What it explains"],
        "rows": [
            [{"text": page.title, "href": reverse("method_detail", args=[page.slug])}, page.lede] for page in pages
        ],
    }


def sections(page: Page) -> list[dict]:
    return [section(entry) for entry in page.entries]


def section(entry: Entry) -> dict:
    return {
        "entry": entry,
        "table": entry.table and plain_table(entry.table),
        "example": entry.example and example(entry.example, entry),
        "alarms": entry.false_alarms and alarms_table(entry.false_alarms, f"False alarms: {entry.title}"),
        "remarks": list(dict.fromkeys(figure.remark for figure in entry.false_alarms if figure.remark)),
    }


def plain_table(table: Table) -> dict:
    return {"caption": table.caption, "head": list(table.head), "rows": [list(row) for row in table.rows]}


def example(found: Example, entry: Entry) -> dict:
    worked = method_examples.worked(found)
    return {
        "svg": mark_safe(method_drawings.drawn(worked.lines, entry.code)) if worked.lines else "",
        "legend": method_drawings.legend(worked.lines) if worked.lines else "",
        "table": {
            "caption": f"Worked from invented numbers: {entry.title}",
            "caption_hidden": True,
            "first_is_header": True,
            "head": ["Figure", "Value"],
            "rows": [list(row) for row in worked.rows],
        },
        "numbers": invented(found),
    }


def invented(found: Example) -> str:
    """The numbers that the example was worked from, for whoever wants to check it."""
    named = {
        "Values": found.values,
        "Earlier numerators": found.earlier_numerators,
        "Earlier denominators": found.earlier_denominators,
        "Numerators": found.numerators,
        "Denominators": found.denominators,
        "Left (1) or still there (0)": found.events,
    }
    return "; ".join(
        f"{name}: {', '.join(f'{value:g}' for value in values)}" for name, values in named.items() if values
    )


def alarms_table(figures, caption: str) -> dict:
    return {
        "caption": caption,
        "first_is_header": True,
        "head": [HEAD[0], *({"text": text, "numeric": True} for text in HEAD[1:])],
        "rows": [alarm_row(figure) for figure in figures],
    }


def alarm_row(figure: FalseAlarm) -> list:
    design = "–" if figure.design is None else with_unit(figure.design, figure.unit)
    numbers = [
        with_unit(figure.value, figure.unit),
        f"{figure.low:g} to {figure.high:g}",
        f"{figure.trials:,}",
        design,
    ]
    return [figure.label, *({"text": text, "numeric": True} for text in numbers)]


def with_unit(value: float, unit: str) -> str:
    return f"{value:g}{unit if unit.startswith('%') else ' ' + unit}".strip()


def all_alarms(found: FalseAlarms) -> dict:
    return {
        "how": found.how,
        "seed": found.seed,
        "table": alarms_table(found.figures.values(), "False alarms by rule, chart and comparison"),
        "remarks": [figure for figure in found.figures.values() if figure.remark],
    }
