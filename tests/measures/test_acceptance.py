"""Accepting many at once: what is held back says why, and nobody accepts their own (S1, D17)."""

from datetime import date

import pytest
from django.urls import reverse

from measures.actions import acceptance, queries
from measures.models import MonthlyReturn
from operations.models import AuditEvent, Job
from practices.models import Grant, Organisation
from tests.measures.made_returns import line

pytestmark = pytest.mark.django_db
NOVEMBER = ["W1", "2006-11"]


@pytest.fixture
def three(submit, practice, neighbour, elsewhere):
    """November of three practices; that of the neighbour came with a warning."""
    codes = [practice.ods_code, neighbour.ods_code, elsewhere.ods_code]
    lines = [line(practice_ods=code) for code in codes]
    lines[1]["gp_consultations"] = 15
    return submit(*lines, codes=codes)


def waiting(wave, by, month=date(2006, 11, 1)):
    return acceptance.waiting_of_month(wave=wave, month=month, practices=Organisation.objects.all(), by=by)


def held(wave, by):
    return {version.practice.ods_code: why for version, why in waiting(wave, by).held}


def test_a_return_with_a_warning_is_held_back_with_the_reason(three, wave, facilitator):
    """S1: bulk approve with exceptions held back."""
    assert held(wave, facilitator) == {"A99002": acceptance.WITH_WARNINGS}


def test_a_question_holds_a_return_back_until_it_is_closed(three, wave, facilitator, manager):
    (query,) = queries.ask(version=three[0], by=facilitator, fields=[""], question="All of it?")
    assert held(wave, facilitator)["A99001"] == acceptance.NOT_ANSWERED

    queries.answer(query=query, by=manager, words="Yes")
    assert held(wave, facilitator)["A99001"] == acceptance.NOT_CLOSED

    queries.close(query=query, by=facilitator)
    assert "A99001" not in held(wave, facilitator)


def test_the_own_practice_is_held_back_whatever_scope_is_chosen(three, wave, facilitator, practice):
    """D17."""
    Grant.objects.create(person=facilitator, role="data_officer", organisation=practice, starts_on=date(2006, 1, 1))

    assert held(wave, facilitator)["A99001"] == acceptance.OWN


def test_only_what_is_ticked_is_accepted(client_of, three, facilitator):
    client_of(facilitator).post(reverse("return_accept_many", args=NOVEMBER), {"return": [three[0].pk]})

    assert set(MonthlyReturn.objects.filter(state="accepted")) == {three[0]}


def test_what_is_held_back_is_not_accepted_though_it_is_sent(client_of, three, facilitator):
    """D14: the ids of a form are no authority."""
    everything = [version.pk for version in three]
    client_of(facilitator).post(reverse("return_accept_many", args=NOVEMBER), {"return": [*everything, "x", "99999"]})

    assert MonthlyReturn.objects.get(state="submitted") == three[1]


def test_each_has_an_event_and_the_wave_one_recompute(three, wave, facilitator):
    Job.objects.all().delete()
    chosen = [version.pk for version in three]
    practices = Organisation.objects.all()
    acceptance.accept_many(wave=wave, month=date(2006, 11, 1), practices=practices, chosen=chosen, by=facilitator)

    assert AuditEvent.objects.filter(event="return.accepted", actor_id=facilitator.pk).count() == 2
    assert Job.objects.filter(kind="measures.recompute_practice").count() == 1


def test_the_page_ticks_the_ready_ones_and_names_the_others(client_of, three, facilitator):
    text = client_of(facilitator).get(reverse("return_accept_many", args=NOVEMBER)).content.decode()

    assert text.count("checked>") == 2
    assert "Held back in Nov 2006" in text and acceptance.WITH_WARNINGS in text


def test_sorting_out_takes_as_many_queries_however_many_returns(three, wave, facilitator, django_assert_num_queries):
    with django_assert_num_queries(3):
        waiting(wave, facilitator)


def test_nothing_ticked_accepts_nothing(client_of, three, facilitator):
    response = client_of(facilitator).post(reverse("return_accept_many", args=NOVEMBER), follow=True)

    assert "Nothing was ticked" in response.content.decode()
    assert not MonthlyReturn.objects.filter(state="accepted").exists()
