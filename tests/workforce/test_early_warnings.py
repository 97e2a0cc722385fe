"""Early warnings: each flag with its reason, when it comes and goes, and that the workforce lead alone sees it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from operations.models import AuditEvent
from practices import clock
from tests.workforce import roster
from workforce import early_warning
from workforce.computing import warnings
from workforce.models import EarlyWarning, Enrolment, Holding
from workforce.training_programmes import due_on

DAY = date(2007, 1, 29)
WEEK = timedelta(days=7)


@pytest.fixture
def held(graduates, trust, practice):
    """A graduate worker in post at a practice, supervised, with a lasting contract."""
    worker = roster.make_worker(graduates, trust)
    roster.make_arrangement(worker, roster.make_worker(graduates, trust, "S9"))
    return roster.hold(roster.make_post(graduates, trust, practice), worker, contract="permanent")


def reasons(programme):
    warnings.refresh(programme)
    return dict(EarlyWarning.objects.filter(holding__post__programme=programme).values_list("kind", "reason"))


def sessions(held, *states):
    """One a week up to the last, the latest state last."""
    arrangement = held.worker.arrangements.get()
    for back, state in enumerate(reversed(states)):
        roster.make_session(arrangement, DAY - back * WEEK, state=state)


def terms(held, **fields):
    held.terms.update(**fields)


@pytest.mark.parametrize(
    ("states", "is_flagged"),
    [
        (["held", "missed_by_supervisor", "missed_by_worker"], True),
        (["missed_by_supervisor", "on_leave", "missed_by_supervisor"], True),
        (["missed_by_supervisor", "missed_by_supervisor", "held"], False),
        (["missed_by_supervisor", "held", "missed_by_supervisor"], False),
        (["missed_by_supervisor"], False),
    ],
)
def test_supervision_missed_twice_running_leave_apart(graduates, held, states, is_flagged):
    sessions(held, *states)

    assert ("supervision_missed" in reasons(graduates)) == is_flagged


def test_the_reason_names_the_fact_and_its_dates(graduates, held):
    sessions(held, "missed_by_supervisor", "missed_by_supervisor")

    reason = reasons(graduates)["supervision_missed"]

    assert reason == "Supervision was missed on 22 January 2007 and on 29 January 2007, the last two sessions due."


def test_of_two_arrangements_missed_twice_the_dates_are_of_one(graduates, held, trust):
    sessions(held, "missed_by_supervisor", "missed_by_supervisor")
    other = roster.make_arrangement(held.worker, roster.make_worker(graduates, trust, "S8"))
    for on in (DAY - 6 * WEEK, DAY - 5 * WEEK):
        roster.make_session(other, on, state="missed_by_supervisor")

    assert "on 22 January 2007 and on 29 January 2007" in reasons(graduates)["supervision_missed"]


def test_a_role_with_a_standard_and_no_arrangement_is_flagged(graduates, held):
    held.worker.arrangements.update(end=DAY)

    assert reasons(graduates)["no_supervision"].startswith(
        "No supervision is arranged today. The standard of the role: "
    )


def test_a_role_without_a_standard_is_not(graduates, held):
    held.worker.arrangements.update(end=DAY)
    held.post.role = "REC"
    held.post.save()

    assert "no_supervision" not in reasons(graduates)


@pytest.mark.parametrize(("days", "is_flagged"), [(90, True), (91, False), (-3, True)])
def test_a_contract_that_ends_within_ninety_days(graduates, held, days, is_flagged):
    terms(held, contract_ends_on=clock.today() + timedelta(days=days))

    assert ("contract_ends" in reasons(graduates)) == is_flagged


def test_a_contract_that_has_ended_is_no_news_of_who_has_a_last_day(graduates, held):
    terms(held, contract_ends_on=clock.today() - timedelta(days=3))
    Holding.objects.filter(pk=held.pk).update(end=clock.today() + timedelta(days=20))

    assert "contract_ends" not in reasons(graduates)


@pytest.mark.parametrize("today", [date(2009, 2, 28), date(2008, 12, 1), date(2008, 11, 30), date(2009, 3, 1)])
@pytest.mark.parametrize("started_on", [date(2008, 2, 28), date(2008, 2, 29), date(2008, 3, 1)])
def test_the_starts_of_training_that_ends_soon_are_those_whose_end_is_due(today, started_on):
    """Twelve months from 29 February end on 28 February."""
    first, last = early_warning.starts_of_ending(today)["GMHW_PG"]

    is_due = today <= due_on("GMHW_PG", started_on) <= early_warning.ahead(today)

    assert (first <= started_on <= last) == is_due


@pytest.mark.parametrize(("due", "is_flagged"), [(date(2007, 4, 1), True), (date(2007, 9, 1), False), (None, True)])
def test_training_about_to_end_without_a_next_post(graduates, held, due, is_flagged):
    """Without a day of its own the known length of the training says when: twelve months."""
    terms(held, contract="training")
    Enrolment.objects.create(worker=held.worker, training="GMHW_PG", started_on=date(2006, 3, 1), due_on=due)

    assert ("training_ends" in reasons(graduates)) == is_flagged


def test_training_ends_unremarked_where_a_next_post_is_known(graduates, held, trust):
    terms(held, contract="training")
    Enrolment.objects.create(worker=held.worker, training="GMHW_PG", started_on=date(2006, 3, 1))
    post = roster.make_post(graduates, trust, number="P2")
    Holding.objects.create(post=post, worker=held.worker, start=date(2007, 3, 1))

    assert "training_ends" not in reasons(graduates)


def test_the_only_worker_of_a_practice_is_alone(graduates, held):
    assert reasons(graduates)["alone"] == "The only worker of the new roles at Ash Surgery."


def test_two_workers_of_a_practice_are_not_alone(graduates, held, trust, practice):
    post = roster.make_post(graduates, trust, practice, number="P2")
    roster.hold(post, roster.make_worker(graduates, trust, "S2"))

    assert "alone" not in reasons(graduates)


def test_a_trainee_in_month_13_should_be_at_band_4(graduates, held):
    """Row 9 of the systems."""
    held.post.role = "MHP"
    held.post.save()
    terms(held, band="3")
    Enrolment.objects.create(worker=held.worker, training="MHP_DIP", started_on=date(2006, 1, 9))

    assert reasons(graduates)["band_overdue"].startswith("Paid at Band 3; Band 4 was due on 9 January 2007")


def test_a_trainee_at_the_band_that_is_due_is_not_flagged(graduates, held):
    held.post.role = "MHP"
    held.post.save()
    terms(held, band="4")
    Enrolment.objects.create(worker=held.worker, training="MHP_DIP", started_on=date(2006, 1, 9))

    assert "band_overdue" not in reasons(graduates)


def test_a_flag_keeps_the_night_it_came_and_goes_when_it_is_no_longer_so(graduates, held, settings):
    terms(held, contract_ends_on=date(2007, 3, 1))
    reasons(graduates)
    settings.BUSINESS_CLOCK = "2007-02-20T09:00"
    again = warnings.refresh(graduates)

    since = EarlyWarning.objects.get(kind="contract_ends").since
    terms(held, contract_ends_on=None)

    assert (again, since) == (0, date(2007, 2, 8))
    assert "contract_ends" not in reasons(graduates)


def test_somebody_who_has_left_has_no_flag(graduates, held):
    held.end = DAY
    held.save()

    assert reasons(graduates) == {}


def test_the_number_of_queries_does_not_grow_with_the_roster(graduates, trust, practice, django_assert_max_num_queries):
    for number in range(12):
        post = roster.make_post(graduates, trust, practice, number=f"P{number}")
        worker = roster.make_worker(graduates, trust, f"S{number}")
        held = roster.hold(post, worker, contract="training", contract_ends_on=date(2007, 3, 1))
        Enrolment.objects.create(worker=held.worker, training="GMHW_PG", started_on=date(2006, 3, 1))

    with django_assert_max_num_queries(20):
        warnings.refresh(graduates)


# ---- the page


def address(programme):
    return reverse("early_warnings", args=[programme.slug])


def page(client, programme, **query):
    return client.get(address(programme), query).content.decode()


def test_the_lead_reads_each_flag_with_its_next_step(graduates, held, client_of):
    terms(held, contract_ends_on=date(2007, 3, 1))
    warnings.refresh(graduates)

    shown = page(client_of(roster.lead_of(graduates)), graduates)

    assert "Post P1" in shown
    assert "The contract ends on 1 March 2007." in shown
    assert "Since 8 Feb 2007." in shown
    assert reverse("terms_change", args=[held.pk]) in shown


def test_the_lead_filters_by_kind(graduates, held, client_of):
    terms(held, contract_ends_on=date(2007, 3, 1))
    warnings.refresh(graduates)

    shown = page(client_of(roster.lead_of(graduates)), graduates, kind="alone")

    assert "The only worker of the new roles" in shown
    assert "The contract ends" not in shown


def test_without_a_flag_the_page_says_so(graduates, client_of):
    assert "No warning today." in page(client_of(roster.lead_of(graduates)), graduates)


def test_the_lead_of_another_pct_sees_none_of_them(graduates, held, other_trust, client_of):
    roster.make_post(graduates, other_trust, number="P2")
    warnings.refresh(graduates)

    shown = page(client_of(roster.local_lead_of(other_trust)), graduates)

    assert "No warning today." in shown
    assert "All (0)" in shown


@pytest.mark.parametrize("role", ["manager", "clinician", "commissioner", "administrator_of", "worker", "supervisor"])
def test_nobody_else_sees_the_page_or_the_way_to_it(graduates, held, practice, trust, role, request, client_of):
    """D13: neither the worker nor the supervisor nor the host."""
    roster.join(graduates, practice)
    warnings.refresh(graduates)
    person = person_as(role, graduates, held, practice, trust, request)

    client = client_of(person)

    assert client.get(address(graduates)).status_code == 403
    assert b"early-warnings" not in client.get(reverse("workforce_home")).content


def person_as(role, programme, held, practice, trust, request):
    if role == "worker":
        return roster.staff_member_at(practice, held.worker)
    if role == "supervisor":
        return roster.supervisor_at(trust, held.worker.arrangements.get().supervisor)
    if role == "administrator_of":
        return roster.make_person("a@example.org", "programme_administrator", programme=programme)
    return request.getfixturevalue(role)


def test_the_page_of_many_flags_has_a_fixed_number_of_queries(graduates, trust, client_of):
    client = client_of(roster.lead_of(graduates))
    client.get(address(graduates))
    counts = []
    for number in range(2):
        for place in range(1 + number * 9):
            post = roster.make_post(graduates, trust, number=f"P{number}{place}")
            roster.hold(
                post, roster.make_worker(graduates, trust, f"S{number}{place}"), contract_ends_on=date(2007, 3, 1)
            )
        warnings.refresh(graduates)
        counts.append(queries_of(client, graduates))

    assert counts[0] == counts[1]


def queries_of(client, programme):
    with CaptureQueriesContext(connection) as found:
        client.get(address(programme))
    return len(found)


# ---- set aside


def answer_address(held, kind="alone"):
    return reverse("early_warning_answer", args=[held.pk, kind])


def set_aside(client, held, **fields):
    return client.post(answer_address(held), {"rest": "acknowledged", "reason": "A second post opens in May", **fields})


LATER = {"rest": "snoozed", "until-day": "1", "until-month": "3", "until-year": "2007"}


@pytest.fixture
def led(graduates, held, client_of):
    """The lead's client, with one warning that waits."""
    warnings.refresh(graduates)
    return client_of(roster.lead_of(graduates))


def test_a_warning_that_was_seen_leaves_the_list_and_its_count(led, graduates, held):
    set_aside(led, held)

    shown, aside = page(led, graduates), page(led, graduates, kind="set-aside")

    assert "All (0)" in shown and "Set aside (1)" in shown
    assert "The only worker of the new roles" not in shown
    assert "A second post opens in May" in aside


def test_no_warning_rests_without_a_reason(led, held):
    response = set_aside(led, held, reason=" ")

    assert "Say why it may rest" in response.content.decode()
    assert EarlyWarning.objects.open().count() == 1


def test_a_warning_for_later_is_back_on_its_day(led, held, settings):
    set_aside(led, held, **LATER)
    waiting = EarlyWarning.objects.open().count()
    settings.BUSINESS_CLOCK = "2007-03-01T00:00"

    assert waiting == 0
    assert EarlyWarning.objects.open().count() == 1


@pytest.mark.parametrize("until", [{}, {"until-day": "8", "until-month": "2", "until-year": "2007"}])
def test_later_is_a_day_to_come(led, held, until):
    response = set_aside(led, held, rest="snoozed", **until)

    assert "Enter a day to come" in response.content.decode()


def test_new_words_are_back_although_the_old_ones_were_seen(led, graduates, held, practice):
    """What was acknowledged is the fact that was read, and not what comes after it; the first night stays."""
    set_aside(led, held)
    practice.name = "Rowan Surgery"
    practice.save()

    warnings.refresh(graduates)

    assert EarlyWarning.objects.open().get().reason == "The only worker of the new roles at Rowan Surgery."


def test_a_night_without_news_leaves_what_was_set_aside(led, graduates, held):
    set_aside(led, held)

    assert warnings.refresh(graduates) == 0
    assert EarlyWarning.objects.open().count() == 0


def test_the_reason_names_nobody_s_number(led, held):
    response = set_aside(led, held, reason="Covers for 943 476 5919")

    assert "looks like" in response.content.decode()


def test_what_was_written_stands_in_no_trail(led, held):
    """D13: that a lead set a warning aside is written down; why is not."""
    set_aside(led, held)

    event = AuditEvent.objects.get(event="early_warning.acknowledged")
    assert "second post" not in str(event.__dict__)


@pytest.mark.parametrize("kind", ["alone", "band_overdue"])
@pytest.mark.parametrize("role", ["manager", "worker", "supervisor"])
def test_whoever_knows_the_post_is_not_told_whether_there_is_a_warning(
    graduates, held, practice, trust, role, kind, request, client_of
):
    """D13: the same answer where there is one (alone) and where there is none (band)."""
    roster.join(graduates, practice)
    warnings.refresh(graduates)

    client = client_of(person_as(role, graduates, held, practice, trust, request))

    assert client.get(answer_address(held, kind)).status_code == 403


def test_a_warning_that_is_none_is_not_found_by_the_lead(led, held):
    assert led.get(answer_address(held, "band_overdue")).status_code == 404
