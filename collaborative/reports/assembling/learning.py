"""What was learnt beside the figures: barriers, storyboards, themes, reflections."""

from collections import Counter

from collaborative.actions.storyboards import PARTS
from collaborative.models import Barrier, PackageItem, Reflection, Storyboard
from collaborative.reports.assembling.source import Source
from collaborative.reports.assembling.words import day, share_words
from collaborative.reports.contents import Bullets, Page, Quote, Table, Text
from practices.wording import number_of

NONE_TO_SHOW = "No reflection yet that this copy may show."
MOST_REFLECTIONS = 12
NOTHING_SHARED = "No storyboard has been shared yet: each practice decides about its own."


def barriers(source: Source) -> Page:
    rows = tuple(barrier_row(source, kind, label) for kind, label in Barrier.Kind.choices)
    head = ("Kind", "Open", "Oldest, days", "Resolved", "Teams")
    found = [Table("Barriers by kind", head, rows), resolved(source)]
    if not source.is_shared:
        found.append(open_table(source))
    return Page("barriers", "Barriers", tuple(found))


def barrier_row(source: Source, kind: str, label: str) -> tuple:
    found = [one for one in source.barriers if one.kind == kind]
    ages = [age(source, one) for one in found if one.resolved_on is None]
    teams = len({one.team_id for one in found})
    return label, len(ages), max(ages, default="none open"), len(found) - len(ages), teams


def age(source: Source, barrier: Barrier) -> int:
    return (source.today - barrier.opened_on).days


def open_table(source: Source) -> Table:
    rows = tuple(
        (one.description, one.get_kind_display(), one.team.name, one.owner or "nobody yet", age(source, one))
        for one in source.barriers
        if one.resolved_on is None
    )
    return Table("Open barriers, oldest first", ("Barrier", "Kind", "Team", "Owner", "Days open"), rows)


def resolved(source: Source) -> Bullets:
    items = tuple(
        f"{one.get_kind_display()}, {one.team.name}: {one.resolution}" for one in source.barriers if one.resolved_on
    )
    return Bullets("How barriers were resolved", items, "No barrier that this copy may show has been resolved yet.")


# ---- storyboards


def storyboards(source: Source) -> list[Page]:
    if not source.storyboards:
        return [Page("storyboards", "Storyboards", (Text((NOTHING_SHARED,)),))]
    introduction = Text(
        (f"{number_of(len(source.storyboards), 'practice').capitalize()} share a storyboard with the wave.",)
    )
    return [Page("storyboards", "Storyboards", (introduction,)), *map(storyboard, source.storyboards)]


def storyboard(board: Storyboard) -> Page:
    items = [Text((f"{title}: {board.words[part]}",)) for part, title in PARTS.items() if board.words.get(part)]
    return Page(
        f"storyboard-{board.practice.ods_code.lower()}",
        f"Storyboard: {board.practice.name}",
        tuple(items) or (Text(("Its words are not written yet.",)),),
        "Storyboards",
    )


# ---- themes and reflections


def themes(source: Source) -> Page:
    """What was tried of each theme of the change package, those that nobody touched included."""
    items = [item for item in source.items if item.kind == PackageItem.Kind.THEME and item.retired_at is None]
    rows = tuple(theme_row(source, item) for item in items)
    head = ("Theme", "Ideas", "Cycles", "Reflections", "Teams")
    untouched = tuple(row[0] for row in rows if not any(row[1:]))
    return Page(
        "themes",
        "Themes",
        (
            Table("Ideas, cycles and reflections by theme", head, rows, "The change package has no themes yet."),
            Bullets("Themes that nobody has touched yet", untouched, "Every theme has been touched."),
        ),
    )


def theme_row(source: Source, item: PackageItem) -> tuple:
    ideas = [one for one in source.ideas if item in one.items.all()]
    # Through an idea that this copy may show: of another not even its tags are told.
    tagged = {one.pk for one in ideas}
    cycles = [one for one in source.cycles if one.ramp.idea_id in tagged]
    reflections = [one for one in source.reflections if item in one.items.all()]
    teams = {one.team_id for one in [*ideas, *cycles, *reflections]}
    return f"{item.code} {item.text}", len(ideas), len(cycles), len(reflections), len(teams)


def reflections(source: Source) -> Page:
    """The latest, by whom they are told, with their tags; and how often each tag was used."""
    found = source.reflections
    tags = Counter(tag for one in found for tag in one.tags)
    rows = tuple((tag, number) for tag, number in sorted(tags.items()))
    quotes = [Quote(one.text, reflected_by(one)) for one in found[:MOST_REFLECTIONS]]
    kinds = Table("Reflections by stakeholder kind", ("Kind", "Reflections"), by_kind(found), NONE_TO_SHOW)
    used = Table("Tags", ("Tag", "Reflections"), rows, "No reflection has a tag.")
    return Page("reflections", "Reflections", (kinds, used, *quotes, *earlier(len(found) - len(quotes))))


def earlier(more: int) -> list[Text]:
    words = f"Beside these {number_of(more, 'earlier reflection')} can be read on the pages of the teams in the system."
    return [Text((words,))] if more else []


def by_kind(found: list[Reflection]) -> tuple[tuple[str, str], ...]:
    counts = Counter(one.get_stakeholder_kind_display() for one in found)
    return tuple((kind, share_words(number, len(found))) for kind, number in sorted(counts.items()))


def reflected_by(one: Reflection) -> str:
    tags = f" ({', '.join(one.tags)})" if one.tags else ""
    return f"{one.get_stakeholder_kind_display()}, {one.team.name}, {day(one.reflected_on)}{tags}"
