"""What is due in the next two weeks, or was due and is not done: reviews, work interviews and screenings in one list."""

from urllib.parse import urlencode

from django.db.models import F, Value
from django.urls import reverse

from practices import clock
from registers.care_rules import A_FORTNIGHT
from registers.dashboards.reviews import due_tag, short_day, week_tag
from registers.models import EntryState, PerinatalScreening, StepReview, WorkSupportReferral

A_PAGE, A_PRINT = 100, 1000
REVIEW, INTERVIEW, SCREENING = 1, 2, 3
# What it is, the address of its form, and what the form's link says.
KINDS = {
    REVIEW: ("Review", "review_hold", "Hold the review"),
    INTERVIEW: ("Work interview", "work_support_edit", "When it was held"),
    SCREENING: ("Screening after a birth", "perinatal_offer", "When it was offered"),
}
NO_STAGE = Value("")
COLUMNS = ("due", "kind", "row", "number", "at_step", "of_stage")


def until():
    return clock.today() + A_FORTNIGHT


def due_rows(user, practice):
    """(due, kind, row, local number, step, stage) of people on the list, the most overdue first; one statement."""
    reviews = rows_of(StepReview, user, practice, REVIEW, "due_on").filter(outcome="")
    interviews = rows_of(WorkSupportReferral, user, practice, INTERVIEW, "interview_due_on")
    interviews = interviews.filter(interviewed_on__isnull=True)
    screenings = rows_of(PerinatalScreening, user, practice, SCREENING, "due_week", stage=F("stage"))
    screenings = screenings.filter(offered_on__isnull=True)
    parts = [part.values_list(*COLUMNS) for part in (reviews, interviews, screenings)]
    return parts[0].union(*parts[1:], all=True).order_by("due", "number", "kind")


def rows_of(model, user, practice, kind, day, stage=NO_STAGE):
    """What of one kind has a day up to the end of the fortnight."""
    found = model.objects.visible_to(user).filter(
        practice=practice, entry__state=EntryState.ACTIVE, **{f"{day}__lte": until()}
    )
    return found.order_by().annotate(
        due=F(day),
        kind=Value(kind),
        row=F("pk"),
        number=F("entry__person__local_number"),
        at_step=F("entry__step"),
        of_stage=stage,
    )


def due_table(practice, page, address: str) -> dict:
    """`address`: this page, to which each form leads back."""
    return {
        "caption": f"{page.paginator.count:,} to do",
        "compact": True,
        "first_is_header": True,
        "head": ["Person", "What", "Due", "Step", "Write down"],
        "rows": [table_row(practice, one, address) for one in page.object_list],
        "empty": "Nothing is due in the next two weeks, and nothing is overdue.",
    }


def table_row(practice, one, address):
    due, kind, row, number, step, stage = one
    words, name, action = KINDS[kind]
    if stage:
        words = f"{words}, {PerinatalScreening.Stage(stage).label}"
    form = f"{reverse(name, args=[practice.ods_code, number, row])}?{urlencode({'next': address})}"
    return [
        {"text": f"No.\u00a0{number}", "href": reverse("entry_detail", args=[practice.ods_code, number])},
        words,
        due_cell(kind, due),
        step,
        {"text": "", "action": {"text": action, "of": f"{words}, No. {number}", "href": form}},
    ]


def due_cell(kind, due):
    """The day, or the week of a screening; what is late says so in words."""
    words = f"Week of {short_day(due)}" if kind == SCREENING else short_day(due)
    tag = (week_tag if kind == SCREENING else due_tag)(due, clock.today())
    return {"tag": tag, "hint": words} if tag else words
