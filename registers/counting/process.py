"""Process and balancing measures of the people on the list: validation, assessments, steps, reviews. Pure."""

from dataclasses import dataclass

import numpy as np

from registers.counting.lists import Episodes
from registers.counting.months import DAY_BITS, NEVER, MonthGrid, packed

VALIDATION_OVERDUE_DAYS = 60
# At outset: within so many days of the first day on the list, before or after.
OUTSET_DAYS = 28
# Reassessed: 5 to 12 weeks after the first assessment, both included (DEP3 of the 2009 quality framework).
REASSESSED_FROM_DAYS, REASSESSED_TO_DAYS = 35, 84
MONTHS_WITHOUT_CONTACT = 6
TOOL_BITS = 4


@dataclass(frozen=True)
class Assessments:
    """Scores are not needed here, nor read. int64 [n] each, in any order."""

    person: np.ndarray
    day: np.ndarray
    tool: np.ndarray


def waiting(grid: MonthGrid, identified_on, validated_on, excluded_on) -> np.ndarray:
    """bool [entries, T]: identified, and at the end of the month neither validated nor excluded."""
    decided_on = np.minimum(validated_on, excluded_on)[:, None]
    return (identified_on[:, None] <= grid.last_days) & (decided_on > grid.last_days)


def waiting_too_long(grid: MonthGrid, identified_on, validated_on, excluded_on) -> np.ndarray:
    """bool [entries, T]: waiting for more than 60 days at the end of the month."""
    is_old = grid.last_days - identified_on[:, None] > VALIDATION_OVERDUE_DAYS
    return waiting(grid, identified_on, validated_on, excluded_on) & is_old


def first_assessed_on(episodes: Episodes, assessments: Assessments) -> np.ndarray:
    """int64 [episodes]: the first assessment from 28 days before the episode to its last day; NEVER without one."""
    keys = np.unique(packed(assessments.person, assessments.day))
    return first_between(keys, episodes.person, episodes.since - OUTSET_DAYS, episodes.until)


def first_between(keys, person, first_day, last_day) -> np.ndarray:
    """The first day of each person that lies between two days, by sorted packed keys; NEVER where there is none."""
    padded = np.append(keys, np.iinfo(np.int64).max)
    found = padded[np.searchsorted(keys, packed(person, np.maximum(first_day, 0)))]
    there = (found >> DAY_BITS == person) & (found & NEVER <= last_day)
    return np.where(there, found & NEVER, NEVER)


def assessed_at_outset(grid: MonthGrid, episodes: Episodes, first_on) -> np.ndarray:
    """bool [episodes, T]: on the list at the close, and assessed within 28 days of its beginning by then."""
    in_time = first_on <= episodes.since + OUTSET_DAYS
    return episodes.at_close(grid) & in_time[:, None] & (first_on[:, None] <= grid.last_days)


def reassessment_due(grid: MonthGrid, episodes: Episodes, first_on) -> np.ndarray:
    """bool [episodes, T]: on the list at the close, first assessed at least twelve weeks before it."""
    return episodes.at_close(grid) & (first_on[:, None] + REASSESSED_TO_DAYS <= grid.last_days)


def reassessed_in_time(episodes: Episodes, assessments: Assessments, first_on) -> np.ndarray:
    """bool [episodes]: assessed again with the same tool 5 to 12 weeks after the first assessment."""
    with_tool = (assessments.person << TOOL_BITS) | assessments.tool
    keys = np.unique(packed(with_tool, assessments.day))
    again = np.zeros(len(episodes.person), dtype=bool)
    for tool in np.unique(assessments.tool).tolist():
        person = (episodes.person << TOOL_BITS) | tool
        used_first = (first_on < NEVER) & (first_between(keys, person, first_on, first_on) < NEVER)
        later = first_between(keys, person, first_on + REASSESSED_FROM_DAYS, first_on + REASSESSED_TO_DAYS)
        again |= used_first & (later < NEVER)
    return again


def without_contact(grid: MonthGrid, contact_marks, at_close) -> np.ndarray:
    """bool [people, T]: on the list at the close, without any contact in the month and the five before.

    `contact_marks` has five months more at its beginning than the grid: bool [people, T + 5].
    """
    running = np.cumsum(np.pad(contact_marks, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    recent = running[:, MONTHS_WITHOUT_CONTACT:] - running[:, :-MONTHS_WITHOUT_CONTACT]
    return at_close & (recent == 0)


@dataclass(frozen=True)
class Steps:
    """Steps of care: which entry was at one from which day to which, int64 [n] each; the last day counts, NEVER while it goes on."""

    entry: np.ndarray
    started_on: np.ndarray
    ended_on: np.ndarray


@dataclass(frozen=True)
class Reviews:
    """Reviews, planned and held: int64 [n] each; `held_on` is NEVER for one that is still to come."""

    entry: np.ndarray
    due_on: np.ndarray
    held_on: np.ndarray


def at_a_step(grid: MonthGrid, entries: int, steps: Steps) -> np.ndarray:
    """bool [entries, T]: which entry is at a step of care on the last day of the month."""
    now = (steps.started_on[:, None] <= grid.last_days) & (steps.ended_on[:, None] >= grid.last_days)
    return any_of(entries, steps.entry, now)


def review_planned(grid: MonthGrid, entries: int, steps: Steps, reviews: Reviews) -> np.ndarray:
    """bool [entries, T]: a review is planned at the end of the month, whether overdue or not."""
    return any_of(entries, reviews.entry, is_planned(grid, entries, steps, reviews))


def review_overdue(grid: MonthGrid, entries: int, steps: Steps, reviews: Reviews) -> np.ndarray:
    """bool [entries, T]: the day of a planned review lies before the last day of the month."""
    overdue = is_planned(grid, entries, steps, reviews) & (reviews.due_on[:, None] < grid.last_days)
    return any_of(entries, reviews.entry, overdue)


def is_planned(grid, entries, steps, reviews):
    """bool [reviews, T]: planned by the end of the month, and not held by then."""
    planned_on = planned_since(entries, steps, reviews)[:, None]
    return (planned_on <= grid.last_days) & (reviews.held_on[:, None] > grid.last_days)


def planned_since(entries, steps, reviews) -> np.ndarray:
    """int64 [reviews]: when the review was planned: when the one before it was held, or with the entry's first step.

    No row says so itself, and what was recorded when is real time, not the business's.
    """
    begun = np.full(entries, NEVER, dtype=np.int64)
    np.minimum.at(begun, steps.entry, steps.started_on)
    order = np.lexsort((reviews.held_on, reviews.due_on, reviews.entry))
    entry, held = reviews.entry[order], reviews.held_on[order]
    follows = np.append(False, entry[1:] == entry[:-1])[: len(entry)]
    before = np.where(follows, np.append(NEVER, held)[:-1], begun[entry])
    since = np.empty(len(order), dtype=np.int64)
    # Without any step, a review has been planned since the day of which nobody knows; it counts from the beginning.
    since[order] = np.where(before == NEVER, 0, before)
    return since


def any_of(count, place, marks) -> np.ndarray:
    """bool [count, T]: whether any of the marks [n, T] of a place is set."""
    found = np.zeros((count, marks.shape[1]), dtype=bool)
    row, month = np.nonzero(marks)
    found[place[row], month] = True
    return found
