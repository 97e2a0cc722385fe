"""Progress since the last workshop: the teams' scores then and now for the facilitator; what was tried for everybody."""

from decimal import Decimal

from collaborative.models import ImprovementTeam, PdsaCycle, ProgressScore
from collaborative.reports.assembling.source import Source
from collaborative.reports.assembling.words import day, per_cent
from collaborative.reports.contents import Facts, Page, Table, Text
from practices import months

State = PdsaCycle.State
Scorer = ProgressScore.Scorer
NOT_HERE = "Scores are for each team and its facilitator: this copy has none. There is no order of teams."
HEAD = ("Team", "Facilitator then", "Facilitator now", "Team then", "Team now", "Suggested", "Gap of 1 or more")


def progress(source: Source) -> Page:
    scores = Text((NOT_HERE,)) if source.is_shared else score_table(source)
    return Page(
        "progress", "Progress since the last workshop", (Facts(cycle_facts(source.cycles, source.since)), scores)
    )


def cycle_facts(cycles: list[PdsaCycle], since) -> tuple[tuple[str, str, str], ...]:
    """Learning, not a score: how many began and closed, how many had a prediction, how many met it."""
    begun = [one for one in cycles if one.started_on and one.started_on > since]
    closed = [one for one in cycles if one.closed_on and one.closed_on > since]
    judged = [one for one in closed if one.matched_prediction]
    given_up = sum(one.decision == "abandon" for one in closed)
    predicted, met = sum(bool(one.prediction) for one in begun), sum(one.matched_prediction == "yes" for one in judged)
    return (
        ("Cycles begun", str(len(begun)), f"after {day(since)}"),
        ("Cycles closed", str(len(closed)), f"{given_up} of them abandoned, with what was learnt"),
        ("With a prediction", per_cent(predicted, len(begun)), f"{predicted} of {len(begun)} begun"),
        ("Prediction met", per_cent(met, len(judged)), f"{met} of {len(judged)} closed and compared: learning, never a score"),
        ("Deepest ramp", str(max((one.number for one in cycles), default=0)), "cycles that build on each other"),
    )  # fmt: skip


def score_table(source: Source) -> Table:
    rows = tuple((team.name, *score_cells(source, team)) for team in source.teams)
    return Table(f"Progress scores at {months.label(months.first_of(source.since))} and now, 0.5 to 5", HEAD, rows)


def score_cells(source: Source, team: ImprovementTeam) -> tuple:
    scores = source.of_team(source.scores, team)
    then = months.first_of(source.since)
    found = {
        scorer: (
            latest([one for one in scores if one.scorer == scorer and one.month <= then]),
            latest([one for one in scores if one.scorer == scorer and one.month > then]),
        )
        for scorer in Scorer
    }
    facilitator, own = found[Scorer.FACILITATOR], found[Scorer.TEAM]
    suggested = source.suggested.get(team.pk)
    said = "nothing yet" if suggested is None else suggested
    return (*map(value, facilitator), *map(value, own), said, gap(facilitator[1], own[1]))


def latest(scores: list[ProgressScore]) -> ProgressScore | None:
    return max(scores, key=lambda one: one.month, default=None)


def value(score: ProgressScore | None) -> float | str:
    return float(score.score) if score else "not scored"


def gap(one: ProgressScore | None, other: ProgressScore | None) -> str:
    """Two who see a team a whole point apart have something to talk about."""
    if one is None or other is None:
        return ""
    return "yes" if abs(one.score - other.score) >= Decimal(1) else "no"
