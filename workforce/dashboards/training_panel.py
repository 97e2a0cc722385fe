"""The training of one worker, on the worker's page: how far each course is, which band follows, what the role still asks."""

from accounts.permissions import Permission
from workforce import training_programmes
from workforce.catalogue import role_name
from workforce.dashboards import band_steps
from workforce.dashboards.links import href
from workforce.dashboards.panels import Panel, worker_panel
from workforce.dashboards.roles_held import roles_today
from workforce.dashboards.training import TAGS, day, logged_days
from workforce.dashboards.worker_reading import enrolments_of
from workforce.models import TrainingDay
from workforce.training_programmes import training_name
from workforce.views.scope import may

KNOWN = training_programmes.training_programmes


@worker_panel
def training_panel(user, worker) -> Panel | None:
    """For the lead, the supervisor and the worker."""
    if not may(user, Permission.VIEW_STAFF_RECORD, worker):
        return None
    enrolments = enrolments_of(worker)
    can_change = may(user, Permission.CHANGE_ROSTER, worker)
    logged = logged_days(enrolments)
    context = {
        "courses": [course(user, one, logged.get(one.pk, {}), can_change) for one in enrolments],
        "not_begun": not_begun(worker, enrolments),
        "links": [{"text": "Enrol in training", "href": href("enrolment_create", worker.pk)}] if can_change else [],
    }
    return Panel("Training", "workforce/panels/training.html", context, order=40)


def course(user, enrolment, logged, can_change) -> dict:
    due = f"to be completed by {day(enrolment.due_on)}" if enrolment.due_on else "no day is set for its completion"
    ended = f"ended on {day(enrolment.ended_on)}" if enrolment.ended_on else due
    valid = f"; valid until {day(enrolment.expires_on)}" if enrolment.expires_on else ""
    known = KNOWN().get(enrolment.training)
    return {
        "name": training_name(enrolment.training),
        "tag": {"text": enrolment.state, "colour": TAGS[enrolment.state]},
        "dates": f"Since {day(enrolment.started_on)}; {ended}{valid}.",
        "cohort": enrolment.cohort.name if enrolment.cohort else "",
        "state": known.state if known else "",
        "days": [day_bar(one) for one in training_programmes.progress(enrolment.training, logged)],
        "band": band_words(user, enrolment),
        "change_href": href("enrolment_edit", enrolment.pk) if can_change else "",
        "day_href": href("training_day_create", enrolment.pk) if can_change and not enrolment.ended_on else "",
    }


def day_bar(progress) -> dict:
    """A bar where a number is required; else the words alone."""
    name = f"{TrainingDay.Kind(progress.kind).label}s"
    if progress.required is None:
        return {"text": f"{name}: {progress.done:g} written down", "required": None}
    text = f"{name}: {progress.done:g} of {progress.required}"
    return {"text": text, "required": progress.required, "done": min(progress.done, progress.required)}


def band_words(user, enrolment) -> dict | None:
    """The next step of pay, or that one is overdue; None for whoever may not see pay, and where there are no steps."""
    standing, training = band_steps.standing_of(enrolment), KNOWN().get(enrolment.training)
    if standing is None:
        return None
    band = band_steps.current_bands(user, [enrolment], training).get(enrolment.worker_id)
    if band is None:
        return None
    if training_programmes.is_below(band, standing.expected):
        return {"tag": {"text": "Band overdue", "colour": "red"}, "text": band_steps.due_words(band, standing)}
    following = band_steps.next_words(standing)
    return {"tag": None, "text": f"Now Band {band}. {f'Next: {following}.' if following else ''}".strip()}


def not_begun(worker, enrolments) -> list[dict]:
    """Courses listed under the worker's roles of today that nobody has enrolled the worker in (rows 37 and 40)."""
    taken = {one.training for one in enrolments}
    return [
        {
            "name": training.name,
            "role": role_name(role),
            "is_mandatory": role in training.mandatory_for,
            "state": training.state,
        }
        for role in roles_today(worker)
        for training in training_programmes.for_role(role)
        if training.code not in taken
    ]
