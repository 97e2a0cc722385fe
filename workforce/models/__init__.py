"""With whom: the roster of posts and people."""

from workforce.models.caseload import CaseloadMonth
from workforce.models.competence import CompetenceEvidence, SelfRating
from workforce.models.governance import Answer, PostGovernance, RoleGovernance
from workforce.models.history import FormerClosing, FormerEnd
from workforce.models.introduction import Engagement, Lesson, RolePlan
from workforce.models.kept import KeptFigures, RosterStamp
from workforce.models.post import (
    NOT_LEAVING,
    Cohort,
    Destination,
    Employer,
    EndReason,
    Holding,
    Leaving,
    Post,
    PostHost,
    Terms,
)
from workforce.models.pulse import Pulse, PulseCount, PulseLink
from workforce.models.recruitment import STAGES, Candidate, Intake
from workforce.models.release import WorkforceRelease
from workforce.models.staff_request import StaffRequest
from workforce.models.standing import EarlyWarning, WorkforceMonth, WorkforceProgramme
from workforce.models.supervision import SupervisionArrangement, SupervisionKind, SupervisionMonth, SupervisionSession
from workforce.models.training import Enrolment, TrainingDay
from workforce.models.worker import Accreditation, Dispute, Leave, Worker

__all__ = [
    "NOT_LEAVING",
    "STAGES",
    "Accreditation",
    "Answer",
    "Candidate",
    "CaseloadMonth",
    "Cohort",
    "CompetenceEvidence",
    "Destination",
    "Dispute",
    "EarlyWarning",
    "Employer",
    "EndReason",
    "Engagement",
    "Enrolment",
    "FormerClosing",
    "FormerEnd",
    "Holding",
    "Intake",
    "KeptFigures",
    "Leave",
    "Leaving",
    "Lesson",
    "Post",
    "PostGovernance",
    "PostHost",
    "Pulse",
    "PulseCount",
    "PulseLink",
    "RoleGovernance",
    "RolePlan",
    "RosterStamp",
    "SelfRating",
    "StaffRequest",
    "SupervisionArrangement",
    "SupervisionKind",
    "SupervisionMonth",
    "SupervisionSession",
    "Terms",
    "TrainingDay",
    "Worker",
    "WorkforceMonth",
    "WorkforceProgramme",
    "WorkforceRelease",
]
