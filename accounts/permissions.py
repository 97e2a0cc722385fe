"""The one place that says which role may do what. Where a role holds is said by its grant (practices.models.Grant).

Source: the permission matrix of the programme. Not allowed unless written here.
"""

from enum import StrEnum

from django.core.exceptions import PermissionDenied


class Role(StrEnum):
    PROGRAMME_ADMINISTRATOR = "programme_administrator"
    AUDITOR = "auditor"
    COMMISSIONER = "commissioner"
    FACILITATOR = "facilitator"
    PRACTICE_MANAGER = "practice_manager"
    DATA_OFFICER = "data_officer"
    PRACTICE_CLINICIAN = "practice_clinician"
    WORKFORCE_LEAD = "workforce_lead"
    SUPERVISOR = "supervisor"
    STAFF_MEMBER = "staff_member"
    RESEARCHER = "researcher"
    LAY_MEMBER = "lay_member"
    TEAM_MEMBER = "team_member"

    @property
    def label(self):
        return self.value.replace("_", " ").capitalize()


class Permission(StrEnum):
    """Each is asked of a person and a thing that has a place: an organisation, a wave or a programme."""

    VIEW_ORGANISATIONS = "view_organisations"
    CHANGE_ORGANISATIONS = "change_organisations"
    VIEW_WAVES = "view_waves"
    CHANGE_WAVES = "change_waves"
    VIEW_GRANTS = "view_grants"
    CHANGE_GRANTS = "change_grants"
    VIEW_SHARING_AGREEMENT = "view_sharing_agreement"
    CHANGE_SHARING_AGREEMENT = "change_sharing_agreement"
    SEND_RETURN = "send_return"
    VIEW_RETURN_FILE = "view_return_file"
    VIEW_RETURN = "view_return"
    VIEW_RETURN_STATUS = "view_return_status"
    ACCEPT_RETURN = "accept_return"
    # A question about one figure, to whoever sees it exactly.
    QUERY_RETURN = "query_return"
    # Reminders and digests of a wave: what will go, what went, what came back.
    CHASE_RETURNS = "chase_returns"
    # Which checks of a return a programme uses, from when.
    CHANGE_RETURN_RULES = "change_return_rules"
    VIEW_PRACTICE_FIGURES = "view_practice_figures"
    VIEW_SHARED_FIGURES = "view_shared_figures"
    # A partner: sees exactly what the sharing agreements in force at this place open.
    VIEW_AGREED_FIGURES = "view_agreed_figures"
    REBASE_SERIES = "rebase_series"
    CHANGE_TARGETS = "change_targets"
    VIEW_AUDIT_TRAIL = "view_audit_trail"
    VIEW_AUDIT_TRAIL_OF_PLACE = "view_audit_trail_of_place"
    VIEW_WHOLE_AUDIT_TRAIL = "view_whole_audit_trail"
    VIEW_OPERATIONS = "view_operations"
    CHANGE_OPERATIONS = "change_operations"
    # The register of patients: inside the practice, whatever the agreement.
    VIEW_PATIENT_ROWS = "view_patient_rows"
    CHANGE_PATIENT_ROWS = "change_patient_rows"
    # Whole files of patients' rows: sending one, and looking at what was sent.
    SEND_EXTRACT = "send_extract"
    EXPORT_PATIENT_ROWS = "export_patient_rows"
    VIEW_RISK_FLAGS = "view_risk_flags"
    CHANGE_REGISTER_SETTINGS = "change_register_settings"
    VIEW_KEY_CHECK = "view_key_check"
    VIEW_INTERFACE_RECORDS = "view_interface_records"
    CHANGE_INTERFACE_RECORDS = "change_interface_records"
    # Knows of requests for a copy or for erasure: the practice that asks, and the second person who approves.
    ERASE = "erase"
    APPROVE_DATA_REQUESTS = "approve_data_requests"
    # A locked month: two people, a facilitator and an administrator.
    REOPEN_MONTH = "reopen_month"
    VIEW_IMPROVEMENT_WORK = "view_improvement_work"
    CHANGE_IMPROVEMENT_WORK = "change_improvement_work"
    # Sets up the team of a PCT; what the team writes then is its own.
    CREATE_TEAMS = "create_teams"
    # The change package and driver diagram of a whole wave.
    CHANGE_PACKAGE = "change_package"
    SIGN_TEAM_REPORT = "sign_team_report"
    VIEW_PROGRESS_SCORES = "view_progress_scores"
    CHANGE_PROGRESS_SCORES = "change_progress_scores"
    VIEW_EVENTS = "view_events"
    CHANGE_EVENTS = "change_events"
    # How many came, by team and kind; names are another matter (collaborative.models.Attendance.visible_to).
    VIEW_ATTENDANCE_COUNTS = "view_attendance_counts"
    # The workforce: rows, in the scope that workforce.models.scope gives each role, ...
    VIEW_ROSTER = "view_roster"
    CHANGE_ROSTER = "change_roster"
    VIEW_STAFF_IDENTITY = "view_staff_identity"
    # Training, competences, caseload and leave of a person.
    VIEW_STAFF_RECORD = "view_staff_record"
    # Sessions by date; how much of what was expected was held is another matter.
    VIEW_SUPERVISION = "view_supervision"
    CHANGE_SUPERVISION = "change_supervision"
    # Who supervises whom, how often and how long: the log of what was held is the supervisor's alone.
    CHANGE_ARRANGEMENTS = "change_arrangements"
    VIEW_SUPERVISION_COMPLIANCE = "view_supervision_compliance"
    # Band, contract, and why somebody left.
    VIEW_PAY = "view_pay"
    # Band and contract of those whom a practice employs itself, to its manager.
    VIEW_PAY_OF_EMPLOYEES = "view_pay_of_employees"
    VIEW_EARLY_WARNINGS = "view_early_warnings"
    VIEW_OWN_RECORD = "view_own_record"
    # Requests for a copy or for erasure of a worker's record: who knows of one, and who decides, the lead first.
    VIEW_STAFF_REQUESTS = "view_staff_requests"
    DECIDE_STAFF_REQUESTS = "decide_staff_requests"
    # ... and figures of a programme and its PCTs, protected for everybody but the workforce lead.
    VIEW_WORKFORCE_FIGURES = "view_workforce_figures"
    VIEW_PAY_FIGURES = "view_pay_figures"
    VIEW_SURVEY_RESULTS = "view_survey_results"
    PREPARE_RELEASE = "prepare_release"
    APPROVE_RELEASE = "approve_release"
    VIEW_RELEASES = "view_releases"
    # Of the workforce's figures alone: whoever leads the workforce prepares no workshop report.
    PREPARE_WORKFORCE_RELEASE = "prepare_workforce_release"


P = Permission
EVERYONE = {P.VIEW_ORGANISATIONS, P.VIEW_WAVES}
OWN_TRACE = {P.VIEW_AUDIT_TRAIL}

ROLE_PERMISSIONS = {
    Role.PROGRAMME_ADMINISTRATOR: EVERYONE
    | OWN_TRACE
    | {P.CHANGE_ORGANISATIONS, P.CHANGE_WAVES, P.VIEW_GRANTS, P.CHANGE_GRANTS, P.VIEW_SHARING_AGREEMENT}
    | {P.VIEW_RETURN, P.VIEW_RETURN_STATUS, P.VIEW_PRACTICE_FIGURES, P.VIEW_SHARED_FIGURES, P.CHANGE_TARGETS}
    | {P.VIEW_OPERATIONS, P.CHANGE_OPERATIONS, P.REOPEN_MONTH, P.CHASE_RETURNS, P.CHANGE_RETURN_RULES}
    | {P.VIEW_IMPROVEMENT_WORK, P.CREATE_TEAMS, P.VIEW_PROGRESS_SCORES, P.VIEW_EVENTS, P.CHANGE_EVENTS}
    | {P.VIEW_ATTENDANCE_COUNTS, P.CHANGE_PACKAGE, P.VIEW_WORKFORCE_FIGURES, P.VIEW_PAY_FIGURES}
    | {P.VIEW_SURVEY_RESULTS, P.PREPARE_RELEASE, P.APPROVE_RELEASE, P.VIEW_RELEASES},
    Role.AUDITOR: EVERYONE
    | OWN_TRACE
    | {P.VIEW_WHOLE_AUDIT_TRAIL, P.VIEW_GRANTS, P.VIEW_SHARING_AGREEMENT, P.VIEW_OPERATIONS}
    | {P.VIEW_RELEASES, P.ERASE, P.APPROVE_DATA_REQUESTS, P.VIEW_KEY_CHECK}
    | {P.VIEW_STAFF_REQUESTS, P.DECIDE_STAFF_REQUESTS},
    Role.COMMISSIONER: EVERYONE
    | OWN_TRACE
    | {P.VIEW_GRANTS, P.VIEW_SHARING_AGREEMENT, P.VIEW_RETURN, P.VIEW_RETURN_STATUS, P.QUERY_RETURN}
    | {
        P.VIEW_PRACTICE_FIGURES,
        P.VIEW_SHARED_FIGURES,
        P.VIEW_AGREED_FIGURES,
        P.VIEW_IMPROVEMENT_WORK,
        P.SIGN_TEAM_REPORT,
    }
    | {P.VIEW_PROGRESS_SCORES, P.VIEW_EVENTS, P.VIEW_WORKFORCE_FIGURES, P.VIEW_PAY_FIGURES, P.VIEW_SURVEY_RESULTS}
    | {P.VIEW_ATTENDANCE_COUNTS, P.VIEW_RELEASES},
    Role.FACILITATOR: EVERYONE
    | OWN_TRACE
    | {P.VIEW_SHARING_AGREEMENT, P.VIEW_RETURN, P.VIEW_RETURN_STATUS, P.ACCEPT_RETURN, P.QUERY_RETURN, P.REOPEN_MONTH}
    | {P.CHASE_RETURNS, P.CHANGE_RETURN_RULES}
    | {P.REBASE_SERIES, P.CHANGE_TARGETS}
    | {
        P.VIEW_PRACTICE_FIGURES,
        P.VIEW_SHARED_FIGURES,
        P.VIEW_AGREED_FIGURES,
        P.VIEW_IMPROVEMENT_WORK,
        P.CHANGE_IMPROVEMENT_WORK,
        P.CREATE_TEAMS,
        P.CHANGE_PACKAGE,
    }
    | {P.VIEW_PROGRESS_SCORES, P.CHANGE_PROGRESS_SCORES, P.VIEW_EVENTS, P.CHANGE_EVENTS}
    | {P.VIEW_ATTENDANCE_COUNTS}
    | {P.VIEW_WORKFORCE_FIGURES, P.VIEW_SURVEY_RESULTS, P.PREPARE_RELEASE},
    Role.PRACTICE_MANAGER: EVERYONE
    | OWN_TRACE
    | {P.VIEW_AUDIT_TRAIL_OF_PLACE, P.VIEW_GRANTS, P.CHANGE_GRANTS}
    | {P.VIEW_SHARING_AGREEMENT, P.CHANGE_SHARING_AGREEMENT}
    | {P.SEND_RETURN, P.VIEW_RETURN_FILE, P.VIEW_RETURN, P.VIEW_RETURN_STATUS}
    | {P.VIEW_PRACTICE_FIGURES, P.VIEW_SHARED_FIGURES, P.REBASE_SERIES, P.VIEW_PATIENT_ROWS, P.CHANGE_PATIENT_ROWS}
    | {P.SEND_EXTRACT, P.EXPORT_PATIENT_ROWS, P.CHANGE_REGISTER_SETTINGS, P.VIEW_KEY_CHECK}
    | {P.VIEW_INTERFACE_RECORDS, P.VIEW_IMPROVEMENT_WORK, P.CHANGE_IMPROVEMENT_WORK, P.VIEW_PROGRESS_SCORES}
    | {P.VIEW_EVENTS, P.VIEW_ROSTER, P.VIEW_STAFF_IDENTITY, P.VIEW_SUPERVISION_COMPLIANCE, P.ERASE}
    | {P.VIEW_PAY_OF_EMPLOYEES},
    Role.DATA_OFFICER: EVERYONE
    | OWN_TRACE
    | {P.SEND_RETURN, P.VIEW_RETURN_FILE, P.VIEW_RETURN, P.VIEW_RETURN_STATUS, P.VIEW_PRACTICE_FIGURES},
    Role.PRACTICE_CLINICIAN: EVERYONE
    | OWN_TRACE
    | {P.VIEW_RETURN, P.VIEW_RETURN_STATUS, P.VIEW_PRACTICE_FIGURES, P.VIEW_SHARED_FIGURES, P.REBASE_SERIES}
    | {P.VIEW_PATIENT_ROWS, P.CHANGE_PATIENT_ROWS, P.VIEW_RISK_FLAGS}
    | {P.VIEW_INTERFACE_RECORDS, P.CHANGE_INTERFACE_RECORDS}
    | {P.VIEW_IMPROVEMENT_WORK, P.CHANGE_IMPROVEMENT_WORK, P.VIEW_PROGRESS_SCORES, P.VIEW_EVENTS}
    | {P.VIEW_ROSTER, P.VIEW_STAFF_IDENTITY},
    Role.WORKFORCE_LEAD: EVERYONE
    | OWN_TRACE
    | {P.VIEW_AUDIT_TRAIL_OF_PLACE, P.VIEW_GRANTS, P.CHANGE_GRANTS}
    | {P.VIEW_ROSTER, P.CHANGE_ROSTER, P.VIEW_STAFF_IDENTITY, P.VIEW_STAFF_RECORD, P.VIEW_PAY, P.VIEW_EARLY_WARNINGS}
    | {P.VIEW_SUPERVISION, P.CHANGE_ARRANGEMENTS, P.VIEW_SUPERVISION_COMPLIANCE}
    | {P.VIEW_WORKFORCE_FIGURES, P.VIEW_PAY_FIGURES, P.VIEW_SURVEY_RESULTS}
    | {P.PREPARE_WORKFORCE_RELEASE, P.VIEW_RELEASES, P.VIEW_STAFF_REQUESTS, P.DECIDE_STAFF_REQUESTS},
    Role.SUPERVISOR: OWN_TRACE
    | {P.VIEW_ROSTER, P.VIEW_STAFF_IDENTITY, P.VIEW_STAFF_RECORD}
    | {P.VIEW_SUPERVISION, P.CHANGE_SUPERVISION, P.CHANGE_ARRANGEMENTS, P.VIEW_SUPERVISION_COMPLIANCE},
    # All of these reach the own record alone.
    Role.STAFF_MEMBER: OWN_TRACE
    | {P.VIEW_OWN_RECORD, P.VIEW_ROSTER, P.VIEW_STAFF_IDENTITY, P.VIEW_STAFF_RECORD, P.VIEW_SUPERVISION}
    | {P.VIEW_SUPERVISION_COMPLIANCE, P.VIEW_PAY, P.VIEW_SURVEY_RESULTS, P.VIEW_STAFF_REQUESTS},
    Role.RESEARCHER: OWN_TRACE | {P.VIEW_ORGANISATIONS, P.VIEW_RELEASES},
    Role.LAY_MEMBER: EVERYONE
    | OWN_TRACE
    | {P.VIEW_SHARED_FIGURES, P.VIEW_IMPROVEMENT_WORK, P.VIEW_EVENTS, P.VIEW_SURVEY_RESULTS},
    Role.TEAM_MEMBER: EVERYONE
    | OWN_TRACE
    # A sponsor may be any senior manager: whoever signs must also be named as the team's sponsor.
    | {P.VIEW_SHARED_FIGURES, P.VIEW_IMPROVEMENT_WORK, P.CHANGE_IMPROVEMENT_WORK, P.SIGN_TEAM_REPORT}
    | {P.VIEW_PROGRESS_SCORES, P.VIEW_EVENTS},
}


# Whom each role may give or end a grant of, within its own scope. Nobody may change their own.
MAY_GRANT = {
    Role.PROGRAMME_ADMINISTRATOR: set(Role),
    Role.PRACTICE_MANAGER: {Role.PRACTICE_MANAGER, Role.PRACTICE_CLINICIAN, Role.DATA_OFFICER},
    Role.WORKFORCE_LEAD: {Role.SUPERVISOR, Role.STAFF_MEMBER},
}

# Whose roles somebody who may see roles is not told of: to a commissioner the staff of the roster have no name.
NOT_TOLD_OF = {Role.COMMISSIONER: {Role.SUPERVISOR, Role.STAFF_MEMBER}}

# At what kind of place each role is held: a kind of organisation, "wave" or "programme".
HELD_AT = {
    Role.PROGRAMME_ADMINISTRATOR: {"programme"},
    Role.AUDITOR: {"programme"},
    Role.COMMISSIONER: {"commissioner"},
    Role.FACILITATOR: {"wave", "commissioner"},
    Role.PRACTICE_MANAGER: {"practice"},
    Role.DATA_OFFICER: {"practice"},
    Role.PRACTICE_CLINICIAN: {"practice"},
    Role.WORKFORCE_LEAD: {"programme", "commissioner"},
    Role.SUPERVISOR: {"commissioner", "practice"},
    Role.STAFF_MEMBER: {"commissioner", "practice"},
    Role.RESEARCHER: {"programme"},
    Role.LAY_MEMBER: {"wave", "commissioner"},
    Role.TEAM_MEMBER: {"commissioner"},
}


def has_permission(user, permission, thing=None):
    """Whether one of the grants this person acts under holds the permission at `thing`.

    `thing` is an organisation, wave or programme; None asks for the permission anywhere.
    """
    if not user.is_authenticated:
        return False
    holding = [grant for grant in user.acting_grants if permission in ROLE_PERMISSIONS[Role(grant.role)]]
    return bool(holding) if thing is None else any(grant.covers(thing) for grant in holding)


def require_permission(user, permission, thing=None):
    """Refuse with 403 what is in the person's scope but not theirs to do."""
    if not has_permission(user, permission, thing):
        raise PermissionDenied(permission.value)


def has_permission_over(user, permission, place):
    """Whether a grant holds the permission for the whole of a place: a practice takes part in a wave and does not decide for it."""
    if not user.is_authenticated:
        return False
    holding = [grant for grant in user.acting_grants if permission in ROLE_PERMISSIONS[Role(grant.role)]]
    return any(grant.encloses(place) for grant in holding)


def require_permission_over(user, permission, place):
    """Refuse with 403 what is not this person's to decide for the whole of a place."""
    if not has_permission_over(user, permission, place):
        raise PermissionDenied(permission.value)


def roles_with(permission):
    """The roles that hold a permission, as their stored values."""
    return [role.value for role, permissions in ROLE_PERMISSIONS.items() if permission in permissions]
