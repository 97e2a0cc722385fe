"""The phases of one chart: what it says now, whether a shift is worth a thought, which phases people have begun and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from collaborative.dashboards.phase_notes import tells
from collaborative.dashboards.shown import Shown
from measures import chart_words
from measures.chart_lines import Line
from measures.definitions import BETTER_SIDE
from measures.models import Rebase
from measures.statistics import rebase_proposal
from measures.statistics.codes import RUN_CHART
from measures.statistics.rebase_proposal import REBASED_ON_NOISE_PERCENT, Proposal
from practices import months

SIDE_WORDS = {1: "above", -1: "below"}


@dataclass(frozen=True)
class PhaseEntry:
    """A phase that somebody began and that may be withdrawn."""

    pk: int
    month: str


@dataclass(frozen=True)
class RebasePage:
    """`choices` are (2006-11, words) of the months in which a new phase may begin; `proposed` one of them or ""."""

    title: str
    words: list[tuple[str, str]]
    proposal: tuple[str, ...]
    no_proposal: str
    proposed: str
    choices: list[tuple[str, str]]
    history: dict
    in_force: list[PhaseEntry]


def rebase_page(
    series: Shown, rebases: Sequence[Rebase], user, cycle_hrefs: Mapping[str, str] | None = None
) -> RebasePage:
    """`rebases` are all of the series, the withdrawn too. Everything is said of the figures that this reader may see.

    `cycle_hrefs` lead from the name of a cycle to its page, for those that this reader may open.
    """
    line = series.line
    starts = [one.starts for one in rebases if one.is_in_force]
    proposal = proposal_of(line, starts)
    choices = month_choices(line, starts)
    month = months.period(line.months[proposal.first]) if proposal else ""
    return RebasePage(
        title=f"{series.definition.short_title}, {series.name}",
        words=chart_words.parts(line),
        proposal=proposal_words(line, proposal) if proposal else (),
        no_proposal="" if proposal else no_proposal_words(line),
        proposed=month if month in dict(choices) else "",
        choices=choices,
        history=history_table(rebases, [told(one, series, user) for one in rebases], cycle_hrefs or {}),
        in_force=[PhaseEntry(one.pk, months.label(one.starts)) for one in rebases if one.is_in_force],
    )


# ---- the proposal


def proposal_of(line: Line, starts: Iterable[date]) -> Proposal | None:
    """A shift of the latest phase by the rule that judges this chart, seen in the released values."""
    if not is_judged(line):
        return None
    first = max([row_of(line, start) for start in [*starts, *(day for day, _ in line.breaks)]], default=0)
    # Until the recompute has followed a rebase, the centre line is that of the phase before.
    if first >= len(line.months) or (line.phase and line.phase.first < first):
        return None
    centre = line.phase.centre if line.phase else line.run.median
    if line.kind != RUN_CHART:
        return rebase_proposal.propose(line.values, centre, phase_first=first)
    limit = line.run.longest_run_limit
    if limit is None:
        return None
    return rebase_proposal.propose(line.values, centre, phase_first=first, length=limit + 1, skipping=True)


def is_judged(line: Line) -> bool:
    """Whether a rule may flag a shift of the latest phase: with limits, or as a run chart with enough points."""
    return line.has_centre and (line.kind == RUN_CHART or line.has_limits)


def row_of(line: Line, day: date) -> int:
    """The row of a day's month, 0 for what lies before the first; beyond the last for what lies after it."""
    return min(max(months.months_between(line.months[0], day), 0), len(line.months)) if line.months else 0


def proposal_words(line: Line, found: Proposal) -> tuple[str, ...]:
    """What was seen, what a person has to know before anything follows from it, and why nothing follows by itself."""
    first, last = months.label(line.months[found.first]), months.label(line.months[found.last])
    side = SIDE_WORDS[found.side]
    said = [
        f"{found.points} months with a value in a row, {first} to {last}, lie {side} the centre line, up to the latest one.",
        f"If a change that you know of began to work in {first}, a new phase could begin there.",
        "A rebase needs a known cause: which change was made, and when? Without one leave the chart as it is.",
        noise_words(),
    ]
    if line.list_standing == "moved":
        said.append("The list is still moving, which alone can shift this rate: look at the list first.")
    better = BETTER_SIDE.get(line.direction)
    if better is not None and found.side != better:
        said.append("This shift is for the worse: a new phase would make it look normal. Look for the cause first.")
    return tuple(said)


def no_proposal_words(line: Line) -> str:
    if not is_judged(line):
        return "The latest phase has too few points for any rule, so nothing suggests another."
    return "No shift reaches the latest month, so nothing suggests a new phase."


def noise_words() -> str:
    return (
        "Nothing is rebased by itself: on pure noise, 48 months with a baseline of 12, a rebase at each run of 7 would "
        f"rebase {REBASED_ON_NOISE_PERCENT} charts in 100."
    )


# ---- the months


def month_choices(line: Line, starts: Iterable[date]) -> list[tuple[str, str]]:
    """The months with a value after the first one, but those in which a phase begins already."""
    taken = [row_of(line, start) for start in starts]
    known = [row for row, value in enumerate(line.values) if value is not None]
    return [
        (months.period(line.months[row]), f"{months.label(line.months[row])} ({split_words(line, row, taken)})")
        for row in known[1:]
        if row not in taken
    ]


def split_words(line: Line, row: int, taken: Sequence[int]) -> str:
    found = rebase_proposal.split(line.values, row, taken)
    return f"{found.before} before, {found.after} from then on"


def cautions(line: Line, month: date, starts: Iterable[date]) -> tuple[str, ...]:
    """What to beware of when a phase begins in this month."""
    taken = [row_of(line, start) for start in starts if start != month]
    return rebase_proposal.split(line.values, row_of(line, month), taken).cautions


# ---- what people did


@dataclass(frozen=True)
class Told:
    """Whose words this reader is told: all of them whoever may be, else their own."""

    begun: bool
    withdrawn: bool


def told(rebase: Rebase, series: Shown, user) -> Told:
    everything = tells(rebase.level, series.audience)
    return Told(everything or rebase.created_by_id == user.pk, everything or rebase.withdrawn_by_id == user.pk)


def history_table(rebases: Sequence[Rebase], read: Sequence[Told], cycle_hrefs: Mapping[str, str]) -> dict:
    return {
        "caption": "Phases that people began",
        "caption_hidden": True,
        "first_is_header": True,
        "head": ["From", "State", "Reason", "PDSA cycle or event", "Begun", "Withdrawn"],
        "rows": [history_row(one, words, cycle_hrefs) for one, words in zip(rebases, read, strict=True)],
        "empty": "Nobody has begun a new phase of this chart: all its months are one.",
    }


def history_row(rebase: Rebase, words: Told, cycle_hrefs: Mapping[str, str]) -> list:
    in_force = {"text": "In force", "colour": "green"}
    withdrawn = {"text": "Withdrawn", "colour": "grey"}
    return [
        months.label(rebase.starts),
        {"tag": in_force if rebase.is_in_force else withdrawn},
        rebase.reason if words.begun else "For the practice and its partners",
        cycle_cell(rebase, cycle_hrefs) if words.begun else "",
        done_words(rebase.created_by if words.begun else None, rebase.created_at),
        "" if rebase.is_in_force else withdrawn_words(rebase, words.withdrawn),
    ]


def cycle_cell(rebase: Rebase, cycle_hrefs: Mapping[str, str]):
    href = cycle_hrefs.get(rebase.cycle, "")
    return {"text": rebase.cycle, "href": href} if href else rebase.cycle or "None named"


def withdrawn_words(rebase: Rebase, with_words: bool) -> str:
    done = done_words(rebase.withdrawn_by if with_words else None, rebase.withdrawn_at)
    return f"{done}: {rebase.withdrawn_reason}" if with_words else done


def done_words(person, moment) -> str:
    day = f"{moment.astimezone(months.LONDON):%-d %B %Y}"
    return f"{person}, {day}" if person else day
