"""Which published figures a version of a return has altered, as its page and its receipt print them (S3).

That a figure is another now is said to whoever sees the return; what it was and is only to those who see it exactly.
"""

from collections.abc import Collection

from django.db.models import Q

from measures.actions.altering import printed_in
from measures.disclosure import Reader, audience_of
from measures.models import AlteredFigure, MonthlyReturn
from measures.published_figures import measures_touched, parents_of
from measures.readers import reader_of
from practices import months
from practices.models import Parent, WaveMembership
from practices.wording import counted

Level = AlteredFigure.Level
AS_PRINTED = "Stays as it was printed"
PROTECTED = "On its page, as you may see it"


def altered_table(user, version: MonthlyReturn, *, is_exact: bool) -> dict | None:
    """None where nothing that was published has changed, or the recompute has not said so yet."""
    rows = list(AlteredFigure.objects.settled().filter(version=version).order_by("pk"))
    if not rows:
        return None
    exact = exact_levels(user, version, is_exact=is_exact, levels={row.level for row in rows})
    return {
        "caption": f"Published figures that this version changed: {len(rows)}",
        "compact": True,
        "first_is_header": True,
        "head": ["Figure", "Was", "Is now"],
        "rows": [altered_row(row, row.level in exact) for row in rows],
    }


def altered_row(row: AlteredFigure, is_exact: bool) -> list:
    name = {"text": row.label, "href": row.address} if row.address else row.label
    if row.level == Level.REPORT:
        return [name, AS_PRINTED, "Its page says what has changed since"]
    return [name, row.before, row.after or "No longer published"] if is_exact else [name, PROTECTED, PROTECTED]


def exact_levels(user, version: MonthlyReturn, *, is_exact: bool, levels: Collection[str]) -> set[str]:
    """Of whose figures this person sees the numbers: a total only where every practice in it has agreed."""
    reader, parent = reader_of(user, version.wave), parents_of([version]).get(version.pk)
    totals = [
        (Level.WAVE, version.wave.code, None),
        *([(Level.COMMISSIONER, parent.ods_code, parent)] if parent else []),
    ]
    seen = {
        level
        for level, code, under in totals
        if level in levels and sees_total(reader, str(level), code, members(version, under))
    }
    return seen | ({Level.PRACTICE} if is_exact else set())


def sees_total(reader: Reader, level: str, code: str, contributors: Collection[str]) -> bool:
    return audience_of(reader, level, code, contributors).is_exact


def members(version: MonthlyReturn, parent) -> set[str]:
    """Codes of the wave's practices; those that ever stood under `parent`, where one is given: more than are in the total."""
    found = WaveMembership.objects.filter(wave=version.wave)
    if parent is not None:
        found = found.filter(Q(practice__in=Parent.objects.filter(parent=parent).values("child")))
    return set(found.values_list("practice__ods_code", flat=True))


def altered_words(versions: Collection[MonthlyReturn]) -> str:
    """For the receipt: how many published figures these versions changed; empty while none is known."""
    number = AlteredFigure.objects.settled().filter(version__in=versions).count()
    return f"{counted(number, 'published figure')} changed: each version's page lists them" if number else ""


def will_alter(replaced: Collection[tuple[MonthlyReturn, dict]]) -> list[str]:
    """Before submitting: what will change that people have seen; names, no numbers. `replaced`: version, new values."""
    changing = [(old, values) for old, values in replaced if any(getattr(old, name) != values[name] for name in values)]
    printed = printed_in([old for old, _ in changing]) if changing else {}
    parents = parents_of([old for old, _ in changing])
    lines = []
    for old, values in changing:
        if old.accepted_at or old.pk in printed:
            places = [old.practice.name, *([parents[old.pk].name] if old.pk in parents else []), str(old.wave)]
            for measure in measures_touched(old, values):
                lines.append(f"{measure} in {months.label(old.month)}: {', '.join(places)}")
            lines += [
                f"{label} stays as printed, and will say that figures were revised"
                for label, _ in printed.get(old.pk, ())
            ]
    return lines
