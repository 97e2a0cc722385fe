"""The visits of facilitators to a team and its practices."""

from django.urls import reverse

from accounts.permissions import Permission, has_permission
from collaborative.models import ImprovementTeam, Visit


def may_write_visits(user, team: ImprovementTeam) -> bool:
    """Facilitators of the team, and whoever runs events."""
    return has_permission(user, Permission.CHANGE_EVENTS, team.organisation) and has_permission(
        user, Permission.CHANGE_EVENTS, team.wave
    )


def visits_table(team: ImprovementTeam, user, *, can_change: bool) -> dict:
    rows = Visit.objects.visible_to(user).filter(team=team).select_related("practice")
    return {
        "caption": "Visits",
        "caption_hidden": True,
        "head": ["Date", "Where", "Who visited", "What for", "What was agreed"],
        "rows": [visit_row(row, can_change) for row in rows],
        "empty": "No visit has been written down that you may read.",
    }


def visit_row(row: Visit, can_change: bool) -> list:
    day = f"{row.visited_on:%-d %B %Y}"
    return [
        {"text": day, "href": reverse("visit_edit", args=[row.pk])} if can_change else day,
        row.practice.name if row.practice else "The whole team",
        row.visitor,
        row.purpose,
        row.actions or "Nothing",
    ]
