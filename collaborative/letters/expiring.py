"""Training and accreditation that run out: 60 and 14 days before, to the worker and to who supervises them (P3).

What it is and until when, and nothing else: no pay, no rating, no evidence; a supervisee is a staff number. Who would not find
the worker's page gets no letter about the worker.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.template.loader import render_to_string
from django.urls import reverse

from accounts.permissions import Permission, roles_with
from operations import messages
from operations.messages import Letter
from operations.models import Message
from practices import clock
from practices.models import Grant
from practices.uploads.receipts import address_of, person_of
from workforce.dashboards.accreditations import latest
from workforce.models import Accreditation, Enrolment, Holding, SupervisionArrangement, Worker
from workforce.models.scope import in_force
from workforce.training_programmes import training_name

KIND = "workforce.expiring"
DAYS = (60, 14)


@dataclass(frozen=True)
class Expiring:
    """One thing of a worker that runs out: `key` names its row."""

    key: str
    worker: Worker
    name: str
    on: date

    def period(self, today: date) -> str:
        days = min(days for days in DAYS if self.on - today <= timedelta(days=days))
        return f"{self.key}:{days}"


def expiring(today: date, key: str = "") -> list[Expiring]:
    """What runs out within 60 days and was not renewed, of people who have not left; with a key that one alone. Two queries."""
    soon = {"expires_on__gte": today, "expires_on__lte": today + timedelta(days=max(DAYS))}
    trainings = Enrolment.objects.filter(**soon).not_renewed().select_related("worker__user")
    held = latest(Accreditation.objects.filter(**soon)).select_related("worker__user")
    found = [
        *(Expiring(f"training:{one.pk}", one.worker, training_name(one.training), one.expires_on) for one in trainings),
        *(Expiring(f"accreditation:{one.pk}", one.worker, one.body, one.expires_on) for one in held),
    ]
    return [one for one in found if not key or one.key == key]


def letters(today: date, key: str = "") -> list[Letter]:
    """To worker and supervisor, where each has an account and still the role there. Seven queries at most."""
    found = expiring(today, key)
    supervisors = supervisors_of({one.worker.pk for one in found}, today)
    own = people_with(Permission.VIEW_OWN_RECORD)
    written = []
    for one in found:
        if one.worker.user_id in own:
            written.append(letter(one, one.worker.user, today))
        written += [letter(one, person, today, is_own=False) for person in supervisors.get(one.worker.pk, ())]
    return written


def supervisors_of(workers: set[int], today: date) -> dict[int, set]:
    """Worker's id -> accounts of those who supervise the worker and hold the role where the worker is in post."""
    arranged = SupervisionArrangement.objects.on(today).filter(worker__in=workers, supervisor__user__isnull=False)
    grants, places = places_of_supervisors(), places_of_workers(workers)
    found: dict[int, set] = {}
    for arrangement in arranged.select_related("supervisor__user"):
        person = arrangement.supervisor.user
        if grants.get(person.pk, set()) & places.get(arrangement.worker_id, set()):
            found.setdefault(arrangement.worker_id, set()).add(person)
    return found


def places_of_supervisors() -> dict[int, set[int]]:
    """Account's id -> the PCTs and practices where the person holds the role, as workforce.models.scope asks for them."""
    held = Grant.objects.in_force().filter(role__in=roles_with(Permission.CHANGE_SUPERVISION))
    return by_first(held.values_list("person_id", "organisation_id"))


def places_of_workers(workers: set[int]) -> dict[int, set[int]]:
    """Worker's id -> the PCTs and the host practices of the posts held today."""
    held = Holding.objects.on().filter(worker__in=workers).order_by()
    hosts = held.filter(in_force("post__hosts__")).values_list("worker", "post__hosts__practice")
    return by_first([*held.values_list("worker", "post__commissioner"), *hosts])


def by_first(pairs) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for first, second in pairs:
        found.setdefault(first, set()).add(second)
    return found


def people_with(permission: Permission) -> set[int]:
    held = Grant.objects.in_force().filter(role__in=roles_with(permission))
    return set(held.values_list("person_id", flat=True))


def letter(one: Expiring, person, today: date, *, is_own: bool = True) -> Letter:
    page = reverse("my_record") if is_own else reverse("worker_detail", args=[one.worker.pk])
    contents = {
        "name": str(person),
        "of": "" if is_own else one.worker.staff_number,
        "what": one.name,
        "on": f"{one.on:%-d %B %Y}",
        "days": (one.on - today).days,
        "address": address_of(page),
        "choices": address_of(reverse("message_choices")),
    }
    subject = f"{one.name}: valid until {one.on:%-d %B %Y}"
    return Letter(KIND, one.period(today), person, subject, render_to_string("emails/expiring.txt", contents))


def send_expiring(today: date) -> list[Message]:
    """Safe to run twice, and to leave out for days: what was not said at 60 days is said at 59."""
    return messages.put_all(letters(today))


def expiring_now(message: Message) -> tuple[str, str] | None:
    """None when it was renewed meanwhile, or does not concern the person any more."""
    person = person_of(message)
    key, _, _ = message.period.rpartition(":")
    current = next((one for one in letters(clock.today(), key) if one.person == person), None)
    return (current.subject, current.body) if current else None


def readable(person, found: list[Message]) -> set[int]:
    """The worker's own; of a supervisee only while the supervision lasts, where the role is held. Two queries."""
    theirs = Worker.objects.visible_to(person, Permission.VIEW_OWN_RECORD) | Worker.objects.visible_to(
        person, Permission.CHANGE_SUPERVISION
    )
    rows = {"training": Enrolment, "accreditation": Accreditation}
    keys = {
        f"{name}:{pk}"
        for name, model in rows.items()
        for pk in model.objects.filter(worker__in=theirs.values("pk")).values_list("pk", flat=True)
    }
    return {one.pk for one in found if one.period.rpartition(":")[0] in keys}


messages.register(
    messages.Kind(
        KIND,
        "Training and accreditation that run out",
        "60 and 14 days before, to the worker and to who supervises them.",
        now=expiring_now,
        readable=readable,
    )
)
