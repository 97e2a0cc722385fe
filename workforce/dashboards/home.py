"""The first page of the workforce: a person's own record, those whom they supervise, and each programme with its parts."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.permissions import Permission, has_permission
from practices.models import Programme
from workforce.dashboards.accreditations import commissioners_of, flagged
from workforce.dashboards.links import href
from workforce.dashboards.programme_links import groups_for
from workforce.models.scope import programmes_of


@dataclass(frozen=True)
class ProgrammePart:
    slug: str
    name: str
    aim: str
    groups: list[dict]
    flags: list[str]
    flags_href: str


@dataclass(frozen=True)
class WorkforceHome:
    next_steps: list[dict]
    programmes: list[ProgrammePart]
    catalogue_href: str


def page(user) -> WorkforceHome:
    programmes = list(programmes_with_roster(user))
    flags = flags_for(user, programmes)
    parts = [part_of(user, programme, flags.get(programme.pk, [])) for programme in programmes]
    return WorkforceHome(own_steps(user), [part for part in parts if part.groups], href("role_list"))


def programmes_with_roster(user):
    """Programmes about the workforce, and those of another kind that keep a roster too."""
    kept = Q(kind=Programme.Kind.WORKFORCE) | Q(workforce__isnull=False)
    return programmes_of(user).filter(kept).order_by("name")


def part_of(user, programme, flags) -> ProgrammePart:
    groups, address = groups_for(user, programme), href("accreditation_list", programme.slug)
    return ProgrammePart(programme.slug, programme.name, programme.aim, groups, flags, address)


def flags_for(user, programmes) -> dict[int, list[str]]:
    """An accreditation that has expired, for commissioners (row 43): nobody else comes here without a list of people."""
    own = [] if has_permission(user, Permission.VIEW_STAFF_RECORD) else commissioners_of(user)
    return flagged(programmes, own) if own and programmes else {}


def own_steps(user) -> list[dict]:
    """What a worker and a supervisor come here for."""
    steps = []
    if has_permission(user, Permission.VIEW_OWN_RECORD):
        text = (
            "Your posts, supervision, training and competences as the roster has them; say so where an entry is wrong."
        )
        steps.append(step("Your own record", text, "my_record", "See your record"))
    if has_permission(user, Permission.CHANGE_SUPERVISION):
        text = "Sessions to record or to plan, and competences to sign off."
        steps.append(step("Those whom you supervise", text, "supervisees", "See what is due"))
    if has_permission(user, Permission.DECIDE_STAFF_REQUESTS):
        text = "Workers who ask for a copy of their record, or for its erasure. The lead decides first, the auditor second."
        steps.append(step("Requests about workers' data", text, "staff_request_list", "See the requests"))
    return [one for one in steps if one["href"]]


def step(heading, text, name, action) -> dict:
    return {"heading": heading, "text": text, "href": href(name), "action": action}
