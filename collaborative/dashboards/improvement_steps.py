"""What waits for a person in improvement work, as next steps of the first page."""

from accounts.permissions import Permission, has_permission
from collaborative.dashboards import comments, team_reports


def next_steps(user) -> list[dict]:
    """Reports to sign or answer, questions that wait; a fixed number of queries, none for whoever does not read improvement work."""
    if not has_permission(user, Permission.VIEW_IMPROVEMENT_WORK):
        return []
    return team_reports.next_steps(user) + comments.next_steps(user)
