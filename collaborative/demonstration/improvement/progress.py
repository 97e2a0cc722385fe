"""Scores by team and facilitator month by month, and the reports of the last two months."""

from datetime import datetime, time
from decimal import Decimal

from django.utils import timezone

from collaborative.demonstration.improvement.texts import dealer
from collaborative.models import MonthlyTeamReport, ProgressScore, ReadingLevel
from practices import months

HIGHEST, LOWEST = 9, 1


def make_progress(wave, teams, by, facilitator):
    """`by` speaks for the teams."""
    grid = months.month_range(months.first_of(wave.learning_workshop_1_on), wave.latest_month)
    ProgressScore.objects.bulk_create(
        score for number, team in enumerate(teams) for score in scores(number, team, grid, by, facilitator)
    )
    MonthlyTeamReport.objects.bulk_create(
        report for number, team in enumerate(teams) for report in reports(number, team, grid[-2:], by)
    )


def scores(number, team, grid, by, facilitator):
    """In halves, upward on the whole; the facilitator is the more careful of the two."""
    chance, halves = dealer(9, number), 2
    for month in grid:
        halves = min(max(halves + int(chance.choice([-1, 0, 1], p=[0.05, 0.45, 0.5])), LOWEST), HIGHEST)
        yield score(team, month, "team", halves, by)
        yield score(
            team,
            month,
            "facilitator",
            max(halves - int(chance.choice([0, 1, 2], p=[0.6, 0.3, 0.1])), LOWEST),
            facilitator,
        )


def score(team, month, scorer, halves, by):
    return ProgressScore(
        team=team, month=month, scorer=scorer, score=Decimal(halves) / 2, scored_by=by, scored_at=end_of(month)
    )


def end_of(month):
    return timezone.make_aware(datetime.combine(months.last_day(month), time(15)), months.LONDON)


def reports(number, team, last_months, by):
    """The earlier one completed by every second team; the later a draft."""
    for place, month in enumerate(last_months):
        is_completed = place == 0 and number % 2 == 0
        yield MonthlyTeamReport(
            team=team,
            month=month,
            changes_tested="Booked calls in two practices; the eight-week search." if is_completed else "",
            learning="People answer at lunch time." if is_completed else "",
            help_needed="A room on Tuesdays." if is_completed else "",
            next_steps="All practices from next month." if is_completed else "",
            state="completed" if is_completed else "draft",
            completed_by=by if is_completed else None,
            completed_at=end_of(month) if is_completed else None,
            shared_with=ReadingLevel.FACILITATOR,
        )
