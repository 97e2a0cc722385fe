"""Throughput as its page prints it: the programme, and for whoever leads a PCT that PCT, exactly."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Sum

from measures import chart_words
from practices import months
from workforce.computing.kept import keep, kept
from workforce.dashboards.led_places import led_by
from workforce.drawings.throughput import drawing
from workforce.models import Terms, WorkforceMonth, WorkforceProgramme
from workforce.throughput import (
    MonthShown,
    MonthSums,
    benchmark_a_month,
    line_of,
    posts_changed,
    shown_months,
)

KIND = "throughput"
SUMS = ("new_patients", "wte_months", "holdings_counted", "wte_in_post")
HEADINGS = ("Place", "Month", "New patients", "WTE-months", "New patients a WTE-month", "Holders who said", "Note")
NOT_YET = (
    "No month has been computed yet. Figures appear the night after posts are on the roster and caseload was said."
)


@dataclass(frozen=True)
class Section:
    """One place: its line as drawn, in words, as a table."""

    name: str
    sentence: str
    note: str
    drawing: str
    table: dict
    shown: list[MonthShown]


@dataclass(frozen=True)
class ThroughputPage:
    benchmark: str
    sections: list[Section]
    is_protected: bool


@dataclass(frozen=True)
class Behind:
    """The months of a programme and those of its PCTs (id), as they are; kept until its roster changes."""

    whole: tuple[MonthSums, ...]
    trusts: dict[int, tuple[MonthSums, ...]]


def behind_of(programme) -> Behind:
    whole, by_trust = sums_of(programme)
    return Behind(tuple(whole), {trust: tuple(found) for trust, found in by_trust.items()})


def keep_behind(programme, number: int) -> int:
    """Returns 1 where it is another than before."""
    return keep(programme, number, KIND, behind_of(programme))


def throughput_page(user, programme) -> ThroughputPage:
    led = led_by(user, programme)
    benchmark = benchmark_of(programme)
    found = kept(programme, KIND, Behind) or behind_of(programme)
    whole, by_trust = found.whole, found.trusts
    own = [] if led.whole else sorted(led.trusts.values(), key=lambda trust: trust.name)
    sections = [section(programme.name, "programme", whole, benchmark, exact=led.whole)] if whole else []
    sections += [
        section(trust.name, f"pct-{trust.ods_code}", by_trust[trust.pk], benchmark, exact=True)
        for trust in own
        if trust.pk in by_trust
    ]
    return ThroughputPage(benchmark_words(benchmark), sections, not led.whole)


def benchmark_of(programme) -> int:
    found = WorkforceProgramme.objects.filter(programme=programme).values_list("benchmark", flat=True).first()
    return found or WorkforceProgramme._meta.get_field("benchmark").default


def benchmark_words(a_year: int) -> str:
    if a_year != WorkforceProgramme._meta.get_field("benchmark").default:
        a_month = benchmark_a_month(a_year)
        return (
            f"Benchmark: {a_month:.3g} new patients a WTE-month, from the {a_year} a year that this programme has set."
        )
    return (
        f"Benchmark: {benchmark_a_month(a_year):g} new patients a WTE-month. It is derived, not published: the NHS Plan of 2000 "
        "wanted 1,000 graduate workers for 300,000 new patients; taken as a year's work, that is 300 a WTE, 25 a month."
    )


def sums_of(programme) -> tuple[list[MonthSums], dict[int, list[MonthSums]]]:
    """The programme's months, and those of each PCT by its id. Two queries."""
    rows = WorkforceMonth.objects.filter(programme=programme).order_by("month", "commissioner")
    found = list(rows.values_list("month", "commissioner").annotate(*(Sum(name) for name in SUMS)))
    grid = sorted({row[0] for row in found})
    employers = dict(zip(grid, employers_by_month(programme, grid), strict=True))
    by_trust = defaultdict(list)
    whole = defaultdict(lambda: np.zeros(len(SUMS)))
    for month, trust, *sums in found:
        by_trust[trust].append(month_sums(month, sums, 0))
        whole[month] += np.array(sums, dtype=float)
    return [month_sums(month, sums, employers[month]) for month, sums in whole.items()], by_trust


def month_sums(month: date, sums: Sequence, employers: int) -> MonthSums:
    new_patients, wte_months, said, wte_in_post = sums
    return MonthSums(month, int(new_patients), float(wte_months), int(said), employers, float(wte_in_post))


def employers_by_month(programme, grid: Sequence[date]) -> list[int]:
    """How many employers had somebody in the programme at each month's end. One query."""
    rows = Terms.objects.filter(holding__post__programme=programme).order_by().values_list("employer", "start", "end")
    found = list(rows)
    if not found:
        return [0] * len(grid)
    employer, start, end = (np.array(column) for column in zip(*found, strict=True))
    starts, ends = start.astype("datetime64[D]"), end.astype("datetime64[D]")
    lasts = np.array([months.last_day(month) for month in grid], dtype="datetime64[D]")
    return [len(np.unique(employer[(starts <= day) & (np.isnat(ends) | (ends >= day))])) for day in lasts]


def section(name: str, identifier: str, sums: Sequence[MonthSums], benchmark: int, *, exact: bool) -> Section:
    sums = from_first_shown(sums, exact=exact)
    shown = shown_months(sums, exact=exact)
    line = line_of(shown, f"throughput-{identifier}", f"New patients a WTE-month: {name}", exact=exact)
    sentence = chart_words.what_we_see(line)
    return Section(
        name=name,
        sentence=sentence,
        note=posts_changed(sums, exact=exact),
        drawing=drawing(line, benchmark_a_month(benchmark), sentence),
        table=table_of(name, shown),
        shown=shown,
    )


def from_first_shown(sums: Sequence[MonthSums], *, exact: bool) -> Sequence[MonthSums]:
    """Without the months before the first that this reader is shown; all of them where there is none."""
    places = [place for place, one in enumerate(shown_months(sums, exact=exact)) if one.value is not None]
    return sums[places[0] :] if places else sums


def table_of(name: str, shown: Sequence[MonthShown]) -> dict:
    texts = ("New patients", "WTE-months", "New patients a WTE-month", "Holders who said")
    return {
        "caption": f"Throughput by month: {name}",
        "caption_hidden": True,
        "first_is_header": True,
        "compact": True,
        "head": ["Month", *({"text": text, "numeric": True} for text in texts)],
        "rows": [[months.label(one.month), *cells_of(one)] for one in reversed(shown)],
    }


def cells_of(one: MonthShown) -> list:
    if one.value is None:
        return [{"text": chart_words.reason_words(one.why), "colspan": 4}]
    texts = [chart_words.shown_count(one.new_patients), amount(one.wte_months), f"{one.value:.3g}", one.said]
    return [{"text": text, "numeric": True} for text in texts]


def amount(wte) -> str:
    return f"{wte:,.1f}" if isinstance(wte, float) else f"{wte:,}"


def csv_rows(user, programme) -> tuple[Sequence[str], list[list]]:
    """(headings, rows): the figures of the page and no others."""
    page = throughput_page(user, programme)
    return HEADINGS, [csv_row(section.name, one) for section in page.sections for one in section.shown]


def csv_row(name: str, one: MonthShown) -> list:
    figures = [one.new_patients, rounded(one.wte_months), rounded(one.value), one.said]
    return [name, months.period(one.month), *figures, chart_words.reason_words(one.why)]


def rounded(value):
    return round(value, 2) if isinstance(value, float) else value
