"""The first page of the workforce: a person's own record, those whom they supervise, and each programme with its parts."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.permissions import Permission, has_permission
from practices.models import Programme
from workforce.dashboards.links import href
from workforce.dashboards.programme_links import groups_for
from workforce.models.scope import programmes_of


@dataclass(frozen=True)
class ProgrammePart:
    slug: str
    name: str
    aim: str
    groups: list[dict]


@dataclass(frozen=True)
class WorkforceHome:
    next_steps: list[dict]
    programmes: list[ProgrammePart]
    catalogue_href: str


def page(user) -> WorkforceHome:
    parts = [part_of(user, programme) for programme in programmes_with_roster(user)]
    return WorkforceHome(own_steps(user), [part for part in parts if part.groups], href("role_list"))


def programmes_with_roster(user):
    """Programmes about the workforce, and those of another kind that keep a roster too."""
    kept = Q(kind=Programme.Kind.WORKFORCE) | Q(workforce__isnull=False)
    return programmes_of(user).filter(kept).order_by("name")


def part_of(user, programme) -> ProgrammePart:
    return ProgrammePart(programme.slug, programme.name, programme.aim, groups_for(user, programme))


def own_steps(user) -> list[dict]:
    """What a worker and a supervisor come here for."""
    steps = []
    if has_permission(user, Permission.VIEW_OWN_RECORD):
        text = (
            "Your posts, supervision, training and competences as the roster has them; say so where an entry is wrong."
        )
        steps.append(step("Your own record", text, "my_record", "See your record"))
    if has_permission(user, Permission.CHANGE_SUPERVISION):
        text = "Those whom you supervise, what is due, and what to sign off."
        steps.append(step("Those whom you supervise", text, "supervisees", "See what is due"))
    return [one for one in steps if one["href"]]


def step(heading, text, name, action) -> dict:
    return {"heading": heading, "text": text, "href": href(name), "action": action}
