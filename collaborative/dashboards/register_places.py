"""A wave and its PCTs with the stored counts of their practices: whose figures, for whom, and which must be withheld."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from collaborative.dashboards.register_reading import read_breakdowns, read_months, registered_16_64
from collaborative.dashboards.register_shares import MONTHS_TOGETHER, SHARES, Found, Share, Sums, found, sums
from measures.disclosure import (
    MINIMUM_COMMISSIONERS,
    MINIMUM_PRACTICES,
    Audience,
    Reader,
    Withheld,
    audience_of,
    protect,
    too_few,
)
from practices import months
from practices.models import Organisation, Parent, Wave, WaveMembership


@dataclass(frozen=True)
class Place:
    """The wave or one PCT in one month. `rows`: practice id -> figures of its months, the latest last."""

    name: str
    is_wave: bool
    audience: Audience
    members: int
    rows: dict[int, list[dict]]
    # Practice id -> its commissioner's; of a PCT all the same.
    parents: dict[int, int]
    sizes: dict[int, tuple[date, int]]
    breakdowns: dict[int, list[dict]] = field(default_factory=dict)

    @cached_property
    def base(self) -> frozenset:
        """Whose register is counted in the month at all."""
        return frozenset(self.rows)

    @cached_property
    def sums(self) -> dict[str, Sums]:
        return {share.name: sums(share, self.rows) for share in SHARES}

    @cached_property
    def shown_groups(self) -> frozenset[frozenset]:
        """The groups of practices of which something may be shown to others: none lies within a few practices of another."""
        groups = [self.base]
        for one in [*self.sums.values(), self.with_size]:
            if one.members and not any(is_near(one.members, other) for other in groups):
                groups.append(one.members)
        return frozenset(groups)

    def found(self, share: Share) -> Found:
        """A share as the reader may see it."""
        true = self.sums[share.name]
        return found(share, true, self.audience, self.hidden(true.members))

    def hidden(self, members: frozenset) -> str:
        """Why nothing of these practices together may be shown to others; "" when it may. Whatever the figures are."""
        if self.is_wave:
            why = self.hidden_of_wave(Counter(self.parents.get(practice) for practice in members))
        else:
            why = too_few(len(members), MINIMUM_PRACTICES, Withheld.TOO_FEW_PRACTICES)
        return why or ("" if members in self.shown_groups else Withheld.NEARLY_ALL)

    def hidden_beside(self, members: frozenset, some: frozenset) -> str:
        """Why nothing may be shown that only some of the wave's practices have said: the few who did, or did not, would stand out."""
        why = self.hidden_of_wave(Counter(self.parents.get(practice) for practice in some)) if some else ""
        return why or (Withheld.NEARLY_ALL if is_near(members, some) else "")

    @staticmethod
    def hidden_of_wave(by_commissioner: Counter) -> str:
        """`by_commissioner`: how many of the practices each has. What its PCTs leave of the wave is a group as well."""
        of_few = sum(count for count in by_commissioner.values() if count < MINIMUM_PRACTICES)
        commissioners = len(set(by_commissioner) - {None})
        why = too_few(commissioners, MINIMUM_COMMISSIONERS, Withheld.TOO_FEW_COMMISSIONERS)
        return why or (Withheld.NEARLY_ALL if 0 < of_few < MINIMUM_PRACTICES else "")

    @cached_property
    def with_size(self) -> Sums:
        """People on the list, and registered people aged 16 to 64, of the practices of which both are known."""
        known = {
            practice: (rows[-1]["list_close"], self.sizes[practice][1])
            for practice, rows in self.rows.items()
            if practice in self.sizes and rows[-1].get("list_close") is not None
        }
        if not known:
            return Sums(None, None)
        listed, registered = (sum(pair) for pair in zip(*known.values(), strict=True))
        return Sums(listed, registered, len(known), frozenset(known))

    @property
    def listed_of_registered(self) -> tuple:
        """(people on the list as shown, registered people, why not)."""
        true = self.with_size
        if true.numerator is None:
            return None, None, "no list size is known"
        if self.audience.is_exact:
            return true.numerator, true.denominator, ""
        if why := self.hidden(true.members):
            return None, None, why
        return protect(true.numerator), true.denominator, ""


def is_near(group: frozenset, other: frozenset) -> bool:
    """The two differ by a few practices: what is shown of both would be those few's."""
    return 0 < len(group ^ other) < MINIMUM_PRACTICES


def places_of(wave: Wave, reader: Reader, month: date) -> list[Place]:
    """The wave, then its PCTs as at the month in alphabetical order; six queries."""
    members = members_in(wave, month)
    since = months.add_months(month, 1 - MONTHS_TOGETHER)
    counted = {
        practice: rows
        for practice, rows in read_months(members, until=month, most=MONTHS_TOGETHER).items()
        if rows[-1].month == month
    }
    figures = {practice: with_gaps(rows, since, month) for practice, rows in counted.items()}
    parents, names = parents_in(members, month)
    sizes = registered_16_64(list(figures), month)
    codes = {member.pk: member.ods_code for member in members.values()}

    def place(name, ids, level, code=""):
        rows = {practice: figures[practice] for practice in sorted(ids) if practice in figures}
        audience = audience_of(reader, level, code, {codes[practice] for practice in rows})
        return Place(
            name, level == "wave", audience, len(ids), rows, parents, sizes, breakdowns if level == "wave" else {}
        )

    breakdowns = read_breakdowns(list(figures), since, month)
    by_parent = defaultdict(set)
    for practice, parent in parents.items():
        by_parent[parent].add(practice)
    ordered = sorted(names.items(), key=lambda one: (one[1].name, one[1].ods_code))
    parts = [place(trust.name, by_parent[pk], "commissioner", trust.ods_code) for pk, trust in ordered]
    return [place("The wave", set(members), "wave"), *parts]


def with_gaps(rows, since: date, month: date) -> list[dict]:
    """One entry a month: a month that was not counted stands there empty, so that sums over it are none."""
    known = {row.month: row.figures for row in rows}
    return [known.get(one, {}) for one in months.month_range(since, month)]


def members_in(wave: Wave, month: date) -> dict[int, Organisation]:
    """Practice id -> practice of those that take part in the month."""
    found_members = WaveMembership.objects.filter(wave=wave, joined_on__lte=months.last_day(month))
    rows = found_members.select_related("practice", "wave").order_by("practice__name", "practice__ods_code")
    return {member.practice_id: member.practice for member in rows if month <= member.last_month}


def parents_in(members, month: date) -> tuple[dict[int, int], dict[int, Organisation]]:
    """Practice id -> its commissioner's id as at the month's last day; and the commissioners by id."""
    links = Parent.objects.filter(child__in=members, parent__kind=Organisation.Kind.COMMISSIONER)
    rows = list(links.on(months.last_day(month)).select_related("parent"))
    return {link.child_id: link.parent_id for link in rows}, {link.parent_id: link.parent for link in rows}
