"""How figures are worked out and judged, read from `method/*.toml`: one file for each page. Pure.

Text is written by hand there. Figures of false alarms are not: `python -m bench false_alarms` simulates them with the
functions that judge the charts and writes `false_alarms.toml`; a page names them by key.
"""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "method"
FALSE_ALARMS = FOLDER / "false_alarms.toml"


class MethodError(ValueError):
    """A file of the method that cannot be used; the message names the file and what is wrong."""


@dataclass(frozen=True)
class FalseAlarm:
    """One simulated figure. `low` and `high` enclose it with 95%; `design` is what the design documents found, if they did.

    `trials` is how many charts (or points, or sets of practices) were simulated; `remark` says why two figures differ.
    """

    key: str
    label: str
    value: float
    low: float
    high: float
    trials: int
    unit: str = ""
    design: float | None = None
    remark: str = ""


@dataclass(frozen=True)
class FalseAlarms:
    """`how` says in a sentence or two how they were simulated."""

    seed: int
    how: str
    figures: dict[str, FalseAlarm]


@dataclass(frozen=True)
class Example:
    """Invented numbers, to be worked out by our own functions: see measures.method_examples."""

    kind: str
    unit: str
    values: tuple[float, ...] = ()
    numerators: tuple[float, ...] = ()
    denominators: tuple[float, ...] = ()
    earlier_numerators: tuple[float, ...] = ()
    earlier_denominators: tuple[float, ...] = ()
    events: tuple[int, ...] = ()
    multiplier: int = 1
    frozen: int = 0


@dataclass(frozen=True)
class Table:
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Entry:
    """One chart, rule or device. `kinds`, `rules` and `profiles` are the codes in measures.statistics that it explains."""

    code: str
    title: str
    what: str
    when: str
    formulas: tuple[str, ...]
    sources: tuple[str, ...]
    beware: tuple[str, ...]
    false_alarms: tuple[FalseAlarm, ...]
    kinds: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    example: Example | None = None
    table: Table | None = None


@dataclass(frozen=True)
class Page:
    slug: str
    number: int
    title: str
    lede: str
    entries: tuple[Entry, ...]

    @property
    def has_false_alarms(self) -> bool:
        return any(entry.false_alarms for entry in self.entries)


def parse_false_alarms(text: str) -> FalseAlarms:
    found = tomllib.loads(text)
    figures = [FalseAlarm(**figure) for figure in found["figures"]]
    return FalseAlarms(found["seed"], found["how"], {figure.key: figure for figure in figures})


@cache
def false_alarms() -> FalseAlarms:
    return parse_false_alarms(FALSE_ALARMS.read_text(encoding="utf-8"))


def parse_page(text: str, name: str, known: dict[str, FalseAlarm]) -> Page:
    """Read and check one page; `name` is the file's, for messages. Raises MethodError."""
    found = tomllib.loads(text)
    check_keys(Page, found, name)
    entries = tuple(parse_entry(entry, name, known) for entry in found["entries"])
    return Page(**{**found, "entries": entries})


def parse_entry(found: dict, name: str, known: dict[str, FalseAlarm]) -> Entry:
    check_keys(Entry, found, name)
    if unknown := set(found["false_alarms"]) - set(known):
        raise MethodError(f"{name}: false alarms that were not simulated: {', '.join(sorted(unknown))}")
    lists = {key: tuple(value) for key, value in found.items() if isinstance(value, list)}
    figures = tuple(known[key] for key in found["false_alarms"])
    example, table = parse_example(found.get("example"), name), parse_table(found.get("table"), name)
    return Entry(**{**found, **lists, "false_alarms": figures, "example": example, "table": table})


def parse_example(found: dict | None, name: str) -> Example | None:
    if found is None:
        return None
    check_keys(Example, found, name)
    return Example(**{key: tuple(value) if isinstance(value, list) else value for key, value in found.items()})


def parse_table(found: dict | None, name: str) -> Table | None:
    if found is None:
        return None
    check_keys(Table, found, name)
    return Table(found["caption"], tuple(found["head"]), tuple(map(tuple, found["rows"])))


def check_keys(kind: type, found: dict, name: str) -> None:
    known = {field.name for field in fields(kind)}
    # What has no default of its own on the class must be written.
    needed = {field for field in known if not hasattr(kind, field)}
    if wrong := (needed - set(found)) | (set(found) - known):
        raise MethodError(f"{name}: missing or unknown in {kind.__name__}: {', '.join(sorted(wrong))}")


@cache
def all_pages() -> dict[str, Page]:
    """The pages by slug, in the order of their numbers."""
    known = false_alarms().figures
    paths = [path for path in FOLDER.glob("*.toml") if path != FALSE_ALARMS]
    read = [parse_page(path.read_text(encoding="utf-8"), path.name, known) for path in paths]
    return {page.slug: page for page in sorted(read, key=lambda page: page.number)}


@cache
def places() -> dict[tuple[str, str], tuple[str, str]]:
    """("kinds" | "rules" | "profiles" | "code", name) -> (slug, code of the entry): where each is explained."""
    return {
        (what, name): (page.slug, entry.code)
        for page in all_pages().values()
        for entry in page.entries
        for what, names in (("kinds", entry.kinds), ("rules", entry.rules), ("profiles", entry.profiles), ("code", (entry.code,)))
        for name in names
    }  # fmt: skip


def place_of_kind(kind: str) -> tuple[str, str]:
    """Slug and anchor of the explanation of a kind of chart (measures.statistics.codes.KINDS); KeyError for another."""
    return places()["kinds", kind]
