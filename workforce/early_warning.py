"""Plain reasons to look at a post before it empties, in words that name the fact and its date. Pure.

No score and no order: a flag says what is so, not how likely somebody is to leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from operations.first_use import when_first_used
from workforce.training_programmes import (
    band_standing,
    due_on,
    is_below,
    latest_start,
    training_name,
    training_programmes,
)

pd = when_first_used("pandas")

# How far ahead an end is said.
AHEAD_DAYS = 90
TWICE = 2
MISSED = ("missed_by_supervisor", "missed_by_worker")
DECIDED = ("held", *MISSED)


def ahead(today: date) -> date:
    return today + timedelta(days=AHEAD_DAYS)


def day(moment: date) -> str:
    return f"{moment:%-d %B %Y}"


def missed_twice(sessions: pd.DataFrame) -> dict[int, str]:
    """Worker -> words, from the last two sessions of each arrangement that were held or missed: worker, arrangement, on, state."""
    missed = sessions[sessions["state"].isin(MISSED)]
    found = missed.groupby(["worker", "arrangement"])["on"].agg(["size", "min", "max"]).reset_index()
    # Of several arrangements that were missed twice, the one that was missed last; of two of one day always the same, or its
    # words would change from night to night, and nothing could rest.
    twice = found[found["size"] >= TWICE].sort_values(["worker", "max", "min"]).drop_duplicates("worker", keep="last")
    return {
        worker: f"Supervision was missed on {day(first)} and on {day(last)}, the last two sessions due."
        for worker, first, last in twice[["worker", "min", "max"]].itertuples(index=False, name=None)
    }


def none_arranged(standard: str) -> str:
    return f"No supervision is arranged today. The standard of the role: {standard}."


def contract_ends(ends_on: date, today: date) -> str:
    if ends_on < today:
        return f"The contract ended on {day(ends_on)}, and no last day in the post is known."
    return f"The contract ends on {day(ends_on)}."


def training_ends(training: str, started_on: date, to_end_on: date | None) -> str:
    """By the day that was set, else by the known length of the training."""
    ends_on = to_end_on or due_on(training, started_on)
    return f"{training_name(training)} ends on {day(ends_on)}, and no next post is known."


def starts_of_ending(today: date) -> dict[str, tuple[date, date]]:
    """Code of training of known length -> between which starts it ends in the time ahead, at the ends of months too."""
    yesterday = today - timedelta(days=1)
    return {
        training.code: (
            latest_start(yesterday, training.length_months) + timedelta(days=1),
            latest_start(ahead(today), training.length_months),
        )
        for training in training_programmes().values()
        if training.length_months
    }


def alone(practices: Sequence[str]) -> str:
    return f"The only worker of the new roles at {' and at '.join(practices)}."


def with_bands() -> list[str]:
    """Codes of the training in which the pay band rises by steps."""
    return [training.code for training in training_programmes().values() if training.bands]


def is_for(training: str, role: str) -> bool:
    """Whether the bands of a training are those of a role."""
    roles = training_programmes()[training].roles
    return not roles or role in roles


def band_overdue(training: str, started_on: date, completed_on: date | None, band: str, today: date) -> str:
    """Words where the band paid is below the one that the training leads to by today; "" where it is not."""
    standing = band_standing(training, started_on, today, completed_on)
    if standing is None or not is_below(band, standing.expected):
        return ""
    return (
        f"Paid at Band {band}; Band {standing.expected} was due on {day(standing.since)} ({training_name(training)})."
    )
