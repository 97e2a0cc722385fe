"""The stored counts of practices' months: refreshed after what changes them, and every night from the rows."""

import uuid
from collections.abc import Iterable
from datetime import date
from functools import partial

from django.db import transaction
from django.utils import timezone

from operations import jobs
from operations.models import Job
from practices.months import month_range
from registers.derive import BLOCK_PRACTICES, derive_months, kept_months
from registers.figures import MonthFigures, digest
from registers.models import CodeListChoice, PracticeMonth, PracticeRegister

REFRESH = "registers.refresh_practice"
REMOVED_AT_ONCE = 500
WRITTEN = ["figures", "not_available", "breakdowns", "code_list", "digest", "computed_at"]


def refresh(practice, months: Iterable[date] | None = None) -> int:
    """Write the months of one practice whose figures changed, and return how many those are.

    With `months` only from the first of them on: an absence or a referral reaches from one month into the next.
    """
    return refresh_practices([practice.pk], since=min(months) if months else None)


def refresh_all(report=None) -> int:
    """Every practice from its rows; writes nothing when everything was refreshed in time. `report(done, of)` is told how far it is."""
    return refresh_practices(None, report=report)


def refresh_soon(practice) -> None:
    """Put a refresh down for when this transaction is there for all to see; one that waits already will do."""
    transaction.on_commit(partial(enqueue_refresh, practice.pk))


def enqueue_refresh(practice: int) -> None:
    waiting = Job.objects.filter(kind=REFRESH, state=Job.State.QUEUED, payload__practice=practice)
    if not waiting.exists():
        jobs.enqueue(REFRESH, key=f"register:{practice}:{uuid.uuid4()}", payload={"practice": practice})


def refresh_practices(practices, since: date | None = None, report=None) -> int:
    """`practices` are ids, None for all. Counts that belong to no month any more are removed with a refresh of all months."""
    kept = kept_months(practices)
    if since is None:
        remove_others(kept, practices)
    ids, written = sorted(kept), 0
    for begin in range(0, len(ids), BLOCK_PRACTICES):
        written += refresh_block({pk: kept[pk] for pk in ids[begin : begin + BLOCK_PRACTICES]}, since)
        if report:
            report(min(begin + BLOCK_PRACTICES, len(ids)), len(ids))
    return written


@transaction.atomic
def refresh_block(kept: dict[int, tuple[date, date]], since: date | None) -> int:
    """Practice id -> first and last month; as many practices as are read at once.

    Their registers are held from the reading to the writing, or counts from before an extract came could be written over
    those that it brought.
    """
    registers = PracticeRegister.objects.filter(practice__in=kept).order_by("practice_id")
    list(registers.select_for_update().values_list("pk", flat=True))
    first = min(first for first, _ in kept.values())
    wanted = month_range(max(first, since or first), max(last for _, last in kept.values()))
    found = derive_months(kept, wanted)
    return store([one for one in found.values() if kept[one.practice][0] <= one.month <= kept[one.practice][1]])


@transaction.atomic
def store(found: list[MonthFigures]) -> int:
    """Write what differs from what is stored, in one statement; return how many months."""
    code_list = code_lists({one.practice for one in found})
    stored = PracticeMonth.objects.filter(practice__in={one.practice for one in found})
    digests = {(practice, month): old for practice, month, old in stored.values_list("practice", "month", "digest")}
    rows = [row_of(one, code_list(one.practice, one.month)) for one in found]
    changed = [row for row in rows if digests.get((row.practice_id, row.month)) != row.digest]
    PracticeMonth.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["practice", "month"], update_fields=WRITTEN
    )
    return len(changed)


def row_of(one: MonthFigures, code_list: str) -> PracticeMonth:
    return PracticeMonth(
        practice_id=one.practice,
        month=one.month,
        figures=one.figures,
        not_available=one.not_available,
        breakdowns=one.breakdowns,
        code_list=code_list,
        digest=digest(one, code_list),
        computed_at=timezone.now(),
    )


def code_lists(practices):
    """A function (practice id, month) -> the version by which the practice found people, "" where it had chosen none."""
    chosen: dict[int, list] = {}
    rows = CodeListChoice.objects.filter(practice__in=practices).order_by("since")
    for practice, since, version in rows.values_list("practice", "since", "code_list__version"):
        chosen.setdefault(practice, []).append((since, version))

    def code_list_on(practice, month):
        return next((version for since, version in reversed(chosen.get(practice, [])) if since <= month), "")

    return code_list_on


def remove_others(kept, practices) -> None:
    """Months outside those that are counted: of a practice whose rows have gone, or whose files reach less far now."""
    stored = PracticeMonth.objects.all() if practices is None else PracticeMonth.objects.filter(practice__in=practices)
    nowhere = (date.max, date.min)
    others = [
        pk
        for pk, practice, month in stored.order_by().values_list("pk", "practice", "month")
        if not kept.get(practice, nowhere)[0] <= month <= kept.get(practice, nowhere)[1]
    ]
    for begin in range(0, len(others), REMOVED_AT_ONCE):
        PracticeMonth.objects.filter(pk__in=others[begin : begin + REMOVED_AT_ONCE]).delete()
