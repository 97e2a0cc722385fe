"""Who is on an invented practice's list, pure: people who join and leave so that the list moves as its returns say."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from practices import months

BORN = (1942, 1989)
OPENING_SINCE = date(2004, 3, 1)
REASONS_TO_LEAVE = ("clinician", "below_caseness", "moved", "other", "dissent")
RECOVERED = {"clinician", "below_caseness"}


@dataclass
class DrawnPerson:
    """One person with one episode; `index` is the place in the practice's list, from 0."""

    index: int
    birth_year: int
    sex: str
    ethnic_group: str
    deprivation_band: int
    presentation_type: int
    identified_on: date
    validated_on: date
    active_from: date
    active_to: date | None = None
    end_reason: str = ""

    def is_active_on(self, day: date) -> bool:
        return self.active_from <= day and (self.active_to is None or self.active_to >= day)


@dataclass
class DrawnMonth:
    """One month of a practice: what its return says, and who was on the list."""

    month: date
    counts: dict[str, int]
    active: list[DrawnPerson]
    """At some time of the month."""
    added: list[DrawnPerson]

    @property
    def last_day(self) -> date:
        return months.last_day(self.month)

    def at_the_close(self) -> list[DrawnPerson]:
        return [person for person in self.active if person.is_active_on(self.last_day)]

    def days_of(self, person: DrawnPerson) -> tuple[date, date]:
        """The first and the last day of the month on which the person was on the list."""
        last = self.last_day if person.active_to is None else min(person.active_to, self.last_day)
        return max(person.active_from, self.month), last

    def has(self, person: DrawnPerson) -> bool:
        """Whoever left on the last day of the month before was on no list in this one."""
        first, last = self.days_of(person)
        return first <= last


def draw_list(
    generator: np.random.Generator, rows: list[tuple[date, dict]]
) -> tuple[list[DrawnPerson], list[DrawnMonth]]:
    """Everybody ever on the list, and its months. `rows`: (month, counts of the return), without a gap."""
    opening = rows[0][1]["list_open"]
    days = int((rows[0][0] - OPENING_SINCE).days)
    people = [
        draw_person(generator, index, OPENING_SINCE + timedelta(days=int(generator.integers(0, days))))
        for index in range(opening)
    ]
    found = []
    for month, counts in rows:
        before = [person for person in people if person.active_to is None]
        added = [
            draw_person(generator, len(people) + place, day_of(generator, month))
            for place in range(counts["list_added"])
        ]
        people += added
        for person in sample(generator, before, counts["list_removed"]):
            person.active_to = max(day_of(generator, month) - timedelta(days=1), person.active_from)
            person.end_reason = REASONS_TO_LEAVE[int(generator.choice(5, p=[0.4, 0.25, 0.2, 0.1, 0.05]))]
        found.append(DrawnMonth(month, counts, [*before, *added], added))
    return people, found


def draw_person(generator: np.random.Generator, index: int, active_from: date) -> DrawnPerson:
    validated_on = active_from - timedelta(days=int(generator.integers(0, 21)))
    return DrawnPerson(
        index=index,
        birth_year=int(generator.integers(*BORN)),
        sex="F" if generator.random() < 0.66 else "M",
        ethnic_group=str(
            generator.choice(["A", "C", "H", "J", "M", "N", "Z"], p=[0.8, 0.04, 0.04, 0.03, 0.03, 0.02, 0.04])
        ),
        deprivation_band=int(generator.integers(1, 6)),
        presentation_type=int(generator.choice([1, 2, 3], p=[0.82, 0.11, 0.07])),
        identified_on=validated_on - timedelta(days=int(generator.integers(0, 45))),
        validated_on=validated_on,
        active_from=active_from,
    )


def day_of(generator: np.random.Generator, month: date) -> date:
    return month + timedelta(days=int(generator.integers(0, months.last_day(month).day)))


def sample(generator: np.random.Generator, people: list, count: int) -> list:
    """`count` different ones, or all where there are fewer."""
    chosen = generator.permutation(len(people))[: max(count, 0)]
    return [people[place] for place in chosen]
