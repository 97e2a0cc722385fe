"""Improvement work: teams, the change package, PDSA cycles, events, learning, progress and reports."""

from collaborative.models.change_package import ChangeIdea, Driver, PackageItem
from collaborative.models.event import (
    AgendaItem,
    Attendance,
    EvaluationReceipt,
    Event,
    EventEvaluation,
    EventSettings,
    Material,
    MaterialOpening,
    MaterialVersion,
    Visit,
    WorkshopAction,
)
from collaborative.models.follow_up import FollowUp
from collaborative.models.journey import JourneyMap, JourneyStep
from collaborative.models.learning import Barrier, Comment, Reflection, Story
from collaborative.models.pdsa import CycleCorrection, CycleEvaluation, CycleTask, PdsaCycle, PdsaRamp
from collaborative.models.programme_parts import (
    CaseForChange,
    CriterionAnswer,
    DecisionBody,
    FundingLine,
    ProgrammeCost,
    ProgrammePart,
    UnitCost,
)
from collaborative.models.progress import MonthlyTeamReport, ProgressScore
from collaborative.models.reading_level import ReadingLevel
from collaborative.models.report import Pairing, Storyboard, WorkshopReport
from collaborative.models.survey import ServiceUserSurvey, SurveyCount, SurveyLink
from collaborative.models.team import EXPECTED_KINDS, ImprovementTeam, StakeholderKind, TeamMember, TeamPartner

__all__ = [
    "EXPECTED_KINDS", "AgendaItem", "Attendance", "Barrier", "CaseForChange", "ChangeIdea", "Comment",
    "CriterionAnswer", "CycleCorrection", "CycleEvaluation", "CycleTask", "DecisionBody", "Driver",
    "EvaluationReceipt", "Event", "EventEvaluation", "EventSettings", "FollowUp", "FundingLine", "ImprovementTeam",
    "JourneyMap", "JourneyStep", "Material", "MaterialOpening", "MaterialVersion", "MonthlyTeamReport", "PackageItem",
    "Pairing", "PdsaCycle", "PdsaRamp", "ProgrammeCost", "ProgrammePart", "ProgressScore", "ReadingLevel",
    "Reflection", "ServiceUserSurvey", "StakeholderKind", "Story", "Storyboard", "SurveyCount", "SurveyLink",
    "TeamMember", "TeamPartner", "UnitCost", "Visit", "WorkshopAction", "WorkshopReport",
]  # fmt: skip
