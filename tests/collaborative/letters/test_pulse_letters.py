"""The reminder of a pulse goes to everybody with a link, so that it tells nobody who has answered (row 4)."""

from datetime import date

import pytest

from collaborative.letters.pulse import letters, reminder_now, send_reminders
from operations.models import Message
from tests.workforce import roster
from workforce.actions import pulses as actions
from workforce.models import PulseLink

pytestmark = pytest.mark.django_db
CLOSES = date(2007, 2, 10)
TODAY = date(2007, 2, 8)


@pytest.fixture
def people(trust, practice):
    """Two in post who sign in, of a round that closes in two days."""
    programme = roster.make_programme()
    workers = roster.make_team(programme, trust, practice, 2)
    people = [roster.staff_member_at(practice, one, f"worker{place}@example.org") for place, one in enumerate(workers)]
    lead = roster.lead_of(programme)
    pulse = actions.create_pulse(
        programme=programme, by=lead, name="Winter", opens_on=date(2007, 2, 1), closes_on=CLOSES
    )
    actions.make_links(pulse=pulse, by=lead)
    return people


def test_whoever_has_answered_gets_the_same_letter(people):
    PulseLink.objects.filter(worker__user=people[0]).update(is_used=True)

    found = letters(TODAY)

    assert [one.person for one in found] == people
    assert len({one.body.replace(str(one.person), "") for one in found}) == 1


@pytest.mark.parametrize(
    ("today", "number"), [(date(2007, 2, 6), 0), (date(2007, 2, 7), 2), (CLOSES, 2), (date(2007, 2, 11), 0)]
)
def test_it_goes_from_three_days_before_the_last_day(people, today, number):
    assert len(letters(today)) == number


def test_it_goes_once(people):
    assert (len(send_reminders(TODAY)), len(send_reminders(TODAY))) == (2, 0)


def test_no_letter_holds_the_link(people):
    send_reminders(TODAY)

    said = "".join(Message.objects.values_list("body", flat=True))

    assert not any(actions.token_for(link) in said for link in PulseLink.objects.all())


def test_an_answer_meanwhile_does_not_stop_it_and_the_end_of_the_round_does(people, settings):
    message = send_reminders(TODAY)[0]
    PulseLink.objects.update(is_used=True)

    assert reminder_now(message) is not None
    settings.BUSINESS_CLOCK = "2007-02-11T09:00"
    assert reminder_now(message) is None
