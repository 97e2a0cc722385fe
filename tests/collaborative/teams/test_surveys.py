"""The service users' survey: links used once, answers that nobody can read one by one, paper, and an end."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from collaborative.actions import surveys as actions
from collaborative.models import ReadingLevel, ServiceUserSurvey, SurveyCount, SurveyLink
from collaborative.surveys import CURRENT, FOLDER, question_set
from operations.models import AuditEvent
from tests.collaborative.improvement import make_survey

ANSWERS = {"getting_help": "1", "being_heard": "2", "having_a_say": "", "work": "5"}
CLOSED = {"opens_on": date(2006, 11, 1), "closes_on": date(2007, 1, 31)}
COMING = {"opens_on": date(2007, 3, 1), "closes_on": date(2007, 3, 31)}
FORM = {
    "title": "Your care",
    "opens_on-day": "1",
    "opens_on-month": "2",
    "opens_on-year": "2007",
    "closes_on-day": "28",
    "closes_on-month": "2",
    "closes_on-year": "2007",
    "shared_with": "2",
}


@pytest.fixture
def survey(team, manager):
    return make_survey(team, manager)


@pytest.fixture
def token(survey, manager):
    return actions.issue_links(survey=survey, count=1, by=manager)[0]


def address(token):
    return reverse("survey_answer", args=[token])


def counts(source="link"):
    rows = SurveyCount.objects.filter(source=source)
    return {(row.question, row.option): row.count for row in rows}


# ---- questions


@pytest.mark.parametrize("code", [path.stem for path in FOLDER.glob("*.toml")])
def test_every_set_of_questions_can_be_read(code):
    questions = question_set(code)

    assert len({question.code for question in questions.questions}) == len(questions.questions)
    assert 1 <= questions.good_from < len(questions.options)


def test_a_new_survey_has_the_current_questions(client_of, manager, team):
    client_of(manager).post(reverse("survey_create", args=[team.pk]), FORM)

    assert ServiceUserSurvey.objects.get().questions == CURRENT


def test_a_survey_does_not_close_before_it_opens(client_of, manager, team):
    html = client_of(manager).post(reverse("survey_create", args=[team.pk]), FORM | {"closes_on-month": "1"})

    assert "Enter a day from 1 February 2007 on" in html.content.decode()
    assert not ServiceUserSurvey.objects.exists()


# ---- links


def test_links_are_shown_once_and_only_their_hashes_are_kept(client_of, manager, survey):
    client = client_of(manager)
    html = client.post(reverse("survey_links", args=[survey.pk]), {"count": "3"}).content.decode()
    tokens = re.findall(r"http://testserver/answer/([\w-]+)/", html)

    assert len(set(tokens)) == 3
    stored = str(list(SurveyLink.objects.values())) + str(list(AuditEvent.objects.values()))
    assert not any(token in stored for token in tokens)
    assert not any(
        token in client.get(reverse(name, args=[survey.pk])).content.decode()
        for token in tokens
        for name in ("survey_detail", "survey_links")
    )


def test_a_survey_has_a_limit_of_links(survey, manager):
    actions.issue_links(survey=survey, count=450, by=manager)

    with pytest.raises(ValidationError, match="50 more can be made"):
        actions.issue_links(survey=survey, count=51, by=manager)


@pytest.mark.parametrize("count", ["0", "201", "", "many"])
def test_a_number_of_links_that_cannot_be_is_refused(client_of, manager, survey, count):
    client_of(manager).post(reverse("survey_links", args=[survey.pk]), {"count": count})

    assert not survey.links.exists()


# ---- answering


def test_a_person_answers_without_signing_in_and_is_thanked(client, survey, token):
    assert "You need not answer every question" in client.get(address(token)).content.decode()
    response = client.post(address(token), ANSWERS, follow=True)

    assert "Thank you" in response.content.decode()
    assert counts() == {("getting_help", 1): 1, ("being_heard", 2): 1, ("work", 5): 1}


def test_the_open_page_keeps_nobody_and_is_kept_nowhere(client, token):
    response = client.get(address(token))

    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert set(response.cookies) <= {"csrftoken"}


def test_a_link_is_used_once(client, token):
    client.post(address(token), ANSWERS)

    assert client.post(address(token), ANSWERS).status_code == 410
    assert sum(counts().values()) == 3


def test_of_two_who_send_at_once_with_one_link_one_is_counted(survey, token, monkeypatch):
    monkeypatch.setattr(actions, "survey_of", lambda token: survey)

    assert [actions.answer(token=token, answers={"work": 1}) for _ in range(2)] == [True, False]
    assert counts() == {("work", 1): 1}


def test_answers_of_several_are_added(survey, manager):
    for token in actions.issue_links(survey=survey, count=3, by=manager):
        actions.answer(token=token, answers={"work": 2})

    assert counts() == {("work", 2): 3}


def test_an_empty_form_uses_no_link_up(client, token):
    html = client.post(address(token), {}).content.decode()

    assert "Choose an answer to at least one question" in html
    assert client.get(address(token)).status_code == 200


@pytest.mark.parametrize("option", ["0", "6", "one", "-1"])
def test_an_answer_that_is_not_offered_is_refused(client, token, option):
    client.post(address(token), {"work": option})

    assert counts() == {}


def without_form_token(response):
    return re.sub(r'csrf\w*" value="[^"]*', "", response.content.decode())


def test_unknown_used_and_closed_links_look_the_same(client, team, manager, survey, token):
    tokens = ["unknown", token]
    client.post(address(token), ANSWERS)
    for days in (CLOSED, COMING):
        other = make_survey(team, manager)
        tokens += actions.issue_links(survey=other, count=1, by=manager)
        ServiceUserSurvey.objects.filter(pk=other.pk).update(**days)

    found = [client.get(address(one)) for one in tokens]

    assert {response.status_code for response in found} == {410}
    assert len({without_form_token(response) for response in found}) == 1


# ---- nobody can read a single answer


def test_nothing_leads_from_an_answer_to_a_link_or_to_a_moment(client, survey, token):
    before = AuditEvent.objects.count()
    client.post(address(token), ANSWERS)

    fields = {field.name for field in SurveyCount._meta.get_fields()}
    assert fields == {"id", "survey", "source", "month", "question", "option", "count"}
    assert {row.month for row in SurveyCount.objects.all()} == {date(2007, 2, 1)}
    assert {field.name for field in SurveyLink._meta.get_fields()} == {"id", "survey", "token_hash", "is_used"}
    assert AuditEvent.objects.count() == before


def test_no_other_table_points_at_links_or_counts():
    pointing = [
        relation.related_model.__name__
        for model in (apps.get_model("collaborative", name) for name in ("SurveyLink", "SurveyCount"))
        for relation in model._meta.related_objects
    ]

    assert pointing == []


# ---- paper


def test_paper_forms_are_counted_and_counted_again(client_of, manager, survey):
    client = client_of(manager)
    client.post(reverse("survey_paper", args=[survey.pk]), {"work-1": "7", "work-2": "3", "being_heard-5": "0"})
    client.post(reverse("survey_paper", args=[survey.pk]), {"work-1": "8", "work-2": "3"})

    assert counts("paper") == {("work", 1): 8, ("work", 2): 3}
    assert 'value="8"' in client.get(reverse("survey_paper", args=[survey.pk])).content.decode()


@pytest.mark.parametrize("number", ["-1", "2.5", "many", "10000"])
def test_a_tally_that_cannot_be_is_refused(client_of, manager, survey, number):
    client_of(manager).post(reverse("survey_paper", args=[survey.pk]), {"work-1": number})

    assert counts("paper") == {}


# ---- the end


@pytest.mark.parametrize("write", ["links", "paper"])
def test_nothing_is_added_to_a_closed_survey(team, manager, write):
    survey = make_survey(team, manager, **CLOSED)
    added = {
        "links": lambda: actions.issue_links(survey=survey, count=1, by=manager),
        "paper": lambda: actions.count_paper(survey=survey, counts={("work", 1): 12}, by=manager),
    }

    with pytest.raises(ValidationError, match="closed"):
        added[write]()


def test_a_closed_survey_is_not_opened_again(team, manager):
    survey = make_survey(team, manager, **CLOSED)

    with pytest.raises(ValidationError, match="only its title and its readers"):
        actions.change_survey(survey=survey, closes_on=date(2007, 3, 31), by=manager)
    assert ServiceUserSurvey.objects.get().is_closed


def test_a_closed_survey_can_be_shared(client_of, team, manager):
    survey = make_survey(team, manager, **CLOSED)

    client_of(manager).post(reverse("survey_edit", args=[survey.pk]), {"title": "Your care", "shared_with": "4"})

    survey.refresh_from_db()
    assert (survey.shared_with, survey.closes_on) == (ReadingLevel.WAVE, date(2007, 1, 31))


@pytest.mark.parametrize("person", ["commissioner", "lay_member", "administrator"])
def test_only_the_team_and_its_facilitator_hand_out_links(request, survey, person):
    with pytest.raises(PermissionDenied):
        actions.issue_links(survey=survey, count=1, by=request.getfixturevalue(person))
