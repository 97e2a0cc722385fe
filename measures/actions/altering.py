"""A later version alters figures that people have seen: which, and what they said (S3).

What they said is noted in the transaction that changes the return, before anything is computed anew; what they say now is
added by the recompute, which takes away the figures that came out the same.
"""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.permissions import Permission, roles_with
from measures.actions.query_letters import about_returns, page_of, words_for
from measures.models import AlteredFigure, MonthlyReturn
from measures.published_figures import PublishedFigure, parents_of, published_figures
from operations import messages
from practices import months
from practices.models import Grant

Level = AlteredFigure.Level
LETTER = "figures.altered"
# Where else returns are printed and kept: functions of versions that give return id -> [(label, address)]. Those who lean on
# this module add theirs; it knows none of them.
PRINTED_IN = []


def printed_in(versions: Collection[MonthlyReturn]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list] = {}
    for ask in PRINTED_IN:
        for pk, places in ask(versions).items():
            found.setdefault(pk, []).extend(places)
    return found


def note_altered(new: Iterable[MonthlyReturn], replaced: Collection[MonthlyReturn]) -> None:
    """Note what was published of the versions that are replaced, if they were accepted or printed in a kept report."""
    printed = printed_in(replaced) if replaced else {}
    seen = {place_of(old): old for old in replaced if old.accepted_at or old.pk in printed}
    altering = [version for version in new if place_of(version) in seen]
    if not altering:
        return
    figures = published_figures(altering)
    AlteredFigure.objects.bulk_create(
        row
        for version in altering
        for row in rows_of(version, figures[version.pk], printed.get(seen[place_of(version)].pk, ()))
    )


def place_of(version: MonthlyReturn) -> tuple:
    return version.wave_id, version.practice_id, version.month


def rows_of(version: MonthlyReturn, figures: Iterable[PublishedFigure], printed: Iterable[tuple[str, str]]):
    """Of a kept report only that it has the figure: it stays as it was printed."""
    for figure in figures:
        yield AlteredFigure(
            version=version,
            level=figure.level,
            code=figure.code,
            measure=figure.measure,
            label=figure.label,
            address=figure.address,
            before=figure.text,
        )
    for label, address in printed:
        yield AlteredFigure(
            version=version, level=Level.REPORT, label=label[:300], address=address, settled_at=timezone.now()
        )


@transaction.atomic
def settle(*, wave, practices: Collection[int]) -> int:
    """After a recompute of these practices' figures: what the noted ones say now. Safe to run twice; how many differ."""
    waiting = AlteredFigure.objects.filter(
        version__wave=wave, version__practice__in=practices, settled_at__isnull=True
    ).select_for_update(of=("self",))
    rows = list(waiting)
    if not rows:
        return 0
    versions = MonthlyReturn.objects.filter(pk__in={row.version_id for row in rows}).select_related("wave", "practice")
    differing = compared(rows, versions)
    AlteredFigure.objects.filter(pk__in={row.pk for row in rows} - {row.pk for row in differing}).delete()
    AlteredFigure.objects.bulk_update(differing, ["after", "settled_at"], batch_size=500)
    tell_facilitators(wave, versions, differing)
    return len(differing)


def compared(rows: Iterable[AlteredFigure], versions: Collection[MonthlyReturn]) -> list[AlteredFigure]:
    """The rows whose figure is another now, with what it says; one that is no longer published says nothing."""
    now = {(pk, figure.label): figure.text for pk, figures in published_figures(versions).items() for figure in figures}
    differing = []
    for row in rows:
        row.after, row.settled_at = now.get((row.version_id, row.label), ""), timezone.now()
        if row.after != row.before:
            differing.append(row)
    return differing


def tell_facilitators(wave, versions: Collection[MonthlyReturn], differing: Collection[AlteredFigure]) -> None:
    """A letter for each version that altered something, to whoever accepts returns there; no figure is in it."""
    altering = [version for version in versions if any(row.version_id == version.pk for row in differing)]
    parents = parents_of(altering)
    accepting = list(
        Grant.objects.in_force()
        .filter(role__in=roles_with(Permission.ACCEPT_RETURN))
        .filter(Q(wave=wave) | Q(organisation__in=list(parents.values())))
    )
    letters = [
        letter_of(version, grant.person, sum(row.version_id == version.pk for row in differing))
        for version in altering
        for grant in accepting
        if grant.wave_id or grant.organisation_id == getattr(parents.get(version.pk), "pk", None)
    ]
    messages.put_all(letters)


def letter_of(version: MonthlyReturn, person, number: int) -> messages.Letter:
    which = f"{version.practice}, {months.label(version.month)}"
    body = (
        f"Version {version.version} of the return of {which} replaces figures that had been published. "
        f"{number} published {'figure has' if number == 1 else 'figures have'} changed:\n{page_of(version)}\n"
    )
    return messages.Letter(LETTER, str(version.pk), person, f"Published figures changed: {which}", body)


def readable(person, found) -> set[int]:
    """Ids of the letters about returns that this person still accepts. One query."""
    return about_returns(person, found, Permission.ACCEPT_RETURN)


def letter_now(message) -> tuple[str, str] | None:
    return words_for(message, readable)


messages.register(
    messages.Kind(
        LETTER,
        "Published figures that changed",
        "When a correction alters figures that people have seen",
        now=letter_now,
        readable=readable,
    )
)
