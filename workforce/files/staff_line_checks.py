"""What one line of a staff file can tell about itself and about what it names. Pure.

Each rule is a function of a line and of what is known, and yields problems; what cannot be read silences the rules that need it.
"""

import difflib
from collections.abc import Iterator

from practices.uploads.problems import Problem, error, shown, warning
from workforce.files.staff_facts import Knowledge, folded, supervision_key
from workforce.files.staff_lines import Line
from workforce.files.staff_schema import END_REASONS

SHORTEST = 5  # minutes


def wrong(line: Line, column: str, message: str, fix: str = "", code: str = "B112", **more) -> Problem:
    return error(code, f"Row {line.row}, {column}: {message}", fix=fix, **line.at(column), **more)


def doubtful(line: Line, column: str, message: str, fix: str = "") -> Problem:
    """`message` is a whole sentence: the form that asks for the reason says the place before it."""
    return warning("B112", message, fix=fix, **line.at(column))


def check_line(line: Line, knowledge: Knowledge) -> Iterator[Problem]:
    """Every error of the line by itself."""
    for rule in (numbers_of_others, unknown_hosts, dates_in_order, leaving, promotion, supervision):
        yield from rule(line, knowledge)


def numbers_of_others(line: Line, knowledge: Knowledge) -> Iterator[Problem]:
    """A number is given out once in the programme; whose it is elsewhere is not said."""
    for column, taken in (("post_number", knowledge.posts_elsewhere), ("staff_number", knowledge.workers_elsewhere)):
        if line.get(column) in taken:
            fix = "Check the number, or ask the workforce lead of the programme"
            yield wrong(line, column, f"{line.get(column)} cannot be used for your PCT", fix)


def unknown_hosts(line: Line, knowledge: Knowledge) -> Iterator[Problem]:
    for code, _ in line.get("hosts") or ():
        if code not in knowledge.practices:
            yield wrong(line, "hosts", f"we do not know practice code {code}", "Check the code", code="E2", found=code)


ORDERED = (
    ("post_start", "post_end"),
    ("start", "end"),
    ("start", "terms_start"),
    ("terms_start", "end"),
    ("start", "contract_end"),
)


def dates_in_order(line: Line, knowledge: Knowledge) -> Iterator[Problem]:
    for first, last in ORDERED:
        before, after = line.get(first), line.get(last)
        if before and after and after < before:
            message = f"{after.isoformat()} is before {first}, {before.isoformat()}"
            yield wrong(line, last, message, "Correct one of the two dates", code="E15", found=after.isoformat())


def leaving(line: Line, knowledge: Knowledge) -> Iterator[Problem]:
    """A leaver has a reason, and nobody else has one."""
    end, reason = line.get("end"), line.get("end_reason")
    if "end" in line.unread or "end_reason" in line.unread:
        return
    if end and end <= knowledge.today and not reason and "end_reason" in line.values:
        yield wrong(
            line, "end_reason", "somebody who has left needs a reason", f"Write one of {', '.join(END_REASONS)}"
        )
    if not end and "end" in line.values:
        for column in ("end_reason", "destination"):
            if line.get(column):
                yield wrong(
                    line, column, "there is no last day in post", "Write the last day in end, or clear this cell"
                )


def promotion(line: Line, knowledge: Knowledge) -> Iterator[Problem]:
    reason, next_role = line.get("end_reason"), line.get("next_role")
    if "end_reason" in line.unread or "next_role" in line.unread:
        return
    if reason == "promotion" and not next_role:
        yield wrong(line, "next_role", "a promotion needs the role promoted to", "Write the code of the role")
    if next_role and reason != "promotion":
        yield wrong(line, "next_role", "only a promotion has a next role", "Clear this cell, or correct end_reason")


def supervision(line: Line, knowledge: Knowledge) -> Iterator[Problem]:
    supervisor, kind = line.get("supervisor"), line.get("supervision_kind")
    if not supervisor:
        if kind and "supervisor" not in line.unread:
            yield wrong(
                line, "supervisor", "there is a kind of supervision and no supervisor", "Write the staff number"
            )
        return
    if supervisor == line.get("staff_number"):
        yield wrong(line, "supervisor", "nobody supervises themselves", "Write the staff number of somebody else")
    elif supervisor not in knowledge.supervisors:
        fix = "Add the supervisor on the page of staff first, or check the number"
        yield wrong(line, "supervisor", f"we do not know staff number {shown(supervisor)}", fix)
    if line.get("end") and line.get("end") < knowledge.today:
        yield wrong(line, "supervisor", "this holding has ended", "Clear the supervisor here")
    if not kind and "supervision_kind" not in line.unread:
        yield wrong(line, "supervision_kind", "a supervisor is given without the kind", "Write the kind of supervision")
    if kind:
        yield from how_often(line, knowledge)


def how_often(line: Line, knowledge: Knowledge) -> Iterator[Problem]:
    """Supervision that is new needs its minutes and days; the same as before keeps them."""
    now = knowledge.stored.supervision_like(supervision_key(line))
    if (line.get("supervision_minutes") or SHORTEST) < SHORTEST:
        yield wrong(line, "supervision_minutes", f"must be {SHORTEST} or more", "Write the minutes of one session")
    for column in ("supervision_minutes", "supervision_days"):
        if not now and not line.get(column) and column not in line.unread:
            yield wrong(
                line, column, "new supervision needs a number here", "60 minutes every 7 days is an hour a week"
            )


def doubts_of(line: Line, knowledge: Knowledge) -> Iterator[Problem]:
    """What is unusual in a line that changes something."""
    before = knowledge.stored.holdings.get(line.holding, {})
    if before.get("end") and "end" in line.values and not line.get("end"):
        yield doubtful(
            line, "end", f"The row takes back the last day {before['end'].isoformat()}", "Leave the date as it was"
        )
    if line.get("contract") == "permanent" and line.get("contract_end"):
        yield doubtful(line, "contract_end", "A permanent contract has a last day", "Clear the day, if there is none")
    for code, _ in line.get("hosts") or ():
        trust = knowledge.practices.get(code)
        if trust and trust != line.get("commissioner"):
            yield doubtful(line, "hosts", f"{code} lies in another PCT, {trust}", "Check the code")


def new_names(lines: list[Line], knowledge: Knowledge) -> Iterator[Problem]:
    """One for each employer and cohort that is new, at the first row that has it: it may be a slip of the pen."""
    for column, what, known in (
        ("employer", "an employer", knowledge.employers),
        ("cohort", "a cohort", knowledge.cohorts),
    ):
        seen: set[str] = set()
        for line in lines:
            name = line.get(column)
            if name and folded(name) not in known and folded(name) not in seen:
                seen.add(folded(name))
                close = difflib.get_close_matches(folded(name), list(known), n=1, cutoff=0.75)
                fix = f"Did you mean {known[close[0]]}?" if close else ""
                yield doubtful(line, column, f"‘{shown(name)}’ is new: {what} of this name will be added", fix)
