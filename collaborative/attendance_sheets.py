"""A list of who came, pasted or uploaded -> people and what is wrong with the list. Pure: no Django.

Names are those of staff and partners, so messages may not need them: a problem says its row, what was found and what to do.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from practices.spreadsheets.tables import Limits
from practices.uploads.problems import Problem, error
from practices.uploads.rows import RowOfText
from practices.uploads.schema import Column, ColumnType, FileSchema

SCHEMA = FileSchema(
    kind="attendance",
    title="Attendance",
    sheet="Attendance",
    columns=[
        Column("name", ColumnType.TEXT, "Name", aliases=["Person", "Attendee"], example="Pat Grey"),
        Column("team", ColumnType.TEXT, "Team", may_be_blank=True, may_be_missing=True),
        Column(
            "practice",
            ColumnType.TEXT,
            "Practice",
            aliases=["Practice code", "ODS code"],
            may_be_blank=True,
            may_be_missing=True,
        ),
        Column("practice_name", ColumnType.TEXT, "Practice name", may_be_blank=True, may_be_missing=True),
        Column(
            "kind",
            ColumnType.TEXT,
            "Kind",
            aliases=["Stakeholder kind", "Stakeholder"],
            may_be_blank=True,
            may_be_missing=True,
        ),
        Column(
            "status",
            ColumnType.TEXT,
            "Status",
            aliases=["Attendance", "Attended"],
            may_be_blank=True,
            may_be_missing=True,
        ),
    ],
    limits=Limits(rows=1_000, characters=200),
)
HEADINGS = [column.title for column in SCHEMA.columns]
LONGEST_NAME = 150

TITLES = re.compile(r"^(?:(?:dr|mr|mrs|ms|miss|mx|prof|professor|rev|sir|dame)\b\.?\s*)+", re.IGNORECASE)
# Beside the words of the statuses themselves; a blank status means that the person came.
STATUS_WORDS = {
    "": "attended",
    "yes": "attended",
    "y": "attended",
    "x": "attended",
    "1": "attended",
    "present": "attended",
    "came": "attended",
    "no": "did_not_attend",
    "n": "did_not_attend",
    "0": "did_not_attend",
    "absent": "did_not_attend",
    "dna": "did_not_attend",
    "sent apologies": "apologies",
}


@dataclass(frozen=True)
class KnownPerson:
    """Somebody on the list of the event already."""

    pk: int
    name: str
    team: int | None
    practice: int | None
    kind: str
    status: str


@dataclass(frozen=True)
class Known:
    """What the rows are held against: names in `plain` form -> id, label in `plain` form -> value, the list as it is."""

    teams: Mapping[str, int]
    practices: Mapping[str, int]
    kinds: Mapping[str, str]
    statuses: Mapping[str, str]
    people: Sequence[KnownPerson]


@dataclass(frozen=True)
class SheetPerson:
    """One row as it will be stored; `pk` is None for somebody who is not on the list yet."""

    row: int
    pk: int | None
    name: str
    team: int | None
    practice: int | None
    kind: str
    status: str


def plain(text: str) -> str:
    """A name without what people write differently: case, accents, titles, punctuation, spaces."""
    decomposed = unicodedata.normalize("NFKD", TITLES.sub("", text.strip()))
    letters = "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join(letters.casefold().split())


def people_in(rows: Iterable[RowOfText], known: Known) -> tuple[list[SheetPerson], list[Problem]]:
    """Every person of the sheet, and every problem; with a problem nothing of the sheet is to be stored."""
    people, problems = [], []
    first_rows: dict[tuple, int] = {}
    for row in rows:
        person, found = person_of(row, known)
        problems += found
        if person is None:
            continue
        key = ("known", person.pk) if person.pk else (plain(person.name), person.team)
        if key in first_rows:
            problems.append(twice(row, first_rows[key]))
            continue
        first_rows[key] = row.number
        people.append(person)
    return people, problems


def person_of(row: RowOfText, known: Known) -> tuple[SheetPerson | None, list[Problem]]:
    name = row.values.get("name", "")
    if not plain(name) or len(name) > LONGEST_NAME:
        return None, [at(row, "name", "Give the name of the person", fix="Write a name of at most 150 letters")]
    problems: list[Problem] = []
    team = looked_up(row, "team", known.teams, "a team of this wave", problems)
    practice = looked_up(row, "practice", known.practices, "the code or name of a practice of this wave", problems)
    kind = looked_up(row, "kind", known.kinds, " or ".join(sorted(known.kinds)), problems)
    status = looked_up(row, "status", known.statuses | STATUS_WORDS, " or ".join(known.statuses), problems)
    match = on_the_list(row, name, team, known.people, problems)
    if not problems and not match and not kind:
        expected = ", ".join(sorted(known.kinds))
        problems.append(at(row, "kind", "This person is not on the list yet: say the kind", expected=expected))
    if problems:
        return None, problems
    return SheetPerson(
        row.number,
        match.pk if match else None,
        match.name if match else " ".join(name.split()),
        team or (match.team if match else None),
        practice or (match.practice if match else None),
        kind or (match.kind if match else ""),
        status,
    ), []


def looked_up(row: RowOfText, column: str, known: Mapping, expected: str, problems: list[Problem]):
    """What a cell names; None for a blank one that may be blank."""
    found = row.values.get(column, "")
    key = plain(found)
    if key in known:
        return known[key]
    if key:
        problems.append(at(row, column, f"There is no such {column} here", found=found, expected=expected))
    return None


def on_the_list(row, name, team, people, problems) -> KnownPerson | None:
    """The person of this name on the list; with a team given, of this team first."""
    same = [person for person in people if plain(person.name) == plain(name)]
    of_team = [person for person in same if team and person.team == team]
    fitting = of_team or [person for person in same if not team or person.team is None]
    if len(fitting) > 1:
        problems.append(at(row, "team", "Several people on the list have this name", fix="Give the team"))
    return fitting[0] if len(fitting) == 1 else None


def twice(row: RowOfText, first: int) -> Problem:
    message = f"Rows {first} and {row.number} name the same person"
    return at(row, "name", message, fix="Delete one of them")


def at(row: RowOfText, column: str, message: str, **more) -> Problem:
    return error("T1", message, row=row.number, line=row.line, column=column, **more)
