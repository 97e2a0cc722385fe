"""From which months a series counts something else: another code list, definition or system, or a practice that merged.

There the line is cut. Phases begin anew, no rule runs across, and no change is reckoned between the two sides.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import F, Window
from django.db.models.functions import Lag

from measures.computing.standing import NOW, Standing
from measures.definitions import all_definitions
from measures.models import MonthlyReturn, Series, SeriesBreak
from practices import clock
from practices.models import Succession

MERGED = {Succession.Kind.MERGE: "{} merged into it", Succession.Kind.SPLIT: "Split from {}"}


class Cut(NamedTuple):
    """From this month on something else is counted. `measure` is "" for all of them; `text` says what changed, no secret."""

    month: date
    text: str
    measure: str = ""


@dataclass(frozen=True)
class Cuts:
    """Of one wave: what somebody said of the whole wave, and what is known of single practices, by id."""

    of_wave: tuple[Cut, ...] = ()
    of_practices: Mapping[int, list[Cut]] = field(default_factory=dict)

    def of(self, level: str, organisation: int | None, measure: str) -> list[Cut]:
        """In order. Only a practice's own series has its cuts: a sum of many is mostly of the others."""
        own = self.of_practices.get(organisation, ()) if level == Series.Level.PRACTICE else ()
        return sorted(one for one in [*self.of_wave, *own] if one.measure in ("", measure))

    def months(self, level: str, organisation: int | None, measure: str) -> list[date]:
        """Those and the changes of the measure's definition."""
        changed = [change.on for change in all_definitions()[measure].changes[1:]]
        return [*changed, *(cut.month for cut in self.of(level, organisation, measure))]

    def __bool__(self):
        return bool(self.of_wave or self.of_practices)


def read_cuts(wave, practices=None, standing: Standing = NOW) -> Cuts:
    """Three queries. With `practices` (ids) what is known of single practices is read of these alone."""
    of_wave, found = [], defaultdict(list)
    for practice, cut in [
        *said(wave, practices, standing),
        *code_list_changes(wave, practices, standing),
        *mergers(wave, practices, standing),
    ]:
        if practice is None:
            of_wave.append(cut)
        else:
            found[practice].append(cut)
    return Cuts(tuple(of_wave), dict(found))


def said(wave, practices, standing: Standing) -> Iterable[tuple[int | None, Cut]]:
    """What people said; their reasons stand on the list of breaks alone, for free text may name somebody."""
    rows = SeriesBreak.objects.filter(standing.decided("created_at", "withdrawn_at"), wave=wave)
    for practice, measure, month, kind in rows.values_list("practice_id", "measure", "month", "kind"):
        if practices is None or practice is None or practice in practices:
            yield practice, Cut(month, str(SeriesBreak.Kind(kind).label), measure)


def code_list_changes(wave, practices, standing: Standing) -> Iterable[tuple[int, Cut]]:
    """A return that names no code list says nothing about it: what is compared is the version named last before."""
    named = MonthlyReturn.objects.filter(standing.counting, wave=wave).exclude(code_list="")
    if practices is not None:
        named = named.filter(practice__in=list(practices))
    before = Window(Lag("code_list"), partition_by="practice", order_by="month")
    changed = named.annotate(before=before).filter(before__isnull=False).exclude(before=F("code_list"))
    rows = changed.order_by("practice", "month").values_list("practice_id", "month", "code_list", "before")
    for practice, month, version, was in rows:
        yield practice, Cut(month, f"Code list {version} in place of {was}")


def mergers(wave, practices, standing: Standing) -> Iterable[tuple[int, Cut]]:
    """A practice that took over another, or came out of one, counts other people from that month on."""
    day = standing.day or clock.today()
    rows = Succession.objects.filter(new__memberships__wave=wave, kind__in=list(MERGED), on__lte=day)
    if practices is not None:
        rows = rows.filter(new__in=list(practices))
    for practice, on, kind, name in rows.values_list("new_id", "on", "kind", "old__name"):
        yield practice, Cut(on.replace(day=1), MERGED[Succession.Kind(kind)].format(name))
