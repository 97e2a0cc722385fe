"""Whose figures of retention somebody sees, and those figures from the rows: a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q

from accounts.permissions import Permission
from operations.first_use import when_first_used
from practices import clock
from practices.models import Wave
from workforce.computing.staff_rows import holdings_of, posts_of
from workforce.dashboards.led_places import led_by, rest_is_few
from workforce.models import Holding
from workforce.models.scope import grants_with
from workforce.role_spells import role_spells
from workforce.vacant_time import vacancies
from workforce.views.scope import sees_exactly

pd = when_first_used("pandas")

COHORT, ROLE, TRUST = "cohort", "role", "commissioner"
WHOLE, OWN = "programme", "own"


@dataclass(frozen=True)
class Sight:
    """Figures of the programme, or of a PCT (`commissioners`, None: all), as they are or protected."""

    key: str
    title: str
    is_exact: bool
    commissioners: tuple[int, ...] | None = None


EVERYBODY = Sight(WHOLE, "The whole programme", is_exact=True)


@dataclass(frozen=True)
class Rows:
    """What the figures are made of, without a name: spells in a role, vacancies, and since when they were observed."""

    spells: pd.DataFrame
    vacancies: pd.DataFrame
    posts: pd.DataFrame
    observed_from: date
    today: date
    open_on_closed: int


def sights_of(user, programme) -> list[Sight]:
    """The lead of one PCT sees that PCT as it is, and the programme as everybody does: unless both would tell of few others."""
    if sees_exactly(user, programme):
        return [Sight(WHOLE, "The whole programme", is_exact=True)]
    whole = Sight(WHOLE, "The whole programme, protected", is_exact=False)
    led = [grant.organisation for grant in grants_with(user, Permission.CHANGE_ROSTER) if grant.organisation_id]
    if not led:
        return [whole]
    title = ", ".join(sorted(str(trust) for trust in led))
    own = Sight(OWN, title, is_exact=True, commissioners=tuple(trust.pk for trust in led))
    return [own] if rest_is_few(led_by(user, programme), programme) else [own, whole]


def sight_of(user, programme, wanted: str) -> tuple[Sight, list[Sight]]:
    """The one asked for, else the first; and all there are."""
    sights = sights_of(user, programme)
    return next((sight for sight in sights if sight.key == wanted), sights[0]), sights


def rows_of(programme, sight: Sight, today: date | None = None) -> Rows:
    """As they stood on a day, which is today unless said. Five queries, however many rows."""
    today = today or clock.today()
    holdings, posts = holdings_of(programme, sight.commissioners), posts_of(programme, sight.commissioners)
    return Rows(
        role_spells(holdings, today),
        vacancies(posts, holdings[["post", "start", "end"]], today),
        posts,
        observed_from(programme, holdings, today),
        today,
        open_on_closed(programme, sight, today),
    )


def observed_from(programme, holdings: pd.DataFrame, today: date) -> date:
    """The programme's first orientation: who left before it is in no row. Without a wave, the first holding."""
    return orientation_of(programme) or (today if holdings.empty else holdings["start"].min().date())


def orientation_of(programme) -> date | None:
    return Wave.objects.filter(programme=programme).aggregate(first=Min("orientation_on"))["first"]


def open_on_closed(programme, sight: Sight, today: date) -> int:
    """How many holdings go on in a post that has closed: their last days are missing."""
    found = Holding.objects.filter(post__programme=programme, post__end__lt=today, start__lte=today)
    if sight.commissioners is not None:
        found = found.filter(post__commissioner__in=sight.commissioners)
    return found.filter(Q(end__isnull=True)).count()
