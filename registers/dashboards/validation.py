"""Who waits for validation, why each was suggested and for how long already."""

from datetime import timedelta

from django.db.models import Count

from practices import clock
from practices.wording import counted
from registers.dashboards.entry_words import day_words, number_cell, reason_words, type_words
from registers.models import EntryState
from registers.models.entry import OVERDUE_VALIDATION_DAYS

A_PAGE = 50
REASONS_SHOWN = 30
OVERDUE = "overdue"


def waiting(entries):
    """The longest waiting first."""
    return entries.filter(state=EntryState.IDENTIFIED).order_by("identified_on", "person_id")


def narrowed(entries, reason: str, is_overdue: bool):
    """Of those who wait, the ones suggested for a reason, or for longer than 60 days."""
    if reason:
        entries = entries.filter(suggested_because=reason)
    return entries.waiting_too_long(clock.today()) if is_overdue else entries


def reasons(entries) -> list[dict]:
    """The reasons of those who wait, the most frequent first, each with its count."""
    found = (
        entries.order_by().values_list("suggested_because").annotate(n=Count("pk")).order_by("-n", "suggested_because")
    )
    return [{"value": reason, "text": f"{reason} ({count:,})"} for reason, count in found[:REASONS_SHOWN] if reason]


def rows(practice, entries) -> list[dict]:
    today = clock.today()
    return [
        {
            "id": entry.pk,
            "person": number_cell(practice, entry),
            "born": f"{entry.person.birth_year}, {entry.person.get_sex_display().lower()}",
            "reason": reason_words(entry),
            "kind": type_words(entry),
            "identified": day_words(entry.identified_on),
            "age": counted((today - entry.identified_on).days, "day"),
            "is_overdue": today - entry.identified_on > timedelta(days=OVERDUE_VALIDATION_DAYS),
        }
        for entry in entries
    ]


def summary(entries) -> str:
    """How many wait, and how many of them for too long."""
    number = entries.count()
    if not number:
        return "Nobody waits for validation."
    late = entries.waiting_too_long(clock.today()).count()
    return f"{number:,} {'person waits' if number == 1 else 'people wait'}, {late:,} for more than {OVERDUE_VALIDATION_DAYS} days."
