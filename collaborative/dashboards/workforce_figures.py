"""The computed months of the workforce in a wave, summed in the database, and what one reader may see of them.

A workforce wave speaks of its programme's posts; a wave of measures of all posts in the PCTs that take part in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, FloatField, Max, Q, Sum
from django.db.models.functions import Cast

from accounts.permissions import Permission
from measures.disclosure import MINIMUM_COMMISSIONERS, WORDS, Audience, Withheld, is_number, rate
from practices import months
from practices.models import Organisation, Parent, Programme, WaveMembership
from workforce.computing.supervision_by_trust import held_by_trust
from workforce.disclosure import shown, why_withheld
from workforce.models import Holding, PostHost, Terms, WorkforceMonth
from workforce.models.scope import grants_with, in_force
from workforce.supervision_held import Held
from workforce.views.scope import sees_exactly

NONE_HELD = Held()
MONTHS_SHOWN = 12
SUMS = (
    "posts", "posts_vacant", "wte_established", "wte_in_post", "people", "starters", "leavers", "promoted",
    "new_patients", "wte_months", "active", "holdings_counted", "supervision_expected", "supervision_held",
)  # fmt: skip


@dataclass(frozen=True)
class Sums:
    """Sums over roles and PCTs: of a month, or flows of a year beside the stock of its last month."""

    posts: int = 0
    posts_vacant: int = 0
    wte_established: float = 0
    wte_in_post: float = 0
    people: int = 0
    starters: int = 0
    leavers: int = 0
    promoted: int = 0
    new_patients: int = 0
    wte_months: float = 0
    active: int = 0
    holdings_counted: int = 0
    supervision_expected: float = 0
    supervision_held: float = 0


@dataclass(frozen=True)
class Place:
    """One PCT: what stood there in the latest month, and what happened in the year to it."""

    pk: int
    name: str
    latest: Sums
    year: Sums
    # Of the last three full months, as on the page of supervision.
    supervised: Held = NONE_HELD


@dataclass(frozen=True)
class WaveWorkforce:
    """What was computed of a wave's workforce, and as whom one reads it. Without any month `month` is None."""

    month: date | None
    latest: Sums
    year: Sums
    by_month: Sequence[tuple[date, Sums]]
    places: Sequence[Place]
    employers: int
    is_exact: bool
    # PCTs whose lead one is.
    own: frozenset[int]
    # Why nothing of the whole may be shown to this reader, whatever the figures are.
    withheld: str = ""
    supervised: Held = NONE_HELD

    @property
    def named_places(self) -> list[Place]:
        return [place for place in self.places if self.is_exact or place.pk in self.own]

    def count(self, number: float | None) -> object:
        """A count of people, posts or WTE as this reader may see it."""
        return None if self.withheld else shown(number, exact=self.is_exact)

    @property
    def why_no_figure(self) -> str:
        """Why shares of these people are not shown; "" when they are."""
        return self.withheld or why_withheld(self.latest.people, self.employers, exact=self.is_exact)

    @property
    def why_no_supervision(self) -> str:
        """The same of their supervision, as on its own page: by the people of whom any was expected."""
        found = self.supervised
        return self.withheld or why_withheld(found.people, found.employers, exact=self.is_exact)

    @property
    def why_no_throughput(self) -> str:
        """The same of their patients, as on the page of throughput: in some month enough of them said how many."""
        said = max((sums.holdings_counted for _, sums in self.by_month), default=0)
        return self.withheld or why_withheld(said, self.employers, exact=self.is_exact)


# ---- whose


def posts_of_wave(wave, prefix: str = "") -> Q:
    """A condition on rows with `programme` and `commissioner`: the posts that a wave speaks of."""
    members = WaveMembership.objects.filter(wave=wave).values("practice")
    trusts = Parent.objects.filter(child__in=members, parent__kind=Organisation.Kind.COMMISSIONER).values("parent")
    found = Q(**{f"{prefix}commissioner__in": trusts})
    if wave.programme.kind == Programme.Kind.WORKFORCE:
        found &= Q(**{f"{prefix}programme": wave.programme_id})
    return found


def has_posts(wave) -> bool:
    """Whether anything was computed of a workforce in this wave: one query."""
    return WorkforceMonth.objects.filter(posts_of_wave(wave)).exists()


def own_trusts(user) -> frozenset[int]:
    """PCTs whose workforce lead this person is."""
    grants = grants_with(user, Permission.CHANGE_ROSTER)
    return frozenset(grant.organisation_id for grant in grants if grant.organisation_id)


def reads_exactly(user, rows) -> bool:
    """Whether this person leads each programme whose posts are summed here."""
    programmes = Programme.objects.filter(pk__in=rows.values("programme"))
    return user is not None and all(sees_exactly(user, programme) for programme in programmes)


# ---- reading


def wave_workforce(user, wave) -> WaveWorkforce:
    """A fixed number of queries, however many posts there are. Without a user: as anybody outside may see it."""
    return read_workforce(user, posts_of_wave(wave), posts_of_wave(wave, "holding__post__"), wave.programme)


def programme_workforce(user, programme) -> WaveWorkforce:
    """The same of a whole programme."""
    return read_workforce(user, Q(programme=programme), Q(holding__post__programme=programme), programme)


def read_workforce(user, posts: Q, terms: Q, programme) -> WaveWorkforce:
    """`posts` and `terms`: the same condition, on rows of posts and on the terms of their holders."""
    rows = WorkforceMonth.objects.filter(posts)
    month = rows.aggregate(latest=Max("month"))["latest"]
    if month is None:
        return WaveWorkforce(None, Sums(), Sums(), (), (), 0, False, frozenset())
    year = rows.filter(month__gt=months.add_months(month, -MONTHS_SHOWN), month__lte=month)
    supervised, by_trust = supervision_of(terms)
    places = read_places(rows.filter(month=month), year, by_trust)
    is_exact = reads_exactly(user, rows)
    return WaveWorkforce(
        month=month,
        latest=total(place.latest for place in places),
        year=total(place.year for place in places),
        by_month=[(row["month"], sums_of(row)) for row in summed(year, "month")],
        places=places,
        employers=employers_on(terms, months.last_day(month)),
        is_exact=is_exact,
        own=own_trusts(user) if user else frozenset(),
        withheld="" if is_exact else too_few(programme, places),
        supervised=supervised,
    )


def supervision_of(terms: Q) -> tuple[Held, dict[int, Held]]:
    """Of everybody, and by PCT (id); `terms` is a condition on the terms of whoever held a post. Three queries."""
    return held_by_trust(Holding.objects.filter(pk__in=Terms.objects.filter(terms).order_by().values("holding")))


def sums_of(row: dict) -> Sums:
    return Sums(**{name: row[name] for name in SUMS})


def summed(rows, *by: str):
    """`rows` by some fields, their sums under the names of Sums."""
    return rows.order_by().values(*by).annotate(**{name: Sum(name) for name in SUMS}).order_by(*by)


def read_places(latest, year, supervised: Mapping[int, Held]) -> list[Place]:
    """In alphabetical order; a PCT that has no post in the latest month keeps what happened in the year."""
    keys = ("commissioner__name", "commissioner")
    now = {row["commissioner"]: sums_of(row) for row in summed(latest, *keys)}
    return [
        Place(
            row["commissioner"],
            row["commissioner__name"],
            now.get(row["commissioner"], Sums()),
            sums_of(row),
            supervised.get(row["commissioner"], NONE_HELD),
        )
        for row in summed(year, *keys)
    ]


def total(found: Iterable[Sums]) -> Sums:
    """Over PCTs, of which there are few."""
    found = list(found)
    return Sums(**{name: sum(getattr(one, name) for one in found) for name in SUMS})


def employers_on(posts: Q, day: date) -> int:
    """How many employers pay somebody on a day; `posts` is a condition on terms."""
    return Terms.objects.filter(in_force(on=day), posts).aggregate(number=Count("employer", distinct=True))["number"]


def too_few(programme, places: Sequence[Place]) -> str:
    """Structure, independent of the figures: too few PCTs, or nearly all of a programme whose own sums are shown too."""
    if len(places) < MINIMUM_COMMISSIONERS:
        return WORDS[Withheld.TOO_FEW_COMMISSIONERS]
    if programme.kind != Programme.Kind.WORKFORCE:
        return ""
    whole = WorkforceMonth.objects.filter(programme=programme).exclude(commissioner__in=[place.pk for place in places])
    left_out = whole.aggregate(number=Count("commissioner", distinct=True))["number"]
    return WORDS[Withheld.NEARLY_ALL] if 0 < left_out < MINIMUM_COMMISSIONERS else ""


# ---- figures


@dataclass(frozen=True)
class Value:
    """A figure, or why there is none. `text` is as pages print it."""

    number: float | int | str | None
    why: str = ""
    decimals: int = 0
    unit: str = ""

    @property
    def text(self) -> str:
        if self.number is None:
            return "No value"
        if isinstance(self.number, str):
            return self.number
        return f"{self.number:,.{self.decimals}f}{self.unit}"


def counted(found: WaveWorkforce, number: float, decimals: int = 0) -> Value:
    if found.withheld:
        return Value(None, found.withheld)
    shown = found.count(number)
    return Value(shown, "" if is_number(shown) else "0 to 7", decimals if found.is_exact else 0)


def unless(why: str, value: Value) -> Value:
    return Value(None, why) if why else value


def ratio(above: float, below: float, per: int, *, exact: bool, decimals: int = 1, unit: str = "") -> Value:
    """A rate from counts as this reader sees them; never of nothing."""
    audience = Audience.OWNER if exact else Audience.OTHER
    if exact and not below:
        return Value(None, "there is nothing to divide by")
    found, why = rate(shown(above, exact=exact), shown(below, exact=exact), per, audience)
    return Value(found, WORDS.get(why, why), decimals if exact else 0, unit)


def new_patients_per_wte(sums: Sums, *, exact: bool) -> Value:
    """New patients of one WTE a year, over those who said how many."""
    if not sums.wte_months:
        return Value(None, "nobody has said how many new patients they saw")
    return ratio(sums.new_patients, sums.wte_months, 12, exact=exact)


def supervision_held(found: Held) -> Value:
    """Held minutes as per cent of those expected; the caller asks first whether enough people are behind them."""
    if not found.expected:
        return Value(None, "no supervision was expected by a standard")
    return Value(round(100 * found.held / found.expected), "", 0, "%")


def vacant_share(sums: Sums, *, exact: bool) -> Value:
    if not sums.posts:
        return Value(None, "there is no post")
    return ratio(sums.posts_vacant, sums.posts, 100, exact=exact, unit="%")


def hosted_wte(practices, day: date, posts=None) -> float:
    """WTE in post on a day in the share that practices host; `posts` narrows them. One query."""
    held = in_force("post__holdings__", on=day) & in_force("post__holdings__terms__", on=day)
    rows = PostHost.objects.filter(in_force(on=day), held, practice__in=practices)
    if posts is not None:
        rows = rows.filter(post__in=posts.values("pk"))
    share = Cast(F("share"), FloatField()) * Cast(F("post__holdings__terms__wte"), FloatField()) / 100
    return rows.aggregate(wte=Sum(share))["wte"] or 0.0
