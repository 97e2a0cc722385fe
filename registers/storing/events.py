"""A file of events beside what is stored: what the register knows of its people, what will change, and the change."""

from dataclasses import dataclass, field

from django.db.models import Max

from practices import clock, months
from practices.uploads.columns import Columns
from practices.uploads.problems import Problem, warning
from practices.wording import counted
from registers.counting.months import day_number, day_of
from registers.erasures import erased_keys
from registers.files.differences import Differences, compare, examples_of, people_in
from registers.files.events import TABLES, EventFile, Knowledge, read_events
from registers.models import CoveredMonth, EndReason, Person, PracticeRegister, RegisterEntry, SeverityToolChoice
from registers.storing.rows import delete_rows, insert_rows, stored_rows

GONE = (EndReason.DIED, EndReason.MOVED)


@dataclass
class Finding:
    """What checking a file found. `differences` is None for a file with errors."""

    problems: list[Problem]
    notes: list[str] = field(default_factory=list)
    differences: Differences | None = None
    examples: list[dict] = field(default_factory=list)


def knowledge_of(practice, keys) -> Knowledge:
    """`keys`: those of the file, plain. One query for each sort of thing, however many people there are."""
    register = PracticeRegister.objects.filter(practice=practice).first()
    people = dict(Person.objects.filter(practice=practice).values_list("patient_key", "pk"))
    return Knowledge(
        key_check=register.key_check_value if register else "",
        people=people,
        today=day_number(clock.today()),
        gone_on=gone_on(practice),
        erased=frozenset(erased_keys(practice, keys)),
        tools=tuple(
            (day_number(since), tool)
            for since, tool in SeverityToolChoice.objects.filter(practice=practice)
            .order_by("since")
            .values_list("since", "tool")
        ),
    )


def gone_on(practice) -> dict[int, int]:
    """Person's id -> last day, of those whose latest entry ended with death or a move."""
    latest = RegisterEntry.objects.filter(practice=practice).values("person").annotate(latest=Max("episode"))
    last_episode = dict(latest.values_list("person", "latest"))
    gone = RegisterEntry.objects.filter(practice=practice, end_reason__in=GONE)
    rows = gone.values_list("person", "episode", "active_to")
    return {person: day_number(day) for person, episode, day in rows if episode == last_episode[person]}


def find(practice, upload, columns: Columns) -> Finding:
    """Check the rows and compare them with what is stored. Reads, and writes nothing."""
    kind = upload.kind
    keys = columns.columns["patient_key"].texts if "patient_key" in columns.columns else []
    found = read_events(kind, columns, knowledge_of(practice, keys))
    if not found.rows:
        return Finding(found.problems, found.notes)
    first, last = period_of(upload, found)
    differences = compare(TABLES[kind], found.rows, stored_rows(practice.pk, kind, first, months.last_day(last)))
    differences.left_out = found.left_out
    differences.months = [months.period(month) for month in months.month_range(first, last) if is_over(month)]
    differences.is_whole = is_over(last)
    return Finding([*found.problems, *removals(differences, first, last)], found.notes, differences)


def period_of(upload, found: EventFile):
    """(first month, last month) of the file: of its dates, or wider where its sender has said so."""
    said = as_months(upload.context.get("covers", []))
    first, last = months.first_of(day_of(found.first_day)), months.first_of(day_of(found.last_day))
    return min([first, *said]), max([last, *said])


def as_months(periods: list[str]) -> list:
    return [months.parse_period(period) for period in periods]


def is_over(month) -> bool:
    """A month that is not over is not covered: more will happen in it."""
    return months.last_day(month) < clock.today()


def removals(differences: Differences, first, last) -> list[Problem]:
    """What is stored and not in the file goes only when somebody has said that it should."""
    count = differences.summary["removed"]
    if not count:
        return []
    span = months.label(first) if first == last else f"{months.label(first)} to {months.label(last)}"
    verb = "is" if count == 1 else "are"
    message = f"{counted(count, 'row')} stored for {span} {verb} not in this file and will be taken away"
    return [warning("W15", message, key="W15:file:")]


def with_examples(practice, upload, found: Finding) -> Finding:
    numbers = Person.objects.filter(practice=practice, pk__in=people_in(found.differences))
    local_numbers = dict(numbers.values_list("pk", "local_number"))
    found.examples = examples_of(TABLES[upload.kind], found.differences, local_numbers)
    return found


def store(practice, upload, found: Finding) -> None:
    """Write what differs and nothing else; the practice is locked and the comparison made under that lock."""
    delete_rows(practice.pk, upload.kind, found.differences.removed)
    insert_rows(practice.pk, upload.kind, found.differences.added)
    cover(practice, upload, found.differences.months)


def cover(practice, upload, periods: list[str]) -> None:
    """Say that the months are covered, and by which file."""
    covered = [
        CoveredMonth(practice=practice, kind=upload.kind, month=month, upload=upload) for month in as_months(periods)
    ]
    keys = ["practice", "kind", "month"]
    CoveredMonth.objects.bulk_create(covered, update_conflicts=True, unique_fields=keys, update_fields=["upload"])


def newly_covered(practice, upload, periods: list[str]) -> list:
    """Months of which nothing was known before."""
    before = CoveredMonth.objects.filter(practice=practice, kind=upload.kind).values_list("month", flat=True)
    return sorted(set(as_months(periods)) - set(before))
