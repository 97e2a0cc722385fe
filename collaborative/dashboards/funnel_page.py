"""The page of one measure's funnel with its deciles: charts as components/chart.html takes them, and what they say."""

from dataclasses import dataclass

from django.urls import reverse

from collaborative.dashboards import funnels
from collaborative.dashboards.comparative_tables import about, file_of
from collaborative.dashboards.deciles import deciles_page
from collaborative.dashboards.funnels import Comparison, comparison_of, funnel_of
from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.standing_words import as_at_with_returns
from measures import chart_words, decile_charts, funnel_charts
from measures.decile_charts import Deciles
from measures.definitions import MeasureDefinition
from measures.disclosure import RULE
from measures.funnel_charts import Funnel, Point
from measures.statistics.by_chance import chance_words

NEXT = "Ask those outside how they count and whom they put on the list, before asking about care. Look at the months, not at one place."


@dataclass(frozen=True)
class FunnelPage:
    """`chart` is None where `withheld` says why; `deciles` is None before anything was computed."""

    as_at: str
    computation: int | None
    is_protected: bool
    withheld: str
    chart: dict | None
    where: list[str]
    standing_out: list[Point]
    others_standing_out: int
    cautions: list[str]
    basis: str
    deciles: dict | None
    has_exact_marks: bool = False


def funnel_page(gathered: Gathered, definition: MeasureDefinition, marked: tuple[str, ...]) -> FunnelPage:
    comparison = comparison_of(gathered, definition)
    deciles = deciles_page(gathered, definition, marked)
    funnel = None if comparison.withheld else funnel_of(gathered, comparison, marked)
    named, others = funnels.standing_out(funnel) if funnel else ([], 0)
    return FunnelPage(
        as_at=as_at_with_returns(gathered),
        computation=gathered.pointer.pk if gathered.pointer else None,
        is_protected=comparison.is_protected,
        withheld=comparison.withheld,
        chart=funnel_chart(gathered, comparison, funnel, marked) if funnel else None,
        where=funnels.where_words(gathered, comparison, funnel, marked) if funnel else [],
        standing_out=named,
        others_standing_out=others,
        cautions=funnels.caution_words(comparison) if funnel else [],
        basis=funnels.basis_words(gathered, comparison) if funnel else "",
        deciles=decile_chart(gathered, deciles, definition, marked) if deciles else None,
        has_exact_marks=comparison.is_protected and bool(funnel) and any(one.is_exact for one in funnel.marked),
    )


def funnel_chart(gathered: Gathered, comparison: Comparison, funnel: Funnel, marked: tuple[str, ...]) -> dict:
    definition = comparison.definition
    return {
        "id": "funnel",
        "title": f"{definition.short_title}: funnel of the practices, {funnel.period}",
        "words": [
            ("What we see", f"{funnel_charts.sentence(funnel)} {chart_words.direction_words(definition.direction)}"),
            ("How sure", chance_words(comparison.practices)),
            ("What you could do next", NEXT),
        ],
        "figure": funnel_charts.figure(funnel),
        "table": funnel_charts.table(funnel, f"{definition.short_title}: practices in the funnel, alphabetical"),
        "method_href": f"{reverse('method_detail', args=['funnels'])}#funnel_exact",
        "source": source_words(gathered, definition, funnel.is_protected),
        "files": [file_link("wave_funnel_csv", gathered.wave, definition, marked, "funnel")],
    }


def decile_chart(gathered: Gathered, deciles: Deciles, definition: MeasureDefinition, marked: tuple[str, ...]) -> dict:
    return {
        "id": "deciles",
        "title": f"{definition.short_title}: deciles of the practices, {definition.unit}",
        "words": [("What we see", decile_charts.sentence(deciles))],
        "figure": decile_charts.figure(deciles),
        "table": decile_charts.table(deciles),
        "method_href": f"{reverse('method_detail', args=['funnels'])}#deciles",
        "source": source_words(gathered, definition, deciles.is_protected),
        "files": [file_link("wave_deciles_csv", gathered.wave, definition, marked, "deciles")],
        "has_values": deciles.has_values,
        "why_not": decile_charts.sentence(deciles),
    }


def file_link(name: str, wave, definition: MeasureDefinition, marked: tuple[str, ...], of: str) -> dict:
    address = reverse(name, args=[wave.code, definition.code])
    query = "&".join(f"mark={code}" for code in marked)
    title = f"{definition.short_title}: {of} of the practices"
    return {"href": f"{address}?{query}" if query else address, "text": "CSV", "of": title}


def source_words(gathered: Gathered, definition: MeasureDefinition, is_protected: bool) -> str:
    """Beneath a picture that leaves the page: whose figures, by which definition and rule, as at when."""
    rule = (
        f"{RULE}: limits and dots from rounded counts" if is_protected else "Exact figures, small numbers: do not share"
    )
    return f"{gathered.wave.name}. Definition {definition.version}. {rule}. Data as at {as_at_with_returns(gathered)}."


# ---- the files behind the two


def funnel_file(gathered: Gathered, comparison: Comparison, marked: tuple[str, ...]) -> tuple[bytes, bool]:
    """(CSV, whether it holds exact figures); of a funnel that is withheld the reason and no row."""
    definition = comparison.definition
    facts = [
        *about(gathered, f"Funnel: {definition.title}"),
        ("definition_version", definition.version),
        ("unit", definition.unit),
    ]
    if comparison.withheld:
        facts.append(("withheld", comparison.withheld))
        return file_of("csv", funnel_charts.CSV_COLUMNS, [], facts), False
    funnel = funnel_of(gathered, comparison, marked)
    facts += funnel_facts(comparison, funnel)
    is_exact = any(point.is_exact for point in funnel.named)
    return file_of("csv", funnel_charts.CSV_COLUMNS, funnel_charts.csv_rows(funnel), facts), is_exact


def funnel_facts(comparison: Comparison, funnel: Funnel) -> list[tuple]:
    """Of which months, around what, with which limits."""
    dispersion = comparison.result.dispersion
    return [
        ("months", funnel.period),
        ("average", funnel.average),
        ("limits", "exact; over-dispersion allowed for by an additive tau squared" if funnel.wider else "exact"),
        ("phi", round(dispersion.phi, 2)),
        ("order", "practices that you see by name alphabetical, not ranked; the others by size"),
        ("by_chance", chance_words(comparison.practices)),
    ]


def deciles_file(gathered: Gathered, deciles: Deciles, definition: MeasureDefinition) -> tuple[bytes, bool]:
    """(CSV, whether it holds exact figures)."""
    facts = [
        *about(gathered, f"Deciles over time: {definition.title}"),
        ("definition_version", definition.version),
        ("unit", definition.unit),
        ("withheld", f"{decile_charts.TOO_FEW}; {decile_charts.TOO_MANY_SMALL}"),
    ]
    is_exact = not deciles.is_protected or any(own.is_exact for own in deciles.marked)
    return file_of("csv", decile_charts.csv_columns(deciles), decile_charts.csv_rows(deciles), facts), is_exact
