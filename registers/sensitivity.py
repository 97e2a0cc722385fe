"""How sensitive every field of the register is, and so where its values may go (D37). Pure; a test finds a field without a class."""

from enum import StrEnum


class Sensitivity(StrEnum):
    """From what may be shown to anybody at the practice to what leaves the database in an export alone."""

    # Whoever has the practice's own map finds the patient by it. In exports of the practice alone; in no log, message,
    # job, audit event, address, title or file name.
    KEY = "key"
    # A result about somebody's mind, or that there was a risk: as the key, and on the practice's own pages.
    SCORE = "score"
    # Written by hand about a patient: searched for identifiers when it comes in; treated as a score.
    FREE_TEXT = "free_text"
    # Dates and codes about one patient: on the practice's own pages and exports.
    PATIENT = "patient"
    # Names people or teams that work there.
    STAFF = "staff"
    # How the practice works; names nobody.
    SETTING = "setting"
    # Counts; who sees how much of them decides measures.disclosure.
    COUNT = "count"
    # Reference data, the same for everybody.
    REFERENCE = "reference"


S = Sensitivity

# Of every table that has them.
COMMON = {
    "id": S.SETTING,
    "pk": S.PATIENT,
    "practice": S.SETTING,
    "person": S.PATIENT,
    "entry": S.PATIENT,
    "recorded_by": S.STAFF,
    "recorded_at": S.SETTING,
}


def words(text: str, sensitivity: Sensitivity) -> dict[str, Sensitivity]:
    return dict.fromkeys(text.split(), sensitivity)


FIELDS = {
    "Person": words("patient_key", S.KEY)
    | words("local_number birth_year sex ethnic_group deprivation_band", S.PATIENT),
    "RegisterEntry": words(
        "episode state source presentation_type codes suggested_because identified_on validated_on active_from active_to "
        "end_reason excluded_on exclusion_reason has_unexplained_symptoms step step_since review_due_on last_contact_on",
        S.PATIENT,
    )
    | words("latest_tool latest_total latest_assessed_on step_total", S.SCORE)
    | words("validated_by symptoms_adviser", S.STAFF),
    "Consultation": words("day role mode attended", S.PATIENT),
    "Referral": words("day service urgency", S.PATIENT),
    "CertificateNote": words(
        "issued_on form starts_on ends_on return_on fitness diagnosis_group is_duplicate is_open_ended", S.PATIENT
    ),
    "Assessment": words("day tool", S.PATIENT) | words("total risk_item", S.SCORE),
    "CareStep": words("step started_on ended_on", S.PATIENT) | words("reason", S.FREE_TEXT),
    "StepReview": words("due_on first_due_on step held_on outcome next_due_on", S.PATIENT)
    | words("held_by", S.STAFF)
    | words("reason", S.FREE_TEXT)
    | words("tool total", S.SCORE),
    "Intervention": words("kind offer offered_on taken_up taken_up_on ended_on", S.PATIENT),
    "WorkSupportReferral": words("scheme referred_on claim_on interview_due_on interviewed_on", S.PATIENT),
    "PharmacyPack": words("kind given_on", S.PATIENT),
    "PerinatalScreening": words("stage due_week offered_on", S.PATIENT),
    "RiskFlag": words("noted_on clinician_informed_on", S.SCORE),
    "AdviceRecord": words("given_on channel written_follow_up_on filed_on kept_at", S.PATIENT)
    | words("asker adviser", S.STAFF)
    | words("information_given problem advice", S.FREE_TEXT),
    "SharedCareResponsibility": words("component function ended_on", S.PATIENT) | words("team professional", S.STAFF),
    "MedicationChange": words("changed_on next_contact_on notified_on has_monitoring_plan", S.PATIENT),
    "CpaContribution": words("review_on how", S.PATIENT),
    "WrapPlan": words("made_on reviewed_on parts", S.PATIENT),
    "PhysicalHealthCheck": words("offered_on done_on may_be_overshadowed", S.PATIENT),
    "DataRequest": words("kind state requested_at decided_at done_at stored_path", S.SETTING)
    | words("local_number counts", S.PATIENT)
    | words("reason decision_reason", S.FREE_TEXT)
    | words("requested_by decided_by", S.STAFF),
    "LinkAgreement": words("own_team other_team responsibilities host_team", S.STAFF)
    | words("keeps_copies starts_on review_due_on ended_on", S.SETTING),
    "LocalOffer": words("name kind first_step last_step waiting_weeks is_open changed_at", S.SETTING)
    | words("provider how_to_refer changed_by", S.STAFF),
    "PracticeMonth": words("figures not_available breakdowns", S.COUNT)
    | words("month code_list digest computed_at", S.SETTING),
    "CoveredMonth": words("kind month upload", S.SETTING),
    "PracticeRegister": words(
        "key_check_value key_check_set_at keeps_interface_records next_local_number created_at", S.SETTING
    )
    | words("key_check_set_by", S.STAFF),
    "SeverityToolChoice": words("tool since", S.SETTING) | words("chosen_by", S.STAFF),
    "CodeListChoice": words("code_list since", S.SETTING) | words("chosen_by", S.STAFF),
    "ImportProfile": words("slug name system kind columns values fixed dates code_system note created_at", S.SETTING)
    | words("created_by", S.STAFF),
    "ProfileConfirmation": words("profile confirmed_at", S.SETTING) | words("confirmed_by", S.STAFF),
    "CodeList": words("version title published_on note", S.REFERENCE),
    "CodeListEntry": words("code_list concept system code term status source", S.REFERENCE),
}


def sensitivity_of(model: str, field: str) -> Sensitivity | None:
    """None for a field that nobody has classed."""
    return FIELDS.get(model, {}).get(field) or COMMON.get(field)
