"""What a wave aims at: the target of each measure, where it comes from, and those before it."""

from collections.abc import Sequence
from dataclasses import dataclass

from collaborative.dashboards.rebases import done_words
from measures import chart_words
from measures.actions.targets import NO_TARGET_OF
from measures.definitions import NO_JUDGEMENT, MeasureDefinition, all_definitions
from measures.models import MeasureTarget


@dataclass(frozen=True)
class TargetsPage:
    """`targets` is the table of the measures, `history` of every target that was ever set."""

    targets: dict
    history: dict


def targets_page(found: Sequence[MeasureTarget], *, with_names: bool) -> TargetsPage:
    """`found` are all targets of the wave; who decided is named to those who may decide."""
    in_force = {target.measure: target for target in found if target.ended_at is None}
    return TargetsPage(
        targets={
            "caption": "Targets in force",
            "first_is_header": True,
            "head": ["Measure", {"text": "Target", "numeric": True}, "Unit", "Direction", "Where it comes from"],
            "rows": [row(definition, in_force.get(code)) for code, definition in all_definitions().items()],
        },
        history={
            "caption": "Every target that was set",
            "first_is_header": True,
            "head": ["Measure", {"text": "Target", "numeric": True}, "Set", "Reason", "Ended"],
            "rows": [history_row(target, with_names=with_names) for target in found],
            "empty": "No target has been set in this wave yet.",
        },
    )


def row(definition: MeasureDefinition, target: MeasureTarget | None) -> list:
    return [
        definition.short_title,
        {"text": value_words(target) if target else "none", "numeric": True},
        definition.unit,
        chart_words.direction_words(definition.direction),
        reason_words(definition, target),
    ]


def reason_words(definition: MeasureDefinition, target: MeasureTarget | None) -> str:
    if not has_better_side(definition):
        return f"{NO_TARGET_OF}."
    return target.reason if target else "No target is set, so no chart says whether it is met."


def has_better_side(definition: MeasureDefinition) -> bool:
    return definition.direction != NO_JUDGEMENT


def value_words(target: MeasureTarget) -> str:
    """Without the noughts that the column adds: 12.5, not 12.500; 80, not 8E+1."""
    return f"{target.value.normalize():,f}"


def history_row(target: MeasureTarget, *, with_names: bool) -> list:
    ended = done_words(target.ended_by if with_names else None, target.ended_at) if target.ended_at else "In force"
    return [
        all_definitions()[target.measure].short_title,
        {"text": value_words(target), "numeric": True},
        done_words(target.set_by if with_names else None, target.set_at),
        target.reason,
        f"{ended}: {target.ended_reason}" if target.ended_reason else ended,
    ]
