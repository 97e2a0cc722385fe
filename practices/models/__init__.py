"""Who takes part, and how a file comes in."""

from practices.models.grant import Grant
from practices.models.organisation import ListSize, Organisation, Parent, Succession
from practices.models.wave import Programme, SharingAgreement, Wave, WaveMembership
from practices.uploads.models import Upload

__all__ = [
    "Grant",
    "ListSize",
    "Organisation",
    "Parent",
    "Programme",
    "SharingAgreement",
    "Succession",
    "Upload",
    "Wave",
    "WaveMembership",
]
