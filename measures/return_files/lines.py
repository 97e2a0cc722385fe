"""One line of a monthly return as read, and what is known about its practice, wave and past. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from measures.closing import Locks
from measures.fields import COUNT_FIELDS
from measures.return_files.rules import RuleInForce, Setting, rules_on
from measures.return_files.wave_past import WavePast


@dataclass
class Line:
    """One row of the file. A count that is not available, or could not be read, is not in `counts`; zero is.

    `not_available` has the reason for each count that the sender says is not to be had.
    """

    row: int
    sheet: str = ""
    wave_code: str = ""
    practice_code: str = ""
    month: date | None = None
    counts: dict[str, int] = field(default_factory=dict)
    not_available: dict[str, str] = field(default_factory=dict)
    severity_tool: str = ""
    nil_return: bool | None = None
    extract_date: date | None = None
    comment: str = ""
    # None where the file has no such column: then what was said before stands.
    code_list: str | None = None

    @property
    def place(self) -> tuple[str, str, date | None]:
        return self.wave_code, self.practice_code, self.month

    def numbers(self, *names: str) -> list[int] | None:
        """The named counts, or None when one of them is not available: a sum that needs it is skipped."""
        found = [self.counts.get(name) for name in names]
        return None if None in found else found

    def values(self) -> dict:
        """Everything that was sent for the month, by field name, for comparing with what is there."""
        counts = {name: self.counts.get(name) for name in COUNT_FIELDS}
        return {
            **counts,
            "not_available": self.not_available,
            "severity_tool": self.severity_tool,
            "nil_return": bool(self.nil_return),
            "extract_date": self.extract_date,
            "comment": self.comment,
            "code_list": self.code_list or "",
        }


@dataclass(frozen=True)
class Stored:
    """The current version of a practice-month, as sent before."""

    pk: int
    month: date
    version: int
    is_accepted: bool
    sent_by: str
    sent_on: str
    values: Mapping

    @property
    def counts(self) -> dict[str, int]:
        return {name: self.values[name] for name in COUNT_FIELDS if self.values.get(name) is not None}


@dataclass(frozen=True)
class Taking:
    """How a practice takes part in a wave: the months that it may send, and the severity tool it registered."""

    first_month: date
    last_month: date
    severity_tool: str = ""


@dataclass(frozen=True)
class PracticeFacts:
    code: str
    name: str
    opened: date | None = None
    closed: date | None = None
    waves: Mapping[str, Taking] = field(default_factory=dict)


@dataclass(frozen=True)
class WaveFacts:
    """`rules_off` and `rule_settings` are its programme's: which checks it uses, from when, with which numbers."""

    code: str
    severity_tools: tuple[str, ...]
    rules_off: frozenset[str] = frozenset()
    rule_settings: tuple[Setting, ...] = ()


@dataclass(frozen=True)
class Break:
    """From this month on a count means something else; `field` is blank where every count does."""

    month: date
    field: str = ""


@dataclass(frozen=True)
class Knowledge:
    """All that the checks may ask, looked up once for the whole file.

    `practices` are only those that the sender may send for; `others` are codes in the file that exist beside them.
    `code_lists` are the versions there are. `history` is by (wave, practice): month -> the current version.
    """

    today: date
    signed_in_for: str
    practices: Mapping[str, PracticeFacts]
    waves: Mapping[str, WaveFacts]
    others: frozenset[str] = frozenset()
    history: Mapping[tuple[str, str], Mapping[date, Stored]] = field(default_factory=dict)
    # (practice, month) -> what its register counts, by name, where it keeps one that covers the month.
    recounts: Mapping[tuple[str, date], Mapping[str, int]] = field(default_factory=dict)
    code_lists: frozenset[str] = frozenset()
    # Which months have closed.
    locks: Locks = field(default_factory=Locks)
    # (wave, practice) -> its breaks in series; under a blank practice those of the whole wave.
    breaks: Mapping[tuple[str, str], tuple[Break, ...]] = field(default_factory=dict)
    # Wave -> what its practices sent.
    wave_pasts: Mapping[str, WavePast] = field(default_factory=dict)

    def rules(self, wave_code: str) -> Mapping[str, RuleInForce]:
        """The rules as this wave's programme has them on the day of the check: that day counts, not the figures' month."""
        wave = self.waves.get(wave_code)
        return rules_on(self.today, wave.rules_off, wave.rule_settings) if wave else rules_on(self.today)

    def breaks_of(self, line: Line) -> tuple[Break, ...]:
        wave, practice = line.wave_code, line.practice_code
        return *self.breaks.get((wave, practice), ()), *self.breaks.get((wave, ""), ())

    def stored(self, line: Line) -> Stored | None:
        return self.history.get((line.wave_code, line.practice_code), {}).get(line.month)
