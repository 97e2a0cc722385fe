"""What a team has written that is not shared with everybody in the wave yet, by kind, and what each level of sharing means (G9)."""

from dataclasses import dataclass

from django.urls import reverse

from collaborative.models import (
    Barrier,
    ChangeIdea,
    Comment,
    FollowUp,
    ImprovementTeam,
    JourneyMap,
    MonthlyTeamReport,
    PdsaCycle,
    ReadingLevel,
    Reflection,
    ServiceUserSurvey,
    Story,
    Visit,
    WorkshopAction,
)

# Heading, model, and the page of one row; where there is none, the page of all of the team's.
KINDS = [
    ("PDSA cycles", PdsaCycle, "cycle_detail", "team_board"),
    ("Ideas", ChangeIdea, "idea_detail", ""),
    ("Barriers", Barrier, "", "barrier_list"),
    ("Reflections", Reflection, "", "reflection_list"),
    ("Stories", Story, "", "story_list"),
    ("Questions and actions from charts", FollowUp, "follow_up_detail", "follow_up_list"),
    ("Comments", Comment, "", "team_detail"),
    ("Actions of workshops", WorkshopAction, "", "team_detail"),
    ("Visits", Visit, "", "visit_list"),
    ("Monthly reports", MonthlyTeamReport, "team_report_detail", "team_report_list"),
    ("Journeys", JourneyMap, "journey_detail", "journey_list"),
    ("Surveys", ServiceUserSurvey, "survey_detail", "survey_list"),
]
MEANINGS = {
    ReadingLevel.TEAM: "Members of the team who sign in, and its practices. Nobody else, not even the facilitator.",
    ReadingLevel.FACILITATOR: "Also the facilitator who looks after the team. Everything begins here.",
    ReadingLevel.COMMISSIONER: "Also the commissioner of the PCT.",
    ReadingLevel.WAVE: "Also the other teams, lay members and the programme's administrators; it may stand in workshop reports.",
}


@dataclass(frozen=True)
class SharingPage:
    levels: list[dict]
    tables: list[dict]


def sharing_page(team: ImprovementTeam, user) -> SharingPage:
    """One query a kind, however many rows."""
    levels = [{"key": level.label, "value": MEANINGS[level]} for level in ReadingLevel]
    tables = [table_of(team, user, *kind) for kind in KINDS]
    return SharingPage(levels, [table for table in tables if table["rows"]])


def table_of(team, user, heading, model, detail: str, listing: str) -> dict:
    rows = model.objects.visible_to(user).filter(team=team, shared_with__lt=ReadingLevel.WAVE)
    return {
        "caption": heading,
        "first_is_header": True,
        "head": ["What", "Who can read it now"],
        "rows": [
            [link_to(row, team, detail, listing), ReadingLevel(row.shared_with).label]
            for row in rows.order_by("shared_with", "pk")
        ],
    }


def link_to(row, team, detail: str, listing: str) -> dict:
    """A cell with the words of a row, leading to its page, or to the page of all of the team's."""
    href = reverse(detail, args=[row.pk]) if detail else reverse(listing, args=[team.pk])
    return {"text": str(row), "href": href}
