"""What a list of who came would change, and what is wrong with it, as tables."""

from collaborative.attendance_sheets import Known, SheetPerson
from collaborative.models import Attendance, Event, StakeholderKind
from practices.uploads.differences import Difference, Kind, counts, differences
from practices.uploads.problems import Problem

FIELDS = ("status", "team", "practice", "kind")
KIND_TAGS = {
    Kind.ADDED: {"text": "New", "colour": "blue"},
    Kind.CHANGED: {"text": "Changed", "colour": "yellow"},
    Kind.UNCHANGED: {"text": "As before", "colour": "grey"},
}


def compare(people: list[SheetPerson], known: Known) -> list[Difference]:
    """One difference for each row of the sheet. Who is not in the sheet stays as they are."""
    old = {person.pk: {field: getattr(person, field) for field in FIELDS} for person in known.people}
    new = {person.pk or f"row {person.row}": {field: getattr(person, field) for field in FIELDS} for person in people}
    return differences(old, new, fields=FIELDS)


def difference_counts(people: list[SheetPerson], known: Known) -> dict[str, int]:
    return counts(compare(people, known))


def difference_table(people: list[SheetPerson], known: Known, event: Event) -> dict:
    words = field_words(event)
    return {
        "caption": "What this list changes",
        "head": [{"text": "Row", "numeric": True}, "Name", "What happens", "Status", "Team", "Practice", "Kind"],
        "rows": [
            [
                {"text": person.row, "numeric": True},
                person.name,
                {"tag": KIND_TAGS[difference.kind]},
                *(changed_cell(field, person, difference, words) for field in FIELDS),
            ]
            for person, difference in zip(people, compare(people, known), strict=True)
        ],
        "empty": "The list names nobody.",
    }


def field_words(event: Event) -> dict[str, dict]:
    """Value -> words, for each field."""
    practices = event.wave.memberships.values_list("practice", "practice__name")
    return {
        "status": dict(Attendance.Status.choices),
        "kind": dict(StakeholderKind.choices),
        "team": dict(event.wave.teams.values_list("pk", "name")),
        "practice": dict(practices),
    }


def changed_cell(field: str, person: SheetPerson, difference: Difference, words: dict) -> str | dict:
    """The value to come, with what stood there before."""
    value = said(words[field], getattr(person, field))
    before = [change.old for change in difference.changes if change.field == field]
    if difference.kind is Kind.CHANGED and before:
        return {"text": value, "hint": f"Was: {said(words[field], before[0])}"}
    return value


def said(words: dict, value) -> str:
    return words.get(value, "Not given")


def problem_table(problems: list[Problem]) -> dict:
    """Where, what was found, and what to do: with a row for every problem."""
    return {
        "caption": "What to mend",
        "head": ["Where", "What is wrong", "Found", "What to do"],
        "rows": [
            [
                problem.where or "The whole list",
                problem.message,
                problem.found or "",
                problem.fix or (f"Expected: {problem.expected}" if problem.expected else ""),
            ]
            for problem in problems
        ],
    }
