"""What is done with a release: prepared by the lead, approved or refused by a second person, withdrawn. Never changed."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from operations import audit
from practices import clock, months
from practices.models import Programme
from workforce.models import WorkforceMonth, WorkforceRelease
from workforce.releases.assembling import assemble
from workforce.releases.contents import Heading, digest_of, document
from workforce.releases.differencing import MOST_WITHHELD, RULES, Earlier, compared, ledger_of

State = WorkforceRelease.State
SECOND_PERSON = "You have prepared this release, so a second person looks at it and decides"
NOT_WAITING = "This release has been decided already"


@transaction.atomic
def prepare_release(*, programme, through: date, by) -> WorkforceRelease:
    """Freeze the protected figures of a programme through a month. Raises ValidationError with what stands against it."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    before = list(WorkforceRelease.objects.filter(programme=programme).order_by("number"))
    refuse_month(programme, through, before)
    earlier = [one for one in before if one.state in WorkforceRelease.LET_OUT]
    found = compared(assemble(programme, through), [seen(one) for one in earlier], months.period(through))
    if found.is_too_much:
        raise ValidationError(too_much(len(found.withheld)))
    release = WorkforceRelease(
        programme=programme,
        number=len(before) + 1,
        through=through,
        counted=ledger_of(found.figures),
        compared_with=[one.number for one in earlier],
        data_as_at=clock.now(),
        prepared_by=by,
    )
    release.contents = document(heading_of(release), found.figures, RULES)
    release.sha256 = digest_of(release.contents)
    release.save()
    record("workforce_release.prepared", release, by, withheld=len(found.withheld))
    return release


def heading_of(release: WorkforceRelease) -> Heading:
    programme = release.programme
    return Heading(
        programme.slug,
        programme.name,
        programme.is_invented,
        release.number,
        months.period(release.through),
        release.data_as_at.isoformat(),
        tuple(release.compared_with),
    )


def seen(release: WorkforceRelease) -> Earlier:
    return Earlier(release.number, months.period(release.through), release.counted)


def too_much(number: int) -> str:
    return (
        f"Since an earlier release so few people came or went that {number} cells would have to be withheld, more than "
        f"{MOST_WITHHELD}. Wait until more has happened and choose a later month"
    )


def refuse_month(programme, through: date, before) -> None:
    """Only a month that is over and counted, not before one that is out, and one release at a time."""
    if through != months.first_of(through) or through >= months.first_of(clock.today()):
        raise ValidationError({"through": "Choose a month that is over"})
    if any(one.state == State.WAITING for one in before):
        raise ValidationError("A release waits for approval already. It is approved or refused first")
    latest = max((one.through for one in before if one.state in WorkforceRelease.LET_OUT), default=through)
    if through < latest:
        raise ValidationError(
            {"through": f"A release through {months.label(latest)} is out. Choose that month or a later one"}
        )
    if not WorkforceMonth.objects.filter(programme=programme, month=through).exists():
        raise ValidationError(
            {"through": "The roster has no counted figures of this month. They are counted every night"}
        )


@transaction.atomic
def approve_release(*, release, by) -> WorkforceRelease:
    """Let it out: by somebody else than prepared it, and while it was compared with all that is out. Raises ValidationError."""
    release = waiting(release, by)
    if digest_of(release.contents) != release.sha256:
        raise ValidationError("The contents are not those that were prepared. Refuse this release")
    out = WorkforceRelease.objects.let_out().filter(programme=release.programme)
    if set(out.values_list("number", flat=True)) - set(release.compared_with):
        raise ValidationError("Another release was let out since this was prepared. Refuse it, and prepare it anew")
    release.state = State.APPROVED
    return decided("workforce_release.approved", release, by)


@transaction.atomic
def refuse_release(*, release, reason: str, by) -> WorkforceRelease:
    """Its figures go with it: nobody was shown them. Raises ValidationError."""
    release = waiting(release, by)
    release.state, release.refused_reason = State.REFUSED, required(reason, "refused")
    release.contents, release.counted = {}, {}
    return decided("workforce_release.refused", release, by)


@transaction.atomic
def withdraw_release(*, release, reason: str, by) -> WorkforceRelease:
    """The figures go and the page stays. What was counted stays too: later releases are compared with what people have read."""
    release = locked(release)
    if release.state != State.APPROVED:
        raise ValidationError("Only a release that is out is withdrawn")
    release.state, release.withdrawn_reason = State.WITHDRAWN, required(reason, "withdrawn")
    release.withdrawn_by, release.withdrawn_at, release.contents = by, clock.now(), {}
    release.save()
    record("workforce_release.withdrawn", release, by)
    return release


def locked(release) -> WorkforceRelease:
    return WorkforceRelease.objects.select_for_update(of=("self",)).select_related("programme").get(pk=release.pk)


def waiting(release, by) -> WorkforceRelease:
    release = locked(release)
    if release.state != State.WAITING:
        raise ValidationError(NOT_WAITING)
    if release.prepared_by_id == by.pk:
        raise ValidationError(SECOND_PERSON)
    return release


def required(reason: str, done: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": f"Say why it is {done}"})
    return reason.strip()


def decided(event: str, release: WorkforceRelease, by) -> WorkforceRelease:
    release.decided_by, release.decided_at = by, clock.now()
    release.save()
    record(event, release, by)
    return release


def record(event: str, release: WorkforceRelease, by, **details) -> None:
    """Which release, and its digest; no figure and no reason."""
    audit.record(event, by=by, about=release, through=months.period(release.through), sha256=release.sha256, **details)
