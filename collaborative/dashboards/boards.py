"""The board of the cycles of a wave or a team: by state, age, principle and depth of the ramp. A fixed number of queries."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, Max, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from collaborative.cycle_counts import NEVER_A_SCORE, CycleCounts, count_cycles, learning_words, principle_rows
from collaborative.dashboards.cycle_words import age_warning, cycle_line, where_words
from collaborative.dashboards.reading import reading_levels
from collaborative.models import CycleTask, PdsaCycle, ReadingLevel
from practices import clock
from practices.wording import counted

State = PdsaCycle.State
# Cards in one column; the list has them all.
CARDS = 10
TASKS_SHOWN = 30
# The ended ones latest first, the open ones longest open first.
ORDER = [
    F("closed_on").desc(nulls_last=True),
    F("cancelled_on").desc(nulls_last=True),
    F("started_on").asc(nulls_last=True),
    F("planned_start").asc(nulls_last=True),
    "title",
    "pk",
]


@dataclass(frozen=True)
class Board:
    """`columns` are dicts with the state in words, how many there are, the first cards and where the rest is."""

    columns: list[dict]
    learning: list[str]
    note: str
    principles: dict
    overdue: dict
    total: int


def board_of(user, cycles, readable, principles, query: str = "") -> Board:
    """Of `cycles`, those of the `readable` ones that fit the filter; `query` is the filter as the address has it."""
    counts = count_cycles(cycles)
    cards = first_cards(cycles)
    depths = ramp_depths(readable, {cycle.ramp_id for cycle in cards})
    late = overdue_counts(cards)
    return Board(
        columns=[column(state, cards, counts, depths, late, query) for state in State],
        learning=learning_words(counts),
        note=NEVER_A_SCORE,
        principles=principles_table(counts, principles),
        overdue=overdue_table(user, cycles),
        total=counts.total,
    )


def first_cards(cycles) -> list[PdsaCycle]:
    """The first cards of every state, in one query and one for their practices."""
    place = Window(RowNumber(), partition_by=F("state"), order_by=ORDER)
    found = cycles.order_by().annotate(place=place).filter(place__lte=CARDS).order_by("state", "place")
    return list(found.select_related("team", "principle").prefetch_related("practices"))


def ramp_depths(readable, ramps) -> dict[int, tuple[int, int]]:
    """Ramp's id -> (how many of its cycles this person may read, the widest scale among them)."""
    found = readable.filter(ramp__in=ramps).order_by().values_list("ramp").annotate(Count("pk"), Max("scale"))
    return {ramp: (depth, scale) for ramp, depth, scale in found}


def overdue_tasks(cycles):
    """What should have been done in open cycles by yesterday."""
    return CycleTask.objects.filter(cycle__in=cycles.open(), done_on__isnull=True, due_on__lt=clock.today())


def overdue_counts(cards) -> dict[int, int]:
    of_cards = PdsaCycle.objects.filter(pk__in=[cycle.pk for cycle in cards])
    return dict(overdue_tasks(of_cards).order_by().values_list("cycle").annotate(Count("pk")))


def column(state, cards, counts: CycleCounts, depths, late, query: str) -> dict:
    here = [card(cycle, depths, late) for cycle in cards if cycle.state == state]
    number = counts.by_state[state]
    rest = "&".join(part for part in (query, f"state={state}", "as=list") if part)
    return {
        "state": state.value,
        "heading": f"{state.label}: {number:,}",
        "cards": here,
        "empty": f"Nothing is {state.label.lower()}.",
        "rest": {"text": f"All {number:,} in a list", "href": f"?{rest}"} if number > len(here) else None,
    }


def card(cycle: PdsaCycle, depths, late) -> dict:
    tasks = late.get(cycle.pk, 0)
    return {
        **cycle_line(cycle),
        "team": cycle.team.name,
        "where": where_words(cycle),
        "principle": str(cycle.principle) if cycle.principle else "",
        "ramp": ramp_words(cycle, depths),
        "decision": cycle.get_decision_display(),
        "age": age_words(cycle),
        "warning": age_warning(cycle),
        "overdue": f"{counted(tasks, 'task')} overdue" if tasks else "",
    }


def ramp_words(cycle: PdsaCycle, depths) -> str:
    """How deep its ramp goes, in the cycles that this person may read."""
    depth, widest = depths.get(cycle.ramp_id, (1, cycle.scale))
    reached = PdsaCycle.Scale(widest).label.lower()
    return f"Cycle {cycle.number}; {counted(depth, 'cycle')} in its ramp, up to {reached}"


def age_words(cycle: PdsaCycle) -> str:
    days = cycle.days_open
    return "" if days is None else f"{counted(days, 'day')} open"


def principles_table(counts: CycleCounts, principles) -> dict:
    return {
        "caption": "Cycles by change principle, cancelled ones left out",
        "head": ["Change principle", {"text": "Cycles", "numeric": True}, "Remark"],
        "first_is_header": True,
        "rows": [
            [name, {"text": f"{number:,}", "numeric": True}, remark]
            for name, number, remark in principle_rows(counts, principles)
        ],
        "empty": "This wave has no change principles yet.",
    }


def overdue_table(user, cycles) -> dict:
    """The longest overdue first. Who should have done it is said as far as the cycle's leader is."""
    found = overdue_tasks(cycles).select_related("cycle__team").order_by("due_on", "pk")[:TASKS_SHOWN]
    levels = reading_levels(user, {task.cycle.team_id for task in found})
    return {
        "caption": "Overdue tasks",
        "head": ["Task", "Cycle", "Who", "Was due"],
        "rows": [overdue_row(task, levels[task.cycle.team_id]) for task in found],
        "empty": "No task is overdue.",
    }


def overdue_row(task: CycleTask, level: ReadingLevel) -> list:
    href = reverse("cycle_detail", args=[task.cycle_id])
    who = task.who if level <= ReadingLevel.COMMISSIONER else ""
    return [task.what, {"text": str(task.cycle), "href": href}, who, f"{task.due_on:%-d %B %Y}"]


def list_table(cycles) -> dict:
    """The same cycles as rows; a page of a queryset prepared by `listed`."""
    return {
        "caption": "Cycles",
        "head": ["Cycle", "Team", "Where", "State", "Scale", "Change principle", "When", "Age"],
        "first_is_header": True,
        "rows": [list_row(cycle) for cycle in cycles],
        "empty": "No cycle fits, or none that you may read. Take away a choice above.",
    }


def list_row(cycle: PdsaCycle) -> list:
    line = cycle_line(cycle)
    return [
        {"text": str(cycle), "href": line["href"]},
        cycle.team.name,
        where_words(cycle),
        {"tag": line["tag"]},
        line["scale"],
        str(cycle.principle) if cycle.principle else "",
        line["dates"],
        age_warning(cycle) or age_words(cycle),
    ]


def listed(cycles):
    """In the board's order, with all that a row prints."""
    states = Case(*(When(state=state, then=place) for place, state in enumerate(State.values)))
    return cycles.order_by(states, *ORDER).select_related("team", "principle").prefetch_related("practices")
