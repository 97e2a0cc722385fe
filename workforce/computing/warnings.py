"""Early warnings of a programme, computed each night from its rows; a flag keeps the night on which it was first there."""

from collections.abc import Callable

import pandas as pd
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from practices import clock
from workforce import early_warning
from workforce.actions.early_warnings import SET_ASIDE, reopen
from workforce.models import (
    EarlyWarning,
    Enrolment,
    Holding,
    PostHost,
    SupervisionArrangement,
    SupervisionSession,
    Terms,
)
from workforce.models.scope import in_force
from workforce.supervision_standards import MANAGEMENT, standards

Kind = EarlyWarning.Kind


@transaction.atomic
def refresh(programme) -> int:
    """Writes what is new, takes away what is no longer so, and returns how many rows changed. New words were seen by nobody."""
    found = computed(programme)
    stored = {
        (one.holding_id, one.kind): one for one in EarlyWarning.objects.filter(holding__post__programme=programme)
    }
    gone = [one.pk for key, one in stored.items() if key not in found]
    reworded = [one for key, one in stored.items() if key in found and one.reason != found[key]]
    for one in reworded:
        one.reason = found[one.holding_id, one.kind]
        reopen(one)
    new = [key for key in found if key not in stored]
    EarlyWarning.objects.filter(pk__in=gone).delete()
    EarlyWarning.objects.bulk_update(reworded, ["reason", *SET_ASIDE], batch_size=500)
    EarlyWarning.objects.bulk_create(
        [EarlyWarning(holding_id=holding, kind=kind, reason=found[holding, kind], since=clock.today()) for holding, kind in new],
        batch_size=500,
    )  # fmt: skip
    return len(gone) + len(reworded) + len(new)


def computed(programme) -> dict[tuple[int, str], str]:
    """(holding, kind) -> reason; a query or two for each kind."""
    held = Holding.objects.filter(in_force(), post__programme=programme)
    return {(holding, kind.value): reason for kind, find in KINDS.items() for holding, reason in find(held).items()}


def first_holdings(held) -> dict[int, int]:
    """Worker -> the holding in force that began first: where a flag about the person stands."""
    return dict(held.order_by("-start", "-pk").values_list("worker", "pk"))


def supervision_missed(held) -> dict[int, str]:
    """The last two sessions of an arrangement in force that were held or missed; leave is neither."""
    place = Window(RowNumber(), partition_by="arrangement", order_by=[F("on").desc(), F("pk").desc()])
    arranged = SupervisionArrangement.objects.filter(in_force(), worker__in=held.order_by().values("worker"))
    sessions = SupervisionSession.objects.filter(
        arrangement__in=arranged.order_by().values("pk"), on__lte=clock.today(), state__in=early_warning.DECIDED
    )
    columns = ["worker", "arrangement", "on", "state"]
    last_two = sessions.annotate(place=place).filter(place__lte=early_warning.TWICE).order_by()
    found = early_warning.missed_twice(pd.DataFrame.from_records(list(last_two.values_list(*columns)), columns=columns))
    places = first_holdings(held.filter(worker__in=found))
    return {places[worker]: reason for worker, reason in found.items()}


def no_supervision(held) -> dict[int, str]:
    arranged = SupervisionArrangement.objects.filter(in_force(), worker=OuterRef("worker")).exclude(kind=MANAGEMENT)
    without = held.filter(~Exists(arranged), post__role__in=standards()).order_by()
    return {
        holding: early_warning.none_arranged(standards()[role].words)
        for holding, role in without.values_list("pk", "post__role")
    }


def contract_ends(held) -> dict[int, str]:
    """A contract that has ended says nothing more where the last day in the post is known."""
    today = clock.today()
    ending = (
        Terms.objects.on()
        .filter(holding__in=held.order_by().values("pk"), contract_ends_on__lte=early_warning.ahead(today))
        .exclude(holding__end__isnull=False, contract_ends_on__lt=today)
    )
    rows = ending.order_by().values_list("holding", "contract_ends_on")
    return {holding: early_warning.contract_ends(ends_on, today) for holding, ends_on in rows}


def training_ends(held) -> dict[int, str]:
    """Not of whoever has a later post already, or is employed without an end."""
    later = Holding.objects.filter(worker=OuterRef("worker"), start__gt=clock.today())
    lasting = Terms.objects.on().filter(holding__worker=OuterRef("worker"), contract=Terms.Contract.PERMANENT)
    ending = Enrolment.objects.filter(
        ending_soon(),
        ~Exists(later),
        ~Exists(lasting),
        ended_on__isnull=True,
        worker__in=held.order_by().values("worker"),
    )
    places = first_holdings(held.filter(worker__in=ending.order_by().values("worker")))
    rows = ending.order_by("pk").values_list("worker", "training", "started_on", "due_on")
    return {places[worker]: early_warning.training_ends(*training) for worker, *training in rows}


def ending_soon() -> Q:
    """By the day that was set, else by the length of the training where that is known."""
    today = clock.today()
    found = Q(due_on__gte=today, due_on__lte=early_warning.ahead(today))
    for code, (first, last) in early_warning.starts_of_ending(today).items():
        found |= Q(due_on__isnull=True, training=code, started_on__gte=first, started_on__lte=last)
    return found


def alone(held) -> dict[int, str]:
    """Whoever is in post at a practice counts, of whatever programme."""
    hosted = PostHost.objects.filter(in_force(), post__in=held.order_by().values("post")).order_by()
    everybody = Holding.objects.filter(
        in_force(), in_force("post__hosts__"), post__hosts__practice__in=hosted.values("practice")
    )
    columns = ["holding", "programme", "worker", "practice", "name"]
    rows = everybody.order_by("post__hosts__practice__name").values_list(
        "pk", "post__programme", "worker", "post__hosts__practice", "post__hosts__practice__name"
    )
    found = pd.DataFrame.from_records(list(rows), columns=columns)
    single = found[found.groupby("practice")["worker"].transform("nunique") == 1]
    own = single[single["holding"].isin(set(held.order_by().values_list("pk", flat=True)))]
    names = own.drop_duplicates(["holding", "practice"]).groupby("holding")["name"].agg(list)
    return {holding: early_warning.alone(practices) for holding, practices in names.items()}


def band_overdue(held) -> dict[int, str]:
    """The band paid today, beside that which the training leads to; not of whoever withdrew or did not pass."""
    today = clock.today()
    enrolled = Q(worker__enrolments__training__in=early_warning.with_bands()) & (
        Q(worker__enrolments__outcome="") | Q(worker__enrolments__outcome=Enrolment.Outcome.COMPLETED)
    )
    paid = held.filter(enrolled, in_force("terms__")).order_by("pk", "worker__enrolments")
    rows = paid.values_list(
        "pk", "post__role", "worker__enrolments__training", "worker__enrolments__started_on", "worker__enrolments__ended_on", "terms__band"
    )  # fmt: skip
    found = {
        holding: early_warning.band_overdue(training, started_on, ended_on, band, today)
        for holding, role, training, started_on, ended_on, band in rows
        if early_warning.is_for(training, role)
    }
    return {holding: reason for holding, reason in found.items() if reason}


KINDS: dict[Kind, Callable] = {
    Kind.SUPERVISION_MISSED: supervision_missed,
    Kind.NO_SUPERVISION: no_supervision,
    Kind.CONTRACT_ENDS: contract_ends,
    Kind.TRAINING_ENDS: training_ends,
    Kind.ALONE: alone,
    Kind.BAND_OVERDUE: band_overdue,
}
