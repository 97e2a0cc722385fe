"""The addresses of the register of patients: extracts, the list, stepped care, work with other teams, safety.

All of them are inside one practice. What is asked beside the right is decided by registers.views.scope.
"""

from accounts.permissions import Permission

P = Permission

REGISTER_ROUTES = {
    # the list
    # stepped care
    # extracts
    # profiles, codes and the key tool
    # interface records
    # safety
    # figures from the register
}
