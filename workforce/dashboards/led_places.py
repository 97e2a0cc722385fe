"""Which PCTs of a programme a person leads, and so is shown exactly and by name; of the others figures are protected."""

from dataclasses import dataclass

from accounts.permissions import Permission, Role
from practices.models import Organisation, Programme
from workforce.models.scope import programmes_of


@dataclass(frozen=True)
class Led:
    """`whole`: the lead of the whole programme. `trusts`: {id: PCT} that this person leads; all of them for the former."""

    whole: bool
    trusts: dict[int, Organisation]


def led_by(user, programme: Programme) -> Led:
    """One query, or none for whoever leads nothing."""
    grants = [grant for grant in user.acting_grants if grant.role == Role.WORKFORCE_LEAD]
    whole = any(grant.programme_id == programme.pk for grant in grants)
    own = {grant.organisation_id for grant in grants if grant.organisation_id}
    if not whole and not own:
        return Led(False, {})
    found = Organisation.objects.filter(posts__programme=programme).distinct()
    return Led(whole, {trust.pk: trust for trust in (found if whole else found.filter(pk__in=own))})


def named_trusts(user, programme: Programme) -> dict[str, str]:
    """Code -> name of the PCTs that this person is told by name."""
    return {trust.ods_code: trust.name for trust in led_by(user, programme).trusts.values()}


def leads(user, programme: Programme) -> bool:
    """Whether this person changes the roster of the programme, or of a part of it."""
    return programmes_of(user, Permission.CHANGE_ROSTER).filter(pk=programme.pk).exists()
