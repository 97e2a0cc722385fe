"""The rows of the roster from which months of supervision follow, as arrays; a fixed number of queries."""

from datetime import date

import numpy as np

from practices.months import add_months
from workforce.computing.supervision import (
    HELD,
    KINDS,
    MISSED,
    ON_LEAVE,
    PLANNED,
    Calendar,
    Rosters,
    Sessions,
    Spans,
)
from workforce.models import (
    Enrolment,
    Holding,
    Leave,
    SupervisionArrangement,
    SupervisionSession,
    Terms,
)
from workforce.supervision_standards import GROUP, standards

State = SupervisionSession.State
STATES = {
    State.PLANNED: PLANNED,
    State.HELD: HELD,
    State.MISSED_BY_SUPERVISOR: MISSED,
    State.MISSED_BY_WORKER: MISSED,
    State.ON_LEAVE: ON_LEAVE,
}
NO_END = date.max


def read_rosters(people, ids: np.ndarray, calendar: Calendar) -> Rosters:
    """`people`: ids of workers, or a query of them; `ids` the same in order, the place in which stands for a worker from here on."""
    of_people = {"worker__in": people}
    place = {worker: number for number, worker in enumerate(ids.tolist())}
    holdings = Holding.objects.filter(**of_people).order_by().values_list("worker", "start", "end")
    leave = Leave.objects.filter(**of_people).order_by().values_list("worker", "start", "end")
    training = Enrolment.objects.filter(**of_people).order_by().values_list("worker", "started_on", "ended_on")
    duties, groups = duties_of(people, place)
    return Rosters(
        posts=spans(holdings, place),
        duties=duties,
        groups=groups,
        training=spans(training, place),
        leave=spans(leave, place),
        sessions=sessions_of(of_people, ids, calendar),
    )


def spans(rows, place) -> Spans:
    return Spans.of((place[worker], start.toordinal(), ordinal(end), 1) for worker, start, end in rows)


def ordinal(end: date | None) -> int:
    return (end or NO_END).toordinal()


def duties_of(people, place) -> tuple[Spans, Spans]:
    """Minutes a day by the terms in force in posts with a standard; and of trainees' groups."""
    found = Terms.objects.filter(holding__worker__in=people, holding__post__role__in=list(standards()))
    rows = found.order_by().values_list(
        "holding__worker", "start", "end", "holding__start", "holding__end", "wte", "holding__post__role"
    )
    rates, groups = daily_rates(), group_rates()
    duties, trained = [], []
    for worker, start, end, began, ended, wte, role in rows:
        span = (place[worker], max(start, began).toordinal(), min(ordinal(end), ordinal(ended)))
        of_wte, fixed = rates[role]
        duties.append((*span, of_wte * float(wte) + fixed))
        if role in groups:
            trained.append((*span, groups[role]))
    return Spans.of(duties), Spans.of(trained)


def daily_rates() -> dict[str, tuple[float, float]]:
    """Role -> minutes a day for one WTE, and minutes a day whatever the WTE; what trainees have on top is left out."""
    return {
        role: tuple(
            sum(
                part.minutes_a_day
                for part in standard.parts
                if part.is_pro_rata is pro_rata and not part.is_for_trainees
            )
            for pro_rata in (True, False)
        )
        for role, standard in standards().items()
    }


def group_rates() -> dict[str, float]:
    """Role -> minutes a day of groups for those in training."""
    found = {role: standard.part(GROUP) for role, standard in standards().items()}
    return {role: part.minutes_a_day for role, part in found.items() if part}


def sessions_of(of_people, ids, calendar) -> Sessions:
    last = add_months(calendar.first, calendar.months)
    found = SupervisionSession.objects.filter(**of_people, on__gte=calendar.first, on__lt=last).order_by()
    rows = list(found.values_list("worker", "on", "minutes", "arrangement", "state"))
    if not rows:
        return Sessions(*(np.zeros(0, dtype=np.int64) for _ in range(5)))
    workers, days, minutes, arrangements, states = zip(*rows, strict=True)
    return Sessions(
        np.searchsorted(ids, np.array(workers)),
        np.fromiter(map(date.toordinal, days), dtype=np.int64, count=len(days)),
        np.array(minutes, dtype=np.int64),
        kinds_of(of_people, np.array(arrangements)),
        np.fromiter(map(STATES.__getitem__, states), dtype=np.int64, count=len(states)),
    )


def kinds_of(of_people, arrangements: np.ndarray) -> np.ndarray:
    """The kind of each arrangement that a session names; joined here, for there are far fewer arrangements than sessions."""
    rows = SupervisionArrangement.objects.filter(**of_people).order_by("pk").values_list("pk", "kind")
    ids, names = zip(*rows, strict=True)
    kinds = np.fromiter(map(KINDS.index, names), dtype=np.int64, count=len(names))
    return kinds[np.searchsorted(np.array(ids), arrangements)]
