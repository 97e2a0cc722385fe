"""What several people do to one post, person or list at the same moment: one of them is first, the others are told so."""

from datetime import date
from decimal import Decimal

import pytest

from tests.collaborative.rivals import RIVALS, at_once
from tests.workforce import roster
from workforce.actions import accreditations, holdings, pulses, recruitment
from workforce.actions.seen import stamp
from workforce.actions.transfers import transfer
from workforce.models import Accreditation, Holding, Intake, Leaving, PulseCount, PulseLink, Terms
from workforce.pulses import CURRENT, pulse_questions

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
TODAY = date(2007, 2, 8)
JUNE = date(2006, 6, 1)


@pytest.fixture
def post(graduates, trust):
    return roster.make_post(graduates, trust)


def test_a_post_is_filled_by_one_of_several(graduates, trust, post, lead):
    people = [roster.make_worker(graduates, trust, f"S{number}") for number in range(RIVALS)]
    whole = {"scheme": "whitley", "band": "B", "contract": "permanent", "employer": roster.make_employer()}
    agreed = holdings.Agreed(wte=Decimal(1), **whole)

    won = at_once(lambda number: holdings.start(post=post, worker=people[number], start=JUNE, agreed=agreed, by=lead))

    assert len([one for one in won if one]) == 1
    assert Holding.objects.count() == 1


def test_a_holding_is_ended_by_one_of_several(graduates, trust, post, lead):
    holding = roster.hold(post, roster.make_worker(graduates, trust))
    seen = stamp([holding], holdings.HELD)

    won = at_once(
        lambda number: holdings.end(
            holding=holding, seen=seen, end=date(2007, 1, 1 + number), reason="pay", destination="nhs", by=lead
        )
    )

    assert len([one for one in won if one]) == 1
    assert Leaving.objects.count() == 1


def test_no_terms_outlive_a_holding_that_ends_while_the_post_is_carried_over(graduates, trust, other_trust, post, lead):
    holding = roster.hold(post, roster.make_worker(graduates, trust))
    seen, birch = stamp([holding], holdings.HELD), roster.make_employer("Birch PCT")

    at_once(
        lambda number: (
            holdings.end(holding=holding, seen=seen, end=TODAY, reason="pay", by=lead)
            if number
            else transfer(programme=graduates, old=trust, new=other_trust, on=JUNE, employer=birch, by=lead)
        )
    )

    assert set(Terms.objects.values_list("employer__name", "end")) == {
        ("Alder PCT", date(2006, 5, 31)),
        ("Birch PCT", TODAY),
    }


def test_a_link_of_the_pulse_is_used_once(graduates, trust, post, lead):
    worker = roster.make_worker(graduates, trust)
    roster.hold(post, worker)
    pulse = pulses.create_pulse(programme=graduates, name="Winter", opens_on=TODAY, closes_on=TODAY, by=lead)
    pulses.make_links(pulse=pulse, by=lead)
    token = pulses.token_for(PulseLink.objects.get())
    answers = dict.fromkeys(pulse_questions(CURRENT).codes, 4)

    done = at_once(lambda number: pulses.answer(token=token, answers=answers))

    assert sum(done) == 1
    assert sorted(set(PulseCount.objects.values_list("count", flat=True))) == [0, 1]


def test_the_same_entry_sent_several_times_at_once_is_kept_once(graduates, trust, lead):
    """A second press of the button is met with words and not with an error."""
    worker = roster.make_worker(graduates, trust)

    at_once(lambda number: accreditations.add_accreditation(worker=worker, body="BACP", awarded_on=JUNE, by=lead))
    at_once(
        lambda number: recruitment.open_intake(
            programme=graduates, training="MHP_DIP", name="2007", opens_on=JUNE, places=25, by=lead
        )
    )

    assert (Accreditation.objects.count(), Intake.objects.count()) == (1, 1)
