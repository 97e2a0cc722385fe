"""What teams show: the patient's journey, what service users say, questions to a chart, storyboards that practices share."""

from datetime import date, datetime, time

from django.utils import timezone

from collaborative.demonstration.improvement.texts import TEXTS, dealer, pick
from collaborative.models import (
    FollowUp,
    JourneyMap,
    JourneyStep,
    ReadingLevel,
    ServiceUserSurvey,
    Storyboard,
    SurveyCount,
    TeamPartner,
)
from collaborative.surveys import question_set
from practices import clock, months

QUESTIONS = "care_2006"
SURVEYED, MAPPED, SHARES_EVERY = 3, 4, 5


def make_shown(wave, teams, by_code, by):
    make_journeys(teams[:MAPPED], by)
    make_surveys(wave, teams[:SURVEYED], by)
    make_follow_ups(teams[0], by_code, by)
    Storyboard.objects.bulk_create(storyboards(wave, teams, by))


def make_journeys(teams, by):
    """Shared with the wave by every second team."""
    for number, team in enumerate(teams):
        shared = ReadingLevel.WAVE if number % 2 == 0 else ReadingLevel.FACILITATOR
        journey = JourneyMap.objects.create(
            team=team,
            title=TEXTS["journey"]["title"],
            mapped_on=team.wave.learning_workshop_1_on,
            shared_with=shared,
            created_by=by,
        )
        steps = enumerate(TEXTS["journey"]["steps"], start=1)
        JourneyStep.objects.bulk_create(
            JourneyStep(journey=journey, position=position, **step) for position, step in steps
        )


def make_surveys(wave, teams, by):
    """A closed survey a team; the last has fewer than ten answers, which hides it."""
    month = months.add_months(months.first_of(wave.learning_workshop_3_on), 1)
    for number, team in enumerate(teams):
        survey = ServiceUserSurvey.objects.create(
            team=team,
            title=TEXTS["survey"],
            questions=QUESTIONS,
            opens_on=month,
            closes_on=months.last_day(month),
            shared_with=ReadingLevel.WAVE,
            created_by=by,
        )
        SurveyCount.objects.bulk_create(counts(survey, month, answers=6 if number == SURVEYED - 1 else 40 + 7 * number))


def counts(survey, month: date, answers: int):
    """Every question answered by everybody, mostly well."""
    chance = dealer(10, survey.team_id)
    for question in question_set(QUESTIONS).questions:
        dealt = chance.multinomial(answers, [0.3, 0.4, 0.15, 0.1, 0.05])
        for option, count in enumerate(dealt, start=1):
            place = {"source": SurveyCount.Source.PAPER, "month": month, "question": question.code, "option": option}
            yield SurveyCount(survey=survey, count=int(count), **place)


def make_follow_ups(team, by_code, by):
    """One that waits and one that is done, of the first practice."""
    shown = {"team": team, "practice": by_code["A99001"], "created_by": by, "created_at": clock.now()}
    for one in TEXTS["follow_ups"]:
        dates = {name: date.fromisoformat(one[name]) for name in ("month", "due_on", "closed_on") if one.get(name)}
        FollowUp.objects.create(**shown | one | dates)


def storyboards(wave, teams, by):
    """Of every fifth practice, shared with the wave by its manager."""
    moment = timezone.make_aware(datetime.combine(wave.learning_workshop_3_on, time(9)), months.LONDON)
    partners = TeamPartner.objects.filter(team__in=teams, kind=TeamPartner.Kind.PRACTICE, left_on__isnull=True)
    for place, partner in enumerate(partners.select_related("team", "organisation").order_by("organisation__ods_code")):
        if place % SHARES_EVERY:
            continue
        chance = dealer(11, place)
        idea = pick(chance, TEXTS["ideas"])
        yield Storyboard(
            wave=wave,
            practice=partner.organisation,
            words={
                "aim": partner.team.aim,
                "team": f"{partner.organisation.name}, in the {partner.team.name}",
                "changes": idea["title"],
                "learning": pick(chance, idea["learnings"]),
                "next_steps": "Ask two people on the list what they would change.",
            },
            edited_at=moment,
            edited_by=by,
            consented_at=moment,
            consented_by=by,
        )
