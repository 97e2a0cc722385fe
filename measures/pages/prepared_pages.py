"""What the pages of a prepared return print. Ready answers for templates."""

from dataclasses import dataclass

from django.urls import reverse

from measures.chart_tables import numeric
from measures.models import MonthlyReturn
from measures.pages.return_pages import STATE_TAGS
from measures.prepared.comparing import DIFFERS, differing
from measures.prepared.filling import measure_lines
from measures.prepared.reading import MONTHS_BESIDE, Prepared, counts_of
from measures.return_files.wording import TITLES
from practices import months
from practices.wording import counted, moment
from registers.figures import RETURN_FIELDS


@dataclass(frozen=True)
class PreparedPage:
    heading: str
    caption: str
    table: dict
    measures: dict
    facts: list[dict]
    warnings: tuple[str, ...]
    difference: str
    next_step: dict


def prepared_page(prepared: Prepared, *, may_view_rows: bool) -> PreparedPage:
    return PreparedPage(
        heading=f"Return for {prepared.month:%B %Y}, from your register",
        caption=prepared.practice.name,
        table=figures_table(prepared, may_view_rows),
        measures=measures_table(prepared),
        facts=facts(prepared),
        warnings=prepared.filled.warnings,
        difference=difference_words(prepared),
        next_step=next_step(prepared),
    )


def facts(prepared: Prepared) -> list[dict]:
    """Where the figures come from."""
    version = prepared.sent.get(prepared.month)
    return [
        {"key": "Waves", "value": ", ".join(member.wave.name for member in prepared.memberships)},
        {"key": "Code list", "value": prepared.code_list or "Not named"},
        {"key": "List size", "value": size_words(prepared)},
        sent_fact(version) if version else {"key": "Sent for this month", "value": "Nothing yet"},
    ]


def size_words(prepared: Prepared) -> str:
    size = prepared.size
    return f"{size.registered:,} registered on {size.on:%-d %b %Y}" if size else "Not known: enter it below"


def sent_fact(version: MonthlyReturn) -> dict:
    value = f"Version {version.version}, {moment(version.submitted_at)} by {version.submitted_by or 'somebody unknown'}"
    tag = STATE_TAGS[MonthlyReturn.State(version.state)]
    return {
        "key": "Sent for this month",
        "value": value,
        "tag": tag,
        "href": reverse("return_detail", args=[version.pk]),
    }


def earlier_months(prepared: Prepared) -> list:
    """The latest months before it, the newest first."""
    return [months.add_months(prepared.month, -back) for back in range(1, MONTHS_BESIDE + 1)]


def figures_table(prepared: Prepared, may_view_rows: bool) -> dict:
    """Every figure: from the register, as sent, the difference, and the months before as sent."""
    sent = counts_of(prepared.sent[prepared.month]) if prepared.month in prepared.sent else {}
    compared = {one.field: one for one in prepared.compared}
    before = [counts_of(prepared.sent[month]) if month in prepared.sent else {} for month in earlier_months(prepared)]
    head = ["Figure", numeric("From your register"), numeric("As sent"), "Difference"]
    head += [numeric(f"{months.label(month)} as sent") for month in earlier_months(prepared)]
    rows = []
    for cell in prepared.filled.cells:
        one = compared.get(cell.field)
        rows.append(
            [
                {"text": TITLES[cell.field], "hint": cell.field},
                register_cell(prepared, cell, may_view_rows),
                numeric(shown(sent.get(cell.field), bool(sent))),
                difference_cell(one),
                *(numeric(shown(counts.get(cell.field), bool(counts))) for counts in before),
            ]
        )
    caption = f"Figures of {months.label(prepared.month)}"
    return {"caption": caption, "first_is_header": True, "compact": True, "head": head, "rows": rows}


def shown(value: int | None, was_sent: bool) -> str:
    if value is not None:
        return f"{value:,}"
    return "Not available" if was_sent else "Nothing sent"


def register_cell(prepared: Prepared, cell, may_view_rows: bool) -> dict:
    """The number, leading to the rows behind it for those who may see rows; or why there is none."""
    if cell.value is None:
        return {"text": "Not available", "hint": cell.why, "numeric": True}
    found = numeric(f"{cell.value:,}")
    if may_view_rows and cell.field in RETURN_FIELDS and cell.value:
        args = [prepared.practice.ods_code, months.period(prepared.month), cell.field]
        found["href"] = reverse("return_prepared_rows", args=args)
    return found


def difference_cell(one):
    """Differences are tagged with words, so that nobody needs the colour."""
    if one is None:
        return ""
    return {"tag": {"text": f"Differs: {one.words}", "colour": "yellow"}} if one.kind == DIFFERS else one.words


def difference_words(prepared: Prepared) -> str:
    """W7 in one sentence."""
    if not prepared.compared:
        return ""
    names = [TITLES[name] for name in differing(prepared.compared)]
    if not names:
        return "Your register counts the same as what was sent."
    verb = "differs" if len(names) == 1 else "differ"
    return f"{counted(len(names), 'figure')} {verb} from what was sent: {'; '.join(names)}."


def measures_table(prepared: Prepared) -> dict:
    """What the figures come to, with attached contacts beside measure 2."""
    return {
        "caption": "What the return's figures come to",
        "first_is_header": True,
        "compact": True,
        "head": ["Measure", numeric("Counted"), numeric("Divided by"), numeric("Value")],
        "rows": [measure_row(line) for line in measure_lines(prepared.filled.numbers)],
    }


def measure_row(line) -> list:
    definition = line.definition
    title = {"text": f"{definition.number}. {definition.short_title}", "hint": line.beside}
    if line.value is None:
        return [title, "", "", {"text": "No value", "hint": line.why, "numeric": True}]
    value = {"text": f"{line.value:.2f}", "hint": definition.unit, "numeric": True}
    return [title, numeric(f"{line.numerator:,}"), numeric(f"{line.denominator:,g}"), value]


def next_step(prepared: Prepared) -> dict:
    version = prepared.sent.get(prepared.month)
    if version and not differing(prepared.compared):
        text = "What was sent says the same. Submit again only if something else is to be corrected."
        return {"heading": "Nothing needs sending", "text": text}
    text = "Look at the figures, correct the registered people if you know better, then submit with the button below."
    return {"heading": "Check, then submit", "text": text}


def not_yet(prepared: Prepared) -> dict:
    """The page of a month of which nothing can be prepared."""
    heading = f"Return for {prepared.month:%B %Y}, from your register"
    return {"heading": heading, "caption": prepared.practice.name, "next_step": why_not_step(prepared)}


def why_not_step(prepared: Prepared) -> dict:
    """Where to go when nothing can be prepared."""
    return {
        "heading": "Nothing can be prepared yet",
        "text": prepared.why_not,
        "href": reverse("extract_home", args=[prepared.practice.ods_code]),
        "action": "Files of the register",
    }


def rows_table(title: str, label: str, rows, ods_code: str) -> dict:
    """The rows behind one figure: local number, date, what."""
    return {
        "caption": f"{title}, {label}: rows behind the figure",
        "first_is_header": True,
        "compact": True,
        "empty": "No row stands behind this figure.",
        "head": ["Person", "Date", "What"],
        "rows": [
            [number_cell(row.number, ods_code), f"{row.day:%-d %b %Y}" if row.day else "", row.what] for row in rows
        ],
    }


def number_cell(number: int, ods_code: str) -> dict:
    return {"text": f"No. {number}", "href": reverse("entry_detail", args=[ods_code, number])}
