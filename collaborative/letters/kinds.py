"""Which kinds of letter concern whom. Importing this module names every kind that the application sends."""

from accounts.permissions import Permission, has_permission
from collaborative.letters import expiring, late, pulse, reminders
from measures.actions import altering, query_letters
from operations.messages import KINDS, Kind
from practices.uploads import receipts
from workforce.actions import staff_request_letters

P = Permission
# Any of these permissions is enough; a kind that is not here concerns everybody.
CONCERNS = {
    receipts.RECEIPT: {P.SEND_RETURN, P.SEND_EXTRACT, P.CHANGE_ROSTER},
    receipts.COPY: {P.SEND_RETURN},
    reminders.KIND: {P.SEND_RETURN},
    late.KIND: {P.QUERY_RETURN},
    expiring.KIND: {P.VIEW_OWN_RECORD, P.CHANGE_SUPERVISION},
    pulse.KIND: {P.VIEW_OWN_RECORD},
    staff_request_letters.KIND: {P.VIEW_OWN_RECORD},
    query_letters.ASKED: {P.SEND_RETURN},
    query_letters.ANSWERED: {P.QUERY_RETURN},
    altering.LETTER: {P.ACCEPT_RETURN},
}


def kinds_for(user) -> list[Kind]:
    """In the order of their titles."""
    found = [
        kind
        for kind in KINDS.values()
        if kind.name not in CONCERNS or any(has_permission(user, one) for one in CONCERNS[kind.name])
    ]
    return sorted(found, key=lambda kind: kind.title)
