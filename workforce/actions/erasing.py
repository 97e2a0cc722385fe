"""Taking the person out of a worker's record: name, account, texts, evidence, files. What is left names nobody.

Posts, terms, sessions, leave and training stay by another number: without those who left, nobody would have left. Frozen
releases and the audit trail stay as they are.
"""

from collections import Counter
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from accounts.actions import erase_accounts
from accounts.models import User
from accounts.permissions import Role
from operations import audit
from practices import clock
from practices.models import Grant, Programme
from workforce import erasures
from workforce.actions.forgetting_files import forget_files_about
from workforce.jobs.recompute import put_down
from workforce.models import (
    Accreditation,
    CompetenceEvidence,
    Dispute,
    EarlyWarning,
    Holding,
    PulseLink,
    SelfRating,
    StaffRequest,
    SupervisionArrangement,
    Terms,
    Worker,
)
from workforce.models.scope import ends_from

ERASED_NAME, ERASED_TEXT, PREFIX = "Name erased", "Erased", "ERASED-"
# Rows that are about the person and that no figure needs.
PERSONAL = (Dispute, CompetenceEvidence, SelfRating, Accreditation, PulseLink)
# Whoever holds another role keeps the account: it is not of the roster alone.
OF_THE_ROSTER = [Role.STAFF_MEMBER.value, Role.SUPERVISOR.value]
STILL_THERE = (
    "The person holds a post, or supervises somebody. Ask again when that has ended; a wrong entry can be disputed"
)


def still_there(workers: Collection[int]) -> set[int]:
    """Those (ids) who hold a post today or later, or supervise somebody: their record is needed."""
    open_now = ends_from(clock.today())
    holding = Holding.objects.filter(open_now, worker__in=workers).values_list("worker", flat=True)
    supervising = SupervisionArrangement.objects.filter(open_now, supervisor__in=workers)
    return {*holding, *supervising.values_list("supervisor", flat=True)}


@transaction.atomic
def erase(*, worker: Worker, about=None, by=None) -> dict[str, int]:
    """Erase one person. Returns the rows by table. Raises ValidationError for somebody who is still there, OSError when the
    ledger cannot be written; nothing is erased then. Safe to run twice.
    """
    if still_there([worker.pk]):
        raise ValidationError(STILL_THERE)
    return erase_people(Worker.objects.filter(pk=worker.pk), about=about or worker, by=by)


@transaction.atomic
def erase_people(found, *, about=None, by=None) -> dict[str, int]:
    """The people of a query set, in a number of questions that does not grow with them; the ledger first."""
    rows = found.filter(erased_on=None).order_by("pk").select_related("programme")
    people = list(rows.select_for_update(of=("self",)))
    if not people:
        return {}
    erasures.write(people)
    counts = erase_known(people)
    where = people[0].commissioner if len(people) == 1 else None
    audit.record("worker.erased", by=by, about=about, organisation=where, counts=counts)
    # After the trail, as everywhere: two who take the two locks the other way round wait for each other.
    for programme in Programme.objects.filter(workers__in=people).distinct().order_by("pk"):
        put_down(programme)
    return counts


def erase_known(people: list[Worker]) -> dict[str, int]:
    """Of people who are in the ledger. Returns the rows that went or were emptied, by table."""
    ids = [worker.pk for worker in people]
    counts = Counter({model.__name__: model.objects.filter(worker__in=ids).delete()[0] for model in PERSONAL})
    counts["EarlyWarning"] = EarlyWarning.objects.filter(holding__worker__in=ids).delete()[0]
    with_reason = Terms.objects.filter(holding__worker__in=ids).exclude(over_reason="")
    counts["Terms"] = with_reason.update(over_reason=ERASED_TEXT)
    StaffRequest.objects.filter(worker__in=ids).update(reason="")
    counts["staff file"] = forget_files_about(people)
    accounts = accounts_of(people)
    empty(ids)
    counts["Account"] = erase_accounts(accounts)
    counts["Worker"] = len(ids)
    return {name: number for name, number in counts.items() if number}


def empty(ids: list[int]) -> None:
    Worker.objects.filter(pk__in=ids).update(
        name=ERASED_NAME,
        staff_number=Concat(Value(PREFIX), Cast(F("pk"), CharField())),
        modality="",
        user=None,
        erased_on=clock.today(),
    )


def accounts_of(people: list[Worker]) -> list[int]:
    """Ids of the accounts that were for the roster alone, whose grants end here; who has another role keeps the account."""
    users = [worker.user_id for worker in people if worker.user_id]
    other = Grant.objects.in_force().filter(person__in=users).exclude(role__in=OF_THE_ROSTER).values("person")
    elsewhere = Worker.objects.filter(user__in=users).exclude(pk__in=[worker.pk for worker in people]).values("user")
    only = User.objects.filter(pk__in=users).exclude(Q(pk__in=other) | Q(pk__in=elsewhere))
    found = list(only.values_list("pk", flat=True))
    Grant.objects.filter(person__in=found, ended_at=None).update(ended_at=timezone.now())
    return found


def reapply() -> dict[str, dict[str, int]]:
    """Erase again whom a restored backup brought back: slug of the programme -> what was removed there, where anything was."""
    known = erasures.digests()
    found = {programme.slug: reapply_in(programme, known) for programme in Programme.objects.all()} if known else {}
    return {slug: counts for slug, counts in found.items() if counts}


@transaction.atomic
def reapply_in(programme, known: set[str]) -> dict[str, int]:
    numbers = Worker.objects.filter(programme=programme, erased_on=None).values_list("pk", "staff_number")
    back = [pk for pk, number in numbers if erasures.digest(programme, number) in known]
    people = list(Worker.objects.filter(pk__in=back).select_related("programme"))
    if not people:
        return {}
    counts = erase_known(people)
    audit.record("worker.erased", about=programme, counts=counts)
    return counts
