"""What a kind of file is: its columns, what they may hold, its limits. Pure: no Django.

One schema makes the template, reads the file and words the messages, so that they cannot drift apart.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from functools import cached_property

from practices.spreadsheets.tables import Limits


class ColumnType(StrEnum):
    CODE = "code"
    COUNT = "count"
    MONTH = "month"
    DATE = "date"
    CHOICE = "choice"
    TEXT = "text"
    """Free text, the only type in which an e-mail address is a warning and odd characters are taken out."""


@dataclass(frozen=True)
class Column:
    name: str
    type: ColumnType
    title: str = ""
    aliases: Sequence[str] = ()
    note: str = ""
    example: str = ""
    choices: Sequence[str] = ()
    maximum: int = 1_000_000
    not_available_reasons: Sequence[str] = ()
    """Reasons that may stand as `NA:reason` in place of a number; none means that a number must be given."""
    may_be_blank: bool = False
    may_be_missing: bool = False
    """The whole column may be left out of the file."""

    @property
    def is_free_text(self) -> bool:
        return self.type == ColumnType.TEXT

    @property
    def names(self) -> list[str]:
        return [self.name, *([self.title] if self.title else []), *self.aliases]


@dataclass(frozen=True)
class FileSchema:
    kind: str
    title: str
    sheet: str
    columns: Sequence[Column]
    version: int = 1
    version_column: str = ""
    key_columns: Sequence[str] = ()
    """Columns that name what a row is about; a row with numbers and none of these is a totals row."""
    limits: Limits = field(default_factory=Limits)
    other_kinds: Sequence[tuple[str, Sequence[str], str]] = ()
    """(words for another kind of file, its column names, where it belongs): "a register file", [...], "Registers"."""
    answer_words: Sequence[str] = ()
    """Words in the names of columns of survey answers: beside one of `person_words` the file is forgotten (B113)."""
    person_words: Sequence[str] = ()

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    def column(self, name: str) -> Column:
        return self.by_name[name]

    def as_dict(self) -> dict:
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict) -> "FileSchema":
        known = {f.name for f in fields(cls)}
        values = {name: value for name, value in values.items() if name in known}
        columns = [Column(**{**column, "type": ColumnType(column["type"])}) for column in values["columns"]]
        return cls(**{**values, "columns": columns, "limits": Limits(**values["limits"])})
