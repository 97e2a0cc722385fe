"""Questions about figures: asked of several at once, answered, closed; words for who sees the figures alone (V8)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from measures.actions import acceptance, queries
from measures.actions import returns as actions
from measures.models import ReturnQuery
from measures.models.monthly_return import IllegalTransition
from operations import messages
from operations.models import AuditEvent, Message
from tests.conftest import make_person
from tests.measures.made_returns import line

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(submit):
    return submit(line())[0]


@pytest.fixture
def asked(version, facilitator):
    """Two questions at once, about two figures."""
    return queries.ask(
        version=version, by=facilitator, fields=["gp_consultations", "people_13w"], question="Is 142 the whole month?"
    )


def state(version):
    version.refresh_from_db()
    return version.state


def test_several_figures_are_asked_about_at_once(asked, version):
    """V8: each has its own question, and the return stands as queried."""
    assert [query.field for query in ReturnQuery.objects.open()] == ["gp_consultations", "people_13w"]
    assert state(version) == "queried"


def test_the_return_is_submitted_again_when_all_questions_are_answered(asked, version, manager):
    queries.answer(query=asked[0], by=manager, words="Yes")
    assert state(version) == "queried"

    queries.answer(query=asked[1], by=manager, words="Yes, these too")

    assert state(version) == "submitted"


def test_no_word_of_a_question_or_answer_is_in_an_event_or_letter(asked, manager):
    """Exact figures may be quoted in them: they stand with the question alone."""
    queries.answer(query=asked[0], by=manager, words="Yes, 142 with the branch")

    letters = Message.objects.filter(kind__startswith="query.")
    said = [*AuditEvent.objects.values_list("details", flat=True), *letters.values_list("body", flat=True)]
    assert "142" not in str(said)
    assert "whole month" not in str(said)


def test_events_name_the_figures_and_who(asked, facilitator):
    """S1: each move with person and time; the figures it is about."""
    event = AuditEvent.objects.get(event="return.queried")

    assert (event.actor_id, event.details["fields"]) == (facilitator.pk, ["gp_consultations", "people_13w"])


def test_a_figure_has_one_open_question(asked, version, facilitator):
    with pytest.raises(queries.AlreadyAsked):
        queries.ask(version=version, by=facilitator, fields=["people_13w"], question="Really?")


def test_an_accepted_return_is_not_asked_about(version, facilitator):
    acceptance.accept_return(version=version, by=facilitator)

    with pytest.raises(IllegalTransition):
        queries.ask(version=version, by=facilitator, fields=[""], question="Really?")


def test_a_question_is_answered_once(asked, manager):
    queries.answer(query=asked[0], by=manager, words="Yes")

    with pytest.raises(IllegalTransition):
        queries.answer(query=asked[0], by=manager, words="No")


def test_an_answered_question_is_closed_as_the_figure_stands(asked, manager, facilitator):
    queries.answer(query=asked[0], by=manager, words="Yes")

    closed = queries.close(query=asked[0], by=facilitator)

    assert (closed.outcome, closed.closed_by) == ("stands", facilitator)


def test_a_question_taken_back_leaves_the_return_submitted(asked, version, facilitator):
    for query in asked:
        assert queries.close(query=query, by=facilitator).outcome == "withdrawn"

    assert state(version) == "submitted"


def test_a_correction_closes_the_questions_with_that_outcome(asked, submit):
    submit(line(gp_consultations=150))

    assert set(ReturnQuery.objects.values_list("outcome", flat=True)) == {"corrected"}
    assert AuditEvent.objects.get(event="return.query_closed").details["outcome"] == "corrected"


def test_a_withdrawal_closes_the_questions_with_that_outcome(asked, version, manager):
    actions.withdraw_return(version=version, by=manager, reason="wrong month")

    assert set(ReturnQuery.objects.values_list("outcome", flat=True)) == {"withdrawn"}


def test_accepting_closes_what_was_answered(asked, version, manager, facilitator):
    for query in asked:
        queries.answer(query=query, by=manager, words="Yes")

    acceptance.accept_return(version=version, by=facilitator)

    assert set(ReturnQuery.objects.values_list("outcome", flat=True)) == {"stands"}


def test_an_answered_question_holds_back_acceptance_by_itself(asked, version, manager, settings):
    """Five working days without a query: one that is not closed counts."""
    for query in asked:
        queries.answer(query=query, by=manager, words="Yes")

    settings.BUSINESS_CLOCK = "2007-03-01T02:00"

    assert acceptance.accept_clean_returns() == []


def test_the_practice_gets_one_letter_and_who_asked_another(asked, manager, facilitator):
    """I8: one letter for questions asked at once, and never the words."""
    queries.answer(query=asked[0], by=manager, words="Yes")

    letters = Message.objects.filter(kind__startswith="query.").values_list("kind", "person_id")
    assert sorted(letters) == [("query.answered", facilitator.pk), ("query.asked", manager.pk)]


# ------------------------------------------------------------------ pages


def ask_address(version, field="gp_consultations"):
    return reverse("query_ask", args=[version.pk, field])


def detail(client, version):
    return client.get(reverse("return_detail", args=[version.pk])).content.decode()


def test_a_question_is_asked_answered_and_closed_on_the_pages(client_of, facilitator, manager, version, agreement):
    """V8."""
    sent = {"fields": ["gp_consultations"], "question": "Is 142 right?"}
    client_of(facilitator).post(ask_address(version), sent)
    query = ReturnQuery.objects.get()
    assert "Is 142 right?" in detail(client_of(manager), version)

    answer = {f"answer-{query.pk}-reason": "Yes, counted twice"}
    client_of(manager).post(reverse("query_answer", args=[query.pk]), answer)
    assert "Yes, counted twice" in detail(client_of(facilitator), version)
    client_of(facilitator).post(reverse("query_close", args=[query.pk]))

    query.refresh_from_db()
    assert query.outcome == "stands"


def test_without_an_agreement_no_word_of_a_question_is_shown(client_of, asked, commissioner, manager, version):
    """Promise 3: neither question nor answer, on the return and on the list."""
    queries.answer(query=asked[0], by=manager, words="Yes, two clinics more")

    client = client_of(commissioner)
    said = detail(client, version) + client.get(reverse("query_list")).content.decode()

    assert "whole month" not in said and "two clinics more" not in said
    assert "shown to those who see the practice" in said


def test_without_an_agreement_one_asks_about_the_whole_and_without_numbers(client_of, facilitator, version):
    client = client_of(facilitator)

    assert client.get(ask_address(version)).url == ask_address(version, "all")
    refused = client.post(ask_address(version, "all"), {"question": "Is 142 right?"}).content.decode()
    client.post(ask_address(version, "all"), {"question": "Is this the whole month?"})

    assert "ask without numbers" in refused
    assert ReturnQuery.objects.get().field == ""


def test_a_question_may_not_hold_an_nhs_number(client_of, facilitator, version, agreement):
    """D22."""
    sent = {"fields": ["gp_consultations"], "question": "about 943 476 5919"}
    client_of(facilitator).post(ask_address(version), sent)

    assert not ReturnQuery.objects.exists()


def test_a_figure_that_no_return_has_is_not_found(client_of, facilitator, version, agreement):
    assert client_of(facilitator).get(ask_address(version, "nothing")).status_code == 404


def test_another_practice_neither_sees_nor_answers(client_of, asked, neighbour):
    """D11."""
    other = make_person("other@example.org", "practice_manager", organisation=neighbour)
    client = client_of(other)

    assert client.post(reverse("query_answer", args=[asked[0].pk])).status_code == 404
    assert "Ash Surgery" not in client.get(reverse("query_list")).content.decode()


def test_a_commissioner_closes_only_the_own_questions(client_of, asked, commissioner):
    client_of(commissioner).post(reverse("query_close", args=[asked[0].pk]))

    asked[0].refresh_from_db()
    assert asked[0].is_open


def test_the_age_is_in_working_days_on_both_home_pages(client_of, asked, manager, facilitator, settings):
    """V8: asked on Thursday; on Tuesday three working days have begun since."""
    settings.BUSINESS_CLOCK = "2007-02-13T09:00"

    assert "waited for 3 working days" in client_of(manager).get("/").content.decode()
    assert "waited for 3 working days" in client_of(facilitator).get("/").content.decode()


def test_the_list_takes_as_many_queries_however_many_questions(
    client_of, asked, facilitator, submit, django_assert_max_num_queries, agreement
):
    client = client_of(facilitator)
    address = reverse("query_list")
    client.get(address)
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    (more,) = submit(line(period="2006-10", extract_date="2006-11-05"))
    queries.ask(version=more, by=facilitator, fields=["gp_consultations"], question="And this?")

    with django_assert_max_num_queries(len(few)):
        client.get(address)


# ------------------------------------------------------------------ letters to whose role has ended


def sent_words(message):
    """What the letter says at the moment of sending; None when it does not go."""
    return messages.KINDS[message.kind].now(message)


def test_a_question_is_not_sent_to_who_does_not_send_returns_any_more(asked, manager):
    """The letter may have waited for a server that was not there."""
    letter = Message.objects.get(kind="query.asked")
    assert sent_words(letter)

    manager.grants.update(ended_at=timezone.now())

    assert sent_words(letter) is None


def test_an_answer_is_not_sent_to_who_looks_after_the_practice_no_more(asked, manager, facilitator):
    queries.answer(query=asked[0], by=manager, words="Yes")
    letter = Message.objects.get(kind="query.answered")
    assert sent_words(letter)

    facilitator.grants.update(ended_at=timezone.now())

    assert sent_words(letter) is None


def test_a_letter_about_a_return_is_not_shown_after_the_role_has_ended(client_of, asked, manager, neighbour):
    shown = client_of(manager).get(reverse("message_list")).content.decode()
    manager.grants.update(organisation=neighbour)

    hidden = client_of(manager).get(reverse("message_list")).content.decode()

    assert "Ash Surgery" in shown
    assert "Ash Surgery" not in hidden


def test_without_an_agreement_nobody_of_the_practice_is_named(client_of, asked, commissioner, manager, version):
    """As on the return itself: who sent it is for those who see its figures."""
    queries.answer(query=asked[0], by=manager, words="Yes")

    said = detail(client_of(commissioner), version)

    assert "answered on" in said
    assert manager.name not in said
