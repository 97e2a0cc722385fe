"""Every address x method of the life of a return: mended, typed, queried, locked, chased, revised. Part of accounts.routes."""

from accounts.permissions import Permission

P = Permission
SIGNED_IN = "signed in"

RETURN_ROUTES = {
    # Mending a refused file
    "upload_annotated": {"GET": P.VIEW_RETURN_FILE},
    "upload_mend": {"GET": P.SEND_RETURN, "POST": P.SEND_RETURN},
    # A return on the screen
    "return_entry": {"GET": P.SEND_RETURN, "POST": P.SEND_RETURN},
    "return_entry_cell": {"POST": P.SEND_RETURN},
    "return_paste": {"GET": P.SEND_RETURN, "POST": P.SEND_RETURN},
    # Checks
    "return_rules": {"GET": P.VIEW_RETURN_STATUS},
    "return_rule": {"GET": P.VIEW_RETURN_STATUS, "POST": P.CHANGE_RETURN_RULES},
    "return_rule_csv": {"GET": P.CHANGE_RETURN_RULES},
    # Queries, acceptance, locks
    "query_list": {"GET": P.VIEW_RETURN},
    "query_ask": {"GET": P.QUERY_RETURN, "POST": P.QUERY_RETURN},
    "query_answer": {"POST": P.SEND_RETURN},
    "query_close": {"POST": P.QUERY_RETURN},
    "return_accept_many": {"GET": P.ACCEPT_RETURN, "POST": P.ACCEPT_RETURN},
    "lock_list": {"GET": P.VIEW_RETURN_STATUS},
    "lock_exception_create": {"GET": P.VIEW_RETURN_STATUS, "POST": P.VIEW_RETURN_STATUS},
    "lock_exception_agree": {"POST": P.REOPEN_MONTH},
    "lock_exception_end": {"POST": P.REOPEN_MONTH},
    # Letters
    "message_list": {"GET": SIGNED_IN},
    "message_choices": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "reminder_preview": {"GET": P.CHASE_RETURNS},
    "message_post": {"GET": P.VIEW_OPERATIONS},
    "message_resend": {"POST": P.CHANGE_OPERATIONS},
    "return_contact": {"GET": P.SEND_RETURN, "POST": P.SEND_RETURN},
    # What changed since, and breaks in series
    "wave_revisions": {"GET": P.VIEW_SHARED_FIGURES},
    "wave_revisions_csv": {"GET": P.VIEW_SHARED_FIGURES},
    "break_list": {"GET": P.VIEW_SHARED_FIGURES},
    "break_create": {"GET": P.REBASE_SERIES, "POST": P.REBASE_SERIES},
    "break_withdraw": {"POST": P.REBASE_SERIES},
    # Whether everything holds
    "verification": {"GET": P.VIEW_OPERATIONS},
}
