"""The nightly purge: exactly the rows whose time is over by the schedule (practices.retention), and no others (D39).

Days of the business are compared with the business clock, moments that the application noted with real time.
"""

from collections import Counter

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from operations import audit
from practices.models import Upload
from practices.retention import schedule
from practices.uploads.actions import without_differences
from practices.uploads.forgetting import remove_with_siblings
from practices.uploads.models import UploadState
from registers.actions.erasing import PEOPLE_AT_ONCE, remove_people, tables_of_a_person
from registers.actions.stored_copies import remove_copies
from registers.models import DataRequest, Person, PracticeRegister, RegisterEntry

EXTRACTS = ["register", "consultations", "referrals", "sick_notes", "assessments"]
ABANDONED = [
    UploadState.RECEIVED, UploadState.CHECKING, UploadState.NEEDS_CONFIRMING, UploadState.READY, UploadState.APPLYING,
    UploadState.FAILED,
]  # fmt: skip


def purge(*, today, at) -> dict[str, int]:
    """Remove what is due on a business day and at a real moment. Returns the rows removed, by table; safe to run twice."""
    removed = Counter()
    for step in (purge_entries, purge_rows, purge_copies, purge_files):
        with transaction.atomic():
            removed.update(step(today, at))
    counts = {name: count for name, count in removed.items() if count}
    if counts:
        audit.record("register.purged", counts=counts, schedule=schedule().version)
    return counts


def purge_entries(today, at) -> Counter:
    """Entries closed for long enough; a person goes with the last one, and takes every other row along."""
    due = RegisterEntry.objects.filter(entries_due(today))
    hold_registers(due)
    others = RegisterEntry.objects.filter(person=OuterRef("pk")).exclude(pk__in=due.values("pk"))
    people = Person.objects.filter(Exists(due.filter(person=OuterRef("pk"))), ~Exists(others))
    removed = remove_people(list(people.values_list("pk", flat=True)))
    removed.update(remove_entries(list(due.values_list("pk", flat=True))))
    return removed


def hold_registers(due) -> None:
    """Meanwhile nobody of these people begins a new episode, and no extract stores events of them."""
    registers = PracticeRegister.objects.filter(practice__in=due.order_by().values("practice")).order_by("practice_id")
    list(registers.select_for_update().values_list("pk", flat=True))


def entries_due(today) -> Q:
    due = Q(pk__in=[])
    for rule in schedule().timed():
        if rule.table == "RegisterEntry":
            due |= Q(**{f"{rule.column}__lte": rule.cut_off(today)})
    return due


def remove_entries(entries: list[int]) -> Counter:
    """Old episodes of people who have a later one."""
    removed = Counter()
    for start in range(0, len(entries), PEOPLE_AT_ONCE):
        some = entries[start : start + PEOPLE_AT_ONCE]
        for model, way in tables_of_a_person().items():
            if way == "entry__person":
                removed[model.__name__] += model._base_manager.filter(entry__in=some).delete()[0]
        removed["RegisterEntry"] += RegisterEntry.objects.filter(pk__in=some).delete()[0]
    return removed


def purge_rows(today, at) -> Counter:
    """Tables with a time of their own."""
    removed = Counter()
    for rule in schedule().timed():
        model = table_of(rule)
        if model and model is not RegisterEntry:
            moment = at if is_moment(model, rule.column) else today
            due = model._base_manager.filter(**{f"{rule.column}__lte": rule.cut_off(moment)})
            removed[rule.table] += due.delete()[0]
    return removed


def table_of(rule):
    """The model of a rule; None for what is no table."""
    return apps.get_app_config("registers").models.get(rule.table.lower())


def is_moment(model, column) -> bool:
    return isinstance(model._meta.get_field(column), models.DateTimeField)


def purge_copies(today, at) -> Counter:
    """Copies of one person's data, some days after they were made; the request stays."""
    due = schedule().rule_of("stored copy").cut_off(at)
    return Counter({"stored copy": remove_copies(DataRequest.objects.filter(done_at__lte=due))})


def purge_files(today, at) -> Counter:
    """Files of extracts as they were sent. What was submitted stays so; what never was is withdrawn."""
    extracts = Upload.objects.filter(kind__in=EXTRACTS).exclude(stored_path="")
    raw, abandoned = (schedule().rule_of(table).cut_off(at) for table in ("raw file", "abandoned file"))
    submitted = extracts.filter(state=UploadState.SUBMITTED, state_since__lte=raw)
    unsent = extracts.filter(state__in=ABANDONED, state_since__lte=abandoned)
    removed = Counter({"raw file": remove_files(submitted), "abandoned file": remove_files(unsent)})
    return removed


def remove_files(uploads) -> int:
    found = list(uploads.select_for_update())
    for upload in found:
        remove_with_siblings(upload.stored_path)
        upload.stored_path, upload.rows = "", []
        if upload.state in ABANDONED:
            upload.state, upload.problems = UploadState.WITHDRAWN, []
            upload.context = without_differences(upload.context)
    Upload.objects.bulk_update(found, ["stored_path", "rows", "state", "problems", "context"])
    return len(found)
