"""The four measures of a team: those of its PCT, as their reader may see them."""

from dataclasses import dataclass, field

from django.urls import reverse

from accounts.permissions import Permission, has_permission
from collaborative.dashboards.gathering import gather, of_totals
from collaborative.dashboards.shown import notes_once, tile
from measures.definitions import all_definitions
from measures.models import Series
from measures.readers import reader_of


@dataclass(frozen=True)
class TeamMeasures:
    """No tiles before anything was returned, and for whoever may not see shared figures."""

    tiles: list[dict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def measures_of(team, user) -> TeamMeasures:
    """The tiles of the PCT's page, leading there; a fixed number of queries."""
    if not has_permission(user, Permission.VIEW_SHARED_FIGURES, team.wave):
        return TeamMeasures()
    gathered = gather(user, team.wave, reader_of(user, team.wave), of_totals())
    found = [gathered.series(Series.Level.COMMISSIONER, team.organisation, code) for code in all_definitions()]
    href = reverse("commissioner_dashboard", args=[team.wave.code, team.organisation.ods_code])
    tiles = [tile(one, href) for one in found if one is not None]
    return TeamMeasures(tiles, notes_once(tiles))
