"""Cycles as a table to take away: each text as far as its reader may read it on the page."""

from collaborative.dashboards.cycle_words import SAID, dates_words, measure_words, prediction_words, where_words
from collaborative.dashboards.reading import reading_levels
from collaborative.forms.shared import readable_text
from collaborative.models import PdsaCycle, ReadingLevel

TEXTS = (
    "objective", "question", "prediction", "data_plan", "observations", "unexpected_events", "result", "learning",
    "next_steps", "owner", "cancelled_reason",
)  # fmt: skip
DAYS = ("planned_start", "planned_end", "started_on", "ended_on", "closed_on", "cancelled_on")
HEADINGS = [
    "Team", "Ramp", "Cycle", "Title", "State", "Decision", "Scale", "Where", "Change principle", "Driver", "Measure",
    "Prediction for the figures", "Prediction locked on", "Carried out as planned", "Matched the prediction", "When",
    *(SAID[name] for name in DAYS), *(SAID[name] for name in TEXTS), "Who can read it",
]  # fmt: skip


def cycle_rows(user, cycles) -> list[list]:
    """A row for each cycle of a queryset that this person may read, in the order of HEADINGS."""
    found = list(cycles.select_related("team", "ramp", "principle", "driver").prefetch_related("practices"))
    levels = reading_levels(user, {cycle.team_id for cycle in found})
    return [cycle_row(cycle, levels[cycle.team_id]) for cycle in found]


def cycle_row(cycle: PdsaCycle, level: ReadingLevel) -> list:
    return [
        cycle.team.name,
        cycle.ramp.title,
        cycle.number,
        cycle.title,
        cycle.get_state_display(),
        cycle.get_decision_display(),
        cycle.get_scale_display(),
        where_words(cycle),
        str(cycle.principle or ""),
        str(cycle.driver or ""),
        measure_words(cycle),
        prediction_words(cycle),
        cycle.prediction_locked_at.date() if cycle.prediction_locked_at else None,
        cycle.get_done_as_planned_display(),
        cycle.get_matched_prediction_display(),
        dates_words(cycle),
        *(getattr(cycle, name) for name in DAYS),
        *(readable_text(cycle, name, level) for name in TEXTS),
        ReadingLevel(cycle.shared_with).label,
    ]
