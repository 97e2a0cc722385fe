"""The current figures of a person's own practices, beside the form on which they predict."""

from accounts.permissions import Permission
from collaborative.dashboards.gathering import gather_practices
from collaborative.dashboards.shown import Shown
from measures import chart_words
from measures.definitions import all_definitions
from measures.models import Series
from measures.readers import reader_of
from practices.models import Organisation


def own_figures(user, team) -> dict | None:
    """A table of the four measures for each practice of the team whose figures this person owns; None when there is none."""
    reader = reader_of(user, team.wave)
    practices = own_practices(user, team, reader)
    if not practices:
        return None
    gathered = gather_practices(team.wave, reader, practices)
    definitions = all_definitions().values()
    return {
        "caption": "Your figures now, over the latest three months",
        "head": ["Practice", *(definition.title_with_unit for definition in definitions)],
        "first_is_header": True,
        "compact": True,
        "rows": [
            [one.name, *(figure(gathered.series(Series.Level.PRACTICE, one, code)) for code in all_definitions())]
            for one in practices
        ],
    }


def own_practices(user, team, reader) -> list[Organisation]:
    if not reader.owned:
        return []
    seen = Organisation.objects.visible_to(user, Permission.VIEW_PRACTICE_FIGURES)
    own = seen.filter(ods_code__in=reader.owned, team_partnerships__team=team).distinct()
    return list(own.order_by("name", "ods_code"))


def figure(series: Shown | None) -> dict:
    """The current rate as its owner reads it, or the reason for which there is none."""
    if series is None or not series.audience.is_exact:
        return {"text": "No figure yet"}
    value, reason = series.current
    text = chart_words.reason_words(reason) if reason else chart_words.shown(value, series.line.is_protected)
    return {"text": text, "numeric": True}
