"""The first page of improvement work: the teams in which one works, and what each wave has for everybody."""

from dataclasses import dataclass

from django.urls import reverse

from collaborative.dashboards.team_links import links, report_words, wave_links
from collaborative.models import ImprovementTeam
from practices import clock
from practices.models import Wave


@dataclass(frozen=True)
class OwnTeam:
    name: str
    wave: str
    href: str
    links: list[dict]


@dataclass(frozen=True)
class WaveCard:
    name: str
    phase: str
    links: list[dict]


@dataclass(frozen=True)
class ImprovementHome:
    teams: list[OwnTeam]
    waves: list[WaveCard]


def improvement_home_page(user) -> ImprovementHome:
    """Two queries however many teams there are."""
    teams = ImprovementTeam.objects.worked_in_by(user).select_related("wave")
    waves = Wave.objects.visible_to(user).select_related("programme")
    return ImprovementHome(
        teams=[own_team(team, user) for team in teams],
        waves=[WaveCard(wave.name, wave.phase_on(clock.today()), wave_links(wave, user)) for wave in waves],
    )


def own_team(team: ImprovementTeam, user) -> OwnTeam:
    pages = [("Board of PDSA cycles", "team_board"), (report_words(), "team_report_list")]
    return OwnTeam(team.name, team.wave.name, reverse("team_detail", args=[team.pk]), links(pages, team.pk, user))
