"""What a practice's people were offered and took up, counted by month and kind; counts only, nobody's row."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from practices import clock, exports, months
from registers.models import Intervention, InterventionKind, PharmacyPack, RegisterEntry

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Counts:
    """Offers of one kind in one month, by the month of the offer. Taken up, not taken up and not known add up to offered."""

    offered: int = 0
    taken_up: int = 0
    not_taken_up: int = 0

    @property
    def not_known(self) -> int:
        return self.offered - self.taken_up - self.not_taken_up

    def __add__(self, other):
        return Counts(
            self.offered + other.offered, self.taken_up + other.taken_up, self.not_taken_up + other.not_taken_up
        )

    @property
    def cells(self) -> list[int]:
        return [self.offered, self.taken_up, self.not_taken_up, self.not_known]


HEADINGS = ["Offered", "Taken up", "Not taken up", "Not known yet"]


def months_shown() -> list[date]:
    """The last twelve months, the present one included."""
    last = months.first_of(clock.today())
    return months.month_range(months.add_months(last, 1 - MONTHS_SHOWN), last)


def uptake_counts(interventions, shown: list[date]) -> dict[tuple[date, str], Counts]:
    """(month of the offer, kind) -> counts, in one query; what is not there was not offered."""
    found = (
        interventions.filter(offered_on__gte=shown[0], offered_on__lte=months.last_day(shown[-1]))
        .order_by()
        .annotate(month=TruncMonth("offered_on"))
        .values("month", "kind")
        .annotate(
            offered=Count("pk"), yes=Count("pk", filter=Q(taken_up=True)), no=Count("pk", filter=Q(taken_up=False))
        )
    )
    return {(row["month"], row["kind"]): Counts(row["offered"], row["yes"], row["no"]) for row in found}


def uptake_page(user, practice) -> dict:
    """Two tables of counts, the packs of the pharmacist and the flags of unexplained symptoms; three queries."""
    shown = months_shown()
    counts = uptake_counts(Intervention.objects.visible_to(user).filter(practice=practice), shown)
    return {
        "period": f"{months.label(shown[0])} to {months.label(shown[-1])}",
        "sentence": sentence(counts),
        "by_kind": by_kind(counts),
        "by_month": by_month(counts, shown),
        "others": others(user, practice, shown),
    }


def sentence(counts) -> str:
    total = sum(counts.values(), Counts())
    if not total.offered:
        return "Nothing was written down as offered in these months."
    return (
        f"{total.offered:,} offers: {total.taken_up:,} taken up, {total.not_taken_up:,} not, "
        f"{total.not_known:,} not known yet."
    )


def numbers(counts: Counts) -> list[dict]:
    return [{"text": f"{value:,}", "numeric": True} for value in counts.cells]


def head(first: str) -> list:
    return [first, *({"text": words, "numeric": True} for words in HEADINGS)]


def by_kind(counts) -> dict:
    totals = defaultdict(Counts)
    for (_, kind), found in counts.items():
        totals[kind] += found
    return {
        "caption": "By kind",
        "first_is_header": True,
        "head": head("Kind"),
        "rows": [[kind.label, *numbers(totals[kind.value])] for kind in InterventionKind],
    }


def by_month(counts, shown) -> dict:
    totals = defaultdict(Counts)
    for (month, _), found in counts.items():
        totals[month] += found
    return {
        "caption": "By month of the offer",
        "first_is_header": True,
        "head": head("Month"),
        "rows": [[months.label(month), *numbers(totals[month])] for month in shown],
    }


def others(user, practice, shown) -> list[dict]:
    """Rows of a summary list: packs and reviews of the pharmacist, people with symptoms that nothing explains."""
    packs = PharmacyPack.objects.visible_to(user).filter(practice=practice, given_on__gte=shown[0])
    by_pack = dict(packs.order_by().values_list("kind").annotate(Count("pk")))
    entries = RegisterEntry.objects.visible_to(user).filter(practice=practice).active_on(clock.today())
    flagged = entries.filter(has_unexplained_symptoms=True).count()
    return [
        {"key": kind.label + ", pharmacist", "value": f"{by_pack.get(kind.value, 0):,}"} for kind in PharmacyPack.Kind
    ] + [{"key": "People on the list with symptoms that are not explained", "value": f"{flagged:,}"}]


def uptake_csv(user, practice) -> bytes:
    """Every month and kind, also where nothing was offered; counts only."""
    shown = months_shown()
    counts = uptake_counts(Intervention.objects.visible_to(user).filter(practice=practice), shown)
    headings = ["practice_ods", "period", "kind", "offered", "taken_up", "not_taken_up", "not_known"]
    rows = (
        [practice.ods_code, months.period(month), kind.value, *counts.get((month, kind.value), Counts()).cells]
        for month in shown
        for kind in InterventionKind
    )
    return exports.csv_bytes(headings, rows)
