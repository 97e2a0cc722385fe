"""The lines of a return file -> every problem at once: whose they are, for which month, and what they say. Pure.

A line for a practice that the sender does not act for is asked about once and looked at no further (C13, B47).
A figure that must be corrected anyhow raises no warning: what follows from a wrong number is noise beside its error.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain

from measures.return_files.checks import at, check_line
from measures.return_files.line_reading import WRITE_A_CODE
from measures.return_files.lines import Knowledge, Line, PracticeFacts, Taking
from measures.return_files.locks import locked, says_what_is_there
from measures.return_files.past import Past, check_past
from measures.return_files.return_schema import NO_TOOL
from measures.return_files.rules import RuleInForce, State
from practices import months
from practices.uploads.problems import Level, Problem, error, shown

# With an error in one of these nobody knows what came before the line.
PLACE = {"wave_code", "period"}


@dataclass(frozen=True)
class Found:
    """What the rules in use say of a file, in its order; and what rules that run silently would have said (V6)."""

    problems: list[Problem]
    silent: list[Problem]


def check_lines(lines: Sequence[Line], knowledge: Knowledge) -> list[Problem]:
    """All problems of the lines, in the order of the file, by the rules that their programmes use."""
    return look_at(lines, knowledge).problems


def look_at(lines: Sequence[Line], knowledge: Knowledge) -> Found:
    own = [line for line in lines if line.practice_code in knowledge.practices]
    used = {wave: in_use(knowledge.rules(wave)) for wave in {line.wave_code for line in own}}
    errors = [errors_of(line, knowledge, used[line.wave_code]) for line in own]
    counts = counts_by_month([without_doubted(*pair) for pair in zip(own, errors, strict=True)], knowledge)
    looks = [
        SecondLook(line, found, counts[line.wave_code, line.practice_code], knowledge, used[line.wave_code])
        for line, found in zip(own, errors, strict=True)
        if not says_what_is_there(line, knowledge)
    ]
    warnings = [look.warnings() for look in looks]
    silent = [look.silent(told) for look, told in zip(looks, warnings, strict=True)]
    problems = [*practices_not_acted_for(lines, knowledge), *duplicates(own), *chain(*errors), *chain(*warnings)]
    return Found(by_row(problems), by_row(chain(*silent)))


def by_row(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.row or 0)


@dataclass(frozen=True)
class InUse:
    """The rules of one programme today: those whose findings are errors, warnings, or told to nobody."""

    errors: list[RuleInForce]
    warnings: list[RuleInForce]
    silent: list[RuleInForce]


def in_use(rules: Mapping[str, RuleInForce]) -> InUse:
    on = [rule for rule in rules.values() if rule.state is State.ON]
    return InUse(
        errors=[rule for rule in on if rule.rule.level is Level.ERROR],
        warnings=[rule for rule in on if rule.rule.level is Level.WARNING],
        silent=[rule for rule in rules.values() if rule.state is State.SILENT],
    )


def errors_of(line: Line, knowledge: Knowledge, rules: InUse) -> list[Problem]:
    """What must be corrected in a line by itself, by the rules that its programme keeps."""
    practice = knowledge.practices[line.practice_code]
    return [
        *place_faults(line, practice, knowledge),
        *locked(line, knowledge),
        *check_line(line, knowledge, rules.errors),
    ]


def without_doubted(line: Line, errors: Sequence[Problem]) -> Line:
    """The line without the counts that have an error: to the rules they are as good as not available."""
    doubted = {problem.column for problem in errors}
    if doubted.isdisjoint(line.counts):
        return line
    return replace(line, counts={name: count for name, count in line.counts.items() if name not in doubted})


@dataclass(frozen=True)
class SecondLook:
    """What is unusual in a line, as far as it rests on no figure that has an error; `counts` are those of its practice."""

    line: Line
    errors: Sequence[Problem]
    counts: Mapping[date, dict]
    knowledge: Knowledge
    rules: InUse

    def warnings(self) -> list[Problem]:
        rules = self.rules.warnings
        return self.undoubted([*self.of_the_line(rules), *self.of_the_past(rules)])

    def silent(self, told: Sequence[Problem]) -> list[Problem]:
        """Each silent rule by itself; a cell of which the sender is asked already would be no further warning."""
        asked = {problem.column for problem in told}
        found = [
            problem for rule in self.rules.silent for problem in (*self.of_the_line([rule]), *self.of_the_past([rule]))
        ]
        return [problem for problem in self.undoubted(found) if problem.column not in asked]

    @cached_property
    def sure(self) -> Line:
        return without_doubted(self.line, self.errors)

    def of_the_line(self, rules) -> list[Problem]:
        """What the line says by itself must stand with the doubted figures and without them."""
        found = list(check_line(self.line, self.knowledge, rules))
        if self.sure is self.line or not found:
            return found
        standing = list(check_line(self.sure, self.knowledge, rules))
        return [problem for problem in found if problem in standing]

    def of_the_past(self, rules) -> list[Problem]:
        if self.line.month is None or not PLACE.isdisjoint(problem.column for problem in self.errors):
            return []
        return list(check_past(self.sure, self.past, rules))

    @cached_property
    def past(self) -> Past:
        line, knowledge = self.line, self.knowledge
        wave = knowledge.wave_pasts.get(line.wave_code)
        return Past(line.month, self.counts, knowledge.stored(line), knowledge.breaks_of(line), wave)

    def undoubted(self, problems: Sequence[Problem]) -> list[Problem]:
        doubted = {problem.column for problem in self.errors}
        return [problem for problem in problems if problem.column not in doubted]


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
