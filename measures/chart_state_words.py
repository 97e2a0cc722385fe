"""What a chart says of its months: accepted, provisional or missing, and from when something else is counted. Pure."""

from dataclasses import dataclass

from measures.chart_lines import Line
from practices import months
from practices.wording import counted


@dataclass(frozen=True)
class States:
    """How many months of a line are of each state. A month of several practices is provisional while one return is."""

    accepted: int
    provisional: int
    missing: int


def states_of(line: Line) -> States:
    return States(*(sum(state == name for state in line.states) for name in ("accepted", "provisional", "missing")))


def state_words(line: Line) -> str:
    """S4: "22 months accepted, 2 provisional (open circles), 1 missing."; "" for a line that knows no states."""
    if not line.states:
        return ""
    found = states_of(line)
    circles = {0: "", 1: " (an open circle)"}.get(found.provisional, " (open circles)")
    return f"{counted(found.accepted, 'month')} accepted, {found.provisional} provisional{circles}, {found.missing} missing."


def state_facts(line: Line) -> list[tuple[str, int]]:
    """The same as rows of a file."""
    if not line.states:
        return []
    found = states_of(line)
    return [
        ("months_accepted", found.accepted),
        ("months_provisional", found.provisional),
        ("months_missing", found.missing),
    ]


def break_words(line: Line) -> str:
    """From when the line counts something else, and what follows from it; "" where it counts one and the same throughout."""
    if not line.cuts:
        return ""
    parts = [f"from {months.label(line.months[row])}: {', '.join(texts_at(line, row))}" for row in line.cuts]
    said = "; ".join(parts)
    return (
        f"{said[0].upper()}{said[1:]}. The line is cut there: what lies before counts something else, "
        "so no rule and no change runs across."
    )


def texts_at(line: Line, row: int) -> list[str]:
    return [text for day, text in line.breaks if months.first_of(day) == line.months[row]]


def break_column(line: Line) -> list[str]:
    """Of each month: "Break in series: ..." where something else is counted from there."""
    return [
        f"Break in series: {', '.join(texts_at(line, row))}" if row in line.cuts else ""
        for row in range(len(line.months))
    ]
