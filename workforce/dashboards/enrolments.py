"""One enrolment on the page that changes it, and all that somebody may see as a file."""

from workforce.dashboards.links import href
from workforce.dashboards.training import (
    CONCERNS,
    TAGS,
    concern_rows,
    concerned,
    day,
    days_text,
    logged_days,
    visible,
)
from workforce.models import TrainingDay
from workforce.training_programmes import training_name


def shown_enrolment(enrolment) -> dict:
    """One enrolment for the page on which it is changed; bands are on the page of the worker."""
    logged = logged_days([enrolment]).get(enrolment.pk, {})
    rows = [
        {"key": "State", "tag": {"text": enrolment.state, "colour": TAGS[enrolment.state]}, "value": ""},
        {"key": "First day", "value": day(enrolment.started_on)},
        {"key": "Days", "value": days_text(enrolment.training, logged)},
    ]
    return {"rows": rows, "day_href": "" if enrolment.ended_on else href("training_day_create", enrolment.pk)}


def days_of(enrolment) -> dict:
    """The days written down, each with the address at which it is taken back while the training is under way."""
    rows = [
        {"pk": one.pk, "text": f"{one.get_kind_display()}, {day(one.on)}", "length": length(one.days)}
        for one in enrolment.days.order_by("on", "pk")
    ]
    return {"rows": rows, "remove": "" if enrolment.ended_on else href("training_day_remove", enrolment.pk)}


def length(days) -> str:
    return "whole day" if days == 1 else "half a day"


SHEETS = {"overdue": "Overdue", "to_renew": "To be renewed", "expired": "Expired", "missing": "Missing"}
FILE_HEADINGS = [
    "staff_number",
    "name",
    "pct",
    "training_code",
    "training",
    "cohort",
    "first_day",
    "due",
    "ended",
    "outcome",
    "valid_until",
    "state",
    *(f"{kind}_days" for kind in TrainingDay.Kind.values),
]


MISSING_HEADINGS = ["staff_number", "name", "pct", "training_code", "training"]


def file_rows(user, programme, show="") -> tuple[list, list]:
    """Headings and rows of every enrolment that this person may see, or of one list of CONCERNS; in three queries. No pay."""
    if show == "missing":
        return MISSING_HEADINGS, [missing_row(row) for row in concern_rows(user, programme, show)]
    found = concerned(visible(user, programme), show).select_related("worker__commissioner", "cohort")
    enrolments = list(found.order_by("worker__staff_number", "started_on", "pk"))
    logged = logged_days(found.order_by())
    return FILE_HEADINGS, [file_row(one, logged.get(one.pk, {})) for one in enrolments]


def sheets(user, programme) -> dict[str, tuple[list, list]]:
    """The same as sheets of one workbook: everything, and each list of what needs doing."""
    return {"Training": file_rows(user, programme)} | {
        SHEETS[concern]: file_rows(user, programme, concern) for concern in CONCERNS
    }


def missing_row(row) -> list:
    person = [row["worker__staff_number"], row["worker__name"], row["worker__commissioner__ods_code"]]
    return [*person, row["needs"], training_name(row["needs"])]


def file_row(one, logged) -> list:
    person = [one.worker.staff_number, one.worker.name, one.worker.commissioner.ods_code]
    course = [one.training, training_name(one.training), one.cohort.code if one.cohort else None]
    dates = [one.started_on, one.due_on, one.ended_on, one.outcome, one.expires_on, one.state]
    return [*person, *course, *dates, *(logged.get(kind, 0) for kind in TrainingDay.Kind.values)]
