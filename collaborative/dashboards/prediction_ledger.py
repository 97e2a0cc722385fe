"""The predictions of a wave beside what was observed, and how often they came true: to learn from, never to score."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from collaborative.dashboards.cycle_evaluation import numeric, place_words
from collaborative.dashboards.cycle_lists import with_data
from collaborative.dashboards.evaluated import evaluations
from collaborative.dashboards.gathering import Gathered
from collaborative.evaluations import verdicts, words
from collaborative.evaluations.found import Evaluation
from collaborative.forms.shared import readable_text
from collaborative.models import PdsaCycle, ReadingLevel
from measures.definitions import all_definitions
from practices import exports, months
from practices.wording import counted

HEADINGS = [
    "Team", "Cycle", "Place", "Measure", "Started", "Predicted", "By", "Months compared", "Observed", "Verdict",
    "Wave's other practices", "Did it match? The team says", "Figures",
]  # fmt: skip
ROUNDED, EXACT = "rounded", "exact"
OPTIMISM = (
    "Predictions of improvement tend to be too hopeful, everywhere: people remember what went well, and a change that works in one "
    "place is seldom as strong in the next. Smaller predictions over more months come true more often; a prediction that fails "
    "still teaches what to ask next."
)


@dataclass(frozen=True)
class Entry:
    """One cycle and what the data say of it."""

    cycle: PdsaCycle
    found: Evaluation
    answer: str


@dataclass(frozen=True)
class LedgerPage:
    """`accuracy` and `teaching` are sentences; `table` is as components/table.html takes it."""

    accuracy: list[str]
    teaching: str
    table: dict
    waiting: list[str] = field(default_factory=list)
    is_protected: bool = False
    entries: Sequence[Entry] = ()


def entries_of(gathered: Gathered, user) -> list[Entry]:
    """The started cycles of the wave that predict something measurable and that this person may read, teams alphabetical."""
    rows = PdsaCycle.objects.visible_to(user).filter(team__wave=gathered.wave, prediction_locked_at__isnull=False)
    rows = rows.exclude(measure="").exclude(predicted_direction="")
    cycles = list(with_data(rows).order_by("team__name", "started_on", "pk"))
    found = evaluations(gathered, user, cycles)
    # Whoever reads the cycle reads the team's answer; were it for fewer, a list of all teams would leave it out.
    return [
        Entry(cycle, found[cycle.pk], readable_text(cycle, "matched_prediction", ReadingLevel.WAVE) or "")
        for cycle in cycles
        if cycle.pk in found
    ]


def ledger_page(entries: Sequence[Entry], shown: Sequence[Entry]) -> LedgerPage:
    """`shown` are the entries of this page of the list; what is said of the wave is of all."""
    counts = Counter(entry.found.verdict for entry in entries)
    return LedgerPage(
        accuracy=accuracy(counts),
        teaching=OPTIMISM,
        waiting=waiting(counts),
        table=table(shown),
        is_protected=any(one.found.is_protected or one.found.is_control_protected for one in entries),
        entries=shown,
    )


def accuracy(counts: Counter) -> list[str]:
    """How many of the judged predictions came true, with Wilson's interval; nothing of none."""
    judged = sum(counts[code] for code in verdicts.JUDGED)
    if not judged:
        return ["No prediction can be judged yet: the first verdict comes with three full months after a start."]
    right, less = counts[verdicts.AS_PREDICTED], sum(counts[code] for code in verdicts.LESS_THAN_PREDICTED)
    return [
        f"Of the cycles that you may read, {counted(judged, 'prediction')} can be judged; {right} came true as predicted{interval(right, judged)}.",
        f"{less} of {judged} came out smaller than predicted, the other way, or could not be told from chance{interval(less, judged)}.",
    ]


def interval(count: int, of: int) -> str:
    value, lower, upper = verdicts.share(count, of)
    return f": {value:.0f}% (95% interval {lower:.0f} to {upper:.0f}%)"


def waiting(counts: Counter) -> list[str]:
    """What is not judged, so that nobody takes it for wrong."""
    early, unsaid = counts[verdicts.TOO_EARLY], counts[verdicts.CANNOT_BE_SAID]
    return [
        *([f"{early} wait for the month that was named: too early."] if early else []),
        *([f"{unsaid} cannot be judged, each for the reason in its row."] if unsaid else []),
    ]


def table(entries: Sequence[Entry]) -> dict:
    return {
        "caption": "Predicted and observed, teams in alphabetical order",
        "first_is_header": True,
        "empty": (
            "No cycle that you may read has predicted anything measurable. A cycle predicts when it names a measure, which way "
            "it will go, by how much and by when, before doing starts."
        ),
        "head": [
            "Cycle",
            "Team and place",
            "Measure",
            "Predicted",
            numeric("Observed (95% interval)"),
            "The data say",
            "The team says",
        ],
        "rows": [row_of(entry) for entry in entries],
    }


def row_of(entry: Entry) -> list:
    cycle, found = entry.cycle, entry.found
    definition = all_definitions()[cycle.measure]
    by = f" by {months.label(found.asked.by)}" if found.asked.by else ""
    return [
        {
            "text": str(cycle),
            "href": reverse("cycle_evaluation", args=[cycle.pk]),
            "hint": f"since {cycle.started_on:%-d %b %Y}",
        },
        {"text": cycle.team.name, "hint": place_words(cycle)},
        f"{definition.number}. {definition.short_title}",
        f"{words.predicted_short(found.asked)}{by}",
        {"text": words.observed_short(found.observed), "numeric": True, "hint": compared(found)},
        words.verdict_words(found),
        answer_words(entry.answer) or "not answered",
    ]


def compared(found: Evaluation) -> str:
    return words.span(found.since) if found.observed.percent is not None else ""


def answer_words(answer: str) -> str:
    return PdsaCycle.Answer(answer).label if answer else ""


def csv_rows(entries: Sequence[Entry]) -> bytes:
    return exports.csv_bytes(HEADINGS, (csv_row(entry) for entry in entries))


def csv_row(entry: Entry) -> list:
    cycle, found = entry.cycle, entry.found
    return [
        cycle.team.name,
        str(cycle),
        place_words(cycle),
        all_definitions()[cycle.measure].short_title,
        cycle.started_on,
        words.predicted_short(found.asked),
        months.period(found.asked.by) if found.asked.by else "",
        words.compared_words(found),
        words.observed_short(found.observed),
        words.verdict_words(found),
        words.observed_short(found.control),
        answer_words(entry.answer),
        ROUNDED if found.is_protected or found.is_control_protected else EXACT,
    ]
