"""The cohorts of one training: how many began in each, and how they fared (row 64: cohorts follow one another)."""

from django.db.models import Count, Q

from workforce.dashboards import words
from workforce.disclosure import shown
from workforce.models import Cohort, Enrolment

Outcome = Enrolment.Outcome
COLUMNS = {"enrolled": "Enrolled", "under_way": "Under way", "completed": "Completed", "left": "Left or not passed"}


def cohorts_of(programme, training):
    """Those of the training's roles, and those with somebody on it, the first one first; counts in the same query."""
    ours = Q(enrolments__training=training.code)
    counts = {
        "enrolled": ours,
        "under_way": ours & Q(enrolments__outcome=""),
        "completed": ours & Q(enrolments__outcome=Outcome.COMPLETED),
        "left": ours & Q(enrolments__outcome__in=[Outcome.WITHDREW, Outcome.NOT_PASSED]),
    }
    counted = {name: Count("enrolments", filter=condition, distinct=True) for name, condition in counts.items()}
    found = Cohort.objects.filter(programme=programme).annotate(**counted)
    return found.filter(Q(role__in=training.roles) | Q(enrolled__gt=0)).order_by("starts_on", "pk")


def table(programme, training, *, exact: bool) -> dict:
    """For others than the lead of the whole programme the counts are protected, as everywhere on the page."""
    return {
        "caption": "Cohorts" if exact else "Cohorts: 0 to 7 people as *, others to the nearest 5",
        "first_is_header": True,
        "head": ["Cohort", "First day", *({"text": text, "numeric": True} for text in COLUMNS.values())],
        "rows": [row(cohort, exact) for cohort in cohorts_of(programme, training)],
        "empty": "There is no cohort of this training yet.",
    }


def row(cohort, exact) -> list:
    counts = (shown(getattr(cohort, name), exact=exact) for name in COLUMNS)
    name = {"text": cohort.name, "hint": "" if cohort.code in cohort.name else cohort.code}
    return [name, words.day(cohort.starts_on), *({"text": count, "numeric": True} for count in counts)]
