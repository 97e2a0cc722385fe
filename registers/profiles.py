"""How a practice's clinical system names its columns and values, put between its file and ours. Pure.

A profile never invents what a file does not say, except where somebody wrote one value for a whole column ("fixed").
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from practices.spreadsheets.dates import month_number
from practices.spreadsheets.headings import normalised
from practices.uploads.schema import Column, ColumnType, FileSchema

ISO, UK = "iso", "uk"
UK_DATE = re.compile(r"([0-9]{1,2})[ /.-]([0-9]{1,2}|[A-Za-z]{3,9})[ /.-]([0-9]{4})(?:[T ]+[0-9]{1,2}:[0-9]{2}.*)?\Z")
COMPACT_DATE = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})\Z")
ENDS = " \t\r\n\u00a0"
ANYTHING_ELSE = "*"


@dataclass(frozen=True)
class Profile:
    """What a profile says of one kind of file, by our column names.

    `values` maps their words to ours; their word "*" stands for any other that is not blank. `fixed` is one of our words
    for every row of a column that the export has not. `code_system` is the system of codes that do not say theirs.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    dates: str = ISO
    code_system: str = ""


def schema_with(schema: FileSchema, profile: Profile) -> FileSchema:
    """The schema that recognises their headings too, and does not miss the columns that the profile stands in for."""
    return replace(schema, columns=tuple(column_with(column, profile) for column in schema.columns))


def column_with(column: Column, profile: Profile) -> Column:
    theirs = profile.columns.get(column.name, "")
    stood_in_for = column.name in profile.fixed or (column.may_be_blank and not theirs)
    return replace(
        column,
        aliases=(*column.aliases, theirs) if theirs else column.aliases,
        may_be_missing=column.may_be_missing or stood_in_for,
    )


def translator(column: Column, profile: Profile) -> Callable[[str], str]:
    """What turns the texts of one column into our words; what the profile does not know stays, for the checks to name."""
    if column.type == ColumnType.DATE:
        return uk_date if profile.dates == UK else stripped
    if column.name == "codes" and profile.code_system:
        return lambda text: with_system(text, profile.code_system)
    words = profile.values.get(column.name, {})
    ours = set(words.values())
    by_word = {normalised(word): our for word, our in words.items()}

    def translate(text: str) -> str:
        text = text.strip(ENDS)
        if not text or text in ours:
            return text
        return by_word.get(normalised(text), words.get(ANYTHING_ELSE, text))

    return translate if words else stripped


def translated(column: Column, text: str, profile: Profile) -> str:
    return translator(column, profile)(text)


def with_system(text: str, system: str) -> str:
    """Codes without a system get the one of the export: "E112. Eu33." -> "read2:E112. read2:Eu33."."""
    return " ".join(word if ":" in word else f"{system}:{word}" for word in re.split(r"[\s;,]+", text.strip()) if word)


def stripped(text: str) -> str:
    return text.strip(ENDS)


def uk_date(text: str) -> str:
    """31/01/2007, 31-Jan-2007, 31 January 2007, each with or without a time, and 20070131 -> 2007-01-31."""
    text = text.strip(ENDS)
    written, compact = UK_DATE.match(text), COMPACT_DATE.match(text)
    if written:
        month = int(written[2]) if written[2].isdigit() else month_number(written[2])
        return iso_or_as_it_is(text, int(written[3]), month, int(written[1]))
    return iso_or_as_it_is(text, *map(int, compact.groups())) if compact else text


def iso_or_as_it_is(text: str, year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


def faults_in(schema: FileSchema, profile: Profile) -> list[str]:
    """What a profile says that the schema does not know, in whole sentences; empty for a good one."""
    named = [*profile.columns, *profile.values, *profile.fixed]
    faults = [f"There is no column ‘{name}’ in this kind of file" for name in named if name not in schema.by_name]
    faults += doubled(profile.columns) + taken(schema, profile.columns)
    for name, words in profile.values.items():
        faults += [unknown_word(name, word) for word in words.values() if not is_ours(schema, name, word)]
    return faults + [
        unknown_word(name, word) for name, word in profile.fixed.items() if not is_ours(schema, name, word)
    ]


def doubled(columns: Mapping[str, str]) -> list[str]:
    seen: dict[str, str] = {}
    for name, theirs in columns.items():
        seen.setdefault(normalised(theirs), name)
    doubles = [(name, theirs) for name, theirs in columns.items() if seen[normalised(theirs)] != name]
    return [f"‘{theirs}’ is named for two columns, {seen[normalised(theirs)]} and {name}" for name, theirs in doubles]


def taken(schema: FileSchema, columns: Mapping[str, str]) -> list[str]:
    """Their heading may not be what another of our columns is called, or its values would come in there."""
    owners = {normalised(name): column.name for column in schema.columns for name in column.names}
    clashes = [(name, theirs) for name, theirs in columns.items() if owners.get(normalised(theirs), name) != name]
    return [f"‘{theirs}’ is our own name of the column {owners[normalised(theirs)]}" for name, theirs in clashes]


def is_ours(schema: FileSchema, name: str, word: str) -> bool:
    column = schema.by_name.get(name)
    return column is None or not column.choices or word in column.choices


def unknown_word(name: str, word: str) -> str:
    return f"‘{word}’ is none of the words of the column {name}"
