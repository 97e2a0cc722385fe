"""The panels of stepped care on a person's page: the step and its review, and how the person's problem presents itself."""

from accounts.permissions import Permission, has_permission
from practices import clock
from registers.care_rules import STEPS
from registers.codes import LISTED_TYPES
from registers.dashboards.links import href
from registers.dashboards.panels import Panel, panel
from registers.dashboards.reviews import day_words, due_tag, score_words, short_day
from registers.models import CareStep, EntryState, ReviewOutcome, StepReview


def may_change(user, entry) -> bool:
    return has_permission(user, Permission.CHANGE_PATIENT_ROWS, entry.practice)


def to(name, entry, *row) -> str:
    """The address of a form about this person."""
    return href(name, entry.practice.ods_code, entry.person.local_number, *row)


def links(*pairs) -> list[dict]:
    return [{"text": text, "href": address} for text, address in pairs]


@panel
def stepped_care(user, entry) -> Panel | None:
    """The step, the planned review and those held; nothing before somebody is on the list."""
    if entry.state not in (EntryState.ACTIVE, EntryState.RECOVERED, EntryState.LEFT):
        return None
    steps = list(CareStep.objects.visible_to(user).filter(entry=entry).order_by("started_on", "pk"))
    reviews = list(StepReview.objects.visible_to(user).filter(entry=entry).order_by("due_on", "pk"))
    planned = next((review for review in reviews if not review.is_held), None)
    held = [review for review in reversed(reviews) if review.is_held]
    current = next((step for step in steps if step.ended_on is None), None)
    can_change = may_change(user, entry) and entry.state == EntryState.ACTIVE
    context = {
        "facts": facts(current, planned),
        "links": ways(entry, current, planned, held) if can_change else [],
        "advice": after_stepping_out(entry, current, held) if can_change else None,
        "reviews": reviews_table(entry, held),
        "steps": steps_table(steps),
    }
    return Panel("Stepped care", "registers/panels/stepped_care.html", context, order=30, anchor="stepped-care")


def facts(current, planned) -> list[dict]:
    number = current.step if current else 0
    since = f", since {day_words(current.started_on)}" if current else ""
    rows = [{"key": "Step", "value": f"{number}. {STEPS[number]}{since}"}]
    if planned is None:
        return [*rows, {"key": "Next review", "value": "None is planned"}]
    tag = due_tag(planned.due_on, clock.today())
    rows.append({"key": "Next review", "value": day_words(planned.due_on), "tag": tag})
    if planned.first_due_on:
        rows.append({"key": "First planned for", "value": day_words(planned.first_due_on)})
    return rows


def ways(entry, current, planned, held) -> list[dict]:
    """What can be done next, the most likely first."""
    if current is None:
        return links(("Choose a step", to("care_step_start", entry)))
    hold = ("Hold the review", to("review_hold", entry, planned.pk)) if planned else None
    plan = ("Move the review" if planned else "Plan a review", to("review_plan", entry))
    change = ("Change the step", to("care_step_start", entry))
    return links(*([hold] if hold else []), plan, change)


def after_stepping_out(entry, current, held) -> dict | None:
    """Recovery is offered to whoever stepped somebody out, and never done by itself."""
    if current is not None or not held or held[0].outcome != ReviewOutcome.OUT:
        return None
    return {
        "text": "The last review ended stepped care. Has the person recovered, or left? Until you say so they stay on the list.",
        "href": f"{to('entry_move', entry)}?to={EntryState.RECOVERED}",
    }


def reviews_table(entry, held) -> dict:
    return {
        "caption": "Reviews held",
        "compact": True,
        "first_is_header": True,
        "head": ["Held on", "Was due", "Step", "Outcome", "Why", "Score", "Next review"],
        "rows": [
            [
                {"text": short_day(review.held_on), "href": to("review_hold", entry, review.pk)},
                short_day(review.due_on),
                review.step,
                review.get_outcome_display(),
                review.reason,
                score_words(review.tool, review.total),
                short_day(review.next_due_on) or "None",
            ]
            for review in held
        ],
        "empty": "No review was held yet.",
    }


def steps_table(steps) -> dict:
    return {
        "caption": "Steps taken",
        "compact": True,
        "first_is_header": True,
        "head": ["Step", "From", "To", "Why"],
        "rows": [
            [
                f"{step.step}. {STEPS[step.step]}",
                short_day(step.started_on),
                short_day(step.ended_on) or "Now",
                step.reason,
            ]
            for step in reversed(steps)
        ],
        "empty": "No step was chosen yet.",
    }


@panel
def presentation(user, entry) -> Panel:
    """The type of presentation, and symptoms that nothing explains."""
    can_change = may_change(user, entry) and entry.is_open
    symptoms = "Not flagged"
    if entry.has_unexplained_symptoms:
        symptoms = f"Flagged. Adviser: {entry.symptoms_adviser or 'nobody named'}"
    context = {
        "facts": [
            {
                "key": "Type of presentation",
                "value": f"{entry.presentation_type}. {entry.get_presentation_type_display()}",
            },
            {"key": "Symptoms that are not explained", "value": symptoms},
        ],
        "note": type_note(entry),
        "links": links(
            ("Change the type", to("presentation_edit", entry)),
            ("Symptoms that are not explained", to("symptoms_edit", entry)),
        )
        if can_change
        else [],
    }
    return Panel(
        "How it presents itself", "registers/panels/presentation.html", context, order=35, anchor="presentation"
    )


def type_note(entry) -> str:
    """Row 32: types 4 and 5 are said not to be on the list by default."""
    if entry.presentation_type in LISTED_TYPES:
        return ""
    return "People of this type are not on the list by default. Decide whether this person stays on it, or is excluded or left."
