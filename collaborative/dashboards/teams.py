"""The pages of improvement teams: who is in them, which voices are missing, who has left and why. Alphabetical, never ranked."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q
from django.urls import reverse

from accounts.permissions import Role
from collaborative.dashboards.team_links import team_links
from collaborative.models import (
    EXPECTED_KINDS,
    ImprovementTeam,
    ReadingLevel,
    StakeholderKind,
    TeamMember,
    TeamPartner,
)
from collaborative.models.team_scope import READS_OWN_TEAM
from practices import clock
from practices.models import Grant, Organisation, Parent, Wave

NO_SPONSOR = "No sponsor named"
# A carer is a person, a sector is not: "No carer yet", "Nobody from social services yet".
SECTORS = {
    StakeholderKind.SECONDARY_CARE,
    StakeholderKind.SOCIAL_SERVICES,
    StakeholderKind.VOLUNTARY_SECTOR,
}
ALL_KINDS = dict(StakeholderKind.choices)
PARTS = list(TeamMember.Part)


@dataclass(frozen=True)
class TeamPage:
    """What a reader may see of a team. Names stand only where `names_shown`; `people` and `left` are empty otherwise."""

    aim: str
    parts: list[dict]
    kinds: list[str]
    flags: list[str]
    people: dict | None
    left: dict | None
    practices: dict
    partners: dict
    withdrawn: dict
    spans: str
    names_shown: bool
    may_change: bool
    links: list[dict]
    next_step: dict | None = None
    champions: list[str] = field(default_factory=list)


def said(kind: str) -> str:
    """A kind within a sentence."""
    return ALL_KINDS[kind] if kind == StakeholderKind.GP else ALL_KINDS[kind].lower()


def missing_words(kind: str) -> str:
    """What a team without anybody of a kind says of itself."""
    return f"Nobody from {said(kind)} yet" if kind in SECTORS else f"No {said(kind)} yet"


def kinds_words(members: Iterable[TeamMember]) -> list[str]:
    """ "GP: 2", for each kind that is present, in the order in which kinds are named."""
    counts = Counter(member.stakeholder_kind for member in members)
    return [f"{label}: {counts[kind]}" for kind, label in StakeholderKind.choices if counts[kind]]


def kinds_without(members: Iterable[TeamMember]) -> list[str]:
    """The kinds that every team should have and of which nobody is there."""
    present = {member.stakeholder_kind for member in members}
    return [kind for kind in EXPECTED_KINDS if kind not in present]


def missing_kinds(members: Iterable[TeamMember]) -> list[str]:
    return [missing_words(kind) for kind in kinds_without(members)]


def missing_sentence(members: Iterable[TeamMember]) -> str:
    """The same in one line of a table."""
    missing = kinds_without(members)
    if len(missing) < 2:
        return missing_words(missing[0]) if missing else "Nobody: every kind is there"
    *first, last = [said(kind) for kind in missing]
    return f"No {', '.join(first)} or {last} yet"


def has_sponsor(members: Iterable[TeamMember]) -> bool:
    return any(member.part == TeamMember.Part.SPONSOR for member in members)


# ---- all teams of a wave


def team_table(wave: Wave, teams) -> dict:
    """Three queries, however many teams. `teams` is a queryset."""
    current = Prefetch("members", queryset=TeamMember.objects.current(), to_attr="in_it")
    partners = Prefetch("partners", queryset=TeamPartner.objects.current(), to_attr="with_it")
    found = teams.select_related("organisation").prefetch_related(current, partners).order_by("name", "pk")
    return {
        "caption": "Improvement teams, alphabetical",
        "caption_hidden": True,
        "first_is_header": True,
        "head": [
            "Team",
            wave.commissioner_label,
            {"text": "Practices", "numeric": True},
            "Who is in it",
            "Who is missing",
            "Sponsor",
        ],
        "rows": [team_row(team) for team in found],
        "empty": "No team has been set up in this wave yet.",
    }


def team_row(team) -> list:
    practices = [one for one in team.with_it if is_practice(one)]
    return [
        {"text": team.name, "href": reverse("team_detail", args=[team.pk])},
        team.organisation.name,
        {"text": len(practices), "numeric": True},
        ", ".join(kinds_words(team.in_it)) or "Nobody is named yet",
        missing_sentence(team.in_it),
        "Named" if has_sponsor(team.in_it) else {"tag": {"text": NO_SPONSOR, "colour": "yellow"}},
    ]


# ---- one team


def team_page(team: ImprovementTeam, level: ReadingLevel, user, *, may_change: bool) -> TeamPage:
    """`level` says how deep the reader reads in this team."""
    members = list(team.members.select_related("organisation", "person"))
    partners = list(team.partners.select_related("organisation"))
    today = clock.today()
    current = [one for one in members if is_current(one, today)]
    taking_part = [one for one in partners if is_current(one, today)]
    names_shown = level <= ReadingLevel.COMMISSIONER
    grants = account_words(team, taking_part, current) if may_change else {}
    return TeamPage(
        aim=team.aim,
        parts=[part_row(part, current, names_shown) for part in PARTS],
        kinds=kinds_words(current),
        flags=missing_kinds(current),
        people=people_table(current, grants, may_change=may_change) if names_shown else None,
        left=left_table([one for one in members if one not in current]) if names_shown else None,
        champions=champions(current, names_shown),
        practices=practice_table([one for one in taking_part if is_practice(one)], may_change),
        partners=partner_table([one for one in taking_part if not is_practice(one)], may_change),
        withdrawn=withdrawn_table([one for one in partners if one not in taking_part]),
        spans=spanning_words(team, taking_part),
        names_shown=names_shown,
        may_change=may_change,
        links=team_links(team, user),
        next_step=next_step(team, current) if may_change else None,
    )


def is_current(row, day) -> bool:
    return row.joined_on <= day and (row.left_on is None or row.left_on >= day)


def is_practice(partner: TeamPartner) -> bool:
    return partner.kind == TeamPartner.Kind.PRACTICE


def part_row(part, current: list[TeamMember], names_shown: bool) -> dict:
    holder = next((one for one in current if one.part == part), None)
    if holder is None:
        flag = NO_SPONSOR if part == TeamMember.Part.SPONSOR else "Nobody yet"
        return {"key": part.label, "value": "", "tag": {"text": flag, "colour": "yellow"}}
    kind = holder.get_stakeholder_kind_display()
    return {"key": part.label, "value": f"{holder.name}, {kind}" if names_shown else f"Named, {kind}"}


def champions(current: list[TeamMember], names_shown: bool) -> list[str]:
    found = [one for one in current if one.is_champion]
    return [
        f"{one.name}, {one.get_stakeholder_kind_display()}" if names_shown else one.get_stakeholder_kind_display()
        for one in found
    ]


def people_table(current: list[TeamMember], grants: dict, *, may_change: bool) -> dict:
    head = ["Name", "Comes as", "Part", "Practice or PCT", "Since"]
    return {
        "caption": "Members",
        "caption_hidden": True,
        "first_is_header": True,
        "head": [*head, "Account", "Change"] if may_change else head,
        "rows": [person_row(one, grants, may_change) for one in current],
        "empty": "Nobody is named yet.",
    }


def person_row(member: TeamMember, grants: dict, may_change: bool) -> list:
    row = [
        {"text": member.name, "hint": "Champion" if member.is_champion else ""},
        member.get_stakeholder_kind_display(),
        member.get_part_display() or "Member",
        member.organisation.name if member.organisation else "",
        f"{member.joined_on:%-d %b %Y}",
    ]
    change = {"text": "Change", "href": reverse("member_edit", args=[member.pk]), "hint": member.name}
    return [*row, grants[member.pk], change] if may_change else row


def account_words(team: ImprovementTeam, partners: list[TeamPartner], current: list[TeamMember]) -> dict[int, str]:
    """Member id -> whether they can sign in and work here; for one who cannot, how a role is given."""
    places = {team.organisation_id, *(one.organisation_id for one in partners if one.organisation_id)}
    here = Q(organisation__in=places) | Q(wave=team.wave_id) | Q(programme=team.wave.programme_id)
    persons = [one.person_id for one in current if one.person_id]
    held = Grant.objects.in_force().filter(here, person__in=persons, role__in=[role.value for role in READS_OWN_TEAM])
    with_role = {grant.person_id for grant in held}
    return {one.pk: account_of(one, with_role, team) for one in current}


def account_of(member: TeamMember, with_role: set[int], team: ImprovementTeam) -> str:
    if member.person_id is None:
        return "Does not sign in"
    if member.person_id in with_role:
        return "Signs in"
    role = Role.TEAM_MEMBER.label
    return f"Has an account and no role here. The programme's administrator gives it under People: {role}, {team.organisation}"


def left_table(gone: list[TeamMember]) -> dict:
    return {
        "caption": "Members who have left, or are to come",
        "first_is_header": True,
        "head": ["Name", "Came as", "From", "Last day", "Why"],
        "rows": [
            [one.name, one.get_stakeholder_kind_display(), f"{one.joined_on:%-d %b %Y}", last_day(one), one.left_reason]
            for one in gone
        ],
        "empty": "Nobody has left.",
    }


def last_day(row) -> str:
    return f"{row.left_on:%-d %b %Y}" if row.left_on else ""


def practice_table(practices: list[TeamPartner], may_change: bool) -> dict:
    empty = "No practice takes part in this team yet."
    return partner_table(practices, may_change) | {"caption": "Practices", "empty": empty}


def partner_table(partners: list[TeamPartner], may_change: bool) -> dict:
    head = ["Partner", "Kind", "Since"]
    return {
        "caption": "Other partners",
        "first_is_header": True,
        "head": [*head, "Change"] if may_change else head,
        "rows": [partner_row(one, may_change) for one in partners],
        "empty": "No organisation beside the practices takes part yet.",
    }


def partner_row(partner: TeamPartner, may_change: bool) -> list:
    row = [partner.name, partner.get_kind_display(), f"{partner.joined_on:%-d %b %Y}"]
    end = {"text": "End the partnership", "href": reverse("partner_end", args=[partner.pk]), "hint": partner.name}
    return [*row, end] if may_change else row


def withdrawn_table(gone: list[TeamPartner]) -> dict:
    return {
        "caption": "Partners that have withdrawn",
        "first_is_header": True,
        "head": ["Partner", "Kind", "From", "Last day", "Why"],
        "rows": [
            [one.name, one.get_kind_display(), f"{one.joined_on:%-d %b %Y}", last_day(one), one.left_reason]
            for one in gone
        ],
        "empty": "None has withdrawn.",
    }


def spanning_words(team: ImprovementTeam, partners: list[TeamPartner]) -> str:
    """Which other PCTs the team's partners belong to; "" for a team within one PCT. One query."""
    own = {one.organisation_id for one in partners if one.organisation_id}
    links = Parent.objects.filter(child__in=own, parent__kind=Organisation.Kind.COMMISSIONER).on(clock.today())
    others = {link.parent.name for link in links.select_related("parent") if link.parent_id != team.organisation_id}
    others |= {
        one.name
        for one in partners
        if one.kind == TeamPartner.Kind.COMMISSIONER and one.organisation_id != team.organisation_id
    }
    return f"This team spans organisations: it has partners in {', '.join(sorted(others))}." if others else ""


def next_step(team: ImprovementTeam, current: list[TeamMember]) -> dict:
    """What a team does first: its aim, its sponsor, the voices that are missing; then the next test."""
    add = reverse("member_create", args=[team.pk])
    missing = missing_kinds(current)
    if not team.aim:
        words, href, action = "The team has no aim yet.", reverse("team_edit", args=[team.pk]), "Write the aim"
    elif not has_sponsor(current):
        words, href, action = f"{NO_SPONSOR}: a senior manager who clears the way.", add, "Name a sponsor"
    elif missing:
        words, href, action = f"{'; '.join(missing)}.", add, "Add a member"
    else:
        words, href = "Every voice is there. Plan the next test.", reverse("cycle_create", args=[team.pk])
        action = "Plan a PDSA cycle"
    return {"text": words, "href": href, "action": action}
