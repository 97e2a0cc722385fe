"""Training of a programme: counts for each course, and for whoever may see people their enrolments and what is due."""

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, Sum, Value, When

from accounts.permissions import Permission, has_permission
from practices import clock
from workforce import training_programmes
from workforce.catalogue import role_name
from workforce.dashboards.band_steps import band_cell, band_overdue, current_bands
from workforce.dashboards.links import href
from workforce.disclosure import shown
from workforce.models import Enrolment, Holding, TrainingDay, Worker, WorkforceProgramme
from workforce.models.training import expired, overdue, to_renew, under_way
from workforce.training_programmes import RENEWAL_WARNING_DAYS, TrainingProgramme, training_name

# What needs doing: code -> words.
CONCERNS = {
    "overdue": "Overdue",
    "to_renew": f"To be renewed within {RENEWAL_WARNING_DAYS} days",
    "expired": "Expired",
    "missing": "Missing",
}
STATES = {
    "all": "All",
    "under_way": "Under way",
    **{code: CONCERNS[code] for code in ("overdue", "to_renew", "expired")},
}
TAGS = {
    "Under way": "blue",
    "Overdue": "red",
    "Completed": "green",
    "To be renewed": "yellow",
    "Expired": "red",
    "Withdrew": "grey",
    "Not passed": "grey",
}
COLUMNS = {
    "under_way": "Under way",
    "completed": "Completed",
    "overdue": "Overdue",
    "to_renew": "To be renewed",
    "expired": "Expired",
    "missing": "Missing",
}
# What is read of whoever misses training.
MISSING = (
    "worker", "worker__name", "worker__staff_number", "worker__commissioner__name", "worker__commissioner__ods_code", "needs"
)  # fmt: skip
NOT_ASKED = "not mandatory"
BAND_OVERDUE = "band_overdue"


def chosen(sent, among) -> str:
    """What somebody asked to see, or the first of what there is."""
    return sent if sent in among else next(iter(among))


def crumb(programme) -> tuple[str, str]:
    return ("Training", href("training_list", programme.slug))


def switched_on(programme) -> list[TrainingProgramme]:
    """The programmes of training that this programme uses; none before its roster begins."""
    codes = WorkforceProgramme.objects.filter(programme=programme).values_list("trainings", flat=True).first()
    return training_programmes.switched_on(codes or [])


def sees_rows(user) -> bool:
    return has_permission(user, Permission.VIEW_STAFF_RECORD)


# ------------------------------------------------------------------ counts


def counts_of(programme, trainings, **people) -> dict[str, dict[str, int]]:
    """Code of training -> counts by state, of everybody or of `people` (a condition on rows with a worker); three queries."""
    today = clock.today()
    enrolments = Enrolment.objects.filter(worker__programme=programme, **people).order_by()
    by_training = enrolments.values("training").annotate(
        under_way=Count("pk", filter=under_way()),
        completed=Count("pk", filter=Q(outcome=Enrolment.Outcome.COMPLETED)),
        overdue=Count("pk", filter=overdue(today)),
    )
    renewing = enrolments.not_renewed().values("training")
    renewing = renewing.annotate(
        to_renew=Count("pk", filter=to_renew(today)), expired=Count("pk", filter=expired(today))
    )
    absent = missing(programme, trainings).filter(**people).values("needs")
    absent = absent.annotate(missing=Count("worker", distinct=True))
    counts = {training.code: dict.fromkeys(COLUMNS, 0) for training in trainings}
    for found, key in ((by_training, "training"), (renewing, "training"), (absent, "needs")):
        for row in found:
            counts.setdefault(row.pop(key), dict.fromkeys(COLUMNS, 0)).update(row)
    return counts


def missing(programme, trainings):
    """Who holds a post today in a role whose training is mandatory, and neither is on it nor has it: holdings with `needs`."""
    needed = training_programmes.mandatory_by_role([training.code for training in trainings])
    needs = Case(
        *(When(post__role=role, then=Value(code)) for role, code in needed.items()),
        default=Value(""),
        output_field=CharField(),
    )
    has = Enrolment.objects.valid().filter(worker=OuterRef("worker"), training=OuterRef("needs"))
    # By the worker's programme: asked by the post's, SQLite compares every post with every worker.
    held = Holding.objects.on().filter(worker__programme=programme, post__role__in=list(needed))
    return held.annotate(needs=needs).filter(~Exists(has)).order_by()


def counts_table(programme, trainings, counts, *, exact: bool) -> dict:
    """A row for each of the trainings; for others than the lead of the whole programme the counts are protected."""
    empty = dict.fromkeys(COLUMNS, 0)
    return {
        "caption": "People by training" if exact else "People by training: 0 to 7 as *, others to the nearest 5",
        "first_is_header": True,
        "head": ["Training", *({"text": words, "numeric": True} for words in COLUMNS.values())],
        "rows": [counts_row(programme, training, counts.get(training.code, empty), exact) for training in trainings],
        "empty": "No training is switched on. The workforce lead chooses what the programme uses in its settings.",
    }


def counts_row(programme, training, counts, exact) -> list:
    cells = [
        {"text": shown(number, exact=exact), "numeric": True}
        if column != "missing" or training.mandatory_for
        else {"text": NOT_ASKED, "numeric": True}
        for column, number in counts.items()
    ]
    address = href("training_detail", programme.slug, training.code)
    return [{"text": training.name, "href": address, "hint": roles_of(training)}, *cells]


def roles_of(training) -> str:
    return ", ".join(role_name(role) for role in training.roles) or "Any role"


# ------------------------------------------------------------------ what needs doing


def visible(user, programme):
    """Enrolments of the programme that this person may see."""
    return Enrolment.objects.visible_to(user).filter(worker__programme=programme)


def concern_rows(user, programme, concern):
    """The rows of a concern in the person's scope: enrolments, or holdings for what is missing."""
    if concern == "missing":
        workers = Worker.objects.visible_to(user, Permission.VIEW_STAFF_RECORD).values("pk")
        found = missing(programme, switched_on(programme)).filter(worker__in=workers)
        return found.values(*MISSING).distinct().order_by("worker__name", "worker", "needs")
    return concerned(visible(user, programme), concern).select_related("worker__commissioner").order_by(*order(concern))


def concerned(enrolments, concern):
    match concern:
        case "under_way":
            return enrolments.under_way()
        case "overdue":
            return enrolments.overdue()
        case "to_renew":
            return enrolments.to_renew()
        case "expired":
            return enrolments.expired()
    return enrolments


def order(concern) -> list[str]:
    return {"overdue": ["due_on", "pk"]}.get(concern, ["expires_on", "pk"])


def concern_counts(user, programme, trainings) -> dict[str, int]:
    """How many rows each concern has in the person's scope."""
    workers = Worker.objects.visible_to(user, Permission.VIEW_STAFF_RECORD).filter(programme=programme)
    return totals(counts_of(programme, trainings, worker__in=workers.values("pk")))


def totals(counts: dict[str, dict[str, int]]) -> dict[str, int]:
    return {concern: sum(of[concern] for of in counts.values()) for concern in CONCERNS}


def concern_links(programme, numbers: dict[str, int], current) -> list[dict]:
    """Each concern with its number in the person's scope, exact: it counts the rows beneath."""
    address = href("training_list", programme.slug)
    return [
        {
            "text": f"{words} ({numbers[concern]})",
            "href": f"{address}?show={concern}#due",
            "current": concern == current,
        }
        for concern, words in CONCERNS.items()
    ]


def concern_table(page, concern) -> dict:
    if concern == "missing":
        head, rows = ["Name", "Training that is missing"], [missing_row(row) for row in page]
    else:
        head, rows = ["Name", "Training", "First day", "Due"], [due_row(row, concern) for row in page]
    return {
        "caption": CONCERNS[concern],
        "first_is_header": True,
        "head": head,
        "rows": rows,
        "empty": f"Nothing is in this list: {CONCERNS[concern].lower()}.",
    }


def missing_row(row) -> list:
    person = (
        row[column] for column in ("worker", "worker__name", "worker__staff_number", "worker__commissioner__name")
    )
    return [person_cell(*person), training_name(row["needs"])]


def due_row(enrolment, concern) -> list:
    due = enrolment.due_on if concern == "overdue" else enrolment.expires_on
    return [cell_of(enrolment.worker), training_name(enrolment.training), day(enrolment.started_on), day(due)]


def person_cell(pk, name, staff_number, commissioner) -> dict:
    return {"text": name, "href": href("worker_detail", pk), "hint": f"No. {staff_number}, {commissioner}"}


def cell_of(worker) -> dict:
    return person_cell(worker.pk, worker.name, worker.staff_number, worker.commissioner.name)


def day(found) -> str:
    return f"{found:%-d %b %Y}" if found else "not set"


# ------------------------------------------------------------------ one training


def facts(training: TrainingProgramme) -> list[dict]:
    """Rows of a summary list; what is not known says so."""
    days = [f"{number} {TrainingDay.Kind(kind).label.lower()}s" for kind, number in training.days.items()]
    rows = {
        "Roles": roles_of(training),
        "Mandatory for": ", ".join(role_name(role) for role in training.mandatory_for) or "No role",
        "Length": f"{training.length_months} months" if training.length_months else "Not known",
        "Days": " and ".join(days) or "No number is set",
        "State of the course": training.state,
        "Source": training.source,
    }
    if training.places_a_year:
        rows["Places a year"] = str(training.places_a_year)
    if training.cohorts_to_date:
        rows["Cohorts when it was described"] = str(training.cohorts_to_date)
    return [{"key": key, "value": value} for key, value in rows.items()]


def states_of(training) -> dict[str, str]:
    """What the people of a training can be listed by."""
    return STATES | ({BAND_OVERDUE: "Band overdue"} if training.bands else {})


def state_links(programme, training, current) -> list[dict]:
    address = href("training_detail", programme.slug, training.code)
    return [
        {"text": words, "href": f"{address}?show={state}#people", "current": state == current}
        for state, words in states_of(training).items()
    ]


def enrolment_rows(user, programme, training, state):
    ours = visible(user, programme).filter(training=training.code)
    found = band_overdue(user, ours, training) if state == BAND_OVERDUE else concerned(ours, state)
    return found.select_related("worker__commissioner", "cohort").order_by("-started_on", "pk")


def enrolment_table(user, page, training, state) -> dict:
    """The people of one page; the pay band only where the person may see it, in two queries more."""
    enrolments = list(page)
    logged = logged_days(enrolments)
    bands = current_bands(user, enrolments, training) if training.bands else {}
    head = ["Name", "Cohort", "First day", "Due", "Days", "State", *(["Band"] if bands else [])]
    rows = [
        [
            cell_of(one.worker),
            one.cohort.name if one.cohort else "none",
            day(one.started_on),
            day(one.due_on),
            days_text(training.code, logged.get(one.pk, {})),
            {"tag": {"text": one.state, "colour": TAGS[one.state]}},
            *([band_cell(one, bands.get(one.worker_id))] if bands else []),
        ]
        for one in enrolments
    ]
    words = states_of(training)[state]
    empty = "Nobody is in this list yet." if state == "all" else f"Nobody is in this list: {words.lower()}."
    return {"caption": words, "first_is_header": True, "head": head, "rows": rows, "empty": empty}


def logged_days(enrolments) -> dict[int, dict]:
    """Enrolment's id -> days by kind; one query. `enrolments` is a list, or a query."""
    logged = {}
    found = TrainingDay.objects.filter(enrolment__in=enrolments).order_by().values_list("enrolment", "kind")
    for enrolment, kind, days in found.annotate(Sum("days")):
        logged.setdefault(enrolment, {})[kind] = float(days)
    return logged


def days_text(code, logged) -> str:
    """ "12 of 30 university days, 10 of 30 placement days"."""
    parts = [
        f"{one.done:g}{f' of {one.required}' if one.required else ''} {TrainingDay.Kind(one.kind).label.lower()}s"
        for one in training_programmes.progress(code, logged)
    ]
    return ", ".join(parts) or "none written down"
