"""The pulse: links used once and seen by the worker alone, answers that nobody can read one by one, and an end (row 4)."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from accounts.permissions import Role
from operations.models import AuditEvent
from tests.conftest import make_person
from tests.workforce import roster
from workforce.actions import pulses as actions
from workforce.models import Pulse, PulseCount, PulseLink
from workforce.pulses import CURRENT, pulse_questions

CODES = pulse_questions(CURRENT).codes
ANSWERS = {code: 1 + place % 5 for place, code in enumerate(CODES)}
DAYS = {"opens_on": date(2007, 2, 1), "closes_on": date(2007, 2, 28)}
AFTER = "2007-03-01T09:00"
FORM = {
    "name": "Winter 2007",
    "opens_on-day": "1", "opens_on-month": "2", "opens_on-year": "2007",
    "closes_on-day": "28", "closes_on-month": "2", "closes_on-year": "2007",
}  # fmt: skip


@pytest.fixture
def graduates(trust, practice):
    programme = roster.make_programme()
    roster.join(programme, practice)
    return programme


@pytest.fixture
def workers(graduates, trust, practice):
    """Twelve in post, of three employers; the first signs in."""
    return roster.make_team(graduates, trust, practice, 12)


@pytest.fixture
def worker(workers, practice):
    return roster.staff_member_at(practice, workers[0])


@pytest.fixture
def pulse(graduates, lead, workers):
    pulse = actions.create_pulse(programme=graduates, by=lead, name="Winter 2007", **DAYS)
    actions.make_links(pulse=pulse, by=lead)
    return pulse


def token_of(pulse, worker):
    return actions.token_for(PulseLink.objects.get(pulse=pulse, worker=worker))


def answer(pulse, worker, **changed):
    return actions.answer(token=token_of(pulse, worker), answers={**ANSWERS, **changed})


def address(pulse, worker):
    return reverse("pulse_answer", args=[token_of(pulse, worker)])


def main_of(page):
    """Without the banner, which says what day it is."""
    return page.content.decode().split("<main")[1]


def counted(group="all"):
    rows = PulseCount.objects.filter(group=group, count__gt=0)
    return {(row.member, row.question, row.option): row.count for row in rows}


# ---- rounds


def test_the_lead_begins_a_round(client_of, lead, graduates):
    response = client_of(lead).post(reverse("pulse_create", args=[graduates.slug]), FORM)

    pulse = Pulse.objects.get()
    assert response.url == reverse("pulse_detail", args=[pulse.pk])
    assert pulse.questions == CURRENT


def test_two_rounds_are_not_open_at_once(pulse, lead):
    with pytest.raises(ValidationError, match="one at a time"):
        actions.create_pulse(programme=pulse.programme, by=lead, name="Other", **DAYS)


def test_a_round_ends_after_it_begins(client_of, lead, graduates):
    form = {**FORM, "closes_on-month": "1"}

    page = client_of(lead).post(reverse("pulse_create", args=[graduates.slug]), form)

    assert "the first day" in page.content.decode()


def test_everybody_in_post_gets_one_link(pulse, lead, workers):
    again = actions.make_links(pulse=pulse, by=lead)

    assert (again, pulse.links.count()) == (0, len(workers))


def test_who_has_left_gets_no_link(graduates, lead, workers):
    workers[0].holdings.update(end=date(2007, 1, 31))
    pulse = actions.create_pulse(programme=graduates, by=lead, name="Winter", **DAYS)

    actions.make_links(pulse=pulse, by=lead)

    assert not pulse.links.filter(worker=workers[0]).exists()


def test_a_local_lead_makes_links_for_the_own_pct_alone(graduates, lead, other_trust, workers):
    pulse = actions.create_pulse(programme=graduates, by=lead, name="Winter", **DAYS)

    assert actions.make_links(pulse=pulse, by=roster.local_lead_of(other_trust)) == 0


def test_no_links_after_the_last_day(pulse, lead, settings):
    settings.BUSINESS_CLOCK = AFTER

    with pytest.raises(ValidationError, match="closed"):
        actions.make_links(pulse=pulse, by=lead)


def test_a_link_outlives_a_change_of_the_key(pulse, workers, settings):
    token = token_of(pulse, workers[0])
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key for this test"

    assert token_of(pulse, workers[0]) == token


# ---- who sees the link


def test_the_worker_finds_the_link_on_the_own_record(pulse, worker, workers):
    from workforce.dashboards.pulse_panel import pulse_panel

    assert pulse_panel(worker, workers[0]).context["href"] == address(pulse, workers[0])


def test_the_page_of_the_round_leads_the_worker_there_and_the_lead_not(client_of, pulse, worker, lead):
    page = reverse("pulse_detail", args=[pulse.pk])

    assert client_of(worker).get(page).context["own_href"] == reverse("my_record")
    assert not client_of(lead).get(page).context["own_href"]


def test_nobody_else_finds_it(pulse, lead, worker, workers):
    from workforce.dashboards.pulse_panel import pulse_panel

    assert pulse_panel(lead, workers[0]) is None
    assert pulse_panel(worker, workers[1]) is None


def test_no_page_of_the_lead_holds_a_token(client_of, pulse, lead, workers):
    client = client_of(lead)
    pages = [
        client.get(reverse("pulse_detail", args=[pulse.pk])),
        client.get(reverse("pulse_list", args=[pulse.programme.slug])),
    ]
    pages.append(client.post(reverse("pulse_links", args=[pulse.pk]), follow=True))
    said = "".join(page.content.decode() for page in pages)

    assert not any(token_of(pulse, worker) in said for worker in workers)


# ---- answering


def test_a_worker_answers_without_signing_in(client, pulse, workers):
    response = client.post(address(pulse, workers[0]), ANSWERS)

    assert response.url == reverse("pulse_thanks")
    assert counted() == {("", code, option): 1 for code, option in ANSWERS.items()}


def test_answers_are_counted_by_role_and_by_pct_and_never_by_both(pulse, workers):
    answer(pulse, workers[0])

    assert counted("role") == {("GMHW", code, option): 1 for code, option in ANSWERS.items()}
    assert counted("commissioner") == {("5W0", code, option): 1 for code, option in ANSWERS.items()}


def test_a_link_is_used_once(client, pulse, workers):
    link = address(pulse, workers[0])
    client.post(link, ANSWERS)

    assert client.post(link, ANSWERS).status_code == 410
    assert set(counted().values()) == {1}


def test_unknown_used_and_closed_links_look_the_same(client, pulse, workers, settings):
    used, late = address(pulse, workers[0]), address(pulse, workers[1])
    client.post(used, ANSWERS)
    bodies = [main_of(client.get(one)) for one in (used, reverse("pulse_answer", args=["no-such"]))]
    settings.BUSINESS_CLOCK = AFTER

    assert len({*bodies, main_of(client.get(late))}) == 1


def test_every_statement_is_answered(client, pulse, workers):
    page = client.post(address(pulse, workers[0]), {"pay": "3"})

    assert page.status_code == 200
    assert counted() == {}


def test_the_action_refuses_an_option_that_there_is_not(pulse, workers):
    with pytest.raises(ValidationError):
        answer(pulse, workers[0], pay=6)


def test_nothing_is_counted_when_counting_fails(pulse, workers, monkeypatch):
    def fail(*arguments):
        raise IntegrityError

    monkeypatch.setattr(actions, "add_up", fail)

    with pytest.raises(IntegrityError):
        answer(pulse, workers[0])
    assert not pulse.links.filter(is_used=True).exists()


# ---- nobody reads a single answer


def everything_stored():
    """Every row of the database but sessions, as text."""
    kept = [model for model in apps.get_models() if model.__name__ not in {"Session", "PulseCount", "PulseLink"}]
    return {model.__name__: sorted(map(str, model.objects.values_list())) for model in kept}


def test_an_answer_leaves_nothing_but_counts_and_that_its_link_was_used(client, pulse, workers, caplog):
    """D13: no row, no audit event, no log line."""
    before, link = everything_stored(), address(pulse, workers[0])
    caplog.clear()

    client.post(link, ANSWERS)

    assert everything_stored() == before
    assert caplog.text == ""


def test_two_answers_leave_no_order(pulse, workers):
    """D13: rows exist before the first answer, so that their numbers tell nothing; the same sum comes of either order."""
    before = set(PulseCount.objects.values_list("pk", flat=True))
    other = dict.fromkeys(CODES, 5)
    answer(pulse, workers[0])
    answer(pulse, workers[1], **other)

    assert set(PulseCount.objects.values_list("pk", flat=True)) == before
    assert [field.name for field in PulseLink._meta.fields if "date" in field.get_internal_type().lower()] == []
    assert sum(counted().values()) == 2 * len(CODES)


def test_the_round_says_nothing_while_it_is_open(client_of, pulse, lead, workers):
    for one in workers:
        answer(pulse, one)

    page = client_of(lead).get(reverse("pulse_detail", args=[pulse.pk])).content.decode()

    assert "Results are shown from the day after" in page
    assert "n = 12" not in page


# ---- results


def close_with(pulse, workers, settings, number):
    """`number` answer, all options in turn; then the round closes."""
    for place, one in enumerate(workers[:number]):
        answer(pulse, one, **dict.fromkeys(CODES, 1 + place % 5))
    settings.BUSINESS_CLOCK = AFTER


@pytest.mark.parametrize(("number", "shown"), [(9, False), (10, True)])
def test_nine_respondents_are_hidden_and_ten_are_shown(client_of, pulse, workers, lead, settings, number, shown):
    """Row 4: from the workforce lead too."""
    close_with(pulse, workers, settings, number)

    page = client_of(lead).get(reverse("pulse_detail", args=[pulse.pk])).content.decode()

    assert ("n = 10" in page) is shown
    assert ("fewer than 10 answered" in page) is not shown


def test_the_file_holds_the_figures_of_the_page(client_of, pulse, workers, lead, settings):
    close_with(pulse, workers, settings, 10)

    rows = client_of(lead).get(reverse("pulse_csv", args=[pulse.pk])).content.decode("utf-8-sig").splitlines()

    assert rows[1].startswith("Winter 2007,Satisfied with the work,Everybody,10,3.0,")
    assert AuditEvent.objects.filter(event="workforce.figures_exported").count() == 1


def test_others_are_told_no_pct_by_name(client_of, pulse, workers, facilitator, graduates, settings):
    close_with(pulse, workers, settings, 12)
    reader = make_person("reader@example.org", Role.PROGRAMME_ADMINISTRATOR, programme=graduates)

    page = client_of(reader).get(reverse("pulse_detail", args=[pulse.pk])).content.decode()

    assert "Graduate Mental Health Worker" in page or "graduate" in page.lower()
    assert "Alder PCT" not in page


def test_the_trend_compares_closed_rounds(client_of, pulse, workers, lead, settings):
    close_with(pulse, workers, settings, 12)
    later = {"opens_on": date(2007, 3, 1), "closes_on": date(2007, 3, 31)}
    second = actions.create_pulse(programme=pulse.programme, by=lead, name="Spring 2007", **later)
    actions.make_links(pulse=second, by=lead)
    for place, one in enumerate(workers):
        answer(second, one, **dict.fromkeys(CODES, 5 if place else 1))
    settings.BUSINESS_CLOCK = "2007-04-02T09:00"

    page = client_of(lead).get(reverse("pulse_list", args=[pulse.programme.slug])).content.decode()

    assert "From Winter 2007 to Spring 2007: Higher:" in page


def test_results_take_a_fixed_number_of_queries(pulse, workers, settings, django_assert_num_queries):
    from workforce.dashboards.pulses import results_by_pulse

    close_with(pulse, workers, settings, 12)

    with django_assert_num_queries(2):
        results_by_pulse([pulse])
