"""Who came to the event, by team and by stakeholder kind, and who was missing. Counts only: names stay on the event's own pages."""

from collections import Counter
from collections.abc import Iterable

from collaborative.models import EXPECTED_KINDS, Attendance, StakeholderKind
from collaborative.reports.assembling.source import Source
from collaborative.reports.assembling.words import per_cent
from collaborative.reports.contents import Bullets, Facts, Page, Table, Text
from practices.wording import number_of

Status = Attendance.Status
COLUMNS = (Status.ATTENDED, Status.APOLOGIES, Status.DID_NOT_ATTEND)
# Whether managers and commissioners come mattered to the first wave, so they are told apart.
APART = (StakeholderKind.MANAGER, StakeholderKind.COMMISSIONER)
PARTNERS = (StakeholderKind.SERVICE_USER, StakeholderKind.CARER)
NO_PRACTICES = "From which practices people came is not recorded for this event."
NOT_RECORDED = "Nobody's attendance is recorded for this event yet."


def attendance(source: Source) -> Page:
    rows = source.attendances
    if not rows:
        return Page("attendance", "Attendance", (Text((NOT_RECORDED,)), *gaps(source)))
    return Page("attendance", "Attendance", (Facts(totals(rows)), by_team(source), by_kind(rows), *gaps(source)))


def totals(rows: list[Attendance]) -> tuple[tuple[str, str, str], ...]:
    apart = [row for row in rows if row.stakeholder_kind in APART]
    partners = [row for row in rows if row.stakeholder_kind in PARTNERS]
    return tuple(
        (term, per_cent(came(some), len(some)), f"{came(some)} of {len(some)} who were expected")
        for term, some in (
            ("Attended", rows),
            ("Managers and commissioners", apart),
            ("Service users and carers", partners),
        )
    )


def came(rows: Iterable[Attendance]) -> int:
    return sum(row.status == Status.ATTENDED for row in rows)


def of_kinds(rows: list[Attendance], kinds) -> list[Attendance]:
    return [row for row in rows if row.stakeholder_kind in kinds]


def by_team(source: Source) -> Table:
    names = {team.pk: team.name for team in source.teams}
    groups: dict[str, list] = {name: [] for name in sorted(names.values())}
    for row in source.attendances:
        groups.setdefault(names.get(row.team_id, "No team"), []).append(row)
    return table("Attendance by team", "Team", groups)


def by_kind(rows: list[Attendance]) -> Table:
    groups = {label: of_kinds(rows, (kind,)) for kind, label in StakeholderKind.choices}
    return table("Attendance by stakeholder kind", "Kind", groups)


def table(caption: str, first: str, groups: dict[str, list]) -> Table:
    head = (first, "Expected", *(status.label for status in COLUMNS), "No answer yet")
    return Table(caption, head, tuple((name, *counts(rows)) for name, rows in groups.items()))


def counts(rows: list[Attendance]) -> tuple[int, ...]:
    found = Counter(row.status for row in rows)
    known = [found[status] for status in COLUMNS]
    return len(rows), *known, len(rows) - sum(known)


# ---- gaps


def gaps(source: Source) -> list:
    """Kinds that a team has nobody of today; and of which practices nobody came, by name for the facilitator alone."""
    missing = [
        f"{team.name}: nobody of {', '.join(absent)}"
        for team in source.teams
        if (absent := kinds_missing(source, team))
    ]
    found = [Bullets("Voices that teams are missing", tuple(missing), "Every team has somebody of every kind.")]
    return [*found, practices_missing(source)] if source.attendances else found


def practices_missing(source: Source) -> Bullets | Text:
    represented = practices_represented(source)
    if not represented:
        return Text((NO_PRACTICES,))
    absent = absent_practices(source, represented)
    if source.is_shared:
        return Text((f"Of {number_of(len(absent), 'practice')} nobody came.",))
    return Bullets("Practices of which nobody came", absent, "Every practice sent somebody.")


def practices_represented(source: Source) -> set[int]:
    """Ids of the practices of those who came: as they signed in, else as they are in their team."""
    found = {
        row.practice_id or (row.member.organisation_id if row.member else None)
        for row in source.attendances
        if row.status == Status.ATTENDED
    }
    return found & {one.practice_id for one in source.gathered.memberships}


def kinds_missing(source: Source, team) -> list[str]:
    present = {
        member.stakeholder_kind
        for member in source.of_team(source.members, team)
        if member.joined_on <= source.today and (member.left_on is None or member.left_on >= source.today)
    }
    return [
        kind.label.lower() if kind != StakeholderKind.GP else kind.label
        for kind in EXPECTED_KINDS
        if kind not in present
    ]


def absent_practices(source: Source, represented: set[int]) -> tuple[str, ...]:
    """Practices in the wave on the day of which nobody came."""
    held = source.event.held_on
    return tuple(
        f"{one.practice.name} ({one.practice.ods_code})"
        for one in source.gathered.memberships
        if one.joined_on <= held and (one.left_on is None or one.left_on >= held) and one.practice_id not in represented
    )
