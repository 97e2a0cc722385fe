"""What happened to the people of an invented list, pure: as many contacts, referrals and absences as its returns count."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from collaborative.demonstration.registers.people import DrawnMonth, DrawnPerson, sample
from registers.codes import ContactMode, DiagnosisGroup, NoteForm, ReferralService, Urgency

Contact = tuple[int, date, str, int, bool]  # person, day, role, mode, attended

ROLES = {
    "gp_consultations": (["GP", "GPWSI"], [0.94, 0.06]),
    "other_staff_consultations": (["PN"], [1.0]),
    "attached_mh_contacts": (["GMHW", "CPN", "PCC"], [0.6, 0.25, 0.15]),
}
COUNTED = ([ContactMode.SURGERY, ContactMode.TELEPHONE, ContactMode.VISIT], [0.8, 0.15, 0.05])
NOT_COUNTED = [ContactMode.LETTER, ContactMode.RESULTS, ContactMode.REPEAT_PRESCRIPTION, ContactMode.OUT_OF_HOURS]
NOTE_DAYS = (28, 42, 56, 91)
LONG_ABSENCE = 91


def contacts_of_month(generator: np.random.Generator, month: DrawnMonth, eager: np.ndarray) -> set[Contact]:
    """Exactly as many as the return counts in each column, and some beside that do not count."""
    found: set[Contact] = set()
    for field_name, (roles, shares) in ROLES.items():
        for person, day in person_days(generator, month, eager, month.counts[field_name]):
            role = str(generator.choice(roles, p=shares))
            found.add((person, day, role, int(generator.choice(COUNTED[0], p=COUNTED[1])), True))
    beside = len(found) // 12
    for person, day in person_days(generator, month, eager, beside):
        found.add((person, day, "GP", int(ContactMode.SURGERY), False))
    for person, day in person_days(generator, month, eager, beside):
        found.add((person, day, "GP", int(generator.choice(NOT_COUNTED)), True))
    return found


def person_days(
    generator: np.random.Generator, month: DrawnMonth, eager: np.ndarray, count: int
) -> list[tuple[int, date]]:
    """`count` different days of people, each on the list on that day; the eager come more often."""
    weights = eager[[person.index for person in month.active]]
    found: dict[tuple[int, date], None] = {}
    while len(found) < count and month.active:
        chosen = generator.choice(len(month.active), size=count - len(found) + 5, p=weights / weights.sum())
        for place in chosen:
            person = month.active[int(place)]
            first, last = month.days_of(person)
            if month.has(person):
                day = first + timedelta(days=int(generator.integers(0, (last - first).days + 1)))
                found[person.index, day] = None
    return list(found)[:count]


def referrals_of_month(generator: np.random.Generator, month: DrawnMonth, lately: set[int]) -> list[tuple]:
    """(person, day, service, urgency): people whom nobody referred in the month before, some of them to both services."""
    counts = month.counts
    there = [person for person in month.active if person.index not in lately and month.has(person)]
    people = sample(generator, there, counts["referrals_dedup"])
    rows = []
    both = counts["referrals_cmht"] + counts["referrals_psychiatrist"] - counts["referrals_dedup"]
    for place, person in enumerate(people):
        first, last = month.days_of(person)
        day = first + timedelta(days=int(generator.integers(0, (last - first).days + 1)))
        urgency = int(generator.choice([Urgency.ROUTINE, Urgency.SOON, Urgency.URGENT], p=[0.7, 0.2, 0.1]))
        to_team = place < counts["referrals_cmht"]
        if to_team:
            rows.append((person.index, day, int(ReferralService.CMHT), urgency))
        if not to_team or place < both:
            rows.append((person.index, day, int(ReferralService.PSYCHIATRIST), urgency))
    return rows


def beside_referrals(generator: np.random.Generator, month: DrawnMonth) -> list[tuple]:
    """Referrals that are no part of measure 3, and now and then a crisis."""
    rows = []
    for service, share in (
        (ReferralService.IAPT, 0.02),
        (ReferralService.COUNSELLING, 0.03),
        (ReferralService.CRISIS_TEAM, 0.004),
    ):
        for person in sample(generator, month.at_the_close(), int(generator.binomial(len(month.active), share))):
            urgency = Urgency.EMERGENCY if service is ReferralService.CRISIS_TEAM else Urgency.ROUTINE
            rows.append((person.index, month.days_of(person)[1], int(service), int(urgency)))
    return rows


@dataclass
class Absences:
    """Long absences as they run: who is absent since when, and the absences that are over."""

    running: dict[int, date] = field(default_factory=dict)
    over: list[tuple[int, date, date]] = field(default_factory=list)
    ever: set[int] = field(default_factory=set)

    def advance(self, generator: np.random.Generator, month: DrawnMonth) -> None:
        """Let as many go on, begin and end as the return of the month says."""
        is_first = not self.ever
        at_close = {person.index: person for person in month.at_the_close()}
        staying = [index for index in self.running if index in at_close]
        going_on = set(sample(generator, staying, month.counts["people_13w"] - month.counts["people_13w_new"]))
        for index in [index for index in self.running if index not in going_on]:
            self.over.append((index, self.running.pop(index), month.month - timedelta(days=1)))
        self.begin(generator, month, at_close, month.counts["people_13w_new"], reached_in_month=True)
        older = month.counts["people_13w"] - len(self.running)
        newcomers = {person.index: person for person in month.added if person.index in at_close}
        self.begin(generator, month, at_close if is_first else newcomers, older, reached_in_month=False)

    def begin(
        self, generator, month: DrawnMonth, people: dict[int, DrawnPerson], count: int, *, reached_in_month: bool
    ) -> None:
        for person in sample(generator, [people[index] for index in people if index not in self.ever], count):
            days = month.last_day.day
            reached = month.month + timedelta(days=int(generator.integers(0, days)))
            if not reached_in_month:
                reached = month.month - timedelta(days=int(generator.integers(1, 60)))
            self.running[person.index] = reached - timedelta(days=LONG_ABSENCE - 1)
            self.ever.add(person.index)

    def all(self, until: date) -> list[tuple[int, date, date]]:
        return [*self.over, *((index, start, until) for index, start in self.running.items())]


def notes_of(generator: np.random.Generator, absences: list[tuple[int, date, date]]) -> list[tuple]:
    """(person, issued, form, first day, last day, diagnosis): each absence as certificates that follow each other."""
    rows = []
    for person, start, end in absences:
        day = start
        while day <= end:
            last = min(day + timedelta(days=int(generator.choice(NOTE_DAYS)) - 1), end)
            diagnosis = DiagnosisGroup.MENTAL_HEALTH if generator.random() < 0.75 else DiagnosisGroup.MUSCULOSKELETAL
            rows.append((person, day, int(NoteForm.MED3), day, last, int(diagnosis)))
            day = last + timedelta(days=1)
    return rows


def short_absences(generator: np.random.Generator, month: DrawnMonth, ever: set[int]) -> list[tuple[int, date, date]]:
    """A few weeks off work, of people who are never off for long."""
    people = [person for person in month.at_the_close() if person.index not in ever]
    found = []
    for person in sample(generator, people, len(people) // 40):
        start = month.month + timedelta(days=int(generator.integers(0, 20)))
        found.append((person.index, start, start + timedelta(days=int(generator.choice([6, 13, 27])))))
    return found
