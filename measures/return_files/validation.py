"""The lines of a return file -> every problem at once: whose they are, for which month, and what they say. Pure.

A line for a practice that the sender does not act for is asked about once and looked at no further (C13, B47).
A figure that must be corrected anyhow raises no warning: what follows from a wrong number is noise beside its error.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from measures.return_files.checks import at, check_line
from measures.return_files.line_reading import WRITE_A_CODE
from measures.return_files.lines import Knowledge, Line, PracticeFacts, Taking
from measures.return_files.past import check_past
from measures.return_files.return_schema import NO_TOOL
from practices import months
from practices.uploads.problems import Level, Problem, error, shown


def check_lines(lines: Sequence[Line], knowledge: Knowledge) -> list[Problem]:
    """All problems of the lines, in the order of the file; rules that the programme has switched off are left out."""
    own = [line for line in lines if line.practice_code in knowledge.practices]
    errors = [errors_of(line, knowledge) for line in own]
    counts = counts_by_month([without_doubted(*pair) for pair in zip(own, errors, strict=True)], knowledge)
    warnings = [
        warnings_of(line, found, counts[line.wave_code, line.practice_code], knowledge)
        for line, found in zip(own, errors, strict=True)
    ]
    problems = [*practices_not_acted_for(lines, knowledge), *duplicates(own), *chain(*errors), *chain(*warnings)]
    rules_off = {line.row: rules_off_for(line, knowledge) for line in own}
    kept = [problem for problem in problems if problem.code not in rules_off.get(problem.row, ())]
    return sorted(kept, key=lambda problem: problem.row or 0)


def errors_of(line: Line, knowledge: Knowledge) -> list[Problem]:
    """What must be corrected in a line by itself, by the rules that its programme keeps."""
    practice = knowledge.practices[line.practice_code]
    found = [*place_faults(line, practice, knowledge), *check_line(line, practice, knowledge)]
    rules_off = rules_off_for(line, knowledge)
    return [problem for problem in found if problem.level is Level.ERROR and problem.code not in rules_off]


def without_doubted(line: Line, errors: Sequence[Problem]) -> Line:
    """The line without the counts that have an error: to the rules they are as good as not available."""
    doubted = {problem.column for problem in errors}
    return replace(line, counts={name: count for name, count in line.counts.items() if name not in doubted})


def warnings_of(line: Line, errors: Sequence[Problem], counts: dict, knowledge: Knowledge) -> list[Problem]:
    """What is unusual in a line, as far as it rests on no figure that has an error; `counts` are those of its practice.

    A warning of the line by itself must stand with the doubted figures and without them.
    """
    if says_what_is_there(line, knowledge):
        return []
    practice, sure = knowledge.practices[line.practice_code], without_doubted(line, errors)
    standing = list(check_line(sure, practice, knowledge))
    found = [problem for problem in check_line(line, practice, knowledge) if problem in standing]
    if line.month and not any(place_faults(line, practice, knowledge)):
        found += check_past(sure, counts, knowledge.stored(line))
    doubted = {problem.column for problem in errors}
    return [problem for problem in found if problem.level is Level.WARNING and problem.column not in doubted]


def says_what_is_there(line: Line, knowledge: Knowledge) -> bool:
    """The line is already the current version, whose warnings were confirmed when it was sent."""
    stored = knowledge.stored(line)
    return stored is not None and dict(stored.values) == line.values()


def rules_off_for(line: Line, knowledge: Knowledge) -> frozenset[str]:
    wave = knowledge.waves.get(line.wave_code)
    return wave.rules_off if wave else frozenset()


def counts_by_month(lines: Sequence[Line], knowledge: Knowledge) -> dict[tuple[str, str], dict[date, dict[str, int]]]:
    """What will stand for each practice once the file is taken: what is there, overlaid with the file."""
    counts: dict[tuple[str, str], dict] = defaultdict(dict)
    for place, stored in knowledge.history.items():
        counts[place] = {month: version.counts for month, version in stored.items()}
    for line in lines:
        counts[line.wave_code, line.practice_code][line.month] = line.counts
    return counts


def practices_not_acted_for(lines: Sequence[Line], knowledge: Knowledge) -> Iterator[Problem]:
    """One problem for each code, however many rows have it. It never says whether a practice takes part."""
    rows: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.practice_code and line.practice_code not in knowledge.practices:
            rows[line.practice_code].append(line)
    for code, its_lines in rows.items():
        yield foreign_code(code, its_lines, knowledge)


def foreign_code(code: str, lines: list[Line], knowledge: Knowledge) -> Problem:
    """B47 for a practice that exists, E2 for one that does not."""
    where = at(lines[0], "practice_ods")
    if code in knowledge.others:
        return error(
            "B47",
            f"{rows_text(lines)} for practice {code}. You are signed in for {knowledge.signed_in_for}. Nothing was saved",
            fix="Choose the right file, or change for whom you act at the top of the page",
            found=code,
            **where,
        )
    return error("E2", f"We do not know practice code {code}", fix=WRITE_A_CODE, found=code, **where)


def rows_text(lines: list[Line]) -> str:
    rows = [line.row for line in lines]
    if len(rows) == 1:
        return f"Row {rows[0]} is"
    return f"Rows {', '.join(map(str, rows[:5]))}{' and more' if len(rows) > 5 else ''} are"


def duplicates(lines: Sequence[Line]) -> Iterator[Problem]:
    """E11: both rows are named, and neither is picked."""
    rows: dict[tuple, list[Line]] = defaultdict(list)
    for line in lines:
        if line.month:
            rows[line.place].append(line)
    for (_, code, month), found in rows.items():
        if len(found) > 1:
            numbers = " and ".join(str(line.row) for line in found[:5])
            which = f"{months.label(month)} of {code}"
            message = f"Rows {numbers} are {'both' if len(found) == 2 else 'all'} {which}"
            yield error("E11", message, fix="Keep one row for each month", **at(found[1], "period"))


def place_faults(line: Line, practice: PracticeFacts, knowledge: Knowledge) -> Iterator[Problem]:
    """Whether this practice may send this month in this wave (E2, E3, E4, E17)."""
    if not line.wave_code:
        return
    taking = practice.waves.get(line.wave_code)
    if taking is None:
        yield not_in_wave(line, practice)
        return
    yield from tool_faults(line, knowledge)
    if line.month is None:
        return
    if practice.closed and line.month > practice.closed:
        message = f"{practice.code} closed on {practice.closed:%-d %b %Y}"
        yield error("E2", message, fix="Delete the row", found=months.period(line.month), **at(line, "period"))
    elif months.last_day(line.month) >= knowledge.today:
        yield not_ended(line, knowledge)
    elif not taking.first_month <= line.month <= taking.last_month:
        yield outside_membership(line, practice, taking)


def not_in_wave(line: Line, practice: PracticeFacts) -> Problem:
    own = ", ".join(sorted(practice.waves)) or "none"
    return error(
        "E3",
        f"{practice.code} does not take part in a wave {shown(line.wave_code)}",
        fix="Take the wave's code from the template",
        found=line.wave_code,
        expected=own,
        **at(line, "wave_code"),
    )


def not_ended(line: Line, knowledge: Knowledge) -> Problem:
    return error(
        "E4",
        f"{months.label(line.month)} has not ended yet",
        fix="Delete the row and send it after the month has ended",
        found=months.period(line.month),
        expected=f"{months.period(months.add_months(months.first_of(knowledge.today), -1))} or earlier",
        **at(line, "period"),
    )


def outside_membership(line: Line, practice: PracticeFacts, taking: Taking) -> Problem:
    first, last = months.label(taking.first_month), months.label(taking.last_month)
    return error(
        "E3",
        f"{practice.code} sends returns of {line.wave_code} for {first} to {last}, not for {months.label(line.month)}",
        fix="Check the month; delete the row if it lies outside",
        found=months.period(line.month),
        expected=f"{months.period(taking.first_month)} to {months.period(taking.last_month)}",
        **at(line, "period"),
    )


def tool_faults(line: Line, knowledge: Knowledge) -> Iterator[Problem]:
    """E17: a tool that this programme does not use; NONE is always allowed."""
    wave = knowledge.waves[line.wave_code]
    if line.severity_tool and line.severity_tool != NO_TOOL and line.severity_tool not in wave.severity_tools:
        allowed = ", ".join([*wave.severity_tools, NO_TOOL])
        yield error(
            "E17",
            f"{shown(line.severity_tool)} is not a severity tool of this programme",
            fix=f"Write one of {allowed}",
            found=line.severity_tool,
            expected=allowed,
            **at(line, "severity_tool"),
        )
