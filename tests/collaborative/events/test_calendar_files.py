"""Calendar files by the letter of RFC 5545 (X5)."""

from datetime import UTC, date, datetime, time

from collaborative.calendar_files import CalendarEntry, calendar, escaped, folded

MADE_AT = datetime(2007, 2, 8, 9, 0, tzinfo=UTC)
WORKSHOP = CalendarEntry(
    uid="event-7-w1@example.org",
    title="Learning workshop 2, First wave",
    day=date(2006, 7, 11),
    starts_at=time(9, 30),
    ends_at=time(16),
    place="Town Hall, High Street; first floor",
)
DUE = CalendarEntry(uid="return-2006-12-w1@example.org", title="Return for Dec 2006 is due", day=date(2007, 1, 10))


def lines_of(*entries):
    return calendar("First wave", entries, made_at=MADE_AT).decode().split("\r\n")


def event_lines(*entries):
    lines = lines_of(*entries)
    return lines[lines.index("BEGIN:VEVENT") : lines.index("END:VEVENT") + 1]


def test_x5_event_with_hours_is_written_in_london_time():
    assert event_lines(WORKSHOP) == [
        "BEGIN:VEVENT",
        "UID:event-7-w1@example.org",
        "DTSTAMP:20070208T090000Z",
        "DTSTART;TZID=Europe/London:20060711T093000",
        "DTEND;TZID=Europe/London:20060711T160000",
        "SUMMARY:Learning workshop 2\\, First wave",
        "LOCATION:Town Hall\\, High Street\\; first floor",
        "END:VEVENT",
    ]


def test_x5_whole_day_ends_on_the_day_after_which_is_not_included():
    assert event_lines(DUE)[3:6] == ["DTSTART;VALUE=DATE:20070110", "DTEND;VALUE=DATE:20070111", "TRANSP:TRANSPARENT"]


def test_x5_every_line_ends_in_crlf_and_the_zone_is_described():
    content = calendar("First wave", [WORKSHOP], made_at=MADE_AT)

    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert b"TZID:Europe/London\r\n" in content and b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n" in content


def test_x5_stamp_is_in_universal_time():
    summer = datetime.fromisoformat("2006-07-11T09:30+01:00")

    assert b"DTSTAMP:20060711T083000Z" in calendar("W", [DUE], made_at=summer)


def test_x5_text_is_escaped():
    assert escaped("a\\b; c, d\r\ne\nf\x07") == "a\\\\b\\; c\\, d\\ne\\nf"


def test_x5_line_of_75_octets_is_not_folded_and_one_of_76_is():
    assert folded("X" * 75) == b"X" * 75
    assert folded("X" * 76) == b"X" * 75 + b"\r\n X"


def test_x5_fold_counts_octets_and_cuts_no_letter():
    text = "DESCRIPTION:" + "é" * 60

    pieces = folded(text).split(b"\r\n ")

    assert "".join(piece.decode() for piece in pieces) == text
    assert len(pieces[0]) <= 75 and all(len(piece) <= 74 for piece in pieces[1:])


def test_x5_same_entry_gives_the_same_bytes():
    assert calendar("W", [WORKSHOP], made_at=MADE_AT) == calendar("W", [WORKSHOP], made_at=MADE_AT)
