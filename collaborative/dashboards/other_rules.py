"""The expert's page of one chart: the same figures under every rule set and every way of making limits."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from collaborative.dashboards import series_files
from collaborative.dashboards.detail import place_code
from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.shown import Shown
from collaborative.dashboards.wave import as_at
from measures import chart_words, icons_drawn
from measures import other_rules_words as words
from measures.chart_tables import numeric
from measures.method_pages import FalseAlarm, false_alarms, places
from measures.other_rules import LEAST_POINTS, Ground, Marked, Opinion, opinions
from measures.released_analysis import counts_of, observed
from measures.statistics import codes
from practices import months
from practices.exports import csv_bytes

# The icon is one of the NHS rule set and stands on limits.
NO_ICON = "None: not of these rules"


@dataclass(frozen=True)
class OtherRulesPage:
    """`table` and `marked` are None where there are too few points; then `can_speak` says what is needed."""

    title: str
    as_at: str
    computation: int
    is_protected: bool
    one_for_all: str
    in_use: list[tuple[str, str]]
    not_chosen: dict
    table: dict | None
    marked: dict | None
    can_speak: dict | None
    false_alarms: list[str]


def ground_of(series: Shown) -> Ground:
    """From what this reader is shown, and the calendar."""
    release, definition = series.release, series.definition
    counts = observed(*counts_of(release), definition, series.data)
    return Ground(series.line, counts, definition.per)


def other_rules_page(gathered: Gathered, series: Shown) -> OtherRulesPage:
    ground = ground_of(series)
    enough = ground.points >= LEAST_POINTS
    found = opinions(ground) if enough else []
    return OtherRulesPage(
        title=f"{series.definition.short_title}, {series.name}",
        as_at=as_at(gathered),
        computation=gathered.pointer.pk,
        is_protected=series.line.is_protected,
        one_for_all=words.ONE_FOR_ALL,
        in_use=in_use_words(series),
        not_chosen=not_chosen_table(ground),
        table=side_by_side(series, found) if enough else None,
        marked=marked_table(found) if enough else None,
        can_speak=None if enough else can_speak_table(ground),
        false_alarms=[alarm_words(alarm) for alarm in alarms_of(found)],
    )


def in_use_words(series: Shown) -> list[tuple[str, str]]:
    """What the chart in use is and why, and what it says."""
    line = series.line
    chart = chart_words.which_chart(line) or words.CHART_NAMES[line.kind]
    return [("Which chart", chart), ("What we see", chart_words.what_we_see(line))]


def not_chosen_table(ground: Ground) -> dict:
    return {
        "caption": "Why not another chart",
        "caption_hidden": True,
        "first_is_header": True,
        "head": ["Chart", "Why it is not the one in use"],
        "rows": [list(row) for row in words.not_chosen(ground)],
        "empty": "",
    }


def can_speak_table(ground: Ground) -> dict:
    return {
        "caption": "What each rule set needs before it can say anything",
        "first_is_header": True,
        "head": ["Rules", "Need", {"text": "There are", "numeric": True}],
        "rows": [[rules, need, numeric(there)] for rules, need, there in words.what_can_speak(ground)],
        "empty": "",
    }


# ---- side by side

FIGURES = ("Centre", "Lower limit", "Upper limit", "Sigma", "Sigma z")


def side_by_side(series: Shown, found: Sequence[Opinion]) -> dict:
    line = series.line
    return {
        "caption": f"Every chart and rule set, limits of {months.label(line.months[line.latest])}, {line.unit}",
        "compact": True,
        "first_is_header": True,
        "head": [
            "Chart",
            "Rules",
            *({"text": text, "numeric": True} for text in FIGURES),
            "Months marked by",
            "Icon",
            {"text": "False alarms", "numeric": True},
        ],
        "rows": [opinion_row(one) for one in found],
        "empty": "",
    }


def opinion_row(one: Opinion) -> list:
    return [
        {"text": words.CHART_NAMES[one.chart], "hint": "In use" if one.is_in_use else ""},
        profile_cell(one),
        *figure_cells(one),
        words.number_words(one),
        icon(one).drawing if one.has_icon else NO_ICON,
        numeric(alarm_text(one)),
    ]


def profile_cell(one: Opinion) -> dict | str:
    """The name of the rule set, leading to where it is explained."""
    name = words.PROFILE_NAMES[one.profile.name]
    if one.chart in (codes.TABLE, codes.PLAIN_LINE):
        return "None"
    slug, entry = places()["profiles", one.profile.name]
    return {"text": name, "href": f"{reverse('method_detail', args=[slug])}#{entry}"}


def figure_cells(one: Opinion) -> list[dict]:
    """Raw figures with two decimals; where there are no limits the reason in place of the lower one."""
    figures = [one.centre, one.lower, one.upper, one.sigma, one.sigma_z]
    texts = ["" if value is None else f"{value:,.2f}".replace("-", "−") for value in figures]
    if one.why_no_limits:
        texts[1] = words.no_limits_words(one)
    return [numeric(text) for text in texts]


def icon(one: Opinion) -> icons_drawn.Icon:
    """The one that the series would have under this chart, drawn by the same rules about a moving list."""
    return icons_drawn.variation(one.line)


# ---- what each rule marks


def marked_table(found: Sequence[Opinion]) -> dict:
    return {
        "caption": "Months that each rule marks",
        "caption_hidden": True,
        "compact": True,
        "first_is_header": True,
        "head": ["Chart", "Rules", "Rule", "Months marked", "Complete in"],
        "rows": [marked_row(one, rule) for one in found for rule in one.marked],
        "empty": "No rule of any set marks a month.",
    }


def marked_row(one: Opinion, rule: Marked) -> list:
    return [
        words.CHART_NAMES[one.chart],
        words.PROFILE_NAMES[one.profile.name],
        words.RULE_NAMES[rule.rule],
        words.marked_words(one, rule),
        words.spans_words(one.line, rule.completing),
    ]


# ---- false alarms


def alarm_of(one: Opinion) -> FalseAlarm | None:
    return false_alarms().figures.get(words.false_alarm_key(one))


def alarms_of(found: Sequence[Opinion]) -> list[FalseAlarm]:
    """Each once, in the order of the table; then that of limits which later months are judged by."""
    keys = dict.fromkeys(words.false_alarm_key(one) for one in found)
    is_frozen = any(phase.frozen_at is not None for one in found for phase in one.line.analysis.phases)
    known = false_alarms().figures
    return [known[key] for key in [*keys, *(["default_charts"] if is_frozen else [])] if key in known]


def alarm_text(one: Opinion) -> str:
    alarm = alarm_of(one)
    return f"{alarm.value:g}%" if alarm else ""


def alarm_words(alarm: FalseAlarm) -> str:
    return f"{alarm.label}: {alarm.value:g}{'' if alarm.unit.startswith('%') else ' '}{alarm.unit}"


# ---- the file

FILE_HEAD = (
    "chart", "rule_set", "in_use", "centre", "lower_limit", "upper_limit", "sigma", "sigma_z", "limits_rest_on_months",
    "why_no_limits", "rules_that_mark", "icon", "false_alarms_percent",
)  # fmt: skip
MARKED_HEAD = ("chart", "rule_set", "rule", "months_high", "months_low", "months_neither", "months_complete")


def csv_of(gathered: Gathered, series: Shown) -> bytes:
    """Metadata, a blank row, the charts side by side, a blank row, the months that each rule marks."""
    ground = ground_of(series)
    found = opinions(ground) if ground.points >= LEAST_POINTS else []
    first, *others = series_files.about(gathered, series)
    about = [*others, ("limits_are_of_month", limits_month(series)), ("rule_set", words.ONE_FOR_ALL)]
    marked = [marked_file_row(one, rule) for one in found for rule in one.marked]
    return csv_bytes(
        first, [*about, (), FILE_HEAD, *(opinion_file_row(one) for one in found), (), MARKED_HEAD, *marked]
    )


def limits_month(series: Shown) -> str:
    line = series.line
    return "none" if line.latest is None else months.period(line.months[line.latest])


def opinion_file_row(one: Opinion) -> list:
    alarm = alarm_of(one)
    return [
        words.CHART_NAMES[one.chart],
        words.PROFILE_NAMES[one.profile.name],
        one.is_in_use,
        *(one.centre, one.lower, one.upper, one.sigma, one.sigma_z),
        one.points,
        words.no_limits_words(one),
        words.rules_words(one),
        icon(one).text if one.has_icon else NO_ICON,
        alarm.value if alarm else None,
    ]


def marked_file_row(one: Opinion, rule: Marked) -> list:
    columns = rule.high, rule.low, rule.neither, rule.completing
    return [
        words.CHART_NAMES[one.chart],
        words.PROFILE_NAMES[one.profile.name],
        words.RULE_NAMES[rule.rule],
        *(" ".join(months.period(one.line.months[row]) for row in rows) for rows in columns),
    ]


def file_name(gathered: Gathered, series: Shown) -> str:
    return f"{gathered.wave.code}-{place_code(series)}-{series.definition.code}-rules.csv".lower()
