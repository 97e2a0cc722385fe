"""The pulse as its pages print it: the rounds, the results of a closed one, how they changed from round to round."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

from django.db.models import Count

from practices.wording import counted
from workforce.catalogue import role_name
from workforce.dashboards.links import href
from workforce.disclosure import shown
from workforce.drawings.pulse import Bar, drawing
from workforce.models import Pulse, PulseCount, PulseLink
from workforce.pulse_results import ALL, COMMISSIONER, ROLE, Respondents, Result, results_of, results_of_everybody
from workforce.pulses import CLASS_NAMES, OPTIONS, pulse_questions

HEADINGS = ("Round", "Question", "Group", "Answered", "Mean", "95% from", "95% to", *CLASS_NAMES, "Note")


@dataclass(frozen=True)
class QuestionShown:
    """One question: its words, the drawing of its groups, their table."""

    title: str
    text: str
    sentence: str
    drawing: str
    table: dict


@dataclass(frozen=True)
class PulsePage:
    facts: list[dict]
    is_closed: bool
    questions: list[QuestionShown]


def results_by_pulse(pulses: Iterable[Pulse]) -> dict[int, list[Result]]:
    """Round id -> its results, of closed ones alone. Two queries, however many rounds."""
    closed = [pulse for pulse in pulses if pulse.is_closed]
    counts, respondents = counts_of(closed), respondents_of(closed)
    return {
        pulse.pk: results_of(counts[pulse.pk], respondents[pulse.pk], pulse_questions(pulse.questions).codes)
        for pulse in closed
    }


def counts_of(pulses: Sequence[Pulse], only: str = "") -> dict[int, dict]:
    """Round id -> {(group, member, question): answers by option}, of one kind of groups or all. Never shown as they are."""
    found = defaultdict(lambda: defaultdict(lambda: [0] * len(OPTIONS)))
    rows = PulseCount.objects.filter(pulse__in=[pulse.pk for pulse in pulses], option__in=OPTIONS)
    if only:
        rows = rows.filter(group=only)
    for pulse, group, member, question, option, count in rows.order_by().values_list(
        "pulse", "group", "member", "question", "option", "count"
    ):
        found[pulse][group, member, question][option - 1] = count
    return found


def respondents_of(pulses: Sequence[Pulse]) -> dict[int, list[Respondents]]:
    """Round id -> how many answered, by role, PCT and employer."""
    found = defaultdict(list)
    used = PulseLink.objects.filter(pulse__in=[pulse.pk for pulse in pulses], is_used=True)
    by = "pulse", "role", "commissioner__ods_code", "employer"
    for pulse, role, trust, employer, number in used.values_list(*by).annotate(Count("pk")).order_by(*by):
        found[pulse].append(Respondents(role, trust, employer, number))
    return found


# ---- one round


def pulse_page(pulse: Pulse, named: dict[str, str], *, exact: bool) -> PulsePage:
    """`named`: the codes and names of the PCTs that this reader is told by name; `exact`: for the lead of the whole programme."""
    results = results_by_pulse([pulse]).get(pulse.pk, [])
    questions = pulse_questions(pulse.questions).questions
    return PulsePage(
        facts=facts_of(pulse, results, exact=exact),
        is_closed=pulse.is_closed,
        questions=[question_shown(question, results, named) for question in questions] if pulse.is_closed else [],
    )


def facts_of(pulse: Pulse, results: Sequence[Result], *, exact: bool) -> list[dict]:
    facts = [
        {"key": "State", "value": state_of(pulse)},
        {"key": "Days", "value": period_words(pulse)},
        {"key": "Personal links", "value": str(shown(pulse.links.count(), exact=exact))},
    ]
    return [*facts, {"key": "Answered", "value": answered_words(results)}] if pulse.is_closed else facts


def answered_words(results: Sequence[Result]) -> str:
    whole = [result for result in results if result.kind == ALL]
    numbers = [result.number for result in whole if result.number is not None]
    if numbers:
        return f"{max(numbers):,}"
    return whole[0].why if whole else "nobody"


def state_of(pulse: Pulse) -> str:
    if pulse.is_closed:
        return "Closed"
    return "Open" if pulse.is_open else "Not open yet"


def period_words(pulse: Pulse) -> str:
    return f"{pulse.opens_on:%-d %b %Y} to {pulse.closes_on:%-d %b %Y}"


def question_shown(question, results: Sequence[Result], named: dict[str, str]) -> QuestionShown:
    mine = [(label_of(one, named), one) for one in results if one.question == question.code]
    groups = [(label, one) for label, one in mine if label]
    sentence = sentence_of(next(one for _, one in groups if one.kind == ALL))
    drawn = [(label, one) for label, one in groups if one.kind == ALL or not one.why]
    bars = [Bar(f"{label}{number_words(one)}", one.shares, one.why) for label, one in drawn]
    return QuestionShown(
        title=question.short,
        text=question.text,
        sentence=sentence,
        drawing=drawing(f"pulse-{question.code}", question.short, sentence, bars),
        table={
            "caption": f"{question.short}: answers by group",
            "caption_hidden": True,
            "first_is_header": True,
            "head": ["Group", *numeric("Answered", "Mean, 1 to 5", "95% interval", *CLASS_NAMES)],
            "rows": [[label, *cells_of(one)] for label, one in groups],
        },
    )


def label_of(result: Result, named: dict[str, str]) -> str:
    """ "" for a PCT that this reader is not told by name."""
    if result.kind == COMMISSIONER:
        return named.get(result.member, "")
    return role_name(result.member) if result.kind == ROLE else "Everybody"


def number_words(result: Result) -> str:
    return f", {result.number} answered" if result.number is not None else ""


def sentence_of(result: Result) -> str:
    """What everybody said, in a line, with its n."""
    if result.why:
        return f"Not shown: {result.why}."
    return (
        f"{percent(result.shares[2])} agree and {percent(result.shares[0])} disagree; the mean is {result.mean:.1f} of 5 "
        f"(95% interval {result.lower:.1f} to {result.upper:.1f}, n = {result.number})."
    )


def percent(share: float) -> str:
    return f"{share * 100:.0f}%"


def numeric(*texts) -> list[dict]:
    return [{"text": text, "numeric": True} for text in texts]


def cells_of(result: Result) -> list:
    if result.why:
        return [{"text": result.why, "colspan": 6}]
    interval = f"{result.lower:.1f} to {result.upper:.1f}"
    return numeric(str(result.number), f"{result.mean:.1f}", interval, *map(percent, result.shares))


def csv_rows(pulses: Sequence[Pulse], named: dict[str, str]) -> tuple[Sequence[str], list[list]]:
    """(headings, rows) of closed rounds: the figures of the page and no others."""
    results = results_by_pulse(pulses)
    rows = [
        csv_row(pulse, one, label)
        for pulse in pulses
        for one in results.get(pulse.pk, [])
        if (label := label_of(one, named))
    ]
    return HEADINGS, rows


def csv_row(pulse: Pulse, one: Result, label: str) -> list:
    short = {question.code: question.short for question in pulse_questions(pulse.questions).questions}
    if one.why:
        return [pulse.name, short[one.question], label, *[None] * 7, one.why]
    figures = [round(one.mean, 1), round(one.lower, 1), round(one.upper, 1)]
    return [pulse.name, short[one.question], label, one.number, *figures, *map(percent, one.shares), ""]


# ---- all rounds


def pulse_list_table(pulses: Sequence[Pulse]) -> dict:
    return {
        "caption": "Rounds of the pulse",
        "caption_hidden": True,
        "first_is_header": True,
        "head": ["Round", "Days", "State"],
        "rows": [
            [
                {"text": pulse.name, "href": href("pulse_detail", pulse.pk)},
                period_words(pulse),
                state_of(pulse),
            ]
            for pulse in pulses
        ],
        "empty": "No round has been held yet. The workforce lead begins one, twice a year.",
    }


def trend_of(pulses: Sequence[Pulse]) -> dict | None:
    """The means of everybody, round by round, as a table with its sentence; None before two rounds are closed."""
    closed = sorted((pulse for pulse in pulses if pulse.is_closed), key=lambda pulse: pulse.opens_on)
    if len(closed) < 2:
        return None
    counts, respondents = counts_of(closed, only=ALL), respondents_of(closed)
    whole = {
        (pulse.pk, question): result
        for pulse in closed
        for question, result in results_of_everybody(
            counts[pulse.pk], respondents[pulse.pk], pulse_questions(pulse.questions).codes
        ).items()
    }
    names = {one.code: one.short for pulse in closed for one in pulse_questions(pulse.questions).questions}
    return {
        "sentence": trend_words(names, closed, whole),
        "table": {
            "caption": "Mean of everybody's answers, 1 to 5, by round",
            "first_is_header": True,
            "head": ["Question", *numeric(*(pulse.name for pulse in closed))],
            "rows": [
                [name, *(trend_cell(whole.get((pulse.pk, code))) for pulse in closed)] for code, name in names.items()
            ],
        },
    }


def trend_cell(result: Result | None) -> dict:
    if result is None:
        return {"text": "not asked", "numeric": True}
    if result.why:
        return {"text": result.why, "numeric": True}
    hint = f"{result.lower:.1f} to {result.upper:.1f}, n = {result.number}"
    return {"text": f"{result.mean:.1f}", "hint": hint, "numeric": True}


def trend_words(names: dict[str, str], closed: Sequence[Pulse], whole: dict) -> str:
    """From the first to the latest round; a difference is claimed where its 95% interval leaves out nought."""
    pairs = {code: [whole.get((pulse.pk, code)) for pulse in (closed[0], closed[-1])] for code in names}
    both = {code: pair for code, pair in pairs.items() if all(one and not one.why for one in pair)}
    if not both:
        return "No question is shown in both the first and the latest round."
    up = [names[code] for code, pair in both.items() if direction_of(*pair) > 0]
    down = [names[code] for code, pair in both.items() if direction_of(*pair) < 0]
    said = [f"{word}: {', '.join(found)}" for word, found in (("Higher", up), ("Lower", down)) if found]
    rest = counted(len(both) - len(up) - len(down), "question")
    between = f"From {closed[0].name} to {closed[-1].name}"
    return f"{between}: {'. '.join([*said, f'No clear difference in {rest}'])}. Not all of those who answered are the same people."


def direction_of(first: Result, last: Result) -> int:
    """1 up, -1 down, 0 no clear difference. The half-widths of two intervals add up as the sides of a right angle."""
    halves = (max(one.mean - one.lower, one.upper - one.mean) for one in (first, last))
    difference = last.mean - first.mean
    return 0 if abs(difference) <= hypot(*halves) else int(difference > 0) - int(difference < 0)
