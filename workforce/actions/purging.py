"""The nightly removal of what is kept of workers and candidates no longer, by the schedule (practices.retention, D39)."""

from collections import Counter

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import TruncMonth

from operations import audit
from practices.retention import schedule
from workforce.actions.erasing import erase_people
from workforce.actions.forgetting_files import forget_sent_before
from workforce.models import STAGES, Candidate, Holding, StaffRequest, SupervisionArrangement, Worker
from workforce.models.scope import ends_from

# People at once; the next night takes more.
AT_MOST = 2_000


def purge(*, today, at) -> dict[str, int]:
    """Remove what is due on a business day and at a real moment. Returns the rows by table; safe to run twice."""
    removed = Counter()
    for step in (purge_candidates, purge_workers, purge_requests, purge_files):
        with transaction.atomic():
            removed.update(step(today, at))
    counts = {name: number for name, number in removed.items() if number}
    if counts:
        audit.record("workforce.purged", counts=counts, schedule=schedule().version)
    return counts


def purge_candidates(today, at) -> dict[str, int]:
    """Number and days go; what is left, without a number and by months, adds up as before."""
    due = Q(pk__in=[])
    for rule in (rule for rule in schedule().timed() if rule.table == "Candidate"):
        due |= Q(**{f"{rule.column}__lte": rule.cut_off(today)})
    months = {name: TruncMonth(name) for name in (*STAGES, "out_on")}
    return {"Candidate": Candidate.objects.filter(due, number__isnull=False).update(number=None, **months)}


def purge_workers(today, at) -> dict[str, int]:
    """Those who left every post long enough ago, and supervise nobody."""
    cut_off = schedule().rule_of("Worker").cut_off(today)
    still_here = Holding.objects.filter(ends_from(today), worker=OuterRef("pk"))
    supervising = SupervisionArrangement.objects.filter(ends_from(cut_off), supervisor=OuterRef("pk"))
    left = Worker.objects.filter(~Exists(still_here), ~Exists(supervising), erased_on=None)
    last_days = left.order_by().annotate(last=Max("holdings__end")).filter(last__lte=cut_off)
    some = list(last_days.order_by("pk").values_list("pk", flat=True)[:AT_MOST])
    return erase_people(Worker.objects.filter(pk__in=some)) if some else {}


def purge_requests(today, at) -> dict[str, int]:
    cut_off = schedule().rule_of("StaffRequest").cut_off(at)
    due = StaffRequest.objects.filter(asked_at__lte=cut_off).exclude(state__in=StaffRequest.OPEN)
    return {"StaffRequest": due.delete()[0]}


def purge_files(today, at) -> dict[str, int]:
    return {"staff file": forget_sent_before(schedule().rule_of("staff file").cut_off(at))}
