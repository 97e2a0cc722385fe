"""The addresses of improvement work: teams, change package, PDSA cycles, events, learning, progress, reports.

Whose work a person may write is decided by collaborative.models.team_scope; here stands the right without which nobody may.
"""

from accounts.permissions import Permission

P = Permission

IMPROVEMENT_ROUTES = {
    # hub
    "improvement_home": {"GET": P.VIEW_IMPROVEMENT_WORK},
    # teams, journeys, surveys
    # change package, drivers, ideas
    # cycles
    # evaluations and ledger
    # follow-ups
    # events
    # reports
    # storyboards and pairings
    # learning: barriers, reflections, stories, comments
    # progress and monthly reports
    # optional parts of a programme
}
