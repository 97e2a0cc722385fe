"""What is held, so that nobody's work is written over and nothing is done twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from practices.uploads import actions as uploads
from registers.actions import data_requests, extracts, interface, purging, summaries
from registers.models import DataRequest, PracticeRegister, RegisterEntry, SharedCareResponsibility
from registers.storing import register as register_files
from tests.collaborative.rivals import at_once
from tests.registers.files.made_extracts import row_of, send
from tests.registers.people import cover, key_of, make_entry, make_register

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("On SQLite a transaction holds everything")


def is_held(row) -> bool:
    """Whether somebody else, on another connection, would have to wait for the row."""

    def attempt():
        try:
            with transaction.atomic():
                type(row).objects.select_for_update(nowait=True, of=("self",)).get(pk=row.pk)
        except DatabaseError:
            return True
        finally:
            connections.close_all()
        return False

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(attempt).result()


def looking(monkeypatch, module, name, row):
    """Note, whenever the function is called, whether the row is held."""
    seen, function = [], getattr(module, name)

    def looked(*arguments):
        seen.append(is_held(row))
        return function(*arguments)

    monkeypatch.setattr(module, name, looked)
    return seen


def test_months_are_counted_by_one_at_a_time(practice, monkeypatch):
    register = make_register(practice)
    make_entry(practice)
    cover(practice, date(2006, 11, 1))
    seen = looking(monkeypatch, summaries, "derive_months", register)

    summaries.refresh(practice)

    assert seen == [True]
    assert not is_held(PracticeRegister.objects.get())


def test_entries_are_held_from_the_comparison_to_the_change(manager, practice, monkeypatch):
    make_register(practice)
    entry = make_entry(practice)
    changed = row_of(
        "register", key_of("A99001 1"), identified_on="2006-02-01", active_to="2006-10-31", end_reason="moved"
    )
    upload = send(manager, practice, "register", [{**changed, "validated_on": "", "active_from": ""}])
    uploads.submit_to_worker(upload=upload, by=manager)
    seen = looking(monkeypatch, register_files, "find", entry)

    extracts.apply_extract(upload, by=manager)

    assert (seen, RegisterEntry.objects.get().state) == ([True], "left")


def test_nothing_is_stored_of_people_while_they_are_purged(practice, monkeypatch):
    register = make_register(practice)
    make_entry(practice, state="left")
    seen = looking(monkeypatch, purging, "remove_people", register)

    purging.purge(today=date(2020, 1, 1), at=timezone.now())

    assert (seen, RegisterEntry.objects.count()) == ([True], 0)


def test_one_persons_data_are_asked_for_once(manager, practice):
    number = make_entry(practice).person.local_number
    details = {"kind": "erasure", "local_number": number, "reason": "Asked in writing"}

    at_once(lambda _: data_requests.ask(practice=practice, by=manager, **details))

    assert DataRequest.objects.count() == 1


def test_shared_care_begins_once(clinician, practice):
    person = make_entry(practice).person
    cells = {"prescribe": ("Team A", ""), "monitor": ("", ""), "review": ("Team A", "")}

    begun = at_once(lambda _: interface.begin_sharing(person=person, component="lithium", cells=cells, by=clinician))

    assert sum(one is not None for one in begun) == 1
    assert SharedCareResponsibility.objects.count() == 3
