"""The pulse: a round is begun, personal links are made, an answer is counted. After its last day nothing is added any more.

Answers leave no audit event: its time beside the use of a link would tell who said what.
"""

import hashlib
from collections.abc import Iterable, Mapping
from itertools import product

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils.crypto import salted_hmac

from accounts.permissions import Permission
from operations import audit
from practices import clock
from practices.models import Organisation, Programme
from workforce.models import Holding, Pulse, PulseCount, PulseLink, Terms, Worker
from workforce.pulses import CURRENT, OPTIONS, pulse_questions

PULSE_FIELDS = ["name", "opens_on", "closes_on"]
SALT = "workforce.pulse"
Group = PulseCount.Group


@transaction.atomic
def create_pulse(*, programme: Programme, by, **fields) -> Pulse:
    """Raises ValidationError for a name that was used, or for days on which another round of the programme is open."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    pulse = Pulse(
        programme=programme, questions=CURRENT, created_by=by, **{name: fields[name] for name in PULSE_FIELDS}
    )
    refuse_overlap(pulse)
    pulse.full_clean()
    pulse.save(force_insert=True)
    audit.record("pulse.created", by=by, about=pulse, questions=CURRENT)
    return pulse


@transaction.atomic
def change_last_day(*, pulse: Pulse, closes_on, by) -> Pulse:
    """Close a round early (today is its last day then), or leave it open for longer. What has been answered stays counted.

    Nothing is shown before the day after the last one, however it came about, and a closed round is not opened again: else
    what two readings of the results differ by would be an answer. Raises ValidationError for that, and for a day gone by.
    """
    Programme.objects.select_for_update().get(pk=pulse.programme_id)
    held = Pulse.objects.select_for_update().get(pk=pulse.pk)
    if held.is_closed:
        raise ValidationError("The round is closed, and its results are shown: it is not opened again")
    earliest = max(held.opens_on, clock.today())
    if closes_on < earliest:
        raise ValidationError({"closes_on": f"Choose a day from {earliest:%-d %B %Y} on"})
    before, held.closes_on = held.closes_on, closes_on
    refuse_overlap(held)
    held.save(update_fields=["closes_on"])
    audit.record("pulse.last_day_changed", by=by, about=held, closes_on=[before.isoformat(), closes_on.isoformat()])
    return held


def refuse_overlap(pulse: Pulse) -> None:
    others = Pulse.objects.filter(programme=pulse.programme).exclude(pk=pulse.pk)
    if others.filter(opens_on__lte=pulse.closes_on, closes_on__gte=pulse.opens_on).exists():
        raise ValidationError({"opens_on": "Another round is open on some of these days: one at a time is asked"})


# ---- personal links


@transaction.atomic
def make_links(*, pulse: Pulse, by) -> int:
    """A personal link for everybody in post today whom this person leads and who has none yet; returns how many.

    Nobody is shown a link but the worker, on the own record. Raises ValidationError when the round is closed.
    """
    stored = Pulse.objects.select_for_update().get(pk=pulse.pk)
    if stored.is_closed:
        raise ValidationError("The round is closed: nobody can answer any more")
    links = links_to_make(stored, by)
    PulseLink.objects.bulk_create(links)
    prepare_counts(stored, links)
    audit.record("pulse.links_made", by=by, about=stored, links=len(links))
    return len(links)


def links_to_make(pulse: Pulse, by) -> list[PulseLink]:
    """Not saved. Who holds two posts is asked once, as a holder of the one with the lower number."""
    workers = Worker.objects.visible_to(by, Permission.CHANGE_ROSTER).filter(programme=pulse.programme)
    asked = PulseLink.objects.filter(pulse=pulse).values("worker")
    holdings = Holding.objects.on().filter(worker__in=workers.values("pk")).exclude(worker__in=asked)
    rows = holdings.order_by("-post__number", "-pk").values_list("worker", "post__role", "post__commissioner", "pk")
    employers = dict(Terms.objects.on().filter(holding__in=holdings).values_list("holding", "employer__name"))
    by_worker = {worker: (role, trust, employers.get(holding, "")) for worker, role, trust, holding in rows}
    return [
        PulseLink(
            pulse=pulse,
            worker_id=worker,
            token_hash=hash_of(token_of(pulse.pk, worker)),
            role=role,
            commissioner_id=trust,
            employer=employer,
        )
        for worker, (role, trust, employer) in sorted(by_worker.items())
    ]


def prepare_counts(pulse: Pulse, links: Iterable[PulseLink]) -> None:
    """A row of nought for every option of every group, so that no row's number tells which was chosen first."""
    trusts = Organisation.objects.filter(pk__in={link.commissioner_id for link in links})
    codes = dict(trusts.values_list("pk", "ods_code"))
    members = {(Group.ALL, "")} | {(Group.ROLE, link.role) for link in links}
    members |= {(Group.COMMISSIONER, codes[link.commissioner_id]) for link in links}
    PulseCount.objects.bulk_create(
        (
            PulseCount(pulse=pulse, group=group, member=member, question=question, option=option)
            for (group, member), question, option in product(
                sorted(members), pulse_questions(pulse.questions).codes, OPTIONS
            )
        ),
        ignore_conflicts=True,
    )


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def token_of(pulse: int, worker: int, secret: str | None = None) -> str:
    """Made again whenever the worker asks, so that it is stored nowhere."""
    return salted_hmac(SALT, f"{pulse}:{worker}", secret=secret, algorithm="sha256").hexdigest()


def token_for(link: PulseLink) -> str:
    """The token of a link that was made before the key of this installation changed, too; "" when that key is gone."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    tokens = (token_of(link.pulse_id, link.worker_id, secret) for secret in secrets)
    return next((token for token in tokens if hash_of(token) == link.token_hash), "")


# ---- answering


def link_of(token: str) -> PulseLink | None:
    """The link that may be used now; None for one that is unknown, used, or of a round that is not open."""
    links = PulseLink.objects.filter(token_hash=hash_of(token), is_used=False)
    link = links.select_related("pulse", "commissioner").first()
    return link if link and link.pulse.is_open else None


@transaction.atomic
def answer(*, token: str, answers: Mapping[str, int]) -> bool:
    """Count the answers, {question: option from one to five}, and use the link up; False when the link opens nothing.

    Of two who send with one link at the same moment one is counted. Raises ValidationError unless all questions are answered.
    """
    link = link_of(token)
    if link is None:
        return False
    refuse_incomplete(link.pulse, answers)
    # Everybody's rows are written in one order, and not after the round is closed.
    list(Pulse.objects.select_for_update().filter(pk=link.pulse_id))
    if not PulseLink.objects.filter(pk=link.pk, is_used=False).update(is_used=True):
        return False
    add_up(link, answers)
    return True


def refuse_incomplete(pulse: Pulse, answers: Mapping[str, int]) -> None:
    if set(answers) != set(pulse_questions(pulse.questions).codes) or not set(answers.values()) <= set(OPTIONS):
        raise ValidationError("Choose an answer to every question")


def add_up(link: PulseLink, answers: Mapping[str, int]) -> None:
    """Every row of the round is written, also those to which nothing is added: the marks that the database itself keeps of
    the last writer say nothing of what was chosen.
    """
    chosen = Q(pk__in=[])
    for question, option in answers.items():
        chosen |= Q(question=question, option=option)
    groups = Q(group=Group.ALL) | Q(group=Group.ROLE, member=link.role)
    groups |= Q(group=Group.COMMISSIONER, member=link.commissioner.ods_code)
    PulseCount.objects.filter(pulse=link.pulse).update(
        count=F("count") + Case(When(chosen & groups, then=Value(1)), default=Value(0))
    )
