"""The addresses of the workforce: roster, training, competences, supervision, caseload, retention, and its figures.

Rows are found in the scope that workforce.models.scope gives each role (else 404); figures are of a programme.
"""

from accounts.permissions import Permission

P = Permission

WORKFORCE_ROUTES = {
    # roster
    # upload of staff
    # training, recruitment and careers
    # competences and accreditation
    # governance and introduction of roles
    # supervision, own record
    # caseload and pulse
    # retention and early warnings
    # variation
    # composed in collaborative
}
