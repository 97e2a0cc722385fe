"""A file of lines, checked against what is known of one practice: what the tests of the rules have in common."""

from dataclasses import replace
from datetime import date

from measures.fields import COUNT_FIELDS
from measures.return_files.line_reading import LineReader
from measures.return_files.lines import Knowledge, PracticeFacts, Stored, Taking, WaveFacts
from measures.return_files.return_schema import return_schema
from measures.return_files.validation import check_lines
from practices.uploads.rows import read_rows
from tests.measures.made_returns import line, return_file

SCHEMA = return_schema()
REST = ("not_available", "severity_tool", "nil_return", "extract_date", "comment")
TAKING = Taking(date(2005, 2, 1), date(2007, 2, 1), "PHQ9")
PRACTICE = PracticeFacts("A99001", "Ash Surgery", waves={"W1": TAKING})
KNOWN = Knowledge(
    today=date(2007, 2, 8),
    signed_in_for="A99001",
    practices={"A99001": PRACTICE},
    waves={"W1": WaveFacts("W1", ("PHQ9", "HADS"))},
    others=frozenset({"A99002"}),
)


def problems(*lines, known=KNOWN):
    """All problems of a file of these lines: of cells and of rows."""
    reading = read_rows("return.csv", return_file(*lines), SCHEMA)
    assert not reading.problems
    reader = LineReader(SCHEMA, open_months=[date(2006, 11, 1), date(2006, 12, 1)])
    read = reader.read(reading.rows)
    return [*reader.problems, *check_lines(read, known)]


def codes(*lines, known=KNOWN):
    return [problem.code for problem in problems(*lines, known=known)]


def message(*lines, known=KNOWN):
    (problem,) = problems(*lines, known=known)
    return problem.message


def past(month=date(2006, 10, 1), **changes):
    """The current version of a month, as sent before."""
    before = {"list_open": 170, "list_added": 10, "list_removed": 0, "list_close": 180, "gp_consultations": 120}
    good = line(**{**before, **changes})
    values = {name: good[name] for name in COUNT_FIELDS if isinstance(good[name], int)}
    rest = {"not_available": {}, "severity_tool": "PHQ9", "nil_return": False, "extract_date": None, "comment": ""}
    return Stored(1, month, 1, False, "Manager", "8 Nov 2006", {**values, **rest, **changes})


def with_past(*stored):
    return replace(KNOWN, history={("W1", "A99001"): {version.month: version for version in stored}})
