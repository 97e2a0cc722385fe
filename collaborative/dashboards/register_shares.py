"""Process and balancing measures of registers: what is counted, among whom, with its interval; for others protected. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from measures import disclosure
from measures.disclosure import MINIMUM_COUNT_OF_CHANGE, Audience, is_number, protect
from measures.statistics.intervals import byar, wilson
from registers.figures import INTERVENTION_KINDS, person_months

PROCESS, BALANCING, UPTAKE, SYMPTOMS, ABSENCES = "process", "balancing", "uptake", "symptoms", "absences"
# Of what happens in a month three are put together; of how things stand the latest is taken.
MONTHS_TOGETHER = 3
PERSON_MONTHS = "person_months"


@dataclass(frozen=True)
class Share:
    """`numerator` of `denominator`, both names of registers.figures; `per` 100 for a percentage of people.

    With `is_flow` both are summed over the latest three months; a rate of events is over person-months.
    """

    name: str
    title: str
    group: str
    numerator: str
    denominator: str
    per: int = 100
    is_flow: bool = False

    @property
    def is_rate(self) -> bool:
        return self.denominator == PERSON_MONTHS

    @property
    def unit(self) -> str:
        return f"per {self.per:,} people a month" if self.is_rate else "%"


KIND_TITLES = {
    "books": "Books",
    "exercise": "Exercise",
    "ccbt": "Computerised CBT",
    "guided_self_help": "Guided self-help",
    "group": "Groups",
    "cbt": "CBT",
    "work_support": "Work support",
    "expert_patient": "Expert Patient course",
}
SHARES = (
    Share("validated", "Entries validated", PROCESS, "entries_validated", "entries_identified"),
    Share("assessed", "Severity assessed at outset", PROCESS, "assessed_at_outset", "list_close"),
    Share("reassessed", "Reassessed at 5 to 12 weeks", PROCESS, "reassessed_in_time", "reassessment_due"),
    Share("step_and_review", "At a step, with a review date", PROCESS, "with_step_and_review", "list_close"),
    Share("overdue", "Reviews overdue", PROCESS, "reviews_overdue", "list_close"),
    Share("waiting", "Waiting over 60 days for validation", PROCESS, "entries_waiting_over_60", "entries_identified"),
    Share("crisis", "Crisis presentations", BALANCING, "crisis_presentations", PERSON_MONTHS, 1000, is_flow=True),
    Share("no_contact", "On the list, no contact in 6 months", BALANCING, "no_contact_6m", "list_close"),
    Share("other_staff", "Consultations with other staff", BALANCING, "other_staff_consultations", PERSON_MONTHS, 100, is_flow=True),
    Share("attached", "Contacts with attached workers", BALANCING, "attached_mh_contacts", PERSON_MONTHS, 100, is_flow=True),
    *(
        Share(f"uptake_{kind}", KIND_TITLES[kind], UPTAKE, f"taken_up_{kind}", f"offered_{kind}", is_flow=True)
        for kind in INTERVENTION_KINDS
    ),
    Share("symptoms", "Symptoms that are not explained", SYMPTOMS, "unexplained_symptoms", "list_close"),
    Share("adviser", "Of these, with an adviser", SYMPTOMS, "unexplained_symptoms_adviser", "unexplained_symptoms"),
)  # fmt: skip
SENSITIVITIES = (
    ("people_13w", "As measured: gaps of up to 7 days bridged, by days gone by"),
    ("people_13w_strict", "No gap bridged"),
    ("people_13w_issued", "By what was certified ahead"),
    ("people_13w_mental_health", "Notes for mental health only"),
    ("spells_crossing_13w", "People whose absence reached day 91 in the month"),
)


@dataclass(frozen=True)
class Found:
    """A share as its reader may see it: counts, value and interval, or why there is none. `practices` are those it is of."""

    share: Share
    numerator: object
    denominator: object
    value: float | None
    lower: float | None
    upper: float | None
    why: str = ""
    practices: int = 1


@dataclass(frozen=True)
class Sums:
    """True sums of the practices that have both counts; None where no practice has."""

    numerator: int | None
    denominator: float | None
    practices: int = 0
    members: frozenset = frozenset()


def counted(row: Mapping[str, int], name: str) -> float | None:
    """A count of one month by its name; person-months from the days on the list."""
    if name != PERSON_MONTHS:
        return row.get(name)
    return person_months(row)


def sums(share: Share, by_practice: Mapping[object, Sequence[Mapping[str, int]]]) -> Sums:
    """Over practices, each with its months, the latest last; a practice without one of the counts is left out whole."""
    numerator, denominator, members = 0, 0.0, set()
    for practice, rows in by_practice.items():
        used = rows[-MONTHS_TOGETHER:] if share.is_flow else rows[-1:]
        pairs = [(counted(row, share.numerator), counted(row, share.denominator)) for row in used]
        if not pairs or any(None in pair for pair in pairs):
            continue
        numerator += sum(pair[0] for pair in pairs)
        denominator += sum(pair[1] for pair in pairs)
        members.add(practice)
    return Sums(numerator, denominator, len(members), frozenset(members)) if members else Sums(None, None)


def found(share: Share, true: Sums, audience: Audience, hidden: str = "") -> Found:
    """`hidden` says why nothing may be shown whatever the counts are."""
    if true.numerator is None:
        return Found(share, None, None, None, None, None, "no practice can count it yet", 0)
    if hidden and not audience.is_exact:
        return Found(share, None, None, None, None, None, hidden, true.practices)
    exact = audience.is_exact
    numerator, denominator = (
        (true.numerator, true.denominator) if exact else map(protect, (true.numerator, true.denominator))
    )
    if exact and not denominator:
        return Found(share, numerator, denominator, None, None, None, "nobody to divide by", true.practices)
    value, why = disclosure.rate(numerator, denominator, share.per, audience)
    bounds = interval(share, numerator, denominator, exact) if value is not None else (None, None)
    return Found(share, numerator, denominator, value, *bounds, why, true.practices)


def interval(share: Share, numerator, denominator, exact: bool) -> tuple[float | None, float | None]:
    """95%: Wilson's for people, Byar's for events; for others from what they are shown, in whole numbers, of no small counts."""
    if not exact and not (is_number(numerator) and min(numerator, denominator) >= MINIMUM_COUNT_OF_CHANGE):
        return None, None
    if not share.is_rate and numerator > denominator:
        return None, None
    found_interval = (byar if share.is_rate else wilson)([numerator], [denominator])
    ends = [float(end[0]) * share.per for end in (found_interval.lower, found_interval.upper)]
    return tuple(ends) if exact else tuple(round(end) for end in ends)


def of_group(group: str) -> Iterable[Share]:
    return (share for share in SHARES if share.group == group)
