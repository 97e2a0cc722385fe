"""The first page: for a practice what is due and its four lines, for everybody else their waves."""

from dataclasses import dataclass, field

from django.urls import reverse

from accounts.permissions import Permission, has_permission
from collaborative.dashboards import (
    follow_ups,
    improvement_steps,
    query_steps,
    register_steps,
    release_steps,
    workforce_steps,
)
from collaborative.dashboards.gathering import Gathered, gather_practices
from collaborative.dashboards.wave import Cell, practice_row
from measures.definitions import all_definitions
from measures.pages.owing_pages import owing
from measures.readers import reader_of
from practices import clock
from practices.models import Organisation, Programme, Wave


@dataclass(frozen=True)
class OwnPractice:
    """One practice of the person in one wave: its four sparklines and where to go from there."""

    name: str
    wave: str
    cells: list[tuple[str, Cell]]
    links: list[dict]


@dataclass(frozen=True)
class WaveCard:
    name: str
    programme: str
    phase: str
    href: str
    links: list[dict]


@dataclass(frozen=True)
class HomePage:
    next_steps: list[dict] = field(default_factory=list)
    follow_ups: list[dict] = field(default_factory=list)
    practices: list[OwnPractice] = field(default_factory=list)
    waves: list[WaveCard] = field(default_factory=list)


# (text, url name, permission) of what a wave of each kind of programme has.
CALENDAR = ("Calendar and practices", "wave_detail", Permission.VIEW_WAVES)
DASHBOARD = ("Dashboard", "wave_dashboard", Permission.VIEW_SHARED_FIGURES)
REPORTED = ("Who has reported", "return_tracker", Permission.VIEW_RETURN_STATUS)
# The dashboard of a wave with measures leads to its workforce; a workforce lead does not see the dashboard.
LED = ("Workforce", "wave_workforce", Permission.CHANGE_ROSTER)
REMINDERS = ("Reminders", "reminder_preview", Permission.CHASE_RETURNS)
MEASURED = [DASHBOARD, REPORTED, REMINDERS, LED, CALENDAR]
WITH_ROSTER = [DASHBOARD, ("Workforce", "wave_workforce", Permission.VIEW_WORKFORCE_FIGURES), CALENDAR]


def home_page(user) -> HomePage:
    waves = list(Wave.objects.visible_to(user).select_related("programme"))
    own = own_practices(user)
    return HomePage(
        next_steps=next_steps(user, own),
        follow_ups=follow_ups.due_for(user, own) if own else [],
        practices=[line for wave in waves for line in own_lines(user, wave, own)],
        waves=[card for wave in waves if (card := wave_card(user, wave)).links],
    )


def own_practices(user) -> list[Organisation]:
    """The practices at which this person holds a role that sees figures: theirs, not those they look after."""
    held = {
        grant.organisation
        for grant in user.acting_grants
        if grant.organisation
        and grant.organisation.kind == Organisation.Kind.PRACTICE
        and grant.allows(Permission.VIEW_PRACTICE_FIGURES)
    }
    return sorted(held, key=lambda practice: practice.name)


def next_steps(user, own: list[Organisation]) -> list[dict]:
    """What is due first, for those who send returns; then what waits for this person in improvement work."""
    sending = [practice for practice in own if has_permission(user, Permission.SEND_RETURN, practice)]
    owed = owing(user, sending) if sending else []
    steps = [{"practice": one.practice.name, **one.next_step} for one in owed]
    return [
        *steps,
        *query_steps.next_steps(user, own),
        *register_steps.next_steps(user, own),
        *workforce_steps.next_steps(user),
        *release_steps.next_steps(user),
        *improvement_steps.next_steps(user),
    ]


def own_lines(user, wave: Wave, own: list[Organisation]) -> list[OwnPractice]:
    """The sparklines of each of the person's practices that takes part in a wave."""
    if not own or wave.programme.kind != Programme.Kind.MEASURES:
        return []
    gathered = gather_practices(wave, reader_of(user, wave), own)
    return [own_line(gathered, membership.practice) for membership in gathered.memberships]


def own_line(gathered: Gathered, practice: Organisation) -> OwnPractice:
    wave = gathered.wave
    definitions = list(all_definitions().values())
    row = practice_row(gathered, practice, definitions)
    titles = [definition.title_with_unit for definition in definitions]
    links = [
        {"text": "Four charts", "href": row.href},
        {"text": "All months and versions", "href": reverse("return_versions", args=[wave.code, practice.ods_code])},
    ]
    return OwnPractice(practice.name, wave.name, list(zip(titles, row.cells, strict=True)), links)


def wave_card(user, wave: Wave) -> WaveCard:
    """The dashboard first, then what else of the wave this person may open."""
    pages = MEASURED if wave.programme.kind == Programme.Kind.MEASURES else WITH_ROSTER
    links = [
        {"text": text, "href": reverse(name, args=[wave.code])}
        for text, name, permission in pages
        if has_permission(user, permission)
    ]
    return WaveCard(
        wave.name, wave.programme.name, wave.phase_on(clock.today()), links[0]["href"] if links else "", links
    )
