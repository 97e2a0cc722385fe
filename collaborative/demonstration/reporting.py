"""How the invented returns came in, pure: early, late, never, corrected, with gaps and reasons, as in life.

Practices are named by the number in their code: 41 is A99041.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import numpy as np

from collaborative.demonstration.figures import PracticeMonth
from collaborative.demonstration.plan import MONTHS, ORIENTATION_INDEX, SEED
from measures.working_days import add_working_days
from practices.months import LONDON, add_months, due_at

NOW = datetime(2007, 2, 8, 9, 0, tzinfo=LONDON)
SECOND_WAVE_INDEX = MONTHS.index(date(2007, 1, 1))
LOOKED_BACK = {101: 12, 102: 6, 103: 3, 106: 12}
DECEMBER = MONTHS.index(date(2006, 12, 1))
JANUARY = MONTHS.index(date(2007, 1, 1))
WORKING_DAYS_TO_QUERY = 5
NIGHTLY_AT, FACILITATOR_AT = time(2, 0), time(16, 0)

LATE_SHARE = 0.09
CORRECTED_SHARE = 0.03
REACHED_BY_FACILITATOR = 0.4

LIST_FIELDS = ("list_open", "list_added", "list_removed", "list_close")
ABSENCE_FIELDS = ("people_13w", "people_13w_new")
REFERRAL_FIELDS = ("referrals_cmht", "referrals_psychiatrist", "referrals_dedup")
CONTACT_FIELDS = ("gp_consultations", "other_staff_consultations", "attached_mh_contacts")
ACTIVITY_FIELDS = CONTACT_FIELDS + REFERRAL_FIELDS + ABSENCE_FIELDS

# (practices, from month, to month, fields, reason, comment): what a practice could not count, and why.
NOT_AVAILABLE = (
    ((3, 17, 29, 44, 66, 91), "2005-02", "2005-04", LIST_FIELDS + ACTIVITY_FIELDS, "list_not_ready", ""),
    ((9, 36, 60, 77), "2005-02", "2005-10", ABSENCE_FIELDS, "cannot_count_yet", ""),
    ((93,), "2005-02", "2006-05", ABSENCE_FIELDS, "cannot_count_yet", ""),
    ((2, 20, 57), "2005-02", "2007-01", ("attached_mh_contacts",), "not_collected", ""),
    ((31,), "2006-06", "2006-06", CONTACT_FIELDS, "system_change", "Changed clinical system on 12 June"),
    ((74,), "2006-09", "2006-09", ACTIVITY_FIELDS, "system_change", "Changed clinical system in September"),
    ((16,), "2006-05", "2006-05", REFERRAL_FIELDS, "other", "Referral letters of May were filed on paper"),
)
NIL_RETURNS = {
    (41, "2006-08"): "Surgery closed after a flood; patients were seen at the neighbouring practice",
    (86, "2006-12"): "Single-handed GP on leave; patients were seen at the neighbouring practice",
}
# The list at the start differs from the last close: duplicates found in between.
DUPLICATES_FOUND = {(7, "2006-04"): 4, (40, "2006-06"): 6, (65, "2006-09"): 3, (80, "2006-10"): 5}
SENT_SIX_MONTHS_ONLY = (6, 13, 22, 35, 48, 53, 61, 68, 73, 79, 84, 89, 94)
MISSING = {
    (12, "2006-05"), (12, "2006-06"), (18, "2006-08"), (23, "2006-08"), (28, "2006-10"), (33, "2006-07"),
    (39, "2006-09"), (46, "2006-08"), (46, "2006-09"), (46, "2006-10"), (62, "2006-08"), (70, "2006-06"),
    (81, "2006-11"), (87, "2006-08"), (96, "2006-10"),
}  # fmt: skip
NOT_YET_IN_DECEMBER = (3, 18, 46, 59, 72, 81, 92)
QUERIED_IN_DECEMBER = (1, 25, 64)
# A third has sent January two days before it is due; the practices that people sign in for have not.
FIRST_TO_SEND = range(10, 98, 3)

CORRECTION_REASONS = (
    "Telephone consultations had been left out",
    "Contacts of the graduate worker had been counted with other staff",
    "A referral had been counted twice",
    "Locum's consultations were coded late",
    "The search was run a day before the month had ended",
)


@dataclass(frozen=True)
class Sent:
    """One version of one practice-month: its numbers, and when what happened to it."""

    figures: PracticeMonth
    version: int
    state: str
    submitted_at: datetime
    accepted_at: datetime | None = None
    accepted_by_itself: bool = False
    superseded_at: datetime | None = None
    correction_reason: str = ""
    extract_date: date | None = None
    confirmed: tuple[dict, ...] = ()

    @property
    def month(self):
        return MONTHS[self.figures.month_index]

    @property
    def is_current(self):
        return self.state != "corrected"


def number_of(ods_code):
    return int(ods_code[1:]) - 99000


def reported(months_of_practice, seed=SEED):
    """Everything that one practice sent: every version of every month, in the order of months and versions."""
    if not months_of_practice:
        return []
    number = number_of(months_of_practice[0].ods_code)
    generator = np.random.default_rng([seed, 2, number])
    retrospective_at = at_working_hour(generator, date(2006, 2, 13) + timedelta(days=int(generator.integers(0, 22))))
    sent = []
    for figures in months_of_practice:
        if was_sent(number, figures.month_index):
            figures = with_gaps(number, figures)
            sent += versions(generator, number, figures, retrospective_at)
    return sent


def was_sent(number, index):
    if index < ORIENTATION_INDEX:
        return number not in SENT_SIX_MONTHS_ONLY or index >= ORIENTATION_INDEX - 6
    if index == JANUARY:
        return number in FIRST_TO_SEND
    if index == DECEMBER and number in NOT_YET_IN_DECEMBER:
        return False
    return (number, f"{MONTHS[index]:%Y-%m}") not in MISSING


def with_gaps(number, figures):
    """The month as the practice could report it: with what it could not count, and nil where nothing happened."""
    period = f"{MONTHS[figures.month_index]:%Y-%m}"
    counts, missing, comment = dict(figures.counts), {}, ""
    for numbers, first, last, names, reason, words in NOT_AVAILABLE:
        if number in numbers and first <= period <= last:
            missing |= dict.fromkeys(names, reason)
            comment = words
    nil_comment = NIL_RETURNS.get((number, period), "")
    if nil_comment:
        counts |= dict.fromkeys(ACTIVITY_FIELDS, 0)
    take_out_duplicates(counts, DUPLICATES_FOUND.get((number, period), 0))
    counts = {name: value for name, value in counts.items() if name not in missing}
    return replace(
        figures,
        counts=counts,
        not_available=missing,
        comment=nil_comment or comment,
        nil_return=bool(nil_comment),
    )


def take_out_duplicates(counts, duplicates):
    """Lower the opening list by the duplicates that were found."""
    counts["list_open"] -= duplicates
    counts["list_added"] += duplicates


def versions(generator, number, figures, retrospective_at):
    """The version that counts, and before it the one that it corrected, if there was one."""
    month = MONTHS[figures.month_index]
    submitted_at = retrospective_at
    if figures.month_index >= ORIENTATION_INDEX:
        submitted_at = submission(generator, month, number)
    extract_date = min(submitted_at.date(), add_months(month, 1) + timedelta(days=int(generator.integers(0, 4))))
    if submitted_at is retrospective_at:
        extract_date = retrospective_at.date()
    first = accepted(generator, number, Sent(figures, 1, "submitted", submitted_at, extract_date=extract_date))
    if not may_be_corrected(generator, first):
        return [first]
    return corrected(generator, number, first)


def submission(generator, month, number):
    """When a return came in: mostly in the first ten days, some late; January's in the week before today."""
    if month == MONTHS[JANUARY]:
        return at_working_hour(generator, date(2007, 2, 1) + timedelta(days=int(generator.integers(0, 7))))
    if generator.random() < LATE_SHARE:
        late = due_at(month).date() + timedelta(days=int(generator.integers(1, 24)))
        return at_working_hour(generator, min(late, NOW.date() - timedelta(days=1)))
    return at_working_hour(generator, add_months(month, 1) + timedelta(days=int(generator.integers(1, 10))))


def at_working_hour(generator, day):
    """A moment between nine and five on a day; at a weekend on the Friday before, but never in an earlier month."""
    while day.weekday() > 4 and day.day > 1:
        day -= timedelta(days=1)
    minutes = int(generator.integers(0, 8 * 60))
    return datetime.combine(day, time(9, 0), LONDON) + timedelta(minutes=minutes)


def accepted(generator, number, sent):
    """The return as it stands today: accepted by the facilitator or by itself, queried, or still provisional."""
    if sent.figures.month_index == DECEMBER and number in QUERIED_IN_DECEMBER:
        return replace(sent, state="queried")
    moment, by_itself = accepted_by_itself_at(sent.submitted_at), True
    if generator.random() < REACHED_BY_FACILITATOR:
        day = add_working_days(sent.submitted_at.date(), int(generator.integers(1, WORKING_DAYS_TO_QUERY)))
        moment, by_itself = datetime.combine(day, FACILITATOR_AT, LONDON), False
    if moment > NOW:
        return sent
    return replace(sent, state="accepted", accepted_at=moment, accepted_by_itself=by_itself)


def accepted_by_itself_at(submitted_at):
    """The night after the working days in which somebody could have asked."""
    day = add_working_days(submitted_at.date(), WORKING_DAYS_TO_QUERY) + timedelta(days=1)
    return datetime.combine(day, NIGHTLY_AT, LONDON)


def may_be_corrected(generator, sent):
    drawn = generator.random() < CORRECTED_SHARE
    is_whole = "gp_consultations" in sent.figures.counts and not sent.figures.nil_return
    return drawn and is_whole and sent.state == "accepted" and sent.figures.month_index >= ORIENTATION_INDEX


def corrected(generator, number, first):
    """Two versions: the first with fewer consultations, and the one that corrected it some weeks later."""
    counts = dict(first.figures.counts)
    counts["gp_consultations"] -= int(generator.integers(1, 4 + counts["gp_consultations"] // 8))
    counts["gp_consultations"] = max(0, counts["gp_consultations"])
    again_at = at_working_hour(generator, first.accepted_at.date() + timedelta(days=int(generator.integers(3, 40))))
    if again_at > NOW:
        return [first]
    reason = CORRECTION_REASONS[int(generator.integers(len(CORRECTION_REASONS)))]
    old = replace(first, figures=replace(first.figures, counts=counts), state="corrected", superseded_at=again_at)
    new = replace(
        first, version=2, state="submitted", accepted_at=None, accepted_by_itself=False, submitted_at=again_at,
        correction_reason=reason, extract_date=again_at.date(),
    )  # fmt: skip
    return [old, accepted(generator, number, new)]


def looked_back(months_of_practice, seed=SEED):
    """What a practice of the second wave has sent so far: some months from before its orientation, or nothing yet."""
    number = number_of(months_of_practice[0].ods_code)
    generator = np.random.default_rng([seed, 3, number])
    count = LOOKED_BACK.get(number, 0)
    sent_at = at_working_hour(generator, date(2007, 1, 22) + timedelta(days=int(generator.integers(0, 12))))
    months = months_of_practice[SECOND_WAVE_INDEX - count : SECOND_WAVE_INDEX]
    sent = [Sent(figures, 1, "submitted", sent_at, extract_date=sent_at.date()) for figures in months]
    return [accepted(generator, number, version) for version in sent]
