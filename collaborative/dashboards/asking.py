"""Which charts this person may ask about: those of the practices and the PCT of the teams that they write for (I8)."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.permissions import Permission, has_permission
from collaborative.models import ImprovementTeam, TeamPartner
from measures.models import Series, rebased_level
from measures.special_causes import marks
from practices import clock, months

# How many flagged months a chart offers to ask about: the latest ones.
MOST_ASKED = 3


@dataclass(frozen=True)
class Asking:
    """ODS codes by level. Part of a page's key: it says which links the page has."""

    practices: tuple[str, ...] = ()
    commissioners: tuple[str, ...] = ()

    def href(self, wave, series, month: date) -> str:
        """The page on which to ask about a month of a series, or "" for whoever may not."""
        level = rebased_level(series.level)
        codes = {str(Series.Level.PRACTICE): self.practices, str(Series.Level.COMMISSIONER): self.commissioners}
        if series.code not in codes.get(level, ()):
            return ""
        place = [wave.code, level, series.code, series.definition.code, months.period(month)]
        return reverse("follow_up_create", args=place)

    def links(self, wave, series) -> list[dict]:
        """One link for each of the latest flagged months of a chart, the newest first."""
        flagged = [series.line.months[mark.row] for mark in marks(series.line)][-MOST_ASKED:]
        found = [(month, self.href(wave, series, month)) for month in reversed(flagged)]
        return [{"text": f"Ask what happened in {months.label(month)}", "href": href} for month, href in found if href]

    def latest_link(self, wave, series) -> str:
        """Of what stands out now: the latest month with a value."""
        return "" if series.line.latest is None else self.href(wave, series, series.line.months[series.line.latest])


def read_asking(user, wave) -> Asking:
    """One query, none for whoever writes for no team."""
    if not has_permission(user, Permission.CHANGE_IMPROVEMENT_WORK):
        return Asking()
    # In a query of its own, or its condition on partners would narrow the partners that are read.
    own = ImprovementTeam.objects.changeable_by(user).filter(wave=wave)
    teams = ImprovementTeam.objects.filter(pk__in=own.values("pk"))
    partner = ("kind", "joined_on", "left_on", "organisation__ods_code")
    rows = teams.order_by().values_list("organisation__ods_code", *(f"partners__{name}" for name in partner))
    practices = {code for _, *part, code in rows if takes_part(*part)}
    return Asking(tuple(sorted(filter(None, practices))), tuple(sorted({row[0] for row in rows})))


def takes_part(kind, joined: date | None, left: date | None) -> bool:
    """Whether a partner is a practice that is in the team today."""
    today = clock.today()
    return kind == TeamPartner.Kind.PRACTICE and joined <= today and (left is None or left >= today)
