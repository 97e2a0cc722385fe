"""The lines of a staff file -> every problem at once, and what the file would change. Pure.

A row of a PCT that the sender does not lead is asked about once and looked at no further (B47). A row that says what is stored
already raises no warning: it was confirmed when it came.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from practices.uploads.problems import Problem, error
from workforce.files.staff_agreement import check_together
from workforce.files.staff_differences import Plan, plan_of
from workforce.files.staff_facts import Knowledge, as_stored_spelling, overlaid
from workforce.files.staff_line_checks import check_line, doubts_of, new_names
from workforce.files.staff_lines import Line


def check_lines(lines: Sequence[Line], knowledge: Knowledge) -> tuple[list[Problem], Plan]:
    """All problems of the lines in the order of the file, and the plan of what they change."""
    own = [line for line in lines if not is_foreign(line, knowledge)]
    as_stored_spelling(own, knowledge)
    named = [line for line in own if line.is_named]
    after = overlaid(knowledge.stored, named)
    plan = plan_of(named, knowledge.stored, after)
    changing = plan.changing_rows
    changed = [line for line in own if line.row in changing]
    problems = [
        *trusts_not_led(lines, knowledge),
        *chain.from_iterable(check_line(line, knowledge) for line in own),
        *check_together(named, after, knowledge, changing),
        *chain.from_iterable(doubts_of(line, knowledge) for line in changed),
        *new_names(changed, knowledge),
    ]
    return sorted(problems, key=lambda problem: problem.row or 0), plan


def is_foreign(line: Line, knowledge: Knowledge) -> bool:
    code = line.get("commissioner")
    return code is not None and code not in knowledge.trusts


def trusts_not_led(lines: Iterable[Line], knowledge: Knowledge) -> Iterator[Problem]:
    """One problem for each code, however many rows have it. It never says what is stored there."""
    rows: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if is_foreign(line, knowledge):
            rows[line.get("commissioner")].append(line)
    for code, found in rows.items():
        yield foreign_trust(code, found, knowledge)


def foreign_trust(code: str, lines: list[Line], knowledge: Knowledge) -> Problem:
    """B47 for a PCT that exists, E2 for one that does not."""
    where = lines[0].at("commissioner")
    if code not in knowledge.other_trusts:
        return error("E2", f"We do not know PCT code {code}", fix="Check the code", found=code, **where)
    rows = ", ".join(str(line.row) for line in lines[:5]) + (" and more" if len(lines) > 5 else "")
    which = f"Row {rows} is" if len(lines) == 1 else f"Rows {rows} are"
    return error(
        "B47",
        f"{which} for PCT {code}. You are signed in for {knowledge.signed_in_for}. Nothing was saved",
        fix="Choose the right file, or change for whom you act at the top of the page",
        found=code,
        **where,
    )
