"""One measure of one organisation at a glance, for the pages that compare: latest value, icons, points, and how complete."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from collaborative.dashboards.shown import Shown
from measures import chart_words, icons_drawn
from measures.chart_lines import Line
from measures.method_pages import false_alarms
from measures.statistics.by_chance import roughly
from practices import months

# The verdicts of measures.chart_words.
BETTER, WORSE, DIFFERENT, MIXED, LIST = "better", "worse", "different", "mixed", "list"


# Which of the simulated false alarms (measures/method/false_alarms.toml) stand for a chart with limits, of which the latest
# month alone is read, and for a run chart of two years.
LATEST_POINT, RUN_CHART = "default_latest", "anhoej_24"


@dataclass(frozen=True)
class Reading:
    """What a cell shows. `verdict`: better, worse, different, list (the list may be behind it), or "" for common cause."""

    variation: SafeString
    assurance: SafeString
    value: str
    month: str
    points: str
    remark: str
    verdict: str
    has_limits: bool
    has_rules: bool

    @property
    def is_special(self) -> bool:
        return bool(self.verdict)


NOTHING = Reading(SafeString(""), SafeString(""), "no return", "", "", "", "", False, False)


def reading(series: Shown | None) -> Reading:
    """Of a series as its reader may see it; everything in it comes from the released line."""
    if series is None:
        return NOTHING
    line = series.line
    return Reading(
        variation=icons_drawn.variation_icon(line),
        assurance=icons_drawn.assurance_icon(line) if line.target is not None else SafeString(""),
        value=value_words(line),
        month=month_words(line),
        points=f"{line.run.points} {'point' if line.run.points == 1 else 'points'}",
        remark=chart_words.signal_tag(line)["text"] if chart_words.verdict(line) else "",
        verdict=chart_words.verdict(line),
        has_limits=line.has_limits,
        has_rules=not chart_words.has_too_few_points(line),
    )


def value_words(line: Line) -> str:
    """The latest value, or why there is none: never a bare gap."""
    if line.latest is not None:
        return chart_words.shown(line.values[line.latest], line.is_protected)
    return chart_words.reason_words(next((reason for reason in reversed(line.reasons) if reason), "no_return"))


def month_words(line: Line) -> str:
    """The month of the latest value."""
    if line.latest is None:
        return ""
    return f"{months.label(line.months[line.latest])}{chart_words.provisional_words(line)}"


# ---- how complete


def completeness(series: Shown | None, membership=None) -> tuple[int, int]:
    """(returns that came, returns expected) until now. `membership` of a practice; PCTs and waves count their practices'.

    Who sent nothing may be known to everybody who may open the practice; of a total the number is no secret.
    """
    if series is None:
        return 0, 0
    data = series.data
    if membership is None:
        came = [min(pair) for pair in zip(data.reported, data.expected, strict=True)]
        return sum(came), sum(data.expected)
    wanted = [membership.first_expected_month <= month <= membership.last_month for month in data.months]
    came = sum(is_wanted and has for is_wanted, has in zip(wanted, data.has_return, strict=True))
    return came, sum(wanted)


def completeness_words(came: int, expected: int) -> str:
    return f"{came} of {expected}" if expected else "none expected yet"


# ---- by chance


def false_alarm_rate(key: str) -> float:
    """The share of charts flagged although nothing has changed, by our own simulation."""
    return false_alarms().figures[key].value / 100


def expected_by_chance(readings: list[Reading]) -> str:
    """How many of these would be flagged although nothing has changed: with as many looked at, some always are."""
    limits = sum(one.has_limits for one in readings)
    runs = sum(one.has_rules and not one.has_limits for one in readings)
    flagged = sum(one.is_special for one in readings)
    chance = limits * false_alarm_rate(LATEST_POINT) + runs * false_alarm_rate(RUN_CHART)
    return (
        f"{flagged} of {limits + runs} practice charts with enough points {'has' if flagged == 1 else 'have'} a special cause; "
        f"with nothing changed anywhere, about {roughly(chance)} would, by chance alone."
    )
