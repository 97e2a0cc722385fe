"""Every address x method: what it asks of the person. The permissions themselves are in accounts/permissions.py."""

from accounts.improvement_routes import IMPROVEMENT_ROUTES
from accounts.permissions import Permission
from accounts.register_routes import REGISTER_ROUTES
from accounts.return_routes import RETURN_ROUTES
from accounts.workforce_routes import WORKFORCE_ROUTES

P = Permission

# A test walks this table against every role and scope, and fails on an address that it does not name.
OPEN = "open"  # anybody, signed in or not
SIGNED_IN = "signed in"  # anybody signed in; what they see is their own

ROUTES = (
    {
        # operations
        "health": {"GET": OPEN},
        "audit_trail": {"GET": P.VIEW_AUDIT_TRAIL},
        "audit_trail_csv": {"GET": P.VIEW_AUDIT_TRAIL},
        "job_list": {"GET": P.VIEW_OPERATIONS},
        "job_retry": {"POST": P.CHANGE_OPERATIONS},
        "computation_list": {"GET": P.VIEW_OPERATIONS},
        # accounts
        "account": {"GET": SIGNED_IN},
        "session_extend": {"POST": SIGNED_IN},
        "account_login": {"GET": OPEN, "POST": OPEN},
        "account_logout": {"GET": SIGNED_IN, "POST": SIGNED_IN},
        "account_reauthenticate": {"GET": SIGNED_IN, "POST": SIGNED_IN},
        "account_change_password": {"GET": SIGNED_IN, "POST": SIGNED_IN},
        "account_reset_password": {"GET": OPEN, "POST": OPEN},
        "account_reset_password_done": {"GET": OPEN},
        "account_reset_password_from_key": {"GET": OPEN, "POST": OPEN},
        "account_reset_password_from_key_done": {"GET": OPEN},
        "mfa_index": {"GET": SIGNED_IN},
        "mfa_authenticate": {"GET": OPEN, "POST": OPEN},
        "mfa_reauthenticate": {"GET": SIGNED_IN, "POST": SIGNED_IN},
        "mfa_activate_totp": {"GET": SIGNED_IN, "POST": SIGNED_IN},
        "mfa_deactivate_totp": {"GET": SIGNED_IN, "POST": SIGNED_IN},
        "mfa_view_recovery_codes": {"GET": SIGNED_IN},
        "mfa_generate_recovery_codes": {"GET": SIGNED_IN, "POST": SIGNED_IN},
        "mfa_download_recovery_codes": {"GET": SIGNED_IN},
        "usersessions_list": {"GET": SIGNED_IN, "POST": SIGNED_IN},
        "accessibility": {"GET": OPEN},
        "privacy": {"GET": OPEN},
        # practices
        "acting_scope_choose": {"POST": SIGNED_IN},
        "organisation_list": {"GET": P.VIEW_ORGANISATIONS},
        "organisation_detail": {"GET": P.VIEW_ORGANISATIONS},
        "programme_list": {"GET": P.VIEW_WAVES},
        "programme_create": {"GET": P.CHANGE_WAVES, "POST": P.CHANGE_WAVES},
        "programme_detail": {"GET": P.VIEW_WAVES},
        "programme_edit": {"GET": P.CHANGE_WAVES, "POST": P.CHANGE_WAVES},
        "wave_list": {"GET": P.VIEW_WAVES},
        "wave_create": {"GET": P.CHANGE_WAVES, "POST": P.CHANGE_WAVES},
        "wave_detail": {"GET": P.VIEW_WAVES},
        "wave_edit": {"GET": P.CHANGE_WAVES, "POST": P.CHANGE_WAVES},
        "membership_create": {"GET": P.CHANGE_WAVES, "POST": P.CHANGE_WAVES},
        "membership_edit": {"GET": P.CHANGE_WAVES, "POST": P.CHANGE_WAVES},
        "membership_end": {"GET": P.CHANGE_WAVES, "POST": P.CHANGE_WAVES},
        "sharing_agreement": {"GET": P.VIEW_SHARING_AGREEMENT, "POST": P.CHANGE_SHARING_AGREEMENT},
        "grant_list": {"GET": SIGNED_IN},
        "grant_create": {"GET": P.CHANGE_GRANTS, "POST": P.CHANGE_GRANTS},
        "grant_edit": {"GET": P.CHANGE_GRANTS, "POST": P.CHANGE_GRANTS},
        "grant_end": {"GET": P.CHANGE_GRANTS, "POST": P.CHANGE_GRANTS},
        # measures: returns
        "return_home": {"GET": P.VIEW_RETURN_STATUS},
        "return_upload": {"GET": P.SEND_RETURN, "POST": P.SEND_RETURN},
        "return_template": {"GET": P.SEND_RETURN},
        "upload_detail": {"GET": P.VIEW_RETURN_FILE},
        "upload_progress": {"GET": P.VIEW_RETURN_FILE},
        "upload_problems_csv": {"GET": P.VIEW_RETURN_FILE},
        "upload_problems_xlsx": {"GET": P.VIEW_RETURN_FILE},
        "upload_confirm": {"POST": P.SEND_RETURN},
        "upload_submit": {"POST": P.SEND_RETURN},
        "upload_withdraw": {"POST": P.SEND_RETURN},
        "upload_check_again": {"POST": P.SEND_RETURN},
        "return_detail": {"GET": P.VIEW_RETURN},
        "return_file": {"GET": P.VIEW_RETURN_FILE},
        "return_accept": {"POST": P.ACCEPT_RETURN},
        "return_withdraw": {"POST": P.SEND_RETURN},
        "return_restore": {"POST": P.SEND_RETURN},
        "return_versions": {"GET": P.VIEW_RETURN},
        "return_tracker": {"GET": P.VIEW_RETURN_STATUS},
        # measures: definitions
        "counting_guide": {"GET": SIGNED_IN},
        "measure_list": {"GET": SIGNED_IN},
        "measure_definition": {"GET": SIGNED_IN},
        "method_list": {"GET": SIGNED_IN},
        "method_detail": {"GET": SIGNED_IN},
        "method_false_alarms": {"GET": SIGNED_IN},
        # collaborative
        "published_results": {"GET": SIGNED_IN},
        "home": {"GET": SIGNED_IN},
        "wave_dashboard": {"GET": P.VIEW_SHARED_FIGURES},
        "commissioner_dashboard": {"GET": P.VIEW_SHARED_FIGURES},
        "practice_dashboard": {"GET": P.VIEW_PRACTICE_FIGURES},
        # 404 too for whoever is not shown the practice's own counts.
        "attached_contacts_csv": {"GET": P.VIEW_PRACTICE_FIGURES},
        "measure_dashboard": {"GET": P.VIEW_SHARED_FIGURES},
        "wave_matrix": {"GET": P.VIEW_SHARED_FIGURES},
        "wave_matrix_file": {"GET": P.VIEW_SHARED_FIGURES},
        "wave_multiples": {"GET": P.VIEW_SHARED_FIGURES},
        "wave_funnel": {"GET": P.VIEW_SHARED_FIGURES},
        "wave_funnel_csv": {"GET": P.VIEW_SHARED_FIGURES},
        "wave_deciles_csv": {"GET": P.VIEW_SHARED_FIGURES},
        "wave_worth_a_look": {"GET": P.VIEW_SHARED_FIGURES},
        "wave_figures": {"GET": P.VIEW_SHARED_FIGURES, "POST": P.VIEW_SHARED_FIGURES},
        "wave_figures_file": {"GET": P.VIEW_SHARED_FIGURES},
        "series_rebase": {"GET": P.VIEW_PRACTICE_FIGURES, "POST": P.REBASE_SERIES},
        "rebase_withdraw": {"POST": P.REBASE_SERIES},
        "measure_targets": {"GET": P.VIEW_SHARED_FIGURES},
        "target_set": {"POST": P.CHANGE_TARGETS},
        "target_end": {"POST": P.CHANGE_TARGETS},
        # These of a practice; of a PCT or the wave they ask VIEW_SHARED_FIGURES at the wave.
        "show_working": {"GET": P.VIEW_PRACTICE_FIGURES},
        "series_csv": {"GET": P.VIEW_PRACTICE_FIGURES},
        "series_xlsx": {"GET": P.VIEW_PRACTICE_FIGURES},
        "series_svg": {"GET": P.VIEW_PRACTICE_FIGURES},
        "series_chart": {"GET": P.VIEW_PRACTICE_FIGURES, "POST": P.VIEW_PRACTICE_FIGURES},
        "series_chart_file": {"GET": P.VIEW_PRACTICE_FIGURES},
        "series_rules": {"GET": P.VIEW_PRACTICE_FIGURES},
    }
    | IMPROVEMENT_ROUTES
    | REGISTER_ROUTES
    | RETURN_ROUTES
    | WORKFORCE_ROUTES
)
