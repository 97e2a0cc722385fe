"""How far teams are: the team's score, the facilitator's, and what the facts suggest, with its reasons (I6)."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import mark_safe

from collaborative.actions.progress_scores import scorer_of
from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.progress_facts import facts_of
from collaborative.models import ImprovementTeam, ProgressScore
from collaborative.progress_suggestion import STEPS, Suggestion, suggest
from collaborative.score_drawing import History, drawing
from practices import clock, months

Scorer = ProgressScore.Scorer
GAP = 1
NOT_SCORED = "Not scored yet"
SCALE = [{"score": score, "words": words} for score, words in STEPS.items()]


@dataclass(frozen=True)
class TeamProgress:
    """`latest` are (scorer's words, score in words); `gap` says where both are a step or more apart."""

    latest: list[tuple[str, str]]
    gap: str
    suggestion: Suggestion
    drawing: str
    sentence: str
    table: dict


def words_of(score) -> str:
    return f"{score:.1f}: {STEPS[f'{score:.1f}'].lower()}"


def latest_of(scores: list[ProgressScore], scorer: str) -> ProgressScore | None:
    return max((one for one in scores if one.scorer == scorer), key=lambda one: one.month, default=None)


def gap_words(team: ProgressScore | None, facilitator: ProgressScore | None) -> str:
    """Worth talking about when both are a whole step apart."""
    if team is None or facilitator is None or abs(team.score - facilitator.score) < GAP:
        return ""
    higher, lower = ("team", "facilitator") if team.score > facilitator.score else ("facilitator", "team")
    return (
        f"The {higher} sees the work {abs(team.score - facilitator.score):.1f} further than the {lower}: worth a talk"
    )


def team_progress(user, gathered: Gathered, team: ImprovementTeam, scores: list[ProgressScore]) -> TeamProgress:
    """The page of one team; `scores` are those that the reader may see, by month."""
    by_team, by_facilitator = (latest_of(scores, scorer) for scorer in Scorer.values)
    grid = grid_of(scores)
    return TeamProgress(
        latest=[("The team says", said(by_team)), ("The facilitator says", said(by_facilitator))],
        gap=gap_words(by_team, by_facilitator),
        suggestion=suggest(facts_of(user, gathered, [team])[team.pk]),
        drawing=mark_safe(history_drawing(team, grid, scores)) if grid else "",
        sentence=sentence_of(team, scores),
        table=history_table(grid, scores, scorer_of(user, team)),
    )


def said(score: ProgressScore | None) -> str:
    return f"{words_of(score.score)} ({months.label(score.month)})" if score else NOT_SCORED


def grid_of(scores: list[ProgressScore]) -> list[date]:
    found = [score.month for score in scores]
    return months.month_range(min(found), max(found)) if found else []


def history_drawing(team: ImprovementTeam, grid: list[date], scores: list[ProgressScore]) -> str:
    known = {(score.scorer, score.month): float(score.score) for score in scores}
    histories = [
        History(Scorer(scorer).label, [known.get((scorer, month)) for month in grid], scorer == Scorer.FACILITATOR)
        for scorer in Scorer.values
    ]
    return drawing(
        f"Progress scores of {team.name}", sentence_of(team, scores), [f"{month:%b %y}" for month in grid], histories
    )


def sentence_of(team: ImprovementTeam, scores: list[ProgressScore]) -> str:
    """How far each scorer's score has moved, and from when to when."""
    parts = [moved(Scorer(scorer).label, [one for one in scores if one.scorer == scorer]) for scorer in Scorer.values]
    return " ".join(part for part in parts if part) or f"{team.name} has not been scored yet."


def moved(scorer: str, scores: list[ProgressScore]) -> str:
    if not scores:
        return ""
    first, last = min(scores, key=lambda one: one.month), max(scores, key=lambda one: one.month)
    if first == last:
        return f"{scorer}: {last.score} in {months.label(last.month)}."
    return f"{scorer}: from {first.score} in {months.label(first.month)} to {last.score} in {months.label(last.month)}."


def history_table(grid: list[date], scores: list[ProgressScore], own: str) -> dict:
    """What was suggested is shown to the side that it was suggested to: it rests on what that side may see. `own` is that scorer."""
    known = {(score.scorer, score.month): score for score in scores}
    return {
        "caption": "Scores by month",
        "first_is_header": True,
        "head": ["Month", *(Scorer(scorer).label for scorer in Scorer.values), "Suggested then", "Why"],
        "rows": [
            row_of(month, [known.get((scorer, month)) for scorer in Scorer.values], own) for month in reversed(grid)
        ],
        "empty": "No score has been given yet.",
    }


def row_of(month: date, given: list[ProgressScore | None], own: str) -> list:
    there = [one for one in given if one]
    suggested = next((one.suggested for one in there if one.scorer == own and one.suggested is not None), None)
    return [
        months.label(month),
        *(str(one.score) if one else "Not scored" for one in given),
        "Not kept" if suggested is None else str(suggested),
        "; ".join(one.reason for one in there if one.reason),
    ]


# ---- all teams that the reader looks after


def progress_table(user, gathered: Gathered, teams: list[ImprovementTeam], scores: list[ProgressScore]) -> dict:
    """In alphabetical order, never ranked."""
    facts = facts_of(user, gathered, teams)
    return {
        "caption": "Teams, alphabetical",
        "first_is_header": True,
        "head": ["Team", "The team says", "The facilitator says", "The facts suggest", "Worth a talk"],
        "rows": [
            team_row(team, [one for one in scores if one.team_id == team.pk], suggest(facts[team.pk])) for team in teams
        ],
        "empty": "There is no team whose score you may see in this wave.",
    }


def team_row(team: ImprovementTeam, scores: list[ProgressScore], suggestion: Suggestion) -> list:
    by_team, by_facilitator = (latest_of(scores, scorer) for scorer in Scorer.values)
    return [
        {"text": team.name, "href": reverse("team_progress", args=[team.pk])},
        said(by_team),
        said(by_facilitator),
        words_of(suggestion.score),
        gap_words(by_team, by_facilitator),
    ]


def months_to_score(team: ImprovementTeam) -> list[tuple[str, str]]:
    """Choices of a form: the months of the wave that have begun, the latest first."""
    grid = months.month_range(team.wave.orientation_month, months.first_of(clock.today()))
    return [(months.period(month), months.label(month)) for month in reversed(grid)]
