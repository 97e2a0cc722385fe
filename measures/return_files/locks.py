"""Whether a line of a return comes too late: its month has closed (B68). Pure."""

from collections.abc import Iterator

from measures.closing import closed_words
from measures.return_files.lines import Knowledge, Line
from practices import months
from practices.uploads.problems import Problem, error


def locked(line: Line, knowledge: Knowledge) -> Iterator[Problem]:
    """B68: a month that has closed takes no other figures. A line that says what is there already changes nothing."""
    day = knowledge.locks.closed_on(line.wave_code, line.practice_code, line.month) if line.month else None
    if day is None or says_what_is_there(line, knowledge):
        return
    yield error(
        "B68",
        f"{closed_words(line.month, day)}. Ask your facilitator to reopen it",
        fix="Delete the row, or ask for the month to be reopened and send the file again",
        sheet=line.sheet,
        row=line.row,
        column="period",
        found=months.period(line.month),
    )


def says_what_is_there(line: Line, knowledge: Knowledge) -> bool:
    stored = knowledge.stored(line)
    return stored is not None and dict(stored.values) == line.values()
