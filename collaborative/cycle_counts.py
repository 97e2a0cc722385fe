"""How many cycles there are, by state and by principle, and how often predictions came true: learning, never a score."""

from dataclasses import dataclass

from django.db.models import Count, Q

from collaborative.models import PackageItem, PdsaCycle
from practices.wording import counted

State, Answer = PdsaCycle.State, PdsaCycle.Answer
NEVER_A_SCORE = (
    "These counts are for learning. A prediction that fails teaches as much as one that holds: they are no score."
)


@dataclass(frozen=True)
class CycleCounts:
    """Numbers of cycles. `started` are those that ever began doing; `with_prediction` and `measurable` leave the cancelled out;
    `matched`, `partly` and `not_matched` are what closed cycles say of themselves.
    """

    by_state: dict[str, int]
    started: int
    with_prediction: int
    measurable: int
    matched: int
    partly: int
    not_matched: int
    # Principle's id -> cycles; None for those without one. Cancelled cycles left out.
    by_principle: dict[int | None, int]

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    @property
    def closed(self) -> int:
        return self.by_state[State.CLOSED]

    @property
    def in_use(self) -> int:
        """All but the cancelled."""
        return self.total - self.by_state[State.CANCELLED]


def count_cycles(cycles) -> CycleCounts:
    """Of a queryset of cycles that the reader may read, in two queries."""
    cycles, in_use = cycles.order_by(), ~Q(state=State.CANCELLED)
    states = {state: Count("pk", filter=Q(state=state)) for state in State.values}
    closed = Q(state=State.CLOSED)
    found = cycles.aggregate(
        **states,
        started=Count("pk", filter=Q(started_on__isnull=False)),
        with_prediction=Count("pk", filter=in_use & ~Q(prediction="")),
        measurable=Count("pk", filter=in_use & ~Q(predicted_direction="")),
        matched=Count("pk", filter=closed & Q(matched_prediction=Answer.YES)),
        partly=Count("pk", filter=closed & Q(matched_prediction=Answer.PARTLY)),
        not_matched=Count("pk", filter=closed & Q(matched_prediction=Answer.NO)),
    )
    by_principle = cycles.filter(in_use).values_list("principle").annotate(Count("pk"))
    by_state = {state: found.pop(state) for state in State.values}
    return CycleCounts(by_state=by_state, by_principle=dict(by_principle), **found)


def learning_words(counts: CycleCounts) -> list[str]:
    """What the counts say, in sentences; a share says of how many, and is not made of none."""
    answered = counts.matched + counts.partly + counts.not_matched
    return [
        f"{counted(counts.started, 'cycle')} started, {counts.closed:,} closed.",
        f"{share(counts.with_prediction, counts.in_use)} have a prediction, "
        f"{share(counts.measurable, counts.in_use)} one that the figures can answer."
        if counts.in_use
        else "No cycle is in use, so there is no share with a prediction.",
        f"Of {counted(answered, 'closed cycle')}, {share(counts.matched, answered)} came out as predicted, "
        f"{share(counts.partly, answered)} in part and {share(counts.not_matched, answered)} otherwise."
        if answered
        else "No cycle is closed yet, so nothing can be said of predictions.",
    ]


def share(part: int, whole: int) -> str:
    """`3 of 4 (75%)`; `whole` is not zero."""
    return f"{part:,} of {whole:,} ({part / whole:.0%})"


def principles_of(wave) -> list[PackageItem]:
    """A wave's change principles in the order of its package."""
    items = PackageItem.objects.filter(wave=wave, kind=PackageItem.Kind.PRINCIPLE, retired_at__isnull=True)
    return list(items.order_by("position", "code"))


def principle_rows(counts: CycleCounts, principles: list[PackageItem]) -> list[tuple[str, int, str]]:
    """(principle, cycles, a remark on one that nobody has touched), those without a principle last; retired ones counted there."""
    named = [(str(one), counts.by_principle.get(one.pk, 0)) for one in principles]
    without = counts.in_use - sum(number for _, number in named)
    rows = [(name, number, "" if number else "Nobody has touched it yet") for name, number in named]
    return [*rows, ("No principle of the package chosen", without, "")] if without else rows
