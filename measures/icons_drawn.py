"""Variation and assurance icons as small SVG drawings with their words: a ring, a letter, an arrow. Pure.

They are our own, not those of the NHS. Letter, arrow and word carry the meaning, colour only repeats it; classes are those of
static/css/dashboards.css. The variation icon speaks of the last observed month alone: dated when that is not the newest month,
and grey when it is older than the month before, for the newest month is still being sent.
"""

from dataclasses import dataclass
from html import escape

from measures import chart_rule_words, chart_words
from measures.chart_lines import Line
from measures.statistics import codes
from measures.statistics.run_chart import USEFUL_POINTS_NEEDED
from practices import months
from practices.svg import Drawn


@dataclass(frozen=True)
class Icon:
    """`letter` is "" where there is no icon but a reason in `text`. `words`: all of it, for whoever cannot see it."""

    letter: str
    tone: str
    text: str
    words: str
    arrow: int = 0
    is_stale: bool = False

    @property
    def drawing(self) -> Drawn:
        """The ring with its letter, and the short text beside it."""
        text = escape(self.text)
        if not self.letter:
            return Drawn(f'<span class="app-icon app-icon--none">{text}</span>')
        stale = " app-icon--stale" if self.is_stale else ""
        return Drawn(
            f'<span class="app-icon app-icon--{self.tone}{stale}"><svg viewBox="0 0 32 32" role="img" aria-label="{escape(self.words)}">'
            f'<circle cx="16" cy="16" r="14"/>{ARROWS[self.arrow]}<text x="16" y="{LETTER_AT[self.arrow]}">{self.letter}</text></svg>'
            f'<span aria-hidden="true">{text}</span></span>'
        )


# Returns of a month are due on the tenth of the next.
MONTHS_STILL_BEING_SENT = 1

# Above the letter, beneath it, or not at all.
ARROWS = {1: '<path d="M11 10l5-5 5 5"/>', -1: '<path d="M11 22l5 5 5-5"/>', 0: ""}
LETTER_AT = {1: 25, -1: 18, 0: 21}

# What stands beside the icon, and how it is coloured, by the verdict of the line.
VERDICTS = {
    "": ("Common cause", "common"),
    "better": ("Improving", "better"),
    "worse": ("Concern", "worse"),
    "mixed": ("Both ways", "neutral"),
    "different": ("Changed", "neutral"),
    "list": ("List changed", "list"),
}


def variation_icon(line: Line) -> Drawn:
    return variation(line).drawing


def assurance_icon(line: Line) -> Drawn:
    return assurance(line).drawing


# ---- variation


def variation(line: Line) -> Icon:
    """Common cause, or special cause high or low; never an icon without enough points."""
    if line.latest is None:
        return absent(line, "No value")
    if not line.has_limits or line.analysis.variation == codes.NO_ICON:
        return absent(line, f"No icon: {why_no_icon(line)}")
    text, tone = VERDICTS[chart_words.verdict(line)]
    side = side_of_icon(line)
    place = {1: ", high", -1: ", low", 0: ""}[side]
    month = months.label(line.months[line.latest])
    behind = len(line.months) - 1 - line.latest
    return Icon(
        letter={1: "H", -1: "L", 0: "C"}[side],
        tone=tone,
        text=f"{text}{place}{f', {month}' if behind else ''}",
        words=f"{line.title}, {month}, {line.phase.points} points: {spoken(line, text)}{place}",
        arrow=side,
        is_stale=behind > MONTHS_STILL_BEING_SENT,
    )


def side_of_icon(line: Line) -> int:
    variation = line.analysis.variation
    return 1 if variation.endswith("_high") else -1 if variation.endswith("_low") else 0


def spoken(line: Line, text: str) -> str:
    if line.analysis.variation == codes.COMMON_CAUSE:
        return "common cause variation"
    return {"Improving": "special cause, improvement", "Concern": "special cause, concern"}.get(
        text, f"special cause, {text[0].lower()}{text[1:]}"
    )


def absent(line: Line, text: str) -> Icon:
    return Icon("", "none", text, f"{line.title}: {text}")


def why_no_icon(line: Line) -> str:
    """The number of points it has and the number it needs, or why its chart has no limits."""
    if line.is_table_only:
        return "many months are equal"
    run = line.run
    if line.kind == codes.PLAIN_LINE:
        known = run.useful_points < USEFUL_POINTS_NEEDED
        return (
            f"{points(run.useful_points) if known else 'too few points'} off the median, {USEFUL_POINTS_NEEDED} needed"
        )
    number = line.phase.points if line.phase and line.kind != codes.RUN_CHART else run.points
    if number < codes.TRIAL_POINTS:
        return f"{points(number)}, {codes.TRIAL_POINTS} needed"
    return f"run chart, {chart_words.signal_tag(line)['text'].lower()}"


def points(number: int) -> str:
    return f"{number} {'point' if number == 1 else 'points'}"


# ---- assurance

ASSURED = {
    codes.PASS: ("P", "better", "Meets target", "the target of {target} is met every month unless something changes"),
    codes.FAIL: (
        "F",
        "worse",
        "Misses target",
        "the target of {target} is missed every month unless something changes",
    ),
    codes.HIT_OR_MISS: ("?", "common", "Hit or miss", "the target of {target} is met or missed by chance"),
}


def assurance(line: Line) -> Icon:
    """Whether the target is met always, never or by chance; none without a target, nor while something is changing."""
    if line.target is None or line.analysis is None or line.analysis.assurance == codes.NO_TARGET:
        return absent(line, "No target")
    if line.analysis.assurance not in ASSURED or line.list_standing == "moved":
        return absent(line, f"Target not judged: {why_not_assured(line)}")
    letter, tone, text, words = ASSURED[line.analysis.assurance]
    target = chart_words.with_unit(chart_words.shown(line.target), line.unit)
    limits = chart_rule_words.limits_words(line, line.phase)
    return Icon(letter, tone, text, f"{line.title}: {words.format(target=target)}; {limits}")


def why_not_assured(line: Line) -> str:
    if line.list_standing == "moved":
        return "the list is changing"
    if line.latest is None:
        return "no value"
    if line.has_limits:
        return "the line is changing"
    return "a run chart has no limits" if why_no_icon(line).startswith("run chart") else why_no_icon(line)
