"""Whether managers and commissioners took part, beside who stayed and what was done: the finding of the first collaborative.

A sponsor named, managers and commissioners at workshops, reports signed: counts without names, by PCT for whoever runs the
programme's events and for its workforce lead, of the own PCT for others. Retention by PCT is the workforce lead's alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q

from accounts.permissions import Permission
from collaborative.attendance_counts import ATTENDED
from collaborative.dashboards.events import runs_events
from collaborative.dashboards.workforce_figures import (
    Place,
    Value,
    WaveWorkforce,
    counted,
    new_patients_per_wte,
    programme_workforce,
    supervision_held,
    unless,
)
from collaborative.dashboards.workforce_wave import value_cell
from collaborative.models import Attendance, ImprovementTeam, MonthlyTeamReport, StakeholderKind, TeamMember
from measures.chart_tables import numeric
from measures.disclosure import RULE
from practices import clock, months
from practices.models import Succession, Wave
from practices.wording import counted as how_many
from workforce.models.scope import grants_with
from workforce.views.scope import sees_exactly

NO_SPONSOR = {"tag": {"text": "No sponsor named", "colour": "orange"}}
NO_TEAM = {"tag": {"text": "No team, so no sponsor named", "colour": "orange"}}
EMPTY = "No PCT of this programme has posts or an improvement team yet."
# Below so many nothing general is said of how two figures go together.
FEW_PLACES = 30
NOBODY = Value(None, "nobody was invited")
NO_REPORT = Value(None, "no report was written")


@dataclass(frozen=True)
class Engaged:
    """One PCT: its teams, and what its managers and commissioners did. Pairs are (came, expected) and (signed, written)."""

    pk: int
    name: str
    has_team: bool
    has_sponsor: bool
    managers: tuple[int, int]
    commissioners: tuple[int, int]
    reports: tuple[int, int]


@dataclass(frozen=True)
class EngagementPage:
    """Ready for the template."""

    whole: dict = field(default_factory=dict)
    places: dict | None = None
    is_protected: bool = True
    rule: str = RULE
    month: str = ""
    why_no_places: str = ""
    few: str = ""
    empty: str = ""


def engagement_page(user, programme) -> EngagementPage:
    """A fixed number of queries, however many PCTs, teams and posts there are. Without a user: as anybody outside may see it."""
    found = programme_workforce(user, programme)
    engaged = read_engaged(programme, found.places)
    if not engaged:
        return EngagementPage(empty=EMPTY)
    readable = reads_by_name(user, programme, found, engaged)
    named = [one for one in engaged if one.pk in readable]
    return EngagementPage(
        whole=whole_table(engaged, found),
        places=places_table(named, found) if named else None,
        is_protected=not found.is_exact,
        month=months.label(found.month) if found.month else "",
        few=few_words(len(engaged), sum(not one.has_sponsor for one in engaged)),
        why_no_places=""
        if named
        else "By PCT this is for the workforce lead, and for whoever runs the programme's events.",
    )


def few_words(number: int, without: int) -> str:
    """How few they are, and how many have nobody named."""
    flag = f" {without} of them {'has' if without == 1 else 'have'} no sponsor named." if without else ""
    few = "too few to tell" if number < FEW_PLACES else "side by side they do not tell"
    return (
        f"These are {how_many(number, 'PCT')}: {few} whether PCTs whose managers take part keep their workers longer."
        f"{flag} None is ranked."
    )


def reads_by_name(user, programme, found: WaveWorkforce, engaged: Sequence[Engaged]) -> set[int]:
    """Ids of the PCTs whose engagement this person sees by name."""
    if user is None:
        return set()
    everywhere = {one.pk for one in engaged}
    waves = Wave.objects.filter(programme=programme)
    if sees_exactly(user, programme) or any(runs_events(user, wave) for wave in waves):
        return everywhere
    held = {grant.organisation_id for grant in grants_with(user, Permission.VIEW_WORKFORCE_FIGURES)}
    return everywhere & (held | found.own)


# ---- reading


def read_engaged(programme, places: Sequence[Place]) -> list[Engaged]:
    """PCTs with posts or with a team, in alphabetical order: five queries."""
    now, teams = successors(), ImprovementTeam.objects.filter(wave__programme=programme)
    rows = list(teams.order_by().values_list("organisation", "organisation__name"))
    names = {place.pk: place.name for place in places} | dict(now.get(pk, (pk, name)) for pk, name in rows)
    with_team = {now.get(pk, (pk, ""))[0] for pk, _ in rows}
    sponsors = {now.get(pk, (pk, ""))[0] for pk in sponsors_of(programme)}
    attended = carried_over(attended_by_kind(programme), lambda key: (now.get(key[0], key)[0], key[1]))
    signed = carried_over(signed_reports(programme), lambda key: now.get(key, (key, ""))[0])
    return [
        Engaged(
            pk,
            name,
            pk in with_team,
            pk in sponsors,
            attended.get((pk, StakeholderKind.MANAGER), (0, 0)),
            attended.get((pk, StakeholderKind.COMMISSIONER), (0, 0)),
            signed.get(pk, (0, 0)),
        )
        for pk, name in sorted(names.items(), key=lambda one: (one[1], one[0]))
    ]


def successors() -> dict[int, tuple[int, str]]:
    """A PCT that was merged into another -> (id, name) of that: what its team did stands beside the posts of today."""
    rows = Succession.objects.filter(on__lte=clock.today(), kind=Succession.Kind.MERGE)
    return {old: (new, name) for old, new, name in rows.values_list("old", "new", "new__name")}


def carried_over(pairs: dict, key_of) -> dict:
    """Pairs under the keys of today, added up where two have become one."""
    found: dict = {}
    for key, (part, whole) in pairs.items():
        before = found.get(key_of(key), (0, 0))
        found[key_of(key)] = (before[0] + part, before[1] + whole)
    return found


def sponsors_of(programme) -> set[int]:
    """Ids of the PCTs with a team that has a sponsor today."""
    current = TeamMember.objects.filter(team__wave__programme=programme, part=TeamMember.Part.SPONSOR).current()
    return set(current.order_by().values_list("team__organisation", flat=True))


def attended_by_kind(programme) -> dict[tuple[int, str], tuple[int, int]]:
    """(PCT, kind) -> (came, expected), over the programme's events that have been."""
    rows = Attendance.objects.filter(
        event__wave__programme=programme,
        event__held_on__lte=clock.today(),
        to_confirm=False,
        stakeholder_kind__in=[StakeholderKind.MANAGER, StakeholderKind.COMMISSIONER],
        team__isnull=False,
    )
    grouped = rows.order_by().values_list("team__organisation", "stakeholder_kind")
    counts = grouped.annotate(came=Count("pk", filter=Q(status=ATTENDED)), expected=Count("pk"))
    return {(pk, kind): (came, expected) for pk, kind, came, expected in counts}


def signed_reports(programme) -> dict[int, tuple[int, int]]:
    """PCT -> (signed by the sponsor, written)."""
    rows = (
        MonthlyTeamReport.objects.filter(team__wave__programme=programme).order_by().values_list("team__organisation")
    )
    counts = rows.annotate(signed=Count("signed_at"), written=Count("pk"))
    return {pk: (signed, written) for pk, signed, written in counts}


# ---- tables


def share(pair: tuple[int, int], nothing: Value) -> dict:
    """`3 of 4`; of nothing the reason."""
    part, whole = pair
    return numeric(f"{part} of {whole}") if whole else value_cell(nothing)


def added(pairs) -> tuple[int, int]:
    parts, wholes = zip(*pairs, strict=True)
    return sum(parts), sum(wholes)


def whole_table(engaged: Sequence[Engaged], found: WaveWorkforce) -> dict:
    sponsors = numeric(f"{sum(one.has_sponsor for one in engaged)} of {len(engaged)}")
    return {
        "caption": "The programme",
        "compact": True,
        "first_is_header": True,
        "head": ["What", numeric("Value"), "Remark"],
        "rows": [
            ["PCTs with a sponsor named", sponsors, "today"],
            ["Managers at events", share(added(one.managers for one in engaged), NOBODY), "came, of those expected"],
            [
                "Commissioners at events",
                share(added(one.commissioners for one in engaged), NOBODY),
                "came, of those expected",
            ],
            [
                "Monthly reports signed",
                share(added(one.reports for one in engaged), NO_REPORT),
                "by the sponsor, of those written",
            ],
            *([what, value_cell(value), remark] for what, value, remark in outcomes(found)),
        ],
    }


def outcomes(found: WaveWorkforce) -> list[tuple[str, Value, str]]:
    """What they are beside, as this reader may see it."""
    if found.month is None:
        return [("Leavers", Value(None, "nothing has been computed of posts yet"), "")]
    year, exact = found.year, found.is_exact
    return [
        ("People in post", counted(found, found.latest.people), f"at the end of {months.label(found.month)}"),
        ("Leavers", unless(found.why_no_figure, counted(found, year.leavers)), "left the role in twelve months"),
        (
            "New patients of one WTE a year",
            unless(found.why_no_throughput, new_patients_per_wte(year, exact=exact)),
            "",
        ),
        (
            "Supervision held",
            unless(found.why_no_supervision, supervision_held(found.supervised)),
            "of what was expected, in the last three full months",
        ),
    ]


HEAD = ("Managers at events", "Commissioners at events", "Reports signed")
LEAD_HEAD = ("People in post", "Leavers, 12 months", "New patients per WTE a year", "Supervision held")


def places_table(named: Sequence[Engaged], found: WaveWorkforce) -> dict:
    """Alphabetical. Beside them who stayed, where all of these PCTs are the reader's to lead."""
    places = {place.pk: place for place in found.named_places}
    leads = bool(places) and all(one.pk in places or one.pk not in {p.pk for p in found.places} for one in named)
    return {
        "caption": "By PCT",
        "caption_hidden": True,
        "compact": True,
        "first_is_header": True,
        "head": ["PCT", "Sponsor", *map(numeric, (*HEAD, *(LEAD_HEAD if leads else ())))],
        "rows": [[*engaged_row(one), *(outcome_cells(places.get(one.pk)) if leads else [])] for one in named],
    }


def engaged_row(one: Engaged) -> list:
    sponsor = "Named" if one.has_sponsor else NO_SPONSOR if one.has_team else NO_TEAM
    pairs = ((one.managers, NOBODY), (one.commissioners, NOBODY), (one.reports, NO_REPORT))
    return [one.name, sponsor, *(share(*pair) for pair in pairs)]


def outcome_cells(place: Place | None) -> list[dict]:
    if place is None:
        return [value_cell(Value(None, "no post")) for _ in LEAD_HEAD]
    values = (
        Value(place.latest.people),
        Value(place.year.leavers),
        new_patients_per_wte(place.year, exact=True),
        supervision_held(place.supervised),
    )
    return [value_cell(value) for value in values]
