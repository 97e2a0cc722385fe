"""Who came to an event: counts as far as a reader may know them, and the names that are theirs to see (W2)."""

from dataclasses import dataclass, field

from django.urls import reverse

from accounts.permissions import Permission, has_permission
from collaborative.attendance_counts import LEADING_KINDS, Count, Present, absent, count, counts_by, not_on_the_list
from collaborative.attendance_sheets import HEADINGS, Known, KnownPerson, plain
from collaborative.dashboards.events import runs_events
from collaborative.models import (
    EXPECTED_KINDS,
    Attendance,
    Event,
    ImprovementTeam,
    StakeholderKind,
    TeamMember,
    TeamPartner,
)
from collaborative.models.team_scope import own_teams
from practices.models import Organisation

STATUS_COLOURS = {
    "invited": "white",
    "registered": "blue",
    "attended": "green",
    "apologies": "grey",
    "did_not_attend": "orange",
}


@dataclass(frozen=True)
class AttendanceSummary:
    """Counts of one event. `teams` and `practices` are those that the reader may know by name: all for whoever runs events,
    the own for a commissioner, none for others; `other_teams` adds up the rest. `absent_teams` and `absent_practices` are
    names for whoever runs events and None for others, who get how many (`absent_team_count`, `absent_practice_count`).
    """

    title: str
    day: str
    everybody: Count
    kinds: tuple[Count, ...]
    leaders: tuple[Count, ...]
    missing_kinds: tuple[str, ...]
    teams: tuple[Count, ...] = ()
    other_teams: Count | None = None
    practices: tuple[Count, ...] = ()
    absent_teams: tuple[str, ...] | None = None
    absent_practices: tuple[str, ...] | None = None
    absent_team_count: int = 0
    absent_practice_count: int = 0
    # From whom nobody is on the list at all: absent too, but nobody was asked.
    unlisted_teams: tuple[str, ...] | None = None
    unlisted_practices: tuple[str, ...] | None = None
    unlisted_team_count: int = 0
    unlisted_practice_count: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    to_confirm: int = 0


def attendance_summary(event: Event, user=None) -> AttendanceSummary:
    """Four queries. Without a user: what everybody of the wave may know (counts by kind, no team and no practice)."""
    rows = list(event.attendances.values_list("team", "practice", "stakeholder_kind", "status", "to_confirm"))
    people = [Present(*row[:4]) for row in rows if not row[4]]
    teams = list(event.wave.teams.values_list("pk", "name"))
    practices = practices_of(event)
    named_teams, named_practices = readable_places(event, user)
    sees_all = user is not None and runs_events(user, event.wave)
    by_team = counts_by(people, lambda person: person.team, teams)
    by_practice = counts_by(people, lambda person: person.practice, practices)
    kinds = counts_by(people, lambda person: person.kind, StakeholderKind.choices)
    expected_kinds = {StakeholderKind(kind).label for kind in EXPECTED_KINDS}
    return AttendanceSummary(
        title=event.title,
        day=f"{event.held_on:%-d %B %Y}",
        everybody=count("Everybody", people),
        kinds=kinds,
        leaders=tuple(count(StakeholderKind(kind).label, of_kind(people, kind)) for kind in LEADING_KINDS),
        missing_kinds=tuple(one.name for one in kinds if not one.attended and one.name in expected_kinds),
        teams=of_places(by_team, teams, named_teams),
        other_teams=count("Other teams", [p for p in people if p.team not in named_teams]) if not sees_all else None,
        practices=of_places(by_practice, practices, named_practices),
        absent_teams=absent(by_team) if sees_all else None,
        absent_practices=absent(by_practice) if sees_all else None,
        absent_team_count=len(absent(by_team)),
        absent_practice_count=len(absent(by_practice)),
        unlisted_teams=not_on_the_list(by_team) if sees_all else None,
        unlisted_practices=not_on_the_list(by_practice) if sees_all else None,
        unlisted_team_count=len(not_on_the_list(by_team)),
        unlisted_practice_count=len(not_on_the_list(by_practice)),
        statuses={label: sum(p.status == value for p in people) for value, label in Attendance.Status.choices},
        to_confirm=len(rows) - len(people),
    )


def of_kind(people, kind):
    return [person for person in people if person.kind == kind]


def of_places(counts, places, named):
    return tuple(one for one, (pk, _) in zip(counts, places, strict=True) if pk in named)


def practices_of(event: Event) -> list[tuple[int, str]]:
    """The practices that were partners of the wave's teams on the day, by name."""
    partners = TeamPartner.objects.filter(
        team__wave=event.wave, kind=TeamPartner.Kind.PRACTICE, organisation__isnull=False
    )
    found = partners.current(on=event.held_on).values_list("organisation", "organisation__name").distinct()
    return sorted(set(found), key=lambda pair: pair[1])


def readable_places(event: Event, user) -> tuple[set[int], set[int]]:
    """The teams and practices whose attendance this reader may know by name."""
    if user is None:
        return set(), set()
    teams = ImprovementTeam.objects.filter(wave=event.wave)
    if not runs_events(user, event.wave):
        grants = [grant for grant in user.acting_grants if grant.allows(Permission.VIEW_ATTENDANCE_COUNTS)]
        own = [teams.filter(own_teams(grant)).values_list("pk", flat=True) for grant in grants]
        named = {pk for pks in own for pk in pks}
    else:
        named = set(teams.values_list("pk", flat=True))
    practices = TeamPartner.objects.filter(team__in=named, kind=TeamPartner.Kind.PRACTICE)
    return named, set(practices.values_list("organisation", flat=True))


# ------------------------------------------------------------------ tables


def count_table(caption: str, first: str, counts: tuple[Count, ...], empty="Nobody is on the list yet.") -> dict:
    return {
        "caption": caption,
        "first_is_header": True,
        "head": [
            first,
            *({"text": text, "numeric": True} for text in ("Expected", "Came", "Sent apologies", "Share that came")),
        ],
        "rows": [count_row(one) for one in counts],
        "empty": empty,
    }


def count_row(one: Count) -> list:
    rate = "Nobody was invited" if one.rate is None else f"{one.rate:.0f}%"
    return [
        one.name,
        *({"text": value, "numeric": True} for value in (one.expected, one.attended, one.apologies, rate)),
    ]


def people_table(rows, *, empty="There is nobody on the list whose name you may see.") -> dict:
    return {
        "caption": "People",
        "head": ["Name", "Team", "Practice", "Kind", "Status"],
        "rows": [
            [
                row.name,
                str(row.team or "No team"),
                str(row.practice.name if row.practice else ""),
                row.get_stakeholder_kind_display() or "Not said",
                {"tag": status_tag(row)},
            ]
            for row in rows
        ],
        "empty": empty,
    }


def status_tag(row: Attendance) -> dict:
    if row.to_confirm:
        return {"text": "To be confirmed", "colour": "yellow"}
    return {"text": row.get_status_display(), "colour": STATUS_COLOURS[row.status]}


def export_rows(rows) -> list[list]:
    """The list as a file, in the columns in which it can be sent back."""
    return [
        [
            row.name,
            row.team.name if row.team else None,
            row.practice.ods_code if row.practice else None,
            row.practice.name if row.practice else None,
            row.get_stakeholder_kind_display() or None,
            row.get_status_display(),
        ]
        for row in rows
    ]


EXPORT_HEADINGS = HEADINGS


# ------------------------------------------------------------------ the sign-in list


@dataclass(frozen=True)
class ListedPerson:
    """One line of the facilitator's list: who, where they stand, and the one or two taps that change it."""

    pk: int
    name: str
    about: str
    tag: dict
    taps: list[dict]
    href: str


def listed(row: Attendance) -> ListedPerson:
    about = ", ".join(filter(None, [row.team.name if row.team else "", row.get_stakeholder_kind_display()]))
    came = row.status == Attendance.Status.ATTENDED
    taps = [{"status": "attended", "text": "Here"}, {"status": "apologies", "text": "Sent apologies"}]
    undo = [{"status": "registered", "text": "Not here after all"}]
    return ListedPerson(
        row.pk,
        row.name,
        about,
        status_tag(row),
        undo if came else [tap for tap in taps if tap["status"] != row.status],
        reverse("attendance_mark", args=[row.pk]),
    )


def waiting_people(rows) -> list[dict]:
    """Those who signed in off the list."""
    return [
        {"name": row.name, "place": row.place_said, "href": reverse("attendance_confirm", args=[row.pk])}
        for row in rows
        if row.to_confirm
    ]


# ------------------------------------------------------------------ what a sheet is held against


def known(event: Event) -> Known:
    """Teams, practices, words and people of the event's wave, by the forms in which people write them."""
    practices = Organisation.objects.filter(memberships__wave=event.wave).values_list("pk", "ods_code", "name")
    people = event.attendances.filter(to_confirm=False)
    teams = event.wave.teams.select_related("organisation")
    return Known(
        teams={plain(text): team.pk for team in teams for text in (team.organisation.name, team.name)},
        practices={plain(text): pk for pk, code, name in practices for text in (name, code)},
        kinds=by_words(StakeholderKind.choices),
        statuses=by_words(Attendance.Status.choices),
        people=[
            KnownPerson(row.pk, row.name, row.team_id, row.practice_id, row.stakeholder_kind, row.status)
            for row in people
        ],
    )


def by_words(choices) -> dict[str, str]:
    return {plain(text): value for value, label in choices for text in (label, value.replace("_", " "))}


def own_status(event: Event, user):
    """The own row of whoever signs in as a member of a team, None where there is none."""
    return event.attendances.filter(member__person=user).first()


def may_see_counts(user) -> bool:
    return has_permission(user, Permission.VIEW_ATTENDANCE_COUNTS)


def own_member(event: Event, user):
    """Whoever this person is in a team of the wave on the day of the event; None for somebody in no team."""
    members = TeamMember.objects.filter(person=user, team__wave=event.wave)
    return members.current(on=event.held_on).select_related("organisation").first()
