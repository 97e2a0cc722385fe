"""The counts of a practice's month, by name: what each means, and which files it needs. Pure.

They are whole numbers and never rates, so that sums over practices are right and protected figures can be made from
protected numbers. The first group are the fields of the monthly return under their own names.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from registers.files.schemas import ASSESSMENTS, CONSULTATIONS, KINDS, REFERRALS, SICK_NOTES

EXPECTED_PREVALENCE = Path(__file__).resolve().parent.parent / "fixtures" / "expected_prevalence.toml"

INTERVENTION_KINDS = (
    "books",
    "exercise",
    "ccbt",
    "guided_self_help",
    "group",
    "cbt",
    "work_support",
    "expert_patient",
)

# Why a count is not there. The names are stored.
REASONS = {
    "no_list": "The list did not exist yet, or is not known up to this month",
    "not_covered_consultations": "No file of consultations covers this month",
    "not_covered_referrals": "No file of referrals covers this month",
    "not_covered_sick_notes": "No file of sick notes covers this month",
    "not_covered_assessments": "No file of assessments covers this month",
    "not_covered_six_months": "Files of consultations do not cover this month and the five before it",
    "no_baseline": "The practice has no baseline, or the list is not known for all of it",
    "before_baseline": "The month lies before the baseline",
}


@dataclass(frozen=True)
class Count:
    """`needs` are the kinds of file that must cover the month beside the list itself."""

    name: str
    meaning: str
    needs: tuple[str, ...] = ()
    needs_six_months: bool = False
    needs_baseline: bool = False


RETURN_FIELDS = (
    "list_open",
    "list_added",
    "list_removed",
    "list_close",
    "gp_consultations",
    "other_staff_consultations",
    "attached_mh_contacts",
    "referrals_cmht",
    "referrals_psychiatrist",
    "referrals_dedup",
    "people_13w",
    "people_13w_new",
)

LIST = (
    Count("list_open", "People on the list on the last day of the month before"),
    Count("list_added", "Entries whose first day on the list lies in the month"),
    Count("list_removed", "Entries whose first day off the list lies in the month"),
    Count("list_close", "People on the list on the last day of the month"),
    Count("person_days", "Days that people were on the list in the month"),
    Count("days", "Days of the month"),
    Count("unexplained_symptoms", "People on the list at the close with symptoms that are not explained"),
    Count("unexplained_symptoms_adviser", "Of these, with an adviser named"),
)
CONTACTS = (
    Count("gp_consultations", "Contacts with a GP, one a person and day, on a day on the list", (CONSULTATIONS,)),
    Count("other_staff_consultations", "The same with other staff of the practice", (CONSULTATIONS,)),
    Count("attached_mh_contacts", "The same with attached mental health workers", (CONSULTATIONS,)),
    Count(
        "no_contact_6m",
        "People on the list at the close without any contact in this month and the five before",
        (CONSULTATIONS,),
        needs_six_months=True,
    ),
)
REFERRED = (
    Count("referrals_cmht", "Referrals to the community mental health team, one a person and day", (REFERRALS,)),
    Count("referrals_psychiatrist", "Referrals to a consultant psychiatrist, one a person and day", (REFERRALS,)),
    Count("referrals_dedup", "Referrals to either, one a person in 28 days", (REFERRALS,)),
    Count(
        "crisis_presentations", "People on the list with an emergency or a referral to the crisis team", (REFERRALS,)
    ),
)
ABSENCE = (
    Count(
        "people_13w", "People on the list at the close, certified absent for 13 weeks by days gone by", (SICK_NOTES,)
    ),
    Count("people_13w_new", "Of these, who reached day 91 in the month", (SICK_NOTES,)),
    Count("spells_crossing_13w", "People whose absence reached day 91 on a day on the list", (SICK_NOTES,)),
    Count("people_13w_strict", "As people_13w, without bridging any gap", (SICK_NOTES,)),
    Count("people_13w_issued", "As people_13w, with what is certified ahead", (SICK_NOTES,)),
    Count("people_13w_mental_health", "As people_13w, notes for mental health only", (SICK_NOTES,)),
    Count("is_left_censored", "1 when sick notes cover less than the 26 weeks before the month, else 0", (SICK_NOTES,)),
)
COHORT = (
    Count(
        "cohort_people", "People on the list throughout the baseline, still in the practice", (), needs_baseline=True
    ),
    Count("cohort_person_days", "Days of these people in the month, on the list or not", (), needs_baseline=True),
    Count("cohort_gp_consultations", "Their contacts with a GP", (CONSULTATIONS,), needs_baseline=True),
    Count("cohort_referrals", "Their referrals to specialists, one in 28 days", (REFERRALS,), needs_baseline=True),
    Count("cohort_people_13w", "Of these people, certified absent for 13 weeks", (SICK_NOTES,), needs_baseline=True),
)
PROCESS = (
    Count("entries_identified", "Entries identified by the end of the month"),
    Count("entries_validated", "Of these, validated by then"),
    Count("entries_excluded", "Of these, excluded by then"),
    Count("entries_waiting", "Of these, neither by then"),
    Count("entries_waiting_over_60", "Of these, identified more than 60 days before"),
    Count(
        "assessed_at_outset",
        "People on the list at the close, assessed within 28 days of their first day on it",
        (ASSESSMENTS,),
    ),
    Count(
        "reassessment_due", "People on the list at the close, first assessed at least 12 weeks before", (ASSESSMENTS,)
    ),
    Count("reassessed_in_time", "Of these, assessed again 5 to 12 weeks after, with the same tool", (ASSESSMENTS,)),
    Count("with_step_and_review", "People on the list at the close, at a step of care and with a review planned"),
    Count("reviews_overdue", "People on the list at the close whose planned review is overdue"),
)
UPTAKE = (
    Count("people_offered", "People to whom anything was offered in the month"),
    *(Count(f"offered_{kind}", f"Offers made in the month: {kind}") for kind in INTERVENTION_KINDS),
    *(
        Count(f"taken_up_{kind}", f"Of the offers made in the month, taken up since: {kind}")
        for kind in INTERVENTION_KINDS
    ),
)
COUNTS = {count.name: count for count in (*LIST, *CONTACTS, *REFERRED, *ABSENCE, *COHORT, *PROCESS, *UPTAKE)}
# What the month's return is filled from; assessments feed the practice's own measures only.
KINDS_OF_RETURN = tuple(kind for kind in KINDS if kind != ASSESSMENTS)
# Counted by ethnic group and deprivation band too, for the wave as a whole.
BREAKDOWNS = ("ethnic_group", "deprivation_band")
BROKEN_DOWN = ("list_close", "referrals_dedup", "people_offered")
NOT_STATED = "not_stated"


@dataclass(frozen=True)
class MonthFigures:
    """A practice's month: `figures` by name, and for those that cannot be known the reason by name, in `not_available`.

    `breakdowns`: {"ethnic_group": {group: {name: count}}, "deprivation_band": {...}}, groups with nobody left out.
    """

    practice: int
    month: object
    figures: dict[str, int]
    not_available: dict[str, str]
    breakdowns: dict[str, dict[str, dict[str, int]]]

    def __getitem__(self, name) -> int | None:
        return self.figures.get(name)


def person_months(figures: Mapping[str, int], name: str = "person_days") -> float | None:
    """The days of `name` over the days of the month, exactly; None when they are not known."""
    days = figures.get(name)
    return None if days is None else days / figures["days"]


def digest(figures: MonthFigures, code_list: str) -> str:
    """Of everything that is stored, so that what did not change is not written."""
    content = [figures.figures, figures.not_available, figures.breakdowns, code_list]
    return blake2b(json.dumps(content, sort_keys=True).encode(), digest_size=32).hexdigest()


@dataclass(frozen=True)
class Prevalence:
    """How many of 1,000 people aged 16 to 64 one expects on the list, with bounds, and where that comes from."""

    per_1000: float
    lower: float
    upper: float
    is_verified: bool
    source: str


@dataclass(frozen=True)
class Completeness:
    """What share of the people expected on the list are on it, and its bounds, as proportions (they may exceed 1)."""

    active: int
    expected: float
    share: float
    lower: float
    upper: float


@lru_cache(maxsize=1)
def expected_prevalence() -> Prevalence:
    """Set by the programme in fixtures/expected_prevalence.toml. Raises ValueError when its bounds are out of order."""
    with EXPECTED_PREVALENCE.open("rb") as file:
        found = Prevalence(**tomllib.load(file)["expected_prevalence"])
    if not 0 < found.lower <= found.per_1000 <= found.upper:
        raise ValueError("The bounds of the expected prevalence are out of order")
    return found


def completeness(
    active: int, registered_16_64: int | None, prevalence: Prevalence | None = None
) -> Completeness | None:
    """None when it is not known how many people are registered, or nobody is.

    The interval is that of the expected prevalence, not of sampling: the people on the list are all counted.
    """
    if not registered_16_64:
        return None
    prevalence = prevalence or expected_prevalence()
    expected, fewest, most = (
        registered_16_64 * rate / 1000 for rate in (prevalence.per_1000, prevalence.lower, prevalence.upper)
    )
    return Completeness(active, expected, active / expected, active / most, active / fewest)
