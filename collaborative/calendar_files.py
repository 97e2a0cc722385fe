"""Calendar files as RFC 5545 asks for them: days of events and of returns, for any calendar program. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

LINE_OCTETS = 75
ZONE = "Europe/London"
# Since 1996: the last Sundays of March and October. Rules before that no wave needs.
VTIMEZONE = [
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19961027T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0000",
    "TZNAME:GMT",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:19970330T010000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0100",
    "TZNAME:BST",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
]


@dataclass(frozen=True)
class CalendarEntry:
    """One day, or some hours of it in London time; without `starts_at` the whole day. `uid` stays when the day moves."""

    uid: str
    title: str
    day: date
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    description: str = ""
    address: str = ""


def calendar(name: str, entries: Iterable[CalendarEntry], *, made_at: datetime) -> bytes:
    """A whole calendar file: UTF-8, CRLF, lines folded. `made_at` says when these days were true; it must know its zone."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Primary Care Mental Health Collaborative//Calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        *VTIMEZONE,
    ]
    for entry in entries:
        lines += event_lines(entry, made_at)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) + b"\r\n" for line in lines)


def event_lines(entry: CalendarEntry, made_at: datetime) -> list[str]:
    said = [("SUMMARY", entry.title), ("LOCATION", entry.place), ("DESCRIPTION", entry.description)]
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        *when(entry),
        *(f"{name}:{escaped(text)}" for name, text in said if text),
        *([f"URL:{entry.address}"] if entry.address else []),
        "END:VEVENT",
    ]


def when(entry: CalendarEntry) -> list[str]:
    """The end of a whole day is the next day, which is not included; an event whose end nobody knows has none."""
    if entry.starts_at is None:
        return [
            f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
            "TRANSP:TRANSPARENT",
        ]
    lines = [f"DTSTART;TZID={ZONE}:{entry.day:%Y%m%d}T{entry.starts_at:%H%M%S}"]
    if entry.ends_at:
        lines.append(f"DTEND;TZID={ZONE}:{entry.day:%Y%m%d}T{entry.ends_at:%H%M%S}")
    return lines


def escaped(text: str) -> str:
    r"""A text value: \ ; , and line breaks are written with a backslash; other control characters go (RFC 5545, 3.3.11)."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return "".join(character for character in plain if character == "\t" or character.isprintable())


def folded(line: str) -> bytes:
    """A line of at most 75 octets, its rest on lines that begin with a space; no letter is cut in two (RFC 5545, 3.1)."""
    pieces, piece = [], b""
    for character in line:
        octets = character.encode("utf-8")
        if len(piece) + len(octets) > LINE_OCTETS - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece])
