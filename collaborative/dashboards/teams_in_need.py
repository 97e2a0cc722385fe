"""Which teams need help, and why: those that the reader works in or looks after, in alphabetical order. Reasons, not ranks."""

from collections import defaultdict

from django.db.models import Max
from django.urls import reverse

from collaborative.dashboards.help_needed import NeedsHelp
from collaborative.dashboards.progress_facts import parts_held
from collaborative.models import PdsaCycle, ProgressScore, TeamMember
from collaborative.models.progress import teams_with_scores
from practices import clock, months

LOW_SCORE = 2.5
QUIET_DAYS = 30


def teams_in_need(user, wave) -> list[NeedsHelp]:
    """Teams with at least one reason. Four queries, whatever the number of teams; none before learning workshop 1."""
    if clock.today() < wave.learning_workshop_1_on:
        return []
    teams = list(teams_with_scores(user).filter(wave=wave).select_related("organisation").order_by("name"))
    if not teams:
        return []
    scores, last_begun, parts = latest_scores(teams), last_cycles(user, teams), parts_held(teams)
    found = []
    for team in teams:
        reasons = [
            *low_score(wave, scores[team.pk]),
            *quiet(last_begun.get(team.pk)),
            *([] if TeamMember.Part.SPONSOR in parts[team.pk] else ["No sponsor named"]),
        ]
        if reasons:
            found.append(NeedsHelp(team.name, str(team.pk), reverse("team_detail", args=[team.pk]), reasons))
    return found


def latest_scores(teams) -> defaultdict:
    """Team id -> the scores of its last scored month."""
    found = defaultdict(list)
    for score in ProgressScore.objects.filter(team__in=teams).order_by("month"):
        kept = found[score.team_id]
        found[score.team_id] = [*(one for one in kept if one.month == score.month), score]
    return found


def low_score(wave, scores) -> list[str]:
    """After learning workshop 2 a score below 2.5 says that no change has been tested."""
    if clock.today() < wave.learning_workshop_2_on:
        return []
    if not scores:
        return ["No progress score yet, after learning workshop 2"]
    lowest = min(scores, key=lambda one: one.score)
    if lowest.score >= LOW_SCORE:
        return []
    return [f"Progress score {lowest.score} in {months.label(lowest.month)}, after learning workshop 2"]


def last_cycles(user, teams) -> dict:
    """Team id -> the last day on which a cycle was begun, ended or closed, as far as the reader may read."""
    rows = PdsaCycle.objects.visible_to(user).filter(team__in=teams).order_by().values("team")
    found = rows.annotate(begun=Max("started_on"), ended=Max("ended_on"), closed=Max("closed_on"))
    return {row["team"]: max((day for day in row.values() if hasattr(day, "year")), default=None) for row in found}


def quiet(last) -> list[str]:
    if last is None:
        return ["No PDSA cycle begun yet"]
    days = (clock.today() - last).days
    return [f"No PDSA cycle begun or closed for {days} days"] if days > QUIET_DAYS else []
