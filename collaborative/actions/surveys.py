"""Surveys of service users: begun, handed out, answered, counted from paper. After its last day nothing is added any more.

Answers leave no audit event: its time beside the use of a link would tell who said what.
"""

import hashlib
import secrets
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from collaborative.actions.teams import record, set_fields
from collaborative.models import ImprovementTeam, ServiceUserSurvey, SurveyCount, SurveyLink
from collaborative.surveys import CURRENT, question_set
from practices import clock, months

SURVEY_FIELDS = ["title", "practice", "opens_on", "closes_on", "shared_with"]
# What may still be changed when results are on show: reopened, the next answer could be told from the difference.
AFTER_CLOSING = ["title", "shared_with"]
MOST_LINKS = 500


@transaction.atomic
def create_survey(*, team: ImprovementTeam, by, **fields) -> ServiceUserSurvey:
    team.require_may_change(by)
    survey = ServiceUserSurvey(team=team, questions=CURRENT, created_by=by)
    set_fields(survey, SURVEY_FIELDS, fields)
    survey.save(force_insert=True)
    record("survey.created", survey, team, by, questions=CURRENT)
    return survey


@transaction.atomic
def change_survey(*, survey: ServiceUserSurvey, by, **fields) -> ServiceUserSurvey:
    """Its dates too until it is closed. Raises ValidationError for one that would be opened again."""
    survey.team.require_may_change(by)
    changed = set_fields(survey, SURVEY_FIELDS, fields)
    stored = ServiceUserSurvey.objects.select_for_update().get(pk=survey.pk)
    if stored.is_closed and set(changed) - set(AFTER_CLOSING):
        raise ValidationError(
            "The survey is closed and its results are read: only its title and its readers may change"
        )
    survey.save(update_fields=SURVEY_FIELDS)
    record("survey.changed", survey, survey.team, by, changed=changed, shared_with=survey.shared_with)
    return survey


@transaction.atomic
def issue_links(*, survey: ServiceUserSurvey, count: int, by) -> list[str]:
    """New personal links, as tokens. They are returned once: the database keeps their hashes only.

    Raises ValidationError when the survey is closed or has links enough.
    """
    survey.team.require_may_change(by)
    refuse_closed(survey)
    left = MOST_LINKS - survey.links.count()
    if count > left:
        raise ValidationError({"count": f"A survey has at most {MOST_LINKS} links: {max(left, 0)} more can be made"})
    tokens = [secrets.token_urlsafe(24) for _ in range(count)]
    SurveyLink.objects.bulk_create(SurveyLink(survey=survey, token_hash=hash_of(token)) for token in tokens)
    record("survey.links_issued", survey, survey.team, by, count=count)
    return tokens


def refuse_closed(survey: ServiceUserSurvey) -> None:
    if survey.is_closed:
        raise ValidationError("The survey is closed: nothing is added to it any more")


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def survey_of(token: str) -> ServiceUserSurvey | None:
    """The survey that a link opens now; None for one that is unknown, used, or of a survey that is not open."""
    link = SurveyLink.objects.filter(token_hash=hash_of(token), is_used=False).select_related("survey__team").first()
    return link.survey if link and link.survey.is_open else None


@transaction.atomic
def answer(*, token: str, answers: Mapping[str, int]) -> bool:
    """Count the answers, {question: option counted from one}, and use the link up; False when the link opens nothing.

    Of two who send with one link at the same moment one is counted.
    """
    survey = survey_of(token)
    if survey is None or not SurveyLink.objects.filter(token_hash=hash_of(token), is_used=False).update(is_used=True):
        return False
    month = months.first_of(clock.today())
    for question, option in answers.items():
        place = {"survey": survey, "source": SurveyCount.Source.LINK, "month": month}
        row, _ = SurveyCount.objects.get_or_create(**place, question=question, option=option)
        SurveyCount.objects.filter(pk=row.pk).update(count=F("count") + 1)
    return True


@transaction.atomic
def count_paper(*, survey: ServiceUserSurvey, counts: Mapping[tuple[str, int], int], by) -> None:
    """Put down the tally of all paper forms so far, {(question, option): forms}, in the place of the one before."""
    survey.team.require_may_change(by)
    # Of two who count at once the second waits, and replaces the first's tally whole.
    refuse_closed(ServiceUserSurvey.objects.select_for_update().get(pk=survey.pk))
    month = months.first_of(clock.today())
    survey.counts.filter(source=SurveyCount.Source.PAPER).delete()
    known = {question.code for question in question_set(survey.questions).questions}
    SurveyCount.objects.bulk_create(
        SurveyCount(
            survey=survey,
            source=SurveyCount.Source.PAPER,
            month=month,
            question=question,
            option=option,
            count=forms,
        )
        for (question, option), forms in counts.items()
        if question in known and forms
    )
    record("survey.paper_counted", survey, survey.team, by)
