"""Which patients are on a practice's list, under pseudonyms; nothing of it leaves the practice."""

from registers.models.code_list import CodeList, CodeListEntry
from registers.models.data_request import DataRequest
from registers.models.entry import EndReason, EntrySource, EntryState, ExclusionReason, Person, RegisterEntry
from registers.models.event import Assessment, CertificateNote, Consultation, CoveredMonth, Referral
from registers.models.import_profile import ImportProfile, ProfileConfirmation
from registers.models.interface import (
    AdviceRecord,
    CpaContribution,
    LinkAgreement,
    MedicationChange,
    PhysicalHealthCheck,
    SharedCareResponsibility,
    WrapPlan,
)
from registers.models.intervention import (
    Intervention,
    InterventionKind,
    LocalOffer,
    PerinatalScreening,
    PharmacyPack,
    RiskFlag,
    WorkSupportReferral,
)
from registers.models.practice_month import PracticeMonth
from registers.models.register import CodeListChoice, PracticeRegister, SeverityToolChoice
from registers.models.stepped_care import CareStep, ReviewOutcome, StepReview

__all__ = [
    "AdviceRecord", "Assessment", "CareStep", "CertificateNote", "CodeList", "CodeListChoice", "CodeListEntry",
    "Consultation", "CoveredMonth", "CpaContribution", "DataRequest", "EndReason", "EntrySource", "EntryState",
    "ExclusionReason", "ImportProfile", "Intervention", "InterventionKind", "LinkAgreement", "LocalOffer",
    "MedicationChange", "PerinatalScreening", "Person", "PharmacyPack", "PhysicalHealthCheck", "PracticeMonth",
    "PracticeRegister", "ProfileConfirmation", "Referral", "RegisterEntry", "ReviewOutcome", "RiskFlag",
    "SeverityToolChoice", "SharedCareResponsibility", "StepReview", "WorkSupportReferral", "WrapPlan",
]  # fmt: skip
