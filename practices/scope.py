"""For which organisation one acts: chosen, kept in the session, shown on every page, and read again at every request."""

from dataclasses import dataclass, field

from practices.models.grant import Grant

SESSION_KEY = "acting_grant"
ALL = "all"


@dataclass(frozen=True)
class ActingScope:
    """The grants a person acts under in this request, and how the header names them."""

    label: str = ""
    chosen: str = ""
    grants: list = field(default_factory=list)
    choices: list = field(default_factory=list)
    # In force, and not acted under.
    others: list = field(default_factory=list)

    @property
    def is_all(self):
        return self.chosen == ALL

    @property
    def practices(self):
        """The practices acted for by a grant at the practice itself, in order of name."""
        held = {
            grant.organisation for grant in self.grants if grant.organisation and grant.organisation.kind == "practice"
        }
        return sorted(held, key=lambda practice: practice.name)


def acting_scope(user, session):
    """The scope chosen in the session, or the first grant; one who holds several may choose them all."""
    grants = list(Grant.objects.filter(person=user).in_force().order_by("id"))
    if not grants:
        return ActingScope(label="No organisation: you have no role at present")
    choices = [(str(grant.pk), str(grant)) for grant in grants]
    if may_act_for_all(grants):
        choices.append((ALL, "All my practices"))
    chosen = session.get(SESSION_KEY)
    if chosen not in dict(choices):
        chosen = choices[0][0]
    acting = [
        grant for grant in grants if chosen in (ALL, str(grant.pk)) and (chosen != ALL or is_practice_grant(grant))
    ]
    others = [grant for grant in grants if grant not in acting]
    return ActingScope(label=dict(choices)[chosen], chosen=chosen, grants=acting, choices=choices, others=others)


def is_practice_grant(grant):
    return grant.organisation is not None and grant.organisation.kind == "practice"


def may_act_for_all(grants):
    """Roles at several practices may be taken up together; roles at different tiers are never stacked silently."""
    return len({grant.organisation_id for grant in grants if is_practice_grant(grant)}) > 1
