"""What happened in the months of a chart: cycles numbered, events lettered, in lanes that never overlap, and in words. Pure.

A reader is given only what they may read, so nothing here hides anything. So many that they do not fit are drawn together by
when they began; the list beside the chart, the table and the files name every one.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from string import ascii_lowercase, ascii_uppercase

from measures.chart_lines import CYCLE, EVENT, LASTING, STAFFING, STARTED, Annotation, Line
from practices import months

MOST_LANES = 3
# What one number, and what two with a dash, need on a drawing of two years that is 300 pixels wide.
LEAST_DAYS, LEAST_DAYS_OF_GROUP = 45, 90
# Months that a group covers, tried in turn; 0 is no group.
GROUPS = (0, 1, 3, 6, 12)
KIND_WORDS = {CYCLE: "PDSA cycle", EVENT: "Event", STARTED: "PDSA cycles", STAFFING: "Staffing"}
ONE_OF = {CYCLE: "cycle", EVENT: "event", STAFFING: "change of staffing"}
MANY_OF = {CYCLE: "cycles", EVENT: "events", STAFFING: "changes of staffing"}
LETTERS = {EVENT: ascii_uppercase, STAFFING: ascii_lowercase}
MOST_NAMED = 3
BOXES = "shaded boxes say how many started in the month"


@dataclass(frozen=True)
class Calendar:
    """The part of a line that this module asks for: for tables of figures that are never drawn."""

    months: Sequence[date]
    annotations: Sequence[Annotation]


@dataclass(frozen=True)
class Happening:
    """One mark of the strip beneath a line. `text` is its number, "4\N{EN DASH}8" for a group, "3" for as many that began."""

    start: date
    end: date
    lane: int
    kind: str
    text: str
    words: str


@dataclass(frozen=True)
class Entry:
    """One line of the list beside a chart: the mark on the drawing, what kind of thing, and its words."""

    mark: str
    kind: str
    text: str
    href: str = ""


# ---- which, and under which mark


def shown(line: Line | Calendar) -> list[Annotation]:
    """Those that fall in the months of the chart, in the order of their beginning."""
    if not line.months:
        return []
    found = [one for one in line.annotations if one.start <= last_day(line) and end_of(one, line) >= line.months[0]]
    return sorted(found, key=lambda one: (one.start, one.kind, one.label, one.key))


def last_day(line: Line | Calendar) -> date:
    return months.last_day(line.months[-1])


def end_of(annotation: Annotation, line: Line | Calendar) -> date:
    """A cycle that still goes on lasts to the end of the chart; an event is a day."""
    return annotation.end or (last_day(line) if annotation.kind in LASTING else annotation.start)


def marked(line: Line | Calendar) -> list[tuple[str, Annotation]]:
    """(mark, annotation): 1, 2, 3 of cycles, A, B, C of events, a, b, c of staffing; of cycles that began how many."""
    places = defaultdict(int)
    found = []
    for one in shown(line):
        found.append((mark_of(one, places[one.kind]), one))
        places[one.kind] += 1
    return found


def mark_of(annotation: Annotation, place: int) -> str:
    if annotation.kind == STARTED:
        return str(annotation.count)
    letters = LETTERS.get(annotation.kind)
    return letters[place % 26] * (place // 26 + 1) if letters else str(place + 1)


# ---- the strip


def happenings(line: Line) -> list[Happening]:
    """The marks of the strip in at most MOST_LANES lanes; cycles that began month by month stand in the lowest."""
    found = marked(line)
    alone = [one for one in found if one[1].kind != STARTED]
    started = [one for one in found if one[1].kind == STARTED]
    room = MOST_LANES - bool(started)
    drawn = []
    for size in GROUPS:
        drawn = in_lanes(stretches(alone, line, size))
        if lanes_of(drawn) <= room:
            break
    lowest = lanes_of(drawn)
    return [*drawn, *(stretch(text, one, line, lane=lowest) for text, one in started)]


def lanes_of(found: Sequence[Happening]) -> int:
    return max((one.lane for one in found), default=-1) + 1


def stretches(found: Sequence[tuple[str, Annotation]], line: Line, size: int) -> list[Happening]:
    """Each by itself, or with `size` all of a kind that began within as many months together."""
    if not size:
        return [stretch(text, one, line) for text, one in found]
    groups = defaultdict(list)
    for text, one in found:
        began = max(months.months_between(line.months[0], months.first_of(one.start)), 0)
        groups[one.kind, began // size].append((text, one))
    return [group(members, line, began, size) for (_, began), members in groups.items()]


def stretch(text: str, one: Annotation, line: Line, lane: int = 0) -> Happening:
    start = max(one.start, line.months[0])
    return Happening(start, min(end_of(one, line), last_day(line)), lane, one.kind, text, sentence_of(one))


def group(members: list[tuple[str, Annotation]], line: Line, place: int, size: int) -> Happening:
    """All that began in the same months, over those months."""
    if len(members) == 1 and size == 1:
        return stretch(*members[0], line)
    start = months.add_months(line.months[0], place * size)
    end = min(months.last_day(months.add_months(start, size - 1)), last_day(line))
    (first, one), (last, _) = members[0], members[-1]
    text = first if len(members) == 1 else f"{first}\N{EN DASH}{last}"
    names = "; ".join(member.label for _, member in members)
    return Happening(start, end, 0, one.kind, text, f"{counted(len(members), one.kind)}: {names}")


def in_lanes(found: Sequence[Happening]) -> list[Happening]:
    """Each in the first lane that is free where it begins."""
    free: list[date] = []
    placed = []
    for one in sorted(found, key=lambda one: (one.start, one.kind)):
        least = LEAST_DAYS if len(one.text) < 3 else LEAST_DAYS_OF_GROUP
        until = max(one.end, one.start + timedelta(days=least))
        lane = next((lane for lane, day in enumerate(free) if day < one.start), len(free))
        free[lane : lane + 1] = [until]
        placed.append(Happening(one.start, one.end, lane, one.kind, one.text, one.words))
    return placed


# ---- in words


def counted(number: int, kind: str) -> str:
    return f"{number} {(ONE_OF if number == 1 else MANY_OF)[kind]}"


def day_words(day: date) -> str:
    return f"{day:%-d %b %Y}"


def sentence_of(one: Annotation) -> str:
    """Telephone review, cycle 1, 3 Apr 2006 to 31 May 2006."""
    if one.kind == STARTED:
        return f"{one.label} in {months.label(one.start)}"
    if one.end is None or one.end == one.start:
        since = "since " if one.end is None and one.kind in LASTING else ""
        return f"{one.label}, {since}{day_words(one.start)}"
    return f"{one.label}, {day_words(one.start)} to {day_words(one.end)}"


def what_happened(line: Line) -> str:
    """2 cycles and learning workshop 2 fall in this chart; "" where nothing does."""
    found = shown(line)
    cycles = [one for one in found if one.kind == CYCLE]
    events = [one for one in found if one.kind == EVENT]
    began = sum(one.count for one in found if one.kind == STARTED)
    named = [lower_first(one.label) for one in events]
    said = [counted(len(cycles), CYCLE)] if cycles else []
    said += named if len(named) <= MOST_NAMED else [counted(len(named), EVENT)]
    staffing = [one for one in found if one.kind == STAFFING]
    said += [counted(len(staffing), STAFFING)] if staffing else []
    number = len(cycles) + len(events) + len(staffing)
    sentence = f"{upper_first(listed(said))} {'falls' if number == 1 else 'fall'} in this chart." if said else ""
    return " ".join(filter(None, [sentence, f"{counted(began, CYCLE)} started in its months." if began else ""]))


def listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def lower_first(text: str) -> str:
    """Left as it is where the second letter is a capital too, as in PDSA."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def upper_first(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def legend(line: Line) -> list[Entry]:
    """The list beside the chart: every cycle and event under its mark, and how many cycles began month by month."""
    found = marked(line)
    entries = [
        Entry(text, KIND_WORDS[one.kind], sentence_of(one), one.href) for text, one in found if one.kind != STARTED
    ]
    began = [f"{months.label(one.start)} {one.count}" for _, one in found if one.kind == STARTED]
    more = [Entry("n", KIND_WORDS[STARTED], f"{BOXES}: {', '.join(began)}")] if began else []
    return [*entries, *more]


def column(line: Line | Calendar) -> list[str]:
    """What began, ended or took place in each month; "" in a quiet one."""
    found = marked(line)
    return [
        "; ".join(filter(None, (month_words(text, one, month) for text, one in found))) if found else ""
        for month in line.months
    ]


def month_words(mark: str, one: Annotation, month: date) -> str:
    """Of one month: "1 Telephone review, cycle 1, starts"; "" where it neither begins nor ends."""
    starts = months.first_of(one.start) == month
    ends = one.end is not None and months.first_of(one.end) == month
    if one.kind == STARTED:
        return one.label if starts else ""
    if one.kind == EVENT:
        return f"{mark} {one.label}" if starts else ""
    said = {(True, True): "starts and ends", (True, False): "starts", (False, True): "ends"}.get((starts, ends))
    return f"{mark} {one.label}, {said}" if said else ""


def facts(line: Line) -> list[tuple[str, str]]:
    """For the head of a file: one line each."""
    return [(f"what_happened_{entry.mark}", f"{entry.kind}: {entry.text}") for entry in legend(line)]
