"""The worked example of a rule, run through the real reader and the real checks, with the rule in use and its own numbers."""

from dataclasses import replace
from datetime import date

from measures.return_files.line_reading import LineReader
from measures.return_files.lines import Stored
from measures.return_files.return_schema import CODE_LIST_COLUMN, return_schema
from measures.return_files.rules import Example, Rule, Setting, State
from measures.return_files.validation import check_lines
from measures.return_files.wave_past import WavePast
from practices import months
from practices.uploads.rows import read_rows
from registers.counting.months import day_number
from tests.measures.made_returns import COLUMNS, line, return_file
from tests.measures.return_files.checking import KNOWN, past
from tests.registers.files import test_events as events

SCHEMA = return_schema(more=[CODE_LIST_COLUMN])


def said(rule: Rule, example: Example) -> list[str]:
    """What this rule says of an example of a return, or of a file of events."""
    if "monthly_return" in rule.files:
        problems = problems_of_return(rule, example)
    else:
        problems = problems_of_events(rule.files[0], example)
    return [problem.message for problem in problems if problem.code == rule.code]


def problems_of_return(rule: Rule, example: Example):
    rows = [line(**example.line), *(line(**more) for more in example.more)]
    columns = [*COLUMNS, "code_list"] if "code_list" in example.line else COLUMNS
    reading = read_rows("return.csv", return_file(*rows, columns=columns), SCHEMA)
    reader = LineReader(SCHEMA, open_months=[date(2006, 11, 1)])
    return [*reading.problems, *check_lines(reader.read(reading.rows), known_to(rule, example)), *reader.problems]


def known_to(rule: Rule, example: Example):
    in_use = () if rule.fixed else (Setting(rule.code, KNOWN.today, State.ON),)
    known = replace(
        KNOWN,
        waves={"W1": replace(KNOWN.waves["W1"], rule_settings=in_use)},
        history={("W1", "A99001"): dict(map(stored, example.past))},
    )
    for name, value in example.known.items():
        known = KNOWERS[name](known, value)
    return known


def stored(values) -> tuple[date, Stored]:
    month = months.parse_period(values["period"])
    counts = {name: value for name, value in values.items() if name != "period"}
    return month, past(month, **counts)


def with_accepted(known, _value):
    accepted = replace(past(date(2006, 11, 1)), is_accepted=True)
    return replace(known, history={("W1", "A99001"): {accepted.month: accepted}})


def with_wave(known, wave):
    """So many practices about a middle, per 100 people, alternately so far above and below it."""
    apart = [(-1) ** place * wave["spread"] / 1.4826 for place in range(wave["practices"])]
    alike = {"list_open": 1000, "list_close": 1000, "other_staff_consultations": 320, "people_13w": 60}
    counts = {
        str(place): {**alike, "gp_consultations": round((wave["middle"] + step) * 10)}
        for place, step in enumerate(apart)
    }
    return replace(known, wave_pasts={"W1": WavePast({date(2006, 10, 1): counts})})


KNOWERS = {
    "code_lists": lambda known, value: replace(known, code_lists=frozenset(value)),
    "recount": lambda known, value: replace(known, recounts={("A99001", date(2006, 11, 1)): value}),
    "accepted": with_accepted,
    "wave": with_wave,
}


def problems_of_events(kind: str, example: Example):
    gone_on = example.known.get("gone_on")
    gone = {7: day_number(date.fromisoformat(gone_on))} if gone_on else {}
    return events.read(kind, events.one(kind, **example.line), knowledge=replace(events.KNOWN, gone_on=gone)).problems
