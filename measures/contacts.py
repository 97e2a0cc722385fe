"""Who is asked for a practice's return: whoever was chosen and may still send; else its managers, then its data officers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from accounts.permissions import Permission, Role, roles_with
from measures.models import ReturnContact
from practices.models import Grant, Organisation

# Who else may send comes after these, in the order in which the roles were given.
IN_ORDER = [Role.PRACTICE_MANAGER.value, Role.DATA_OFFICER.value]


@dataclass(frozen=True)
class Contacts:
    """`responsible` is None when nobody may send for the practice; `is_chosen` when the practice has said who."""

    responsible: User | None
    deputy: User | None
    is_chosen: bool = False

    @property
    def people(self) -> list[User]:
        return [person for person in (self.responsible, self.deputy) if person]


def contacts_of(practices: Iterable[Organisation]) -> dict[int, Contacts]:
    """Practice id -> whom to ask: two queries, however many practices."""
    ids = [practice.pk for practice in practices]
    senders = senders_of(ids)
    chosen = {row.practice_id: row for row in ReturnContact.objects.filter(practice__in=ids)}
    return {practice: contacts(senders[practice], chosen.get(practice)) for practice in ids}


def contacts(senders: list[User], chosen: ReturnContact | None) -> Contacts:
    """Of those who may send today. Nobody stands in for a deputy where the practice has chosen to have none."""
    by_id = {person.pk: person for person in senders}
    responsible = by_id.get(chosen.responsible_id) if chosen else None
    rest = [person for person in senders if person != responsible]
    if responsible is None:
        responsible, rest = (rest[0], rest[1:]) if rest else (None, [])
    if chosen is None:
        return Contacts(responsible, rest[0] if rest else None)
    deputy = by_id.get(chosen.deputy_id)
    return Contacts(responsible, deputy if deputy != responsible else None, is_chosen=True)


def senders_of(practice_ids: Iterable[int]) -> dict[int, list[User]]:
    """Practice id -> people with an account in use who may send its return, managers first. One query."""
    found = defaultdict(list)
    grants = Grant.objects.in_force().filter(organisation__in=practice_ids, role__in=roles_with(Permission.SEND_RETURN))
    for grant in sorted(grants, key=order_of):
        if grant.person not in found[grant.organisation_id]:
            found[grant.organisation_id].append(grant.person)
    return found


def order_of(grant: Grant) -> tuple:
    place = IN_ORDER.index(grant.role) if grant.role in IN_ORDER else len(IN_ORDER)
    return place, grant.starts_on, grant.pk
