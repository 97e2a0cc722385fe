"""Improvement teams: set up, described; members and partners that join and leave. Who left stays on record.

Each change is one transaction with its audit event, which names no member: the row that it is about does.
"""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.permissions import Permission
from collaborative.models import ImprovementTeam, TeamMember, TeamPartner
from operations import audit
from practices import clock
from practices.models import Organisation, Parent, Wave

TEAM_FIELDS = ["name", "aim"]
MEMBER_FIELDS = ["person", "name", "stakeholder_kind", "organisation", "part", "is_champion", "joined_on"]
PARTNER_FIELDS = ["organisation", "name", "kind", "joined_on"]


def may_set_up(user, wave: Wave):
    """The PCTs with a practice in the wave today that have no team yet and whose team this person may set up."""
    links = Parent.objects.filter(child__memberships__wave=wave).on(clock.today())
    reached = Organisation.objects.visible_to(user, Permission.CREATE_TEAMS).commissioners()
    return reached.filter(pk__in=links.values("parent")).exclude(teams__wave=wave).distinct()


@transaction.atomic
def create_team(*, wave: Wave, organisation: Organisation, name: str, aim: str = "", by) -> ImprovementTeam:
    """Set up the team of a PCT, with the practices that take part under it today.

    Raises PermissionDenied for a PCT outside the person's reach or one that has a team, as the form offers neither.
    """
    if not may_set_up(by, wave).filter(pk=organisation.pk).exists():
        raise PermissionDenied(Permission.CREATE_TEAMS.value)
    today = clock.today()
    team = ImprovementTeam(wave=wave, organisation=organisation, name=name, aim=aim, formed_on=today)
    save_first(team)
    practices = practices_of(wave, organisation, today)
    TeamPartner.objects.bulk_create(
        TeamPartner(team=team, organisation=one, name=one.name, kind=TeamPartner.Kind.PRACTICE, joined_on=today)
        for one in practices
    )
    record("team.created", team, team, by, practices=len(practices))
    return team


def save_first(team: ImprovementTeam) -> None:
    """Of two who set up a team at the same moment one is told of the other's."""
    try:
        with transaction.atomic():
            team.save(force_insert=True)
    except IntegrityError as clash:
        raise ValidationError({"organisation": "Its team was set up meanwhile. Open it from the list"}) from clash


def practices_of(wave: Wave, organisation: Organisation, day: date) -> list[Organisation]:
    """The practices of a PCT that take part in a wave on a day."""
    staying = Q(memberships__left_on__isnull=True) | Q(memberships__left_on__gte=day)
    return list(Organisation.objects.practices().under(organisation, day).filter(staying, memberships__wave=wave))


@transaction.atomic
def change_team(*, team: ImprovementTeam, by, **fields) -> ImprovementTeam:
    """Its name and aim."""
    team.require_may_change(by)
    changed = set_fields(team, TEAM_FIELDS, fields)
    team.save(update_fields=TEAM_FIELDS)
    record("team.changed", team, team, by, changed=changed)
    return team


@transaction.atomic
def add_member(*, team: ImprovementTeam, by, **fields) -> TeamMember:
    team.require_may_change(by)
    member = TeamMember(team=team)
    set_fields(member, MEMBER_FIELDS, fields)
    save_in_its_part(member)
    record("team_member.added", member, team, by, kind=member.stakeholder_kind, part=member.part)
    return member


@transaction.atomic
def change_member(*, member: TeamMember, by, **fields) -> TeamMember:
    member.team.require_may_change(by)
    refuse_ended(member)
    changed = set_fields(member, MEMBER_FIELDS, fields)
    save_in_its_part(member)
    record("team_member.changed", member, member.team, by, changed=changed)
    return member


def save_in_its_part(member: TeamMember) -> None:
    """One sponsor, one day-to-day lead, one clinical lead at a time. Raises ValidationError for a second."""
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as clash:
        part = member.get_part_display().lower()
        raise ValidationError({"part": f"The team has a {part} already. End or change that part first"}) from clash


@transaction.atomic
def end_member(*, member: TeamMember, left_on: date, left_reason: str = "", by) -> TeamMember:
    """After the last day the place, and the part, are free."""
    member.team.require_may_change(by)
    return end(member, "team_member.left", left_on, left_reason, by)


@transaction.atomic
def add_partner(*, team: ImprovementTeam, by, **fields) -> TeamPartner:
    """An organisation joins. Raises ValidationError for one that takes part already."""
    team.require_may_change(by)
    partner = TeamPartner(team=team)
    set_fields(partner, PARTNER_FIELDS, fields)
    if partner.organisation and not partner.name:
        partner.name = partner.organisation.name
    try:
        with transaction.atomic():
            partner.save()
    except IntegrityError as clash:
        raise ValidationError({"organisation": f"{partner.name} is a partner already"}) from clash
    record("team_partner.added", partner, team, by, kind=partner.kind, name=partner.name)
    return partner


@transaction.atomic
def end_partner(*, partner: TeamPartner, left_on: date, left_reason: str, by) -> TeamPartner:
    """A partner withdraws: it stays in the team's history with the reason."""
    partner.team.require_may_change(by)
    return end(partner, "team_partner.left", left_on, left_reason, by)


def end(row, event: str, left_on: date, left_reason: str, by):
    refuse_ended(row)
    if left_on < row.joined_on:
        raise ValidationError({"left_on": f"Enter a day from {row.joined_on:%-d %B %Y} on, the first day"})
    row.left_on, row.left_reason = left_on, left_reason
    row.save(update_fields=["left_on", "left_reason"])
    record(event, row, row.team, by, left_on=left_on.isoformat(), has_reason=bool(left_reason))
    return row


def refuse_ended(row) -> None:
    if row.left_on:
        raise ValidationError("This has ended already and stays as it is. Add a new one instead")


def set_fields(row, allowed: list[str], values: dict) -> list[str]:
    """Set the allowed fields; returns the names of those that differ. What members are called stays out of the trail."""
    unknown = set(values) - set(allowed)
    if unknown:
        raise ValueError(f"These may not be set: {', '.join(sorted(unknown))}")
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name, value in values.items():
        setattr(row, name, value)
    return changed


def record(event: str, about, team: ImprovementTeam, by, **details) -> None:
    audit.record(
        event, by=by, about=about, organisation=team.organisation, wave=team.wave.code, team=team.pk, **details
    )
