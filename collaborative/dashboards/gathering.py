"""Everything that the pages of one wave are made of, read in a fixed number of queries however many practices there are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q

from accounts.permissions import Permission
from collaborative.dashboards import nearness
from collaborative.dashboards.annotations import Annotations
from collaborative.dashboards.asking import Asking
from collaborative.dashboards.phase_notes import PhaseNotes, read_phase_notes
from collaborative.dashboards.shown import Shown, analyse_together, shown
from measures import chart_lines
from measures.computing.as_at import snapshot_of
from measures.computing.standing import NOW, Standing
from measures.disclosure import MINIMUM_PRACTICES, Audience, Reader, Withheld, audience_of
from measures.models import Computation, Series
from practices import clock, months
from practices.models import ListSize, Organisation, Parent, Wave, WaveMembership


@dataclass
class Gathered:
    """One snapshot of a wave's series with its members and their commissioners, for one reader."""

    wave: Wave
    reader: Reader
    pointer: Computation | None
    rows: list[Series]
    memberships: list[WaveMembership]
    # (practice id, commissioner, from, to) of every link of a member.
    links: list[Parent]
    # Ids of the practices whose pages this person may open.
    in_scope: frozenset[int] = field(default_factory=frozenset)
    # Codes of the practices that have given anything to any measure: those that a total is made of.
    has_returns: frozenset[str] = field(default_factory=frozenset)
    phase_notes: PhaseNotes = field(default_factory=PhaseNotes)
    annotations: Annotations = field(default_factory=Annotations)
    asking: Asking = field(default_factory=Asking)
    # Of which day it is, and whether of accepted figures alone.
    standing: Standing = NOW
    _series: dict[tuple, Shown | None] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> dict[tuple, Series]:
        return {(row.level, row.organisation_id, row.measure): row for row in self.rows}

    @property
    def today(self) -> date:
        """The day on which it stood so: the business day, or an earlier one."""
        return self.standing.day or clock.today()

    @property
    def moment(self) -> datetime:
        """The same with its time: what is due by then is due."""
        return self.standing.last_moment or clock.now()

    @cached_property
    def commissioners(self) -> list[Organisation]:
        """Those under whom a member stood while the wave ran, in alphabetical order."""
        found = {
            link.parent_id: link.parent for link in self.links if link.parent.kind == Organisation.Kind.COMMISSIONER
        }
        return sorted(found.values(), key=lambda organisation: (organisation.name, organisation.ods_code))

    @cached_property
    def parent_of(self) -> dict[int, Organisation]:
        """Each member's commissioner on the day."""
        return {link.child_id: link.parent for link in self.links if in_force(link, self.today)}

    def parent_in(self, practice_id: int, month: date) -> Organisation | None:
        """A member's commissioner as at a month: that of its last day."""
        day = months.last_day(month)
        return next((link.parent for link in self.links if link.child_id == practice_id and in_force(link, day)), None)

    def members_of(self, commissioner: Organisation, *, now: bool) -> list[WaveMembership]:
        """Members under a commissioner: at present, or at any time in the wave's months."""
        first, last = self.wave.first_month, self.today
        children = {
            link.child_id
            for link in self.links
            if link.parent_id == commissioner.pk
            and (
                in_force(link, last)
                if now
                else (link.start is None or link.start <= last) and (link.end is None or link.end >= first)
            )
        }
        return [membership for membership in self.memberships if membership.practice_id in children]

    @cached_property
    def commissioners_by_month(self) -> dict[str, tuple[int, ...]]:
        """Measure -> how many commissioners contributed in each month."""
        counts = defaultdict(list)
        for row in self.rows:
            if row.level == Series.Level.COMMISSIONER:
                counts[row.measure].append(shown(row, Audience.OTHER).data.contributing)
        return {
            measure: tuple(sum(value > 0 for value in column) for column in zip(*found, strict=True))
            for measure, found in counts.items()
        }

    def audience(self, level: str, organisation: Organisation | None = None) -> Audience:
        if level == Series.Level.PRACTICE:
            return audience_of(self.reader, "practice", organisation.ods_code)
        if level == Series.Level.WAVE:
            return audience_of(self.reader, "wave", "", self.has_returns)
        members = {
            membership.practice.ods_code
            for membership in self.members_of(organisation, now=level == Series.Level.COMMISSIONER_NOW)
        }
        return audience_of(self.reader, "commissioner", organisation.ods_code, members & self.has_returns)

    def series(self, level: str, organisation: Organisation | None, measure: str) -> Shown | None:
        """One series as this reader may see it, or None before anything was computed."""
        key = (level, organisation.pk if organisation else None, measure)
        if key not in self._series:
            self._series[key] = self._read(key, organisation)
        return self._series[key]

    def analyse_listed(self, measures: Iterable[str], level: str = Series.Level.COMMISSIONER) -> None:
        """Before a page lists the wave, its commissioners and this person's practices: what others are shown of them is
        analysed in one call, which is a hundred times as fast as one by one.
        """
        listed = [
            (Series.Level.WAVE, None),
            *((level, commissioner) for commissioner in self.commissioners),
            *((Series.Level.PRACTICE, one.practice) for one in self.visible_memberships),
        ]
        found = [self.series(*place, measure) for measure in measures for place in listed]
        # A commissioner that has not changed is the same series as it is now and as it was.
        analyse_together({id(one): one for one in found if one is not None}.values())

    def _read(self, key: tuple, organisation: Organisation | None) -> Shown | None:
        level, _, measure = key
        row = self.by_key.get(key)
        if row is None and level == Series.Level.COMMISSIONER_NOW:
            # Stored only where it differs from how it was.
            return self.series(Series.Level.COMMISSIONER, organisation, measure)
        if row is None:
            return None
        audience = self.audience(row.level, organisation)
        return shown(
            row,
            audience,
            commissioners=self.commissioners_by_month.get(measure, ()) if level == Series.Level.WAVE else (),
            baseline_months=self.baseline_months(row),
            withheld=self.too_near(row) or self.too_few_left_out(row),
            phase_notes=self.phase_notes.of(row.level, row.organisation_id, measure, audience),
            breaks=self.phase_notes.breaks(row.level, row.organisation_id, measure),
            annotations=self.annotations.of(row.level, row.organisation_id, measure),
        )

    def baseline_months(self, row: Series) -> list[date]:
        """The wave's, or those of a practice that joined after them."""
        return self.own_baselines.get(row.organisation_id, self.wave.baseline_months)

    @cached_property
    def own_baselines(self) -> dict[int, list[date]]:
        return {one.practice_id: one.baseline_months for one in self.memberships}

    def too_near(self, row: Series) -> str:
        """Why others are not shown a commissioner as it is now: it differs by few practices from one as it was."""
        if row.level != Series.Level.COMMISSIONER_NOW:
            return ""
        was = {
            one.organisation_id: shown(one, Audience.OTHER).data
            for one in self.rows
            if one.level == Series.Level.COMMISSIONER and one.measure == row.measure
        }
        now = shown(row, Audience.OTHER).data
        return Withheld.NEARLY_ALL if nearness.tells_apart(self, row.organisation, now, was) else ""

    def too_few_left_out(self, row: Series) -> str:
        """Why others are not shown accepted figures alone of a total: beside all figures they would tell the few apart."""
        if not self.standing.accepted_only or row.level == Series.Level.PRACTICE:
            return ""
        whole = self.whole_totals.get((row.level, row.organisation_id, row.measure))
        if whole is None:
            return ""
        both = (shown(one, Audience.OTHER).data.contributing for one in (whole, row))
        left_out = (every - accepted for every, accepted in zip(*both, strict=True))
        return Withheld.NEARLY_ALL if any(0 < count < MINIMUM_PRACTICES for count in left_out) else ""

    @cached_property
    def whole_totals(self) -> dict[tuple, Series]:
        """The totals of the same day with the provisional figures."""
        _, rows = snapshot(self.wave, of_totals(), Standing(self.standing.day))
        return {(row.level, row.organisation_id, row.measure): row for row in rows}

    @cached_property
    def visible_memberships(self) -> list[WaveMembership]:
        return [membership for membership in self.memberships if membership.practice_id in self.in_scope]

    @property
    def bands(self) -> list[chart_lines.Band]:
        # Short labels, so that they stand beside each other on a phone; the page's key says what they are.
        periods = enumerate(self.wave.action_periods, start=1)
        return [chart_lines.Band(start, end, f"AP{number}") for number, (start, end, _) in periods]

    @property
    def workshop_month(self) -> date:
        return months.first_of(self.wave.learning_workshop_1_on)


def in_force(link: Parent, day: date) -> bool:
    return (link.start is None or link.start <= day) and (link.end is None or link.end >= day)


def gather_practices(wave: Wave, reader: Reader, practices: Iterable[Organisation]) -> Gathered:
    """What the own lines of these practices are made of, in three queries; of the rest of the wave nothing is read."""
    practices = list(practices)
    pointer, rows = snapshot(wave, Q(organisation__in=practices), NOW)
    memberships = WaveMembership.objects.filter(wave=wave, practice__in=practices).select_related("practice", "wave")
    return Gathered(
        wave=wave,
        reader=reader,
        pointer=pointer,
        rows=rows,
        memberships=list(memberships.order_by("practice__name", "practice__ods_code")),
        links=[],
    )


def gather(
    user,
    wave: Wave,
    reader: Reader,
    only: Q | None = None,
    annotations: Annotations | None = None,
    asking: Asking | None = None,
    standing: Standing = NOW,
) -> Gathered:
    """Read a wave's series and members: nine queries, whatever the number of practices. What may be shown of them is asked later.

    `only` leaves out series that a page does not need; the wave's own always need its commissioners' beside them.
    `annotations` are drawn on the charts, `asking` says which of them may be asked about; both are left out where no page
    shows them. `standing` asks for an earlier day or for accepted figures alone; whose figures may be seen how exactly is
    always asked of today (R5).
    """
    pointer, rows = snapshot(wave, only or Q(), standing)
    memberships = WaveMembership.objects.filter(standing.begun("joined_on"), wave=wave).select_related(
        "practice", "wave"
    )
    links = Parent.objects.filter(child__memberships__wave=wave).select_related("parent")
    allowed = Organisation.objects.visible_to(user, Permission.VIEW_PRACTICE_FIGURES).filter(memberships__wave=wave)
    return Gathered(
        wave=wave,
        reader=reader,
        pointer=pointer,
        rows=rows,
        memberships=list(memberships.order_by("practice__name", "practice__ods_code")),
        links=list(links.order_by("child", "start")),
        in_scope=frozenset(allowed.values_list("pk", flat=True)),
        has_returns=given_then(wave, standing),
        phase_notes=read_phase_notes(wave, standing),
        annotations=annotations or Annotations(),
        asking=asking or Asking(),
        standing=standing,
    )


def snapshot(wave: Wave, only: Q, standing: Standing) -> tuple[Computation | None, list[Series]]:
    """The series as they are stored, or as they stood: here alone the two ways part."""
    if standing.is_now:
        return Series.objects.filter(only).select_related("organisation").snapshot(wave)
    return snapshot_of(wave, standing, only)


def given_then(wave: Wave, standing: Standing) -> frozenset[str]:
    """Codes of the practices that had given anything to any measure."""
    if not standing.is_now:
        _, rows = snapshot_of(wave, standing, Q(level=Series.Level.PRACTICE))
        return frozenset(row.organisation.ods_code for row in rows if row.latest_month)
    given = Series.objects.filter(wave=wave, level=Series.Level.PRACTICE, latest_month__isnull=False)
    return frozenset(given.values_list("organisation__ods_code", flat=True))


def of_totals() -> Q:
    """The series of the wave and its commissioners."""
    return Q(level__in=[Series.Level.WAVE, Series.Level.COMMISSIONER, Series.Level.COMMISSIONER_NOW])


def of_practice(practice) -> Q:
    return Q(organisation=practice)


def of_measure(measure: str) -> Q:
    return Q(measure=measure)


def list_sizes(wave: Wave, month: date) -> dict[int, int]:
    """Practice id -> registered people: the latest list size by the end of a month. Published figures."""
    sizes = ListSize.objects.filter(practice__memberships__wave=wave, on__lte=months.last_day(month)).order_by("on")
    return dict(sizes.values_list("practice_id", "registered"))
