"""Supervision as it was: an hour a week was agreed, and how much of it was held differed from PCT to PCT."""

from datetime import timedelta

from collaborative.demonstration.improvement.texts import dealer
from collaborative.demonstration.workforce import plan as drawn
from collaborative.demonstration.workforce.roster import arrangement_of
from workforce.models import Leave, SupervisionArrangement, SupervisionSession

# PCTs, by number, in which nobody has arranged anything.
WITHOUT = (6, 13)
WEEK = timedelta(days=7)
PLANNED_AHEAD = timedelta(weeks=4)
# So that the supervisor of the demonstration has something to record.
NOT_RECORDED_YET = {"5W0": timedelta(days=4)}


def make_supervision(posts, roster) -> None:
    """`posts`: as drawn; sessions each week from the first in post to four weeks ahead, without leave."""
    pairs = [(post, one) for post in posts for one in post.holdings if drawn.pct_number(post.pct_code) not in WITHOUT]
    leave = {one: leave_of(one, roster.holdings[one].worker) for _, one in pairs}
    Leave.objects.bulk_create(row for rows in leave.values() for row in rows)
    arrangements = {one: arrangement_of(one, post, roster.holdings[one], roster.supervisors) for post, one in pairs}
    managed = {one: management_of(arrangements[one]) for post, one in pairs if drawn.pct_number(post.pct_code) % 2}
    SupervisionArrangement.objects.bulk_create([*arrangements.values(), *managed.values()])
    SupervisionSession.objects.bulk_create(
        session for post, one in pairs for session in sessions(post, one, arrangements[one], leave[one])
    )
    SupervisionSession.objects.bulk_create(
        row for one in managed for row in management_sessions(one, managed[one], leave[one])
    )


def management_of(arrangement) -> SupervisionArrangement:
    """Half an hour every four weeks with the line manager's part of the same supervisor, whatever the WTE."""
    return SupervisionArrangement(
        worker=arrangement.worker, supervisor=arrangement.supervisor, kind="management", minutes=30, every_days=28,
        is_pro_rata=False, start=arrangement.start, end=arrangement.end,
    )  # fmt: skip


def management_sessions(one, arrangement, leave):
    """Until yesterday; four of five are held."""
    chance = dealer(73, one.worker)
    day, last = one.start + timedelta(days=7), min(one.end or drawn.TODAY, drawn.TODAY - timedelta(days=1))
    while day <= last:
        state = "held" if chance.random() < 0.8 else "missed_by_supervisor"
        if not any(away.start <= day <= away.end for away in leave):
            yield SupervisionSession(
                arrangement=arrangement, worker=arrangement.worker, on=day, state=state, minutes=30
            )
        day += 4 * WEEK


def leave_of(one, worker) -> list[Leave]:
    """Two weeks in summer and one at Christmas, in the months in post."""
    last = one.end or drawn.TODAY
    wanted = [(7, 10 + one.worker % 14, 11), (12, 23, 9)]
    starts = [(one.start.replace(year=2006, month=month, day=day), days) for month, day, days in wanted]
    return [
        Leave(worker=worker, start=start, end=start + timedelta(days=days))
        for start, days in starts
        if one.start < start and start + timedelta(days=days) < last
    ]


def sessions(post, one, arrangement, leave):
    chance = dealer(70, one.worker)
    day = one.start + timedelta(days=(one.worker % 5))
    last = one.end or drawn.TODAY + PLANNED_AHEAD
    while day <= last:
        if not any(away.start <= day <= away.end for away in leave):
            yield session(chance, post, arrangement, day)
        day += WEEK


def session(chance, post, arrangement, day) -> SupervisionSession:
    state, minutes = "planned", round(60 * post.wte)
    if day < drawn.TODAY - NOT_RECORDED_YET.get(post.pct_code, timedelta(days=1)):
        is_held = chance.random() < drawn.quality(post.pct_code)
        missed = "missed_by_supervisor" if chance.random() < 0.8 else "missed_by_worker"
        state = "held" if is_held else missed
        minutes = round(int(chance.choice([40, 50, 60])) * post.wte) if is_held else minutes
    return SupervisionSession(arrangement=arrangement, worker=arrangement.worker, on=day, state=state, minutes=minutes)
