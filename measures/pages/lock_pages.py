"""What pages say of closed months: of one month, of a practice's, and the list of a wave's exceptions."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.permissions import Permission, Role, has_permission
from measures.actions.locks import agreeing_as, own_places, why_not_agreed
from measures.closing import Locks, closed_words, day_words
from measures.locks import locks_of
from measures.models import LockException
from practices import clock, months
from practices.models import Organisation, Wave
from practices.wording import moment

NEVER = "The months of this programme never close."


@dataclass(frozen=True)
class Lock:
    """How one practice-month stands: open, closed or reopened, in words; with the address where to ask for it."""

    words: str = ""
    is_closed: bool = False
    ask_href: str = ""


def lock_of(locks: Locks, wave: Wave, practice: Organisation, month: date) -> Lock:
    place = wave.code, practice.ods_code, month
    if day := locks.closed_on(*place):
        href = reverse("lock_exception_create", args=[wave.code, practice.ods_code, months.period(month)])
        return Lock(f"{closed_words(month, day)}: it takes no other figures unless it is reopened.", True, href)
    if until := locks.reopened_until(*place):
        return Lock(f"{months.label(month)} was closed and is open again until the end of {day_words(until)}.")
    if day := locks.closing_day(*place):
        return Lock(f"{months.label(month)} closes at the end of {day_words(day)}.")
    return Lock()


def closed_table(wave: Wave, practice: Organisation) -> dict | None:
    """The months of one practice that have closed, newest first; None where months never close."""
    locks = locks_of([wave])
    member = wave.memberships.filter(practice=practice).first()
    if member is None or not locks.closing:
        return None
    grid = reversed(months.month_range(member.first_month, min(member.last_month, wave.latest_month)))
    found = [(month, lock_of(locks, wave, practice, month)) for month in grid]
    return {
        "caption": "Closed and reopened months",
        "compact": True,
        "first_is_header": True,
        "empty": "No month has closed yet.",
        "head": ["Month", "State", "To change it"],
        "rows": [
            [months.label(month), lock.words, ask_cell(lock, month)]
            for month, lock in found
            if lock.is_closed or locks.reopened_until(wave.code, practice.ods_code, month)
        ],
    }


def ask_cell(lock: Lock, month: date) -> dict | str:
    if not lock.ask_href:
        return ""
    return {
        "text": "",
        "action": {"text": "Ask for it to be reopened", "of": months.label(month), "href": lock.ask_href},
    }


# ------------------------------------------------------------------ the list of a wave


@dataclass(frozen=True)
class ExceptionRow:
    """One exception with what this person may do about it."""

    heading: str
    tag: dict
    facts: list[str]
    reason: str
    agree_href: str = ""
    end_href: str = ""
    end_button: str = ""


@dataclass(frozen=True)
class LockPage:
    rule: str
    closed: str
    current: list[ExceptionRow]
    past: dict


def lock_page(user, wave: Wave) -> LockPage:
    """The rule, the months that have closed, the exceptions that wait or hold, and those that are over."""
    locks, today, own = locks_of([wave]), clock.today(), own_places(user)
    found = LockException.objects.visible_to(user).filter(wave=wave)
    found = list(found.select_related("practice", "asked_by", "first_by", "second_by", "ended_by"))
    over = [one for one in found if is_over(one, today)]
    return LockPage(
        rule=rule_words(wave),
        closed=closed_months_words(locks, wave),
        current=[exception_row(user, one, own) for one in found if not is_over(one, today)],
        past=past_table(over),
    )


def is_over(exception: LockException, today: date) -> bool:
    return exception.ended_at is not None or exception.until < today


def rule_words(wave: Wave) -> str:
    days = wave.programme.lock_after_days
    if days is None:
        return NEVER
    return f"A month closes {days} days after its end, at 23:59:59 in London. It then takes no file, no typed figure, no correction and no withdrawal."


def closed_months_words(locks: Locks, wave: Wave) -> str:
    """Up to which month everything has closed, apart from exceptions."""
    grid = months.month_range(wave.orientation_month, wave.latest_month)
    closed = [month for month in grid if locks.closed_on(wave.code, "", month)]
    if not closed:
        return "No month has closed yet." if locks.closing else ""
    return f"Closed: all months to {months.label(closed[-1])}."


def tag_of(exception: LockException) -> dict:
    if exception.is_agreed:
        return {"text": f"Reopened until {day_words(exception.until)}", "colour": "green"}
    waits = "Waits for a second person" if exception.first_by_id else "Asked for"
    return {"text": waits, "colour": "orange"}


def exception_row(user, exception: LockException, own: set[int]) -> ExceptionRow:
    """`own` are the places of this person, whose months they do not reopen: no button where pressing it is refused."""
    may_decide = has_permission(user, Permission.REOPEN_MONTH, exception.practice)
    outside = may_decide and exception.practice_id not in own
    may_agree = outside and not why_not_agreed(exception, user, agreeing_as(user, exception.practice))
    return ExceptionRow(
        heading=heading_of(exception),
        tag=tag_of(exception),
        facts=facts_of(exception),
        reason=exception.reason,
        agree_href=reverse("lock_exception_agree", args=[exception.pk]) if may_agree else "",
        end_href=reverse("lock_exception_end", args=[exception.pk]) if may_decide else "",
        end_button="Close it now" if exception.is_agreed else "Refuse it",
    )


def heading_of(exception: LockException) -> str:
    return f"{exception.practice.name}, {months.label(exception.month)}"


def facts_of(exception: LockException) -> list[str]:
    facts = [f"Asked for by {exception.asked_by} on {moment(exception.asked_at)}, until {day_words(exception.until)}"]
    for person, role, at in (
        (exception.first_by, exception.first_as, exception.first_at),
        (exception.second_by, exception.second_as, exception.second_at),
    ):
        if person:
            facts.append(f"agreed by {person} ({Role(role).label.lower()}) on {moment(at)}")
    if exception.ended_at:
        facts.append(
            f"ended {f'by {exception.ended_by} ' if exception.ended_by else ''}on {moment(exception.ended_at)}"
        )
    return facts


def past_table(exceptions: list[LockException]) -> dict:
    return {
        "caption": "Past exceptions",
        "compact": True,
        "first_is_header": True,
        "empty": "There is no past exception.",
        "head": ["Practice and month", "What happened", "Reason"],
        "rows": [[heading_of(one), "; ".join(facts_of(one)), one.reason] for one in exceptions],
    }
