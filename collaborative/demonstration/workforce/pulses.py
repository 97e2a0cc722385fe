"""Three rounds of the pulse: two closed, in the second of which people are more content, and one that is open now."""

import hashlib
from datetime import date

from collaborative.demonstration.improvement.texts import dealer
from workforce.models import Pulse, PulseCount, PulseLink

QUESTIONS_FILE = "pulse_2006"
QUESTION_CODES = ("satisfaction", "wellbeing", "supervision", "pay", "stay")
# Name, first and last day, mean answer of everybody, of how many to each who does not answer.
ROUNDS = (
    ("Spring 2006", date(2006, 3, 20), date(2006, 4, 7), 2.7, 8),
    ("Autumn 2006", date(2006, 9, 18), date(2006, 10, 6), 3.5, 9),
)
OPEN = ("Winter 2007", date(2007, 1, 29), date(2007, 2, 16))
OPTIONS = (1, 2, 3, 4, 5)


def make_pulses(programme, holdings, lead) -> None:
    """The counts as they were added up; no answer was ever a row. `holdings` of those who were asked."""
    for place, (name, opens_on, closes_on, mean, answering) in enumerate(ROUNDS):
        pulse = make_pulse(programme, name, opens_on, closes_on, lead)
        links = make_links(pulse, [one for one in holdings if in_post(one, opens_on)], answering)
        answered = sum(link.is_used for link in links)
        PulseCount.objects.bulk_create(counts(pulse, QUESTION_CODES, mean, answered, place))
    make_pulse(programme, *OPEN, lead)


def make_pulse(programme, name, opens_on, closes_on, lead) -> Pulse:
    return Pulse.objects.create(
        programme=programme,
        name=name,
        questions=QUESTIONS_FILE,
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


def counts(pulse, question_codes, mean, answered, place):
    """All of them are graduate workers, so everybody and the role have the same counts."""
    chance = dealer(72, place)
    for number, question in enumerate(question_codes):
        centre = mean + 0.25 * (number % 3 - 1)
        drawn = [min(5, max(1, round(float(value)))) for value in chance.normal(centre, 0.9, size=answered)]
        for group, member in ((PulseCount.Group.ALL, ""), (PulseCount.Group.ROLE, "GMHW")):
            for option in OPTIONS:
                yield PulseCount(
                    pulse=pulse, group=group, member=member, question=question, option=option, count=drawn.count(option)
                )
