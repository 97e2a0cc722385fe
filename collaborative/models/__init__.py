"""Improvement work: teams, the change package, PDSA cycles, events, learning, progress and reports."""

from collaborative.models.change_package import ChangeIdea, Driver, PackageItem
from collaborative.models.event import (
    AgendaItem,
    Attendance,
    EvaluationReceipt,
    Event,
    EventEvaluation,
    Material,
    MaterialOpening,
    MaterialVersion,
    Visit,
    WorkshopAction,
)
from collaborative.models.follow_up import FollowUp
from collaborative.models.learning import Barrier, Comment, Reflection, Story
from collaborative.models.pdsa import CycleEvaluation, CycleTask, PdsaCycle, PdsaRamp
from collaborative.models.progress import MonthlyTeamReport, ProgressScore
from collaborative.models.reading_level import ReadingLevel
from collaborative.models.report import Pairing, Storyboard, WorkshopReport
from collaborative.models.team import EXPECTED_KINDS, ImprovementTeam, StakeholderKind, TeamMember, TeamPartner

__all__ = [
    "EXPECTED_KINDS", "AgendaItem", "Attendance", "Barrier", "ChangeIdea", "Comment", "CycleEvaluation", "CycleTask",
    "Driver", "EvaluationReceipt", "Event", "EventEvaluation", "FollowUp", "ImprovementTeam", "Material",
    "MaterialOpening", "MaterialVersion", "MonthlyTeamReport", "PackageItem", "Pairing", "PdsaCycle", "PdsaRamp",
    "ProgressScore", "ReadingLevel", "Reflection", "StakeholderKind", "Story", "Storyboard", "TeamMember", "TeamPartner",
    "Visit", "WorkshopAction", "WorkshopReport",
]  # fmt: skip
