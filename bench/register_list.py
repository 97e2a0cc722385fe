"""How quick the list of 20,000 people is: `python -m bench.register_list [rounds]` on an empty database that DATABASE_URL names.

The 95th percentile of its pages as a ratio to an empty signed-in page of the same server in the same run, in interleaved
rounds; and how long the standing of all 20,000 takes, as a ratio to reading the rows that it follows from.
"""

import hashlib
import statistics
import sys
from datetime import date, timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402  models can be imported only now

from accounts.models import User  # noqa: E402
from accounts.permissions import Role  # noqa: E402
from bench.measuring import timed  # noqa: E402
from bench.pages import EMPTY, ask, free_port, percentile_95, sign_in, start_server  # noqa: E402
from practices.models import Grant, Organisation  # noqa: E402
from registers.actions import standings  # noqa: E402
from registers.models import Assessment, CareStep, Consultation, Person, RegisterEntry, StepReview  # noqa: E402

PEOPLE = 20_000
CONTACTS = 10
REQUESTS = 40
PASSWORD = "a long and quiet phrase"
TODAY = date(2007, 2, 8)
PATHS = [
    "/register/A99001/",
    "/register/A99001/?page=200",
    "/register/A99001/?sort=-contact",
    "/register/A99001/?step=3&overdue=on&sort=review",
    "/register/A99001/people/10000/",
    "/register/A99001/validation/",
    "/register/A99001/worklists/",
    "/register/A99001/worklists/overdue-reviews/",
]


def make_practice():
    practice = Organisation.objects.create(ods_code="A99001", name="Ash Surgery", kind="practice", is_invented=True)
    person = User.objects.create_user("clinician@example.org", PASSWORD, name="Clinician")
    Grant.objects.create(person=person, role=Role.PRACTICE_CLINICIAN, starts_on=date(2006, 1, 1), organisation=practice)
    return practice


def make_people(practice):
    people = Person.objects.bulk_create(
        (
            Person(
                practice=practice,
                patient_key=hashlib.sha256(f"invented {number}".encode()).hexdigest(),
                local_number=number,
                birth_year=1942 + number % 48,
                sex="FM"[number % 2],
            )
            for number in range(1, PEOPLE + 1)
        ),
        batch_size=2000,
    )
    return RegisterEntry.objects.bulk_create((entry_of(person) for person in people), batch_size=2000)


def entry_of(person):
    """One in twenty waits, the others are active."""
    identified = date(2005, 1, 1) + timedelta(days=person.local_number % 700)
    values = {"practice_id": person.practice_id, "person": person, "identified_on": identified}
    if person.local_number % 20 == 0:
        return RegisterEntry(**values, suggested_because=f"Reason {person.local_number % 7}")
    return RegisterEntry(**values, state="active", validated_on=identified, active_from=identified)


def make_events(practice, entries):
    days = [TODAY - timedelta(days=37 * number) for number in range(CONTACTS)]
    common = {"practice": practice, "role": 1, "mode": 1, "attended": True}
    Consultation.objects.bulk_create(
        (Consultation(**common, person_id=entry.person_id, day=day) for entry in entries for day in days),
        batch_size=5000,
    )
    Assessment.objects.bulk_create(
        (
            Assessment(practice=practice, person_id=entry.person_id, day=day, tool=1, total=(entry.pk + place) % 28)
            for entry in entries
            for place, day in enumerate(days[:2])
        ),
        batch_size=5000,
    )


def make_care(practice, entries):
    active = [entry for entry in entries if entry.state == "active"]
    CareStep.objects.bulk_create(
        (
            CareStep(practice=practice, entry=entry, step=1 + entry.pk % 3, started_on=date(2006, 11, 1))
            for entry in active
        ),
        batch_size=2000,
    )
    StepReview.objects.bulk_create(
        (
            StepReview(practice=practice, entry=entry, due_on=TODAY + timedelta(days=entry.pk % 60 - 20))
            for entry in active
        ),
        batch_size=2000,
    )


def read_back(practice):
    models = (Consultation, Assessment, CareStep, StepReview, RegisterEntry)
    return sum(len(model.objects.filter(practice=practice).values_list()) for model in models)


def main(rounds="5"):
    call_command("migrate", verbosity=0)
    practice = make_practice()
    entries = make_people(practice)
    make_events(practice, entries)
    make_care(practice, entries)
    first, _ = timed(lambda: standings.refresh(practice))
    again, count = timed(lambda: standings.refresh(practice))
    one, _ = timed(lambda: standings.refresh(practice, [entries[0].person_id]))
    reading, rows = timed(lambda: read_back(practice))
    print(f"standing of {count:,}: {first:.2f} s, again {again:.2f} s = {again / reading:.2f} x reading {rows:,} rows")
    print(f"standing of one person: {one * 1000:.1f} ms")
    measure(int(rounds))


def measure(rounds):
    port = free_port()
    server = start_server(port)
    try:
        report(port, sign_in(port, "clinician@example.org", PASSWORD), rounds)
    finally:
        server.terminate()
        server.wait()


def report(port, cookie, rounds):
    found = {path: [] for path in [EMPTY, *PATHS]}
    for path in found:
        ask(port, path, cookie, 10)
    for _ in range(rounds):
        for path, seconds in found.items():
            seconds.append(percentile_95(ask(port, path, cookie, REQUESTS)))
    empty = statistics.median(found[EMPTY])
    for path, seconds in found.items():
        p95 = statistics.median(seconds)
        print(f"{path:50} p95 {p95 * 1000:6.1f} ms = {p95 / empty:5.2f} x empty")


if __name__ == "__main__":
    main(*sys.argv[1:])
