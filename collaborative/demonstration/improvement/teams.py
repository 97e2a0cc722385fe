"""Teams with their members and partners. Some lack a carer, some a sponsor, one partner has withdrawn: as it was."""

from datetime import date, timedelta

from collaborative.demonstration import plan
from collaborative.demonstration.improvement.texts import TEXTS, person_name
from collaborative.models import ImprovementTeam, TeamMember, TeamPartner
from practices.models import Organisation, Parent, WaveMembership

# Kind of stakeholder, part in the team, and every how many teams there is none (0: all have one).
MEMBERS = (
    ("manager", "sponsor", 6),
    ("commissioner", "day_to_day_lead", 0),
    ("gp", "clinical_lead", 8),
    ("practice_staff", "", 0),
    ("practice_staff", "", 0),
    ("secondary_care", "", 5),
    ("social_services", "", 4),
    ("voluntary_sector", "", 7),
    ("service_user", "", 5),
    ("carer", "", 3),
)
PARTNER_KINDS = ("secondary_care", "social_services", "voluntary_sector", "jobcentre")
WITHDRAWN_ON = date(2006, 9, 29)
# Who among the sign-ins of the demonstration is in the first team, and as what.
SIGNED_IN = {
    "commissioner@example.org": ("manager", "sponsor"),
    "clinician@example.org": ("gp", "clinical_lead"),
    "manager@example.org": ("practice_staff", ""),
    "team-member@example.org": ("service_user", ""),
}


def make_teams(wave, plans, by_code, signed_in) -> list[ImprovementTeam]:
    """One team a PCT, in the order of their codes."""
    codes = sorted({practice.pct_code for practice in plans})
    formed = wave.orientation_on - timedelta(days=14)
    teams = ImprovementTeam.objects.bulk_create(
        ImprovementTeam(
            wave=wave,
            organisation=by_code[code],
            name=f"{by_code[code].name.removesuffix(' PCT')} team",
            aim=TEXTS["aims"][number % len(TEXTS["aims"])],
            formed_on=formed,
        )
        for number, code in enumerate(codes)
    )
    TeamMember.objects.bulk_create(row for number, team in enumerate(teams) for row in members(number, team, signed_in))
    TeamMember.objects.bulk_create(row for team in teams for row in practice_members(team, wave))
    TeamPartner.objects.bulk_create(
        row for number, team in enumerate(teams) for row in partners(number, team, wave, by_code)
    )
    return teams


def members(number: int, team: ImprovementTeam, signed_in):
    """The first team of the first wave holds those who can sign in; every other team is all invented."""
    known = SIGNED_IN if team.organisation.ods_code == "5W0" else {}
    for email, (kind, part) in known.items():
        person = signed_in[email]
        yield member(team, person.name, kind, part, person=person)
    taken = list(known.values())
    for place, (kind, part, missing_every) in enumerate(MEMBERS):
        if (kind, part) in taken:
            taken.remove((kind, part))
        elif not (missing_every and number % missing_every == missing_every - 1):
            yield member(team, person_name(number * len(MEMBERS) + place + 100 * team.wave.number), kind, part)


def practice_members(team: ImprovementTeam, wave):
    """One of the staff of each practice, and of every second a GP too; they left when their practice did."""
    for place, membership in enumerate(practices_of(team, wave)):
        practice, number = membership.practice, int(membership.practice.ods_code[1:])
        for kind in ("practice_staff", "gp")[: 2 - place % 2]:
            yield member(
                team,
                person_name(300 + 2 * number + (kind == "gp")),
                kind,
                "",
                organisation=practice,
                joined_on=membership.joined_on,
                left_on=membership.left_on,
                left_reason=membership.left_reason,
            )


def member(team, name, kind, part, **more):
    values = {"team": team, "name": name, "stakeholder_kind": kind, "part": part, "joined_on": team.formed_on}
    return TeamMember(is_champion=part == TeamMember.Part.CLINICAL_LEAD, **values | more)


def partners(number: int, team: ImprovementTeam, wave, by_code):
    """Practices as in the wave, the PCT that came of a merger, and organisations outside the directory."""
    for membership in practices_of(team, wave):
        yield TeamPartner(
            team=team,
            organisation=membership.practice,
            name=membership.practice.name,
            kind=TeamPartner.Kind.PRACTICE,
            joined_on=membership.joined_on,
            left_on=membership.left_on,
            left_reason=membership.left_reason,
        )
    if team.organisation.ods_code in plan.MERGED_CODES:
        merged = by_code[plan.MERGED_INTO]
        yield partner(team, merged.name, TeamPartner.Kind.COMMISSIONER, organisation=merged, joined_on=plan.MERGED_ON)
    place = team.name.removesuffix(" team")
    for turn, kind in enumerate(PARTNER_KINDS):
        if (number + turn) % 4:
            withdrawn = number % 5 == 2 and kind == "voluntary_sector"
            yield partner(team, f"{place} {TEXTS['partners'][kind]}", kind, **(withdrawal(number) if withdrawn else {}))


def partner(team, name, kind, **more):
    return TeamPartner(**{"team": team, "name": name, "kind": kind, "joined_on": team.formed_on} | more)


def withdrawal(number: int) -> dict:
    reasons = TEXTS["withdrawals"]
    return {"left_on": WITHDRAWN_ON, "left_reason": reasons[number % len(reasons)]}


def practices_of(team, wave):
    """Members of the wave that stood under the team's PCT when it was formed."""
    children = Parent.objects.filter(parent=team.organisation).on(wave.orientation_on).values("child")
    found = WaveMembership.objects.filter(wave=wave, practice__in=children, practice__kind=Organisation.Kind.PRACTICE)
    return found.select_related("practice").order_by("practice__ods_code")
