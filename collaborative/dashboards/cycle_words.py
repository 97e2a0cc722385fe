"""What lists and pages say of a PDSA cycle: its state, dates, place, prediction and age, in words."""

from django.urls import reverse

from collaborative.models import PdsaCycle
from collaborative.models.pdsa import LONG_OPEN_DAYS
from measures.definitions import all_definitions
from practices import clock, months
from practices.wording import counted

State = PdsaCycle.State
COLOURS = {
    State.PLANNED: "grey",
    State.DOING: "blue",
    State.STUDYING: "purple",
    State.CLOSED: "green",
    State.CANCELLED: "white",
}
WHOLE_PCT = "The whole PCT"
NOT_WRITTEN = "Not written yet"
# Words for what a finished cycle says; the forms ask for the same as questions.
SAID = {
    "objective": "Objective",
    "question": "Question",
    "prediction": "Prediction",
    "data_plan": "Data to collect",
    "test_population": "With whom",
    "test_size": "With how many",
    "planned_start": "Planned start",
    "planned_end": "Planned end",
    "started_on": "First day of doing",
    "ended_on": "Last day of doing",
    "done_as_planned": "Carried out as planned",
    "observations": "Observations",
    "unexpected_events": "Unexpected events",
    "result": "Result",
    "matched_prediction": "Matched the prediction",
    "learning": "Learning",
    "decision": "Decision",
    "next_steps": "Next steps",
    "closed_on": "Closed on",
    "cancelled_on": "Cancelled on",
    "cancelled_reason": "Why it was cancelled",
    "practices": "Where",
    "owner": "Led by",
}


def state_tag(cycle: PdsaCycle) -> dict:
    words = cycle.get_state_display()
    if cycle.decision:
        words = f"{words}: {cycle.get_decision_display().lower()}"
    return {"text": words, "colour": COLOURS[cycle.state]}


def day_words(day) -> str:
    return f"{day:%-d %B %Y}" if day else ""


def dates_words(cycle: PdsaCycle) -> str:
    """When it was done, or is planned to be."""
    if cycle.started_on:
        end = day_words(cycle.ended_on or cycle.cancelled_on)
        return f"{day_words(cycle.started_on)} to {end}" if end else f"Since {day_words(cycle.started_on)}"
    return f"Planned for {day_words(cycle.planned_start)}" if cycle.planned_start else "No date yet"


def cycle_line(cycle: PdsaCycle) -> dict:
    """A cycle in one line of another page: title, number, state in words, address, dates in words."""
    return {
        "title": cycle.title,
        "number": cycle.number,
        "state": state_tag(cycle)["text"],
        "tag": state_tag(cycle),
        "href": reverse("cycle_detail", args=[cycle.pk]),
        "dates": dates_words(cycle),
        "scale": cycle.get_scale_display(),
    }


def age_warning(cycle: PdsaCycle) -> str:
    """For a cycle that is open for longer than a small test takes, or should have begun; "" otherwise."""
    days = cycle.days_open
    if days is None or days <= LONG_OPEN_DAYS:
        is_due = cycle.state == State.PLANNED and cycle.planned_start and cycle.planned_start < clock.today()
        return f"Should have begun on {day_words(cycle.planned_start)}" if is_due else ""
    return f"Open for {counted(days, 'day')}, longer than {LONG_OPEN_DAYS} days"


def prediction_words(cycle: PdsaCycle) -> str:
    """The measurable prediction as a sentence: "GP consultations: it falls by 20% by Jan 2007"."""
    definition = all_definitions().get(cycle.measure)
    if definition is None or not cycle.predicted_direction:
        return ""
    percent = cycle.predicted_percent
    much = f" by {percent.normalize():f}%" if percent else ""
    direction = cycle.get_predicted_direction_display().lower()
    return f"{definition.short_title}: {direction}{much} by {months.label(cycle.predicted_by)}"


def lock_words(cycle: PdsaCycle) -> str:
    """When the prediction was locked, and what that is worth when it came late."""
    if not cycle.is_locked:
        return "The prediction can be changed until doing starts; then it is locked."
    locked = f"Prediction locked on {day_words(cycle.prediction_locked_at.astimezone(months.LONDON))}"
    if cycle.is_predicted_afterwards:
        return f"{locked}, after the month that it is about had ended: it foretold nothing."
    if days := cycle.days_locked_late:
        return f"{locked}, {counted(days, 'day')} after doing started."
    return f"{locked}, when doing started."


def where_words(cycle: PdsaCycle) -> str:
    return ", ".join(sorted(practice.name for practice in cycle.practices.all())) or WHOLE_PCT


def measure_words(cycle: PdsaCycle) -> str:
    definition = all_definitions().get(cycle.measure)
    return definition.short_title if definition else "None of the four"


def field_words(name: str) -> str:
    return SAID.get(name) or name.replace("_", " ").capitalize()
