"""Rounds of the pulse: two closed in each programme, in the second of which people are more content, and one that is open now."""

import hashlib
from collections import Counter
from datetime import date

from collaborative.demonstration.improvement.texts import dealer
from workforce.actions import pulses as actions
from workforce.models import Pulse, PulseCount, PulseLink
from workforce.pulses import CURRENT, OPTIONS, SUPERVISION, pulse_questions

# Name, first and last day, mean answer of everybody, of how many to each who does not answer.
ROUNDS = (
    ("Spring 2006", date(2006, 3, 20), date(2006, 4, 7), 2.7, 8),
    ("Autumn 2006", date(2006, 9, 18), date(2006, 10, 6), 3.5, 9),
)
OPEN = ("Winter 2007", date(2007, 1, 29), date(2007, 2, 16))


# Supervision is judged differently from PCT to PCT, by the last figure of the code.
SUPERVISION_SHIFTS = (-0.9, 0.0, 0.7)


def make_pulses(programme, holdings, lead) -> None:
    """The rounds of the graduate workers, and one that is open. `holdings` of those who were asked."""
    make_rounds(programme, holdings, lead)
    actions.make_links(pulse=make_pulse(programme, *OPEN, lead), by=lead)


def make_rounds(programme, holdings, lead) -> None:
    """The counts as they were added up; no answer was ever a row."""
    for place, (name, opens_on, closes_on, mean, answering) in enumerate(ROUNDS):
        pulse = make_pulse(programme, name, opens_on, closes_on, lead)
        links = make_links(pulse, [one for one in holdings if in_post(one, opens_on)], answering)
        PulseCount.objects.bulk_create(counts(pulse, links, mean, place))


def make_pulse(programme, name, opens_on, closes_on, lead) -> Pulse:
    return Pulse.objects.create(
        programme=programme,
        name=name,
        questions=CURRENT,
        opens_on=opens_on,
        closes_on=closes_on,
        created_by=lead,
    )


def in_post(holding, day) -> bool:
    return holding.start <= day and (holding.end is None or holding.end >= day)


def make_links(pulse, holdings, answering) -> list[PulseLink]:
    return PulseLink.objects.bulk_create(
        PulseLink(
            pulse=pulse,
            worker=holding.worker,
            token_hash=hashlib.sha256(f"invented {pulse.pk} {holding.worker_id}".encode()).hexdigest(),
            role=holding.post.role,
            commissioner=holding.post.commissioner,
            employer=holding.terms.get(end=holding.end).employer.name,
            is_used=bool(place % answering),
        )
        for place, holding in enumerate(holdings)
    )


def counts(pulse, links, mean, place) -> list[PulseCount]:
    """As answering adds them up: each option of everybody, of the role and of the PCT; every row is there, with nought too."""
    chance, questions = dealer(72, place), pulse_questions(pulse.questions).codes
    added = Counter()
    for link in (link for link in links if link.is_used):
        for number, question in enumerate(questions):
            drawn = chance.normal(mean + 0.25 * (number % 3 - 1) + shift(question, link), 0.9)
            option = min(5, max(1, round(float(drawn))))
            added.update((*group, question, option) for group in groups_of(link))
    members = sorted({group for link in links for group in groups_of(link)})
    rows = [(*group, question, option) for group in members for question in questions for option in OPTIONS]
    return [
        PulseCount(pulse=pulse, group=row[0], member=row[1], question=row[2], option=row[3], count=added[row])
        for row in rows
    ]


def shift(question, link) -> float:
    if question != SUPERVISION:
        return 0.0
    return SUPERVISION_SHIFTS[int(link.commissioner.ods_code[-1], 36) % len(SUPERVISION_SHIFTS)]


def groups_of(link) -> list[tuple[str, str]]:
    return [
        (PulseCount.Group.ALL.value, ""),
        (PulseCount.Group.ROLE.value, link.role),
        (PulseCount.Group.COMMISSIONER.value, link.commissioner.ods_code),
    ]
