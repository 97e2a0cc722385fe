"""Who asks for figures: whose they are to this person, and under which sharing agreements. Decided in measures.disclosure."""

from collections import defaultdict

from django.db.models import Q

from accounts.permissions import Permission
from measures.disclosure import STRANGER, Audience, Reader, audience_of
from practices.models import Organisation, SharingAgreement


def reader_of(user, wave) -> Reader:
    """What this person owns in a wave and of whom they are a partner, under the scope they act in now. One query at most."""
    return readers_of(user, [wave])[wave.pk]


def readers_of(user, waves) -> dict[int, Reader]:
    """Wave id -> who this person is to its figures: one query at most, however many waves there are."""
    grants = user.acting_grants if user.is_authenticated else []
    partnerships = [grant for grant in grants if grant.allows(Permission.VIEW_AGREED_FIGURES)]
    owned = {
        grant.organisation.ods_code
        for grant in grants
        if is_at(grant, Organisation.Kind.PRACTICE) and grant.allows(Permission.VIEW_PRACTICE_FIGURES)
    }
    if not owned and not partnerships:
        return {wave.pk: STRANGER for wave in waves}
    agreed = agreed_codes(partnerships, waves)
    commissioners = {
        grant.organisation.ods_code for grant in partnerships if is_at(grant, Organisation.Kind.COMMISSIONER)
    }
    return {
        wave.pk: Reader(
            owned=frozenset(owned),
            agreed=frozenset(agreed[wave.pk]),
            partner_commissioners=frozenset(commissioners),
            is_wave_partner=is_wave_partner(partnerships, wave),
        )
        for wave in waves
    }


def is_wave_partner(partnerships, wave) -> bool:
    return any(grant.organisation_id is None and grant.covers(wave) for grant in partnerships)


def is_at(grant, kind) -> bool:
    return grant.organisation is not None and grant.organisation.kind == kind


def agreed_codes(partnerships, waves) -> dict[int, set[str]]:
    """Wave id -> the practices within these grants whose agreement is in force today; withdrawn counts at once (R5)."""
    found: dict[int, set[str]] = defaultdict(set)
    if not partnerships:
        return found
    whole = [wave.pk for wave in waves if is_wave_partner(partnerships, wave)]
    covered = Q(pk__in=[])
    for grant in partnerships:
        if grant.organisation_id:
            covered |= grant.covered_organisations()
    within = Q(wave__in=whole) | Q(practice__in=Organisation.objects.filter(covered))
    agreements = SharingAgreement.objects.in_force().filter(within, wave__in=[wave.pk for wave in waves])
    for wave, code in agreements.values_list("wave_id", "practice__ods_code"):
        found[wave].add(code)
    return found


def audience_of_practice(user, wave, practice) -> Audience:
    """Whether this person sees one practice's figures of a wave exactly."""
    return audience_of(reader_of(user, wave), "practice", practice.ods_code)
