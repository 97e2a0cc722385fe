"""Who asks for figures: whose they are to this person, and under which sharing agreements. Decided in measures.disclosure."""

from django.db.models import Q

from accounts.permissions import Permission
from measures.disclosure import STRANGER, Audience, Reader, audience_of
from practices.models import Organisation, SharingAgreement


def reader_of(user, wave) -> Reader:
    """What this person owns in a wave and of whom they are a partner, under the scope they act in now. One query at most."""
    grants = user.acting_grants if user.is_authenticated else []
    partnerships = [grant for grant in grants if grant.allows(Permission.VIEW_AGREED_FIGURES)]
    owned = {
        grant.organisation.ods_code
        for grant in grants
        if is_at(grant, Organisation.Kind.PRACTICE) and grant.allows(Permission.VIEW_PRACTICE_FIGURES)
    }
    if not owned and not partnerships:
        return STRANGER
    return Reader(
        owned=frozenset(owned),
        agreed=frozenset(agreed_codes(partnerships, wave)),
        partner_commissioners=frozenset(
            grant.organisation.ods_code for grant in partnerships if is_at(grant, Organisation.Kind.COMMISSIONER)
        ),
        is_wave_partner=any(grant.organisation_id is None and grant.covers(wave) for grant in partnerships),
    )


def is_at(grant, kind) -> bool:
    return grant.organisation is not None and grant.organisation.kind == kind


def agreed_codes(partnerships, wave):
    """The practices within these grants whose agreement for the wave is in force today; withdrawn counts at once (R5)."""
    if not partnerships:
        return []
    agreements = SharingAgreement.objects.in_force().filter(wave=wave)
    if not any(grant.organisation_id is None and grant.covers(wave) for grant in partnerships):
        covered = Q(pk__in=[])
        for grant in partnerships:
            if grant.organisation_id:
                covered |= grant.covered_organisations()
        agreements = agreements.filter(practice__in=Organisation.objects.filter(covered))
    return agreements.values_list("practice__ods_code", flat=True)


def audience_of_practice(user, wave, practice) -> Audience:
    """Whether this person sees one practice's figures of a wave exactly."""
    return audience_of(reader_of(user, wave), "practice", practice.ods_code)
