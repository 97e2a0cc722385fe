"""Row 4: fewer than ten answers are hidden from everybody; what is shown has its n and its interval; no difference tells on anybody."""

import re
from datetime import date

import pytest
from django.urls import reverse

from collaborative.dashboards.surveys import HIDDEN, survey_results_of
from collaborative.models import ReadingLevel
from collaborative.surveys import question_set
from collaborative.surveys.results import results_of
from measures.statistics.intervals import wilson
from tests.collaborative.improvement import make_counts, make_survey

QUESTIONS = question_set("care_2006")
CLOSED = {"opens_on": date(2006, 11, 1), "closes_on": date(2007, 1, 31), "shared_with": ReadingLevel.WAVE}
READERS = ["manager", "facilitator", "commissioner", "lay_member", "administrator", "team_member"]


def without_form_token(response):
    return re.sub(r'csrf\w*" value="[^"]*', "", response.content.decode())


def counted(link=(), paper=()):
    """Counts of the first question, the best option first."""
    return {
        (source, "getting_help", option): count
        for source, numbers in (("link", link), ("paper", paper))
        for option, count in enumerate(numbers, start=1)
    }


def result(**numbers):
    return results_of(counted(**numbers), QUESTIONS)[0]


def test_good_or_better_has_wilsons_interval():
    found = result(link=(8, 4, 2, 1, 0))

    expected = wilson(12, 15)
    assert (found.answers, found.good, found.share) == (15, 12, 0.8)
    assert (found.lower, found.upper) == (float(expected.lower), float(expected.upper))


@pytest.mark.parametrize(("paper", "shown"), [((9, 0, 0, 0, 0), False), ((9, 1, 0, 0, 0), True)])
def test_row_4_nine_are_hidden_and_ten_are_shown(paper, shown):
    found = result(paper=paper)

    assert (found.answers is not None) == shown
    assert (found.good is not None, found.share is not None, bool(found.by_option)) == (shown, shown, shown)


def test_link_and_paper_are_added():
    assert result(link=(10, 0, 0, 0, 0), paper=(0, 3, 0, 0, 0)).answers == 13


def test_few_answers_by_link_are_left_out_or_paper_would_tell_them():
    """Whoever counted ten forms would know the eleventh answer from the sum."""
    alone = result(paper=(5, 5, 0, 0, 0))

    for link in ((1, 0, 0, 0, 0), (0, 0, 0, 0, 1), (0, 0, 9, 0, 0)):
        found = result(link=link, paper=(5, 5, 0, 0, 0))
        assert (found.answers, found.by_option) == (alone.answers, alone.by_option)


def test_few_of_each_are_hidden_although_their_sum_is_not_few():
    assert result(link=(9, 0, 0, 0, 0), paper=(9, 0, 0, 0, 0)).answers is None


def test_a_question_that_nobody_answered_is_hidden_like_one_with_nine():
    assert result().answers is None


# ---- who reads them, and when


@pytest.mark.parametrize("person", READERS)
def test_results_stand_beside_the_four_measures_with_their_n(request, client_of, returned, team, manager, person):
    make_counts(make_survey(team, manager, **CLOSED))

    html = client_of(request.getfixturevalue(person)).get(reverse("team_detail", args=[team.pk])).content.decode()

    assert html.index("1. GP consultations") < html.index(
        "80% answered good or better, depending on the question (n = 15)"
    )


@pytest.mark.parametrize("person", READERS)
def test_row_4_nine_answers_are_hidden_from_everybody(request, client_of, team, manager, person):
    survey = make_survey(team, manager, **CLOSED)
    make_counts(survey, counts=(7, 2, 0, 0, 0))
    client = client_of(request.getfixturevalue(person))

    pages = [client.get(reverse("team_detail", args=[team.pk])), client.get(reverse("survey_detail", args=[survey.pk]))]

    for html in (page.content.decode() for page in pages):
        assert HIDDEN in html
        assert "78%" not in html and "100%" not in html


def test_before_it_is_closed_nobody_sees_anything_of_the_answers(client_of, team, manager):
    """Two looks with one answer between them would tell that answer."""
    survey = make_survey(team, manager)
    client = client_of(manager)
    before = without_form_token(client.get(reverse("survey_detail", args=[survey.pk])))
    make_counts(survey, counts=(20, 0, 0, 0, 0))

    assert without_form_token(client.get(reverse("survey_detail", args=[survey.pk]))) == before
    assert survey_results_of(team, manager) == []


@pytest.mark.parametrize(
    ("person", "readers", "seen"),
    [
        ("commissioner", ReadingLevel.FACILITATOR, 0),
        ("commissioner", ReadingLevel.COMMISSIONER, 1),
        ("lay_member", ReadingLevel.COMMISSIONER, 0),
        ("lay_member", ReadingLevel.WAVE, 1),
    ],
)
def test_g9_results_are_read_by_those_they_are_shared_with(request, team, manager, person, readers, seen):
    make_survey(team, manager, **CLOSED | {"shared_with": readers})

    assert len(survey_results_of(team, request.getfixturevalue(person))) == seen


@pytest.mark.parametrize("count", [1, 5])
def test_results_take_the_same_number_of_queries_for_many_surveys(team, manager, django_assert_num_queries, count):
    for _ in range(count):
        make_counts(make_survey(team, manager, **CLOSED))
    assert manager.acting_grants

    with django_assert_num_queries(2):
        assert len(survey_results_of(team, manager)) == count
