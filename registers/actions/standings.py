"""What lists and worklists ask of an entry, kept beside it: one statement for a whole practice, whoever changed.

Step and review date come from stepped care, the last contact from the consultations, the totals from the assessments.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from registers.codes import COUNTED_MODES, Bucket
from registers.models import Assessment, CareStep, Consultation, Person, RegisterEntry, StepReview
from registers.models.register import SeverityToolChoice
from registers.roles import buckets_by_number

# More people than this: the whole practice, so that no statement carries an endless list of numbers.
MANY = 500
# A total from shortly before somebody came on to the list is one of this episode.
ASSESSED_BEFORE = timedelta(days=28)


def refresh(practice, people: Iterable[int] | None = None) -> int:
    """Bring the standing of entries up to date, of all or of those people (ids); returns how many entries that were.

    To be called inside the transaction of whatever changed a step, a review, a contact or an assessment.
    """
    entries = entries_of(practice, people)
    latest = latest_assessment(practice)
    entries.update(
        step=Coalesce(Subquery(current_step("step")), 0),
        step_since=Subquery(current_step("started_on")),
        review_due_on=Subquery(planned_review()),
        last_contact_on=Subquery(last_contact(practice)),
        latest_tool=Subquery(latest.values("tool")[:1]),
        latest_total=Subquery(latest.values("total")[:1]),
        latest_assessed_on=Subquery(latest.values("day")[:1]),
    )
    # In a second statement, for it leans on what the first one wrote.
    return entries.update(step_total=Coalesce(Subquery(total_before_step(practice)), Subquery(total_after(practice))))


def entries_of(practice, people):
    """Of a few people found by their own keys alone: SQLite would read the whole practice if it were named as well."""
    if people is None or len(people := list(people)) > MANY:
        return RegisterEntry.objects.filter(practice=practice)
    own = Person.objects.filter(practice=practice, pk__in=people).order_by().values_list("pk", flat=True)
    return RegisterEntry.objects.filter(person__in=list(own))


def current_step(field):
    return CareStep.objects.filter(entry=OuterRef("pk"), ended_on__isnull=True).order_by().values(field)[:1]


def planned_review():
    return StepReview.objects.filter(entry=OuterRef("pk"), outcome="").order_by().values("due_on")[:1]


def last_contact(practice):
    """Attended, in surgery, by telephone or on a visit, with anybody whose contacts are counted anywhere."""
    counted = [number for number, bucket in buckets_by_number().items() if bucket != Bucket.NOT_COUNTED]
    contacts = of_person(Consultation, practice).filter(attended=True, mode__in=COUNTED_MODES, role__in=counted)
    return contacts.order_by("-day").values("day")[:1]


def of_person(model, practice):
    """By practice and person, as the tables' keys begin."""
    return model.objects.filter(practice=practice, person=OuterRef("person_id"))


def latest_assessment(practice):
    """The last assessment of the episode; of several on one day that of the practice's own tool."""
    own = SeverityToolChoice.objects.filter(practice=practice).order_by("-since").values_list("tool", flat=True).first()
    is_other = Case(When(tool=own or 0, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = of_person(Assessment, practice).filter(day__gte=OuterRef("identified_on") - ASSESSED_BEFORE)
    return found.order_by("-day", is_other, "tool")


def total_before_step(practice):
    """The last total at the start of the current step or before it, with the tool of the latest."""
    totals = of_person(Assessment, practice).filter(
        tool=OuterRef("latest_tool"),
        day__lte=OuterRef("step_since"),
        day__gte=OuterRef("identified_on") - ASSESSED_BEFORE,
    )
    return totals.order_by("-day").values("total")[:1]


def total_after(practice):
    totals = of_person(Assessment, practice).filter(
        tool=OuterRef("latest_tool"), day__gt=OuterRef("step_since"), day__lt=OuterRef("latest_assessed_on")
    )
    return totals.order_by("day").values("total")[:1]
