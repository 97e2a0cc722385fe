"""What the lines of a staff file say together: the same row twice, rows that contradict each other, times that overlap. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from practices.uploads.problems import Problem
from workforce.files.staff_cells import written
from workforce.files.staff_facts import Knowledge, Span, Stored, spans_of, supervision_key
from workforce.files.staff_line_checks import doubtful, wrong
from workforce.files.staff_lines import Line
from workforce.files.staff_schema import HOLDING, POST, SUPERVISION, WORKER

FULL_TIME, WELL_OVER = Decimal(1), Decimal("1.2")


def duplicates(lines: Iterable[Line]) -> Iterator[Problem]:
    """E11: both rows are named, and neither is picked."""
    for found in grouped(lines, row_key).values():
        if len(found) > 1:
            rows = " and ".join(str(line.row) for line in found[:5])
            column = "terms_start" if not found[1].is_vacant else "post_number"
            message = f"rows {rows} are the same terms of the same holding"
            if found[1].is_vacant:
                message = f"rows {rows} are the same vacant post"
            yield wrong(found[1], column, message, "Keep one of them", code="E11")


def row_key(line: Line) -> tuple:
    return (line.post, "") if line.is_vacant else (line.holding, line.terms_start)


def grouped(lines: Iterable[Line], key: Callable) -> dict:
    found = defaultdict(list)
    for line in lines:
        found[key(line)].append(line)
    return found


def contradictions(lines: list[Line]) -> Iterator[Problem]:
    """Rows about one post, person or holding that do not say the same of it; each column is named once."""
    held = [line for line in lines if not line.is_vacant]
    supervised = [line for line in held if line.get("supervisor") and line.get("supervision_kind")]
    for some, key, names, what in (
        (lines, lambda line: line.post, POST, "post"),
        (held, lambda line: line.holding[1], WORKER, "person"),
        (held, lambda line: line.holding, HOLDING, "holding"),
        (supervised, lambda line: supervision_key(line)[:2], SUPERVISION, "supervision"),
    ):
        for found in grouped(some, key).values():
            if len(found) > 1:
                yield from contradictions_of(found, names, what)


def contradictions_of(found: list[Line], names: Iterable[str], what: str) -> Iterator[Problem]:
    first = found[0]
    for name in names:
        if name not in first.values:
            continue
        for line in found[1:]:
            if name in line.values and line.values[name] != first.values[name]:
                message = f"rows {first.row} and {line.row} say different things of the same {what}"
                yield wrong(line, name, message, "Write the same in both rows")
                break


def vacant_and_held(lines: Iterable[Line], after: Stored, today: date) -> Iterator[Problem]:
    """A row without a staff number does not end anybody's holding."""
    current = {post for (post, _, _), values in after.holdings.items() if not values["end"] or values["end"] >= today}
    for line in lines:
        if line.is_vacant and line.post in current:
            fix = "Write the holder's row with the last day and the reason, or delete this row"
            yield wrong(line, "staff_number", f"post {line.post} has a holder", fix)


def holdings_within_posts(lines: Iterable[Line], after: Stored) -> Iterator[Problem]:
    """Nobody holds a post before it opens or after it closes."""
    rows = {line.post: line for line in reversed(list(lines))}
    of_line = {line.holding: line for line in reversed(list(lines)) if not line.is_vacant}
    for key, values in after.holdings.items():
        if key[0] not in rows:
            continue
        line, post = of_line.get(key, rows[key[0]]), after.posts[key[0]]
        if post["post_start"] and key[2] < post["post_start"]:
            yield wrong(line, "post_start", f"{key[1]} holds the post before it opens", "Correct a date", code="E15")
        if post["post_end"] and (not values["end"] or values["end"] > post["post_end"]):
            message = f"{key[1]} holds the post after its last day"
            yield wrong(line, "post_end", message, "Write the holder's last day and reason too", code="E15")


def overlapping_holdings(lines: Iterable[Line], after: Stored) -> Iterator[Problem]:
    """One person holds one post once at a time."""
    of_line = {line.holding: line for line in reversed(list(lines)) if not line.is_vacant}
    pairs = {key[:2] for key in of_line}
    spells = defaultdict(list)
    for key, values in after.holdings.items():
        if key[:2] in pairs:
            spells[key[:2]].append((key[2], values["end"], key))
    for found in spells.values():
        found.sort(key=lambda spell: spell[0])
        for (start, end, one), (later, _, other) in pairwise(found):
            if end is None or end >= later:
                line = of_line.get(other) or of_line.get(one)
                if line:
                    message = f"overlaps the holding of the same post from {start.isoformat()}"
                    yield wrong(
                        line, "start", message, "End the earlier one first", code="E15", found=later.isoformat()
                    )


def terms_within_holdings(lines: Iterable[Line], after: Stored) -> Iterator[Problem]:
    """Terms that are stored may not lie outside a holding that the file shortens."""
    of_line = {line.holding: line for line in reversed(list(lines)) if not line.is_vacant}
    own = {(line.holding, line.terms_start) for line in lines if not line.is_vacant}
    for holding, start in after.terms:
        line, end = of_line.get(holding), after.holdings[holding]["end"] if holding in of_line else None
        if line and end and start > end and (holding, start) not in own:
            message = f"there are terms from {start.isoformat()}, after this last day"
            yield wrong(line, "end", message, "Correct the terms first", code="E15", found=end.isoformat())


def over_the_post(lines: Iterable[Line], after: Stored, others: Mapping[str, Sequence[Span]]) -> Iterator[Problem]:
    """Nobody holds more of a post than there is, whoever keeps the holders' records. Once a post.

    `others` hold a post of the sender's and are not the sender's: that it is exceeded is said, and not by how much.
    """
    of_line = {line.post: line for line in lines if not line.is_vacant}
    spans = defaultdict(list, {number: list(found) for number, found in others.items()})
    for found in spans_of(after).values():
        for span in found:
            spans[span.holding[0]].append(span)
    for number, line in of_line.items():
        established = after.posts[number]["post_wte"]
        day, total, _ = busiest(spans[number], established or FULL_TIME)
        if established and total > established:
            by_how_much = "more" if number in others else f"{written(total)} on {day.isoformat()}"
            message = f"post {number} of {written(established)} WTE is filled with {by_how_much}"
            yield wrong(line, "wte", message, "Correct a WTE or a date")


def over_full_time(lines: Iterable[Line], after: Stored, changing: set[int]) -> Iterator[Problem]:
    """More than 1 WTE in all needs a reason; well over it, somebody confirms. Once a person.

    Posts of other PCTs count; of somebody who has one it is said that the 1 WTE is exceeded, and no more than that.
    """
    of_line = {line.holding[1]: line for line in lines if not line.is_vacant}
    changed = {line.holding[1] for line in lines if line.row in changing}
    spans = spans_of(after)
    for staff_number, line in of_line.items():
        day, total, has_reason = busiest(spans.get(staff_number, []))
        if total <= FULL_TIME:
            continue
        is_elsewhere = any(span.holding[0] not in after.posts for span in spans[staff_number])
        worked = f"more than {FULL_TIME}" if is_elsewhere else written(total)
        message = f"{staff_number} works {worked} WTE in all" + ("" if is_elsewhere else f" on {day.isoformat()}")
        if not has_reason:
            yield wrong(line, "over_reason", message, "Write the reason for more than 1 WTE, or correct a row")
        elif total > WELL_OVER and staff_number in changed:
            doubt = message if is_elsewhere else f"{message}, more than {WELL_OVER}"
            yield doubtful(line, "wte", doubt, "Correct a WTE or a date")


def busiest(spans: list[Span], limit: Decimal = FULL_TIME) -> tuple[date | None, Decimal, bool]:
    """The day with the most WTE (those without a reason first), how much, and whether one of its terms has a reason."""
    worst = (None, Decimal(0), True)
    for day in sorted({span.start for span in spans}):
        there = [span for span in spans if span.start <= day and (span.end is None or span.end >= day)]
        total, has_reason = sum(span.wte for span in there), any(span.over_reason for span in there)
        if total > limit and (not has_reason, total, day) > (not worst[2], worst[1], worst[0] or day):
            worst = (day, total, has_reason)
    return worst


def check_together(lines: list[Line], after: Stored, knowledge: Knowledge, changing: set[int]) -> Iterator[Problem]:
    """Every problem between the lines, and between them and what is stored."""
    yield from duplicates(lines)
    yield from contradictions(lines)
    yield from vacant_and_held(lines, after, knowledge.today)
    yield from holdings_within_posts(lines, after)
    yield from overlapping_holdings(lines, after)
    yield from terms_within_holdings(lines, after)
    yield from over_the_post(lines, after, knowledge.held_by_others)
    yield from over_full_time(lines, after, changing)
