"""One PDSA cycle as a page: what is written, what is missing, the one next step, its ramp and its history."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse

from collaborative.dashboards.cycle_words import (
    NOT_WRITTEN,
    SAID,
    WHOLE_PCT,
    age_warning,
    cycle_line,
    day_words,
    field_words,
    lock_words,
    measure_words,
    prediction_words,
    state_tag,
    where_words,
)
from collaborative.dashboards.journeys import journeys_of
from collaborative.forms.shared import readable_text
from collaborative.models import CycleCorrection, CycleTask, PdsaCycle, ReadingLevel
from collaborative.models.reading_level import readers_words
from operations.models import AuditEvent
from practices import clock, months

State, Decision = PdsaCycle.State, PdsaCycle.Decision
# Who does a task is said as far as who leads the cycle.
NAMES_CEILING = ReadingLevel.COMMISSIONER
EVENTS = {
    "cycle.made": "Written down",
    "cycle.changed": "Changed",
    "cycle.started": "Doing started, prediction locked",
    "cycle.studied": "Doing ended",
    "cycle.closed": "Closed",
    "cycle.cancelled": "Cancelled",
    "cycle.corrected": "Corrected",
    "cycle.shared": "Readers changed",
    "cycle.task_added": "Task added",
    "cycle.task_done": "Task done",
    "cycle.task_open_again": "Task open again",
    "cycle.task_removed": "Task removed",
}
SECTIONS = {
    "Plan": (
        "objective", "question", "prediction", "data_plan", "test_population", "test_size", "planned_start", "planned_end",
    ),
    "Do": ("started_on", "ended_on", "done_as_planned", "observations", "unexpected_events"),
    "Study": ("result", "matched_prediction", "learning"),
    "Act": ("decision", "next_steps", "closed_on", "cancelled_on", "cancelled_reason"),
}  # fmt: skip
# Printed only once they are there: nobody misses a reason for cancelling.
ONLY_WHEN_THERE = {"closed_on", "cancelled_on", "cancelled_reason", "unexpected_events", "planned_end", "test_size"}
# The first of these that is missing is the next step of each state.
ASKED = {
    State.PLANNED: ("question", "prediction", "planned_start"),
    State.DOING: ("observations",),
    State.STUDYING: ("result", "learning"),
}
STEPS = {
    State.PLANNED: ("When it begins, start doing. That locks the prediction.", "Start doing", "cycle_start"),
    State.DOING: ("When it has ended, write down what you saw.", "Doing has ended", "cycle_finish"),
    State.STUDYING: (
        "Compare the result with the prediction, write down what you learned and decide: adopt, adapt or abandon.",
        "Study and decide",
        "cycle_close",
    ),
}


@dataclass(frozen=True)
class CyclePage:
    """`sections` are [(heading, rows of a summary list)]; `next_step` and `actions` are empty for whoever only reads."""

    cycle: PdsaCycle
    caption: str
    tag: dict
    warning: str
    readers: str
    about: list[dict]
    sections: list[tuple[str, list[dict]]]
    prediction: str
    lock: str
    missing: list[str]
    next_step: dict | None
    actions: list[dict]
    can_change_tasks: bool
    ramp: dict
    tasks: list[dict]
    history: dict | None
    corrections: dict | None
    evaluation_href: str


def found_cycles(cycles):
    """A queryset of cycles with all that their page prints."""
    return cycles.select_related(
        "team__wave", "team__organisation", "ramp__idea", "principle", "driver", "created_by"
    ).prefetch_related("practices", Prefetch("tasks", CycleTask.objects.order_by("done_on", "due_on", "pk")))


def cycle_page(cycle: PdsaCycle, user) -> CyclePage:
    level, can_change = cycle.team.reading_level(user), cycle.team.may_change(user)
    missing = [SAID[name] for name in ASKED.get(cycle.state, ()) if not getattr(cycle, name)]
    return CyclePage(
        cycle=cycle,
        caption=f"PDSA cycle {cycle.number} of {cycle.ramp.title}",
        tag=state_tag(cycle),
        warning=age_warning(cycle),
        readers=f"{readers_words(cycle.shared_with)}.",
        about=about(cycle, user, level),
        sections=[(heading, rows(cycle, names, level)) for heading, names in SECTIONS.items()],
        prediction=prediction_words(cycle),
        lock=lock_words(cycle),
        missing=missing if can_change else [],
        next_step=next_step(cycle, user) if can_change else None,
        actions=actions(cycle) if can_change else [],
        can_change_tasks=can_change and cycle.is_open,
        ramp=ramp_chain(cycle, user),
        tasks=task_rows(cycle, level),
        history=history(cycle) if can_change else None,
        corrections=corrections(cycle, level),
        evaluation_href=reverse("cycle_evaluation", args=[cycle.pk]) if cycle.measure and cycle.started_on else "",
    )


def about(cycle: PdsaCycle, user, level) -> list[dict]:
    team = cycle.team
    owner = readable_text(cycle, "owner", level)
    return [
        {"key": "Team", "value": team.name, "href": reverse("team_detail", args=[team.pk])},
        {"key": "Where", "value": where_words(cycle)},
        {"key": "Scale", "value": cycle.get_scale_display()},
        *([{"key": "Led by", "value": owner}] if owner else []),
        {"key": "Change principle", "value": str(cycle.principle) if cycle.principle else "Not chosen"},
        *([{"key": "Driver", "value": str(cycle.driver)}] if cycle.driver else []),
        {"key": "Measure", "value": measure_words(cycle)},
        *(
            {"key": "Journey that it came of", "value": one["text"], "href": one["href"]}
            for one in journeys_of(cycle, user)
        ),
    ]


def rows(cycle: PdsaCycle, names, level) -> list[dict]:
    """Rows of a summary list; a field that this reader may not read is left out, with its key."""
    if not any(getattr(cycle, name) for name in names):
        return []
    found = []
    for name in names:
        text = readable_text(cycle, name, level)
        if text is None and has_ceiling_above(name, level):
            continue
        if text in (None, "") and name in ONLY_WHEN_THERE:
            continue
        found.append({"key": SAID[name], "value": said(cycle, name, text)})
    return found


def has_ceiling_above(name: str, level) -> bool:
    """Whether the field never goes as far as this reader, as against not being filled in."""
    ceiling = PdsaCycle.FIELD_CEILINGS.get(name, ReadingLevel.WAVE)
    return level is None or level > ceiling


def said(cycle: PdsaCycle, name: str, value) -> str:
    if value in (None, ""):
        return NOT_WRITTEN
    display = getattr(cycle, f"get_{name}_display", None)
    if display:
        return display()
    return day_words(value) if hasattr(value, "strftime") else str(value)


def next_step(cycle: PdsaCycle, user) -> dict | None:
    """One step: what is missing for it, or the step itself; after an adoption the wider test, after an end none."""
    if cycle.state == State.PLANNED and not cycle.prediction:
        return {
            "text": "Write down what you predict: without a prediction doing cannot start.",
            "action": "Write the prediction",
            "href": reverse("cycle_edit", args=[cycle.pk]),
        }
    if cycle.state in STEPS:
        text, action, name = STEPS[cycle.state]
        return {"text": text, "action": action, "href": reverse(name, args=[cycle.pk])}
    return after_closing(cycle, user)


def after_closing(cycle: PdsaCycle, user) -> dict | None:
    later = PdsaCycle.objects.visible_to(user).filter(ramp=cycle.ramp_id, number__gt=cycle.number).first()
    if later is not None:
        return {"text": "The ramp goes on.", "action": f"To cycle {later.number}", "href": line_href(later)}
    if cycle.decision != Decision.ADOPT or cycle.scale == PdsaCycle.Scale.ALL_PRACTICES:
        return None
    wider = PdsaCycle.Scale(cycle.scale + 1).label.lower()
    href = f"{reverse('cycle_create', args=[cycle.team_id])}?after={cycle.pk}"
    return {"text": f"It works here. Test it more widely: {wider}.", "action": "Plan the wider test", "href": href}


def line_href(cycle: PdsaCycle) -> str:
    return reverse("cycle_detail", args=[cycle.pk])


def actions(cycle: PdsaCycle) -> list[dict]:
    """What else may be done in this state."""
    names = [("Who can read it", "cycle_share")]
    if cycle.is_open:
        names = [("Change what is written", "cycle_edit"), *names, ("Cancel the cycle", "cycle_cancel")]
    elif cycle.state == State.CLOSED:
        names = [("Correct a mistake", "cycle_correct"), *names]
    return [{"text": text, "href": reverse(name, args=[cycle.pk])} for text, name in names]


def ramp_chain(cycle: PdsaCycle, user) -> dict:
    """The ramp's title and address, and the cycles of it that this person may read, in order."""
    cycles = PdsaCycle.objects.visible_to(user).filter(ramp=cycle.ramp_id).order_by("number")
    chain = [{**cycle_line(one), "is_this": one.pk == cycle.pk} for one in cycles]
    return {"title": cycle.ramp.title, "href": reverse("ramp_detail", args=[cycle.ramp_id]), "cycles": chain}


def task_rows(cycle: PdsaCycle, level) -> list[dict]:
    names_readable = level is not None and level <= NAMES_CEILING
    return [task_row(task, names_readable, cycle.is_open) for task in cycle.tasks.all()]


def task_row(task: CycleTask, names_readable: bool, is_open: bool) -> dict:
    details = [
        task.who if names_readable else "",
        f"by {day_words(task.due_on)}" if task.due_on else "",
        task.place,
    ]
    return {
        "pk": task.pk,
        "what": task.what,
        "details": ", ".join(part for part in details if part),
        "tag": task_tag(task, is_open),
        "is_done": task.done_on is not None,
    }


def task_tag(task: CycleTask, is_open: bool) -> dict:
    """In a cycle that has ended nothing is overdue any more: it was done or it was not."""
    if task.done_on:
        return {"text": f"Done on {day_words(task.done_on)}", "colour": "green"}
    if not is_open:
        return {"text": "Not done", "colour": "white"}
    is_overdue = task.due_on is not None and task.due_on < clock.today()
    return {"text": "Overdue", "colour": "orange"} if is_overdue else {"text": "To do", "colour": "grey"}


def events_of(cycle: PdsaCycle):
    """Its changes; that somebody took figures away is on the trail too, and changes nothing."""
    about = {"about_kind": cycle._meta.label_lower, "about_id": str(cycle.pk)}
    return AuditEvent.objects.filter(**about, event__startswith="cycle.")


def history(cycle: PdsaCycle) -> dict:
    """Who changed this and when, the latest first; times are real, not those of the business clock."""
    return {
        "caption": "Who changed this",
        "caption_hidden": True,
        "head": ["When", "What", "Who", "Which parts"],
        "rows": [
            [
                f"{event.at.astimezone(months.LONDON):%-d %b %Y %H:%M}",
                EVENTS.get(event.event, event.event),
                event.actor_name or "The system",
                ", ".join(field_words(name) for name in event.details.get("fields", [])),
            ]
            for event in events_of(cycle)[:100]
        ],
        "empty": "Nothing is on record yet.",
    }


def corrections(cycle: PdsaCycle, level) -> dict | None:
    """What stood in a closed cycle before it was corrected, as far as this reader reads the field itself."""
    found = CycleCorrection.objects.filter(cycle=cycle).select_related("corrected_by")
    rows = [
        [day_words(one.corrected_at.astimezone(months.LONDON)), field_words(one.field), one.before, one.reason]
        for one in found
        if not has_ceiling_above(one.field, level)
    ]
    reason_readable = level is not None and level <= ReadingLevel.FACILITATOR
    if not reason_readable:
        rows = [row[:3] for row in rows]
    head = ["When", "What", "It said", *(["What was wrong"] if reason_readable else [])]
    return {"caption": "Corrected after closing", "caption_hidden": True, "head": head, "rows": rows} if rows else None


def differences(cycle: PdsaCycle, sent: dict) -> list[tuple[str, str, str]]:
    """For whoever was second: (what, as it stands now, as they sent it) where the two differ."""
    found = []
    for name, value in sent.items():
        now = list(cycle.practices.all()) if name == "practices" else getattr(cycle, name, None)
        if name == "practices":
            value = list(value)
        if now != value:
            found.append((field_words(name), plain(now), plain(value)))
    return found


def plain(value) -> str:
    if isinstance(value, list):
        return ", ".join(sorted(str(one) for one in value)) or WHOLE_PCT
    return day_words(value) if hasattr(value, "strftime") else "" if value is None else str(value)
