"""Which PCTs of a programme a person leads, and so is shown exactly and by name; of the others figures are protected."""

from dataclasses import dataclass

from django.db.models import Count

from accounts.permissions import Permission, Role
from practices.models import Organisation, Programme
from workforce.disclosure import why_withheld
from workforce.models import Post, Terms
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
    found = Organisation.objects.filter(
        pk__in=Post.objects.filter(programme=programme).order_by().values("commissioner")
    )
    return Led(whole, {trust.pk: trust for trust in (found if whole else found.filter(pk__in=own))})


def rest_is_few(led: Led, programme: Programme) -> bool:
    """Whether figures of the programme would tell somebody who knows some PCTs exactly of few people in the others.

    Everybody who ever had a post there counts, as in retention. One query, none for whoever leads all or nothing.
    """
    if led.whole or not led.trusts:
        return False
    others = Terms.objects.filter(holding__post__programme=programme).exclude(
        holding__post__commissioner__in=led.trusts
    )
    found = others.aggregate(people=Count("holding__worker", distinct=True), employers=Count("employer", distinct=True))
    return bool(found["people"] and why_withheld(found["people"], found["employers"]))


def named_trusts(user, programme: Programme) -> dict[str, str]:
    """Code -> name of the PCTs that this person is told by name."""
    return {trust.ods_code: trust.name for trust in led_by(user, programme).trusts.values()}


def leads(user, programme: Programme) -> bool:
    """Whether this person changes the roster of the programme, or of a part of it."""
    return programmes_of(user, Permission.CHANGE_ROSTER).filter(pk=programme.pk).exists()
