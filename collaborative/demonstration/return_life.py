"""What people said of the invented returns: questions on figures, a month reopened, breaks in series, who is asked.

Business times of the rows lie before the fixed moment at which the demonstration stands.
"""

from datetime import date, datetime, timedelta

from accounts.permissions import Role
from measures.models import LockException, MonthlyReturn, ReturnContact, ReturnDraft, ReturnQuery, SeriesBreak
from practices.months import LONDON

# (practice, month, figure, question, answer): without an answer it is still open.
QUERIES = (
    ("A99001", date(2006, 12, 1), "referrals_cmht", "Are the referrals of the week after Christmas in this?", ""),
    ("A99025", date(2006, 12, 1), "gp_consultations", "Is this the whole month, or up to Christmas only?", ""),
    ("A99064", date(2006, 12, 1), "people_13w", "Were notes of November counted once more here?", ""),
    (
        "A99001",
        date(2006, 11, 1),
        "gp_consultations",
        "Are telephone consultations in this month too?",
        "Yes, as in every month since April",
    ),
)
ASKED_AFTER, ANSWERED_AFTER = timedelta(days=2), timedelta(days=5)
ASKED_AT = datetime(2007, 1, 29, 15, 30, tzinfo=LONDON)
# (practice, month, until, why): two people have agreed.
REOPENED = ("A99046", date(2006, 10, 1), date(2007, 2, 28), "The practice's server was replaced in November")
# (practice, first month on the new system, words)
SYSTEM_CHANGES = (
    ("A99031", date(2006, 7, 1), "New clinical system from 12 June: consultations are coded otherwise (invented)"),
    ("A99074", date(2006, 10, 1), "New clinical system in September (invented)"),
)
DRAFTED = ("A99003", date(2006, 12, 1))
DRAFTED_CELLS = {
    "gp_consultations": "131",
    "other_staff_consultations": "54",
    "attached_mh_contacts": "NA:not_collected",
}


def make_life(wave, by_code, signed_in) -> None:
    """Everything of the first wave; before its series are computed, which the breaks cut."""
    facilitator = signed_in["facilitator@example.org"]
    for code, month, field, question, answer in QUERIES:
        ask(current(wave, by_code[code], month), field, question, answer, facilitator)
    reopen(wave, by_code, facilitator, signed_in["administrator@example.org"])
    for code, month, reason in SYSTEM_CHANGES:
        SeriesBreak.objects.create(
            wave=wave,
            practice=by_code[code],
            month=month,
            kind=SeriesBreak.Kind.SYSTEM,
            reason=reason,
            created_by=facilitator,
            created_at=datetime(2006, month.month, 20, 11, 0, tzinfo=LONDON),
        )
    ReturnContact.objects.create(practice=by_code["A99001"], responsible=signed_in["manager@example.org"])
    begin_draft(wave, by_code, signed_in["data-officer@example.org"])


def current(wave, practice, month) -> MonthlyReturn:
    return MonthlyReturn.objects.current().get(wave=wave, practice=practice, month=month)


def ask(version, field, question, answer, facilitator) -> None:
    """An answered one is closed by whoever asked: the figure stands."""
    asked_at = min(version.submitted_at + ASKED_AFTER, ASKED_AT)
    ended = {}
    if answer:
        answered_at = asked_at + ANSWERED_AFTER
        ended = {
            "answer": answer,
            "answered_by": version.submitted_by,
            "answered_at": answered_at,
            "closed_by": facilitator,
            "closed_at": answered_at + timedelta(days=1),
            "outcome": ReturnQuery.Outcome.STANDS,
        }
    ReturnQuery.objects.create(
        version=version, field=field, question=question, asked_by=facilitator, asked_at=asked_at, **ended
    )


def reopen(wave, by_code, facilitator, administrator) -> None:
    code, month, until, reason = REOPENED
    asked_at = datetime(2007, 1, 30, 10, 0, tzinfo=LONDON)
    LockException.objects.create(
        wave=wave,
        practice=by_code[code],
        month=month,
        until=until,
        reason=reason,
        asked_by=facilitator,
        asked_at=asked_at,
        first_by=facilitator,
        first_at=asked_at,
        first_as=Role.FACILITATOR,
        second_by=administrator,
        second_at=asked_at + timedelta(hours=2),
        second_as=Role.PROGRAMME_ADMINISTRATOR,
    )


def begin_draft(wave, by_code, officer) -> None:
    """A return half typed, as it was left."""
    code, month = DRAFTED
    at = datetime(2007, 2, 7, 16, 40, tzinfo=LONDON)
    ReturnDraft.objects.create(
        wave=wave,
        practice=by_code[code],
        month=month,
        cells={name: {"text": text, "by": officer.pk, "at": at.isoformat()} for name, text in DRAFTED_CELLS.items()},
        revision=len(DRAFTED_CELLS),
        updated_at=at,
        updated_by=officer,
    )
