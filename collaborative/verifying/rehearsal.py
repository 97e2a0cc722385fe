"""Doing work over again to see whether it would come out the same, and leaving no trace of it."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from collaborative.verifying.findings import Finding
from operations.models import Job

UNFINISHED = (Job.State.QUEUED, Job.State.RUNNING)


@dataclass(frozen=True)
class Derived:
    """Stored rows that are made from others: how they are told apart, and the columns that say when they were made."""

    rows: QuerySet
    key: tuple[str, ...]
    leave_out: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.rows.model._meta.label

    def content(self) -> dict[tuple, tuple]:
        """Key -> every other column but for the id and what is left out."""
        columns = [field.attname for field in self.rows.model._meta.concrete_fields if not field.primary_key]
        values = [name for name in columns if name not in {*self.key, *self.leave_out}]
        found = self.rows.order_by().values_list(*self.key, *values).iterator(chunk_size=2_000)
        return {row[: len(self.key)]: tuple(map(plain, row[len(self.key) :])) for row in found}

    def forget(self) -> None:
        self.rows.order_by()._raw_delete(self.rows.db)


def plain(value):
    """Bytes as bytes, on whatever database."""
    return bytes(value) if isinstance(value, memoryview) else value


@contextmanager
def rehearsal():
    """Whatever is written within is taken back, and nothing that waits for a commit is done."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def computed_anew(derived: list[Derived], compute: Callable[[], object]) -> list[tuple[str, tuple]]:
    """(table, key) of the rows that come out differently when none are there; to be called within a rehearsal."""
    before = [one.content() for one in derived]
    for one in derived:
        one.forget()
    compute()
    found = []
    for one, then in zip(derived, before, strict=True):
        now = one.content()
        found += [(one.name, key) for key in {**then, **now} if then.get(key) != now.get(key)]
    return found


def as_findings(differing: list[tuple[str, tuple]], of: str = "") -> list[Finding]:
    """`of` says whose they are, where the key does not."""
    rows = [(table, " ".join([of, *(str(part or "whole") for part in key)]).strip()) for table, key in differing]
    return [Finding("is not what its rows give", *row) for row in sorted(rows)]


def awaits(kinds, **payload) -> bool:
    """Whether work that would mend a difference is on the list already: that it is done in time is I7."""
    of_payload = {f"payload__{name}": value for name, value in payload.items()}
    return Job.objects.filter(kind__in=kinds, state__in=UNFINISHED, **of_payload).exists()
