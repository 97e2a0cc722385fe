"""An agenda as people type it: a line for each item, "09:30 Welcome | Dr Green". Pure."""

import re
from datetime import time

LINE = re.compile(r"(?:(?P<hour>\d{1,2})[:.](?P<minute>\d{2})\s+)?(?P<title>[^|]+?)\s*(?:\|\s*(?P<speaker>.*))?$")
LONGEST = 200
MOST_LINES = 100


class AgendaError(ValueError):
    """A line that cannot be read; the text names the line."""


def read_agenda(text: str) -> list[tuple[time | None, str, str]]:
    """(start or None, title, speaker) of each line; blank lines are passed over. Raises AgendaError."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise AgendaError(f"Write at most {MOST_LINES} lines")
    return [read_line(number, line) for number, line in lines]


def read_line(number: int, line: str) -> tuple[time | None, str, str]:
    match = LINE.match(line)
    if not match or len(match["title"]) > LONGEST or len(match["speaker"] or "") > LONGEST:
        raise AgendaError(f"Line {number}: write a title of at most {LONGEST} letters, and who speaks after |")
    return start_of(number, match), match["title"].strip(), (match["speaker"] or "").strip()


def start_of(number: int, match: re.Match) -> time | None:
    if match["hour"] is None:
        return None
    try:
        return time(int(match["hour"]), int(match["minute"]))
    except ValueError:
        raise AgendaError(f"Line {number}: {match['hour']}:{match['minute']} is no time of day") from None


def write_agenda(items: list[tuple[time | None, str, str]]) -> str:
    """The lines that `read_agenda` reads back."""
    return "\n".join(
        " ".join(filter(None, [f"{start:%H:%M}" if start else "", title, f"| {speaker}" if speaker else ""]))
        for start, title, speaker in items
    )
