"""The pages of a report in order, under their headings: for contents lists, bookmarks and next/previous. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from collaborative.reports.contents import Page, Report


@dataclass(frozen=True)
class Entry:
    """A heading of the contents list with what stands beneath it. `key` is that of its page, "" where it is a heading alone."""

    title: str
    key: str
    children: list["Entry"] = field(default_factory=list)


def outline(report: Report) -> list[Entry]:
    """A page with a section stands under the page of that title just before it, else under a heading of its own."""
    entries: list[Entry] = []
    for page in report.pages:
        if not page.section:
            entries.append(Entry(page.title, page.key))
            continue
        if not entries or entries[-1].title != page.section:
            entries.append(Entry(page.section, ""))
        entries[-1].children.append(Entry(page.title, page.key))
    return entries


def opens_section(pages: Sequence[Page], place: int) -> bool:
    """Whether the page at `place` is the first under a heading that has no page of its own."""
    page, before = pages[place], pages[place - 1] if place else None
    return bool(page.section) and (before is None or page.section not in (before.title, before.section))


@dataclass(frozen=True)
class Turned:
    """A page with its neighbours, None at the ends."""

    page: Page
    previous: Page | None
    following: Page | None


def turned_to(report: Report, key: str) -> Turned | None:
    """The page kept under `key`; None where there is none."""
    for place, page in enumerate(report.pages):
        if page.key == key:
            around = report.pages[place - 1] if place else None, report.pages[place + 1 :]
            return Turned(page, around[0], around[1][0] if around[1] else None)
    return None
