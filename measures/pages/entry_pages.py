"""What the pages of a typed or pasted return print. Ready answers for templates, and for the script that saves cells."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import mark_safe

from measures.actions.drafts import IN_HAND, Conflict
from measures.closing import closed_words
from measures.entry.beside import Sheet
from measures.entry.cells import CARRIED_OVER, GROUPS, Place, is_count, parted, to_confirm
from measures.entry.judging import Judged
from measures.entry.median import Median
from measures.fields import COUNT_FIELDS, NOT_AVAILABLE_REASONS
from measures.pages.owing_pages import days_late, due_words
from measures.return_files.knowledge import values_of
from measures.return_files.line_reading import WHOLE_OR_NA
from measures.return_files.return_schema import COUNTS, NO, NO_TOOL, REMARK_COLUMNS, YES
from measures.return_files.wording import TITLES, as_written, in_words
from measures.sparklines import sparkline
from practices import clock, months
from practices.uploads.problems import Level, Problem
from practices.wording import moment

REMARK_NOTES = {column.name: column.note for column in REMARK_COLUMNS} | {
    "severity_tool": "The tool your practice uses to measure severity; NONE when it uses none.",
    "extract_date": "The day on which the figures were taken from your system, such as 2007-02-05; not before the month's last day.",
}
INPUTS = {"severity_tool": "choice", "nil_return": "choice", "extract_date": "day", "comment": "words"}
YES_OR_NO = {YES: "Y: there is a list, and truly nothing happened", NO: "N: something happened"}
OR_A_REASON = "Or choose why there is no number"
STILL_RIGHT = "Tick that this is still right, or correct it"


@dataclass(frozen=True)
class Cell:
    """One cell with its words: what is asked, what stands in it, what is wrong with it, what stands beside it."""

    name: str
    title: str
    note: str
    kind: str
    text: str
    number: str
    reason: str
    choices: list[dict] = field(default_factory=list)
    state: str = ""
    messages: list[dict] = field(default_factory=list)
    asks: bool = False
    is_ticked: bool = False
    before: str = ""
    drawing: str = ""
    wave: str = ""
    conflict: dict | None = None

    @property
    def has_error(self) -> bool:
        return any(message["level"] == Level.ERROR for message in self.messages)


@dataclass(frozen=True)
class EntryPage:
    heading: str
    caption: str
    lead: str
    facts: list[dict]
    groups: list[dict]
    earlier: dict
    summary: list[dict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    in_hand: dict | None = None


def place_of(sheet: Sheet) -> Place:
    return Place(sheet.membership.wave.code, sheet.membership.practice.ods_code, months.period(sheet.month))


def entry_href(sheet: Sheet, name: str = "return_entry") -> str:
    place = place_of(sheet)
    return reverse(name, args=[place.wave, place.practice, place.period])


def entry_page(
    sheet: Sheet,
    judged: Judged,
    medians: Mapping[str, Median],
    *,
    texts: Mapping[str, str] | None = None,
    conflicts: Iterable[Conflict] = (),
    more: Mapping[str, str] | None = None,
    lists_problems: bool = False,
) -> EntryPage:
    """`texts` are those that stand in the inputs, where they are not those kept; `more` are errors by cell beside those of
    the checks; `lists_problems` puts every error into a summary at the top."""
    clashes = {one.column: one for one in conflicts}
    shown = {**sheet.texts, **(texts or {})}
    groups = groups_of(sheet, shown, messages_by_cell(judged, more or {}), medians, clashes)
    return EntryPage(
        heading=f"Return for {sheet.month:%B %Y}",
        caption=f"{sheet.membership.practice.name}, {sheet.membership.wave.name}",
        lead=lead(sheet),
        facts=facts(sheet),
        groups=groups,
        earlier=earlier_table(sheet),
        summary=summary_of(groups) if lists_problems or clashes else [],
        notes=[one.message for one in judged.of_the_month],
        in_hand=in_hand(sheet),
    )


def groups_of(sheet: Sheet, shown, found, medians, clashes: Mapping[str, Conflict]) -> list[dict]:
    """The cells under their titles, in the order of the form."""
    return [
        {
            "title": title,
            "cells": [cell_of(name, sheet, shown, found, medians, clashes.get(name)) for name in names],
        }
        for title, names in GROUPS
    ]


def lead(sheet: Sheet) -> str:
    if sheet.current:
        return f"This month was sent already, as version {sheet.current.version}. What you send now is a correction."
    if sheet.month < sheet.membership.first_expected_month:
        return "This month is before the orientation event: it is welcome and never late."
    if clock.now() > months.due_at(sheet.month):
        return f"It was due {due_words(sheet.month)}, {days_late(sheet.month)}."
    return f"It is due {due_words(sheet.month)}."


def facts(sheet: Sheet) -> list[dict]:
    """Who wrote last, and what was sent before (C3)."""
    rows, draft, version = [], sheet.draft, sheet.current
    if draft and draft.cells:
        who = f" by {draft.updated_by}" if draft.updated_by else ""
        # Each cell says when it was saved itself: this is what was there when the page was opened.
        rows.append({"key": "Typed earlier", "value": f"{moment(draft.updated_at)}{who}"})
    if version:
        sent = (
            f"Version {version.version}, {moment(version.submitted_at)} by {version.submitted_by or 'somebody unknown'}"
        )
        rows.append({"key": "Sent before", "value": sent, "href": reverse("return_detail", args=[version.pk])})
    return rows


def in_hand(sheet: Sheet) -> dict | None:
    """The file that was made of what is typed here and waits to be submitted."""
    upload = sheet.draft.upload if sheet.draft else None
    if upload is None or upload.state not in IN_HAND:
        return None
    text = f"What was typed here was sent for checking as {upload.reference} and waits to be submitted. If you change anything, send it again."
    return {"text": text, "href": reverse("upload_detail", args=[upload.pk])}


# ---- one cell


def cell_of(name, sheet: Sheet, shown, found, medians, conflict: Conflict | None) -> Cell:
    text = shown.get(name, "")
    number, reason = parted(text) if is_count(name) else (text, "")
    cell = sheet.cells.get(name, {})
    unticked = to_confirm(sheet.start, sheet.cells, sheet.draft.confirmed if sheet.draft else ())
    is_carried = name in CARRIED_OVER and name in sheet.start.carried and cell.get("by") is None
    return Cell(
        name=name,
        title=TITLES[name],
        note=COUNTS[name][1] if is_count(name) else REMARK_NOTES[name],
        kind=INPUTS.get(name, "number"),
        text=sheet.texts.get(name, "") if conflict is None else conflict.theirs,
        number=number,
        reason=reason,
        choices=choices_of(name, number, reason, sheet),
        state=state_words(cell, is_carried, name in unticked, sheet.current is not None),
        messages=found.get(name, []),
        asks=is_carried,
        is_ticked=is_carried and name not in unticked,
        before=before_words(name, sheet),
        drawing=drawing(name, sheet),
        wave=medians[name].words if name in medians else "",
        conflict=conflict_words(conflict) if conflict else None,
    )


def choices_of(name, number, reason, sheet: Sheet) -> list[dict]:
    if is_count(name):
        given = {"": "Choose a reason", **NOT_AVAILABLE_REASONS}
        return options(given, reason)
    if name == "nil_return":
        return options(YES_OR_NO, number)
    if name == "severity_tool":
        tools = [*sheet.membership.wave.programme.severity_tools, NO_TOOL]
        return options({"": "Choose one", **{tool: tool for tool in dict.fromkeys([*tools, number]) if tool}}, number)
    return []


def options(words: Mapping[str, str], chosen: str) -> list[dict]:
    return [{"value": value, "text": text, "chosen": value == chosen} for value, text in words.items()]


def state_words(cell: Mapping, is_carried: bool, is_unticked: bool, was_sent: bool) -> str:
    if cell.get("at"):
        return f"Saved {clock_time(cell['at'])}"
    if is_carried:
        return "Carried over" if is_unticked else "Confirmed"
    if not cell.get("text"):
        return "Not filled in"
    return "As it was sent" if was_sent else "Filled in beforehand"


def clock_time(at: str) -> str:
    """The hour of today, else the day as well; by the server's clock."""
    when = datetime.fromisoformat(at).astimezone(months.LONDON)
    is_today = when.date() == datetime.now(months.LONDON).date()
    return f"{when:%H:%M}" if is_today else f"{when:%-d %b %H:%M}"


def conflict_words(conflict: Conflict) -> dict:
    theirs, yours = conflict.theirs or "nothing", conflict.yours or "nothing"
    when = f" at {clock_time(conflict.at)}" if conflict.at else ""
    text = f"{conflict.by} wrote {theirs} here{when}. You wrote {yours}. Which is right?"
    return {"text": text, "theirs": conflict.theirs, "yours": conflict.yours, "keep": yours, "take": theirs}


def messages_by_cell(judged: Judged, more: Mapping[str, str]) -> dict[str, list[dict]]:
    found = {name: [message_of(one) for one in problems] for name, problems in judged.problems.items()}
    for name, text in more.items():
        found.setdefault(name, []).insert(0, {"level": Level.ERROR, "text": text})
    return found


def message_of(problem: Problem) -> dict:
    """A problem in the words of the checks, without the row and column that a file would need."""
    text = problem.message.removeprefix(f"Row {problem.row}, {problem.column}: ")
    fix = f". {OR_A_REASON if problem.fix == WHOLE_OR_NA else problem.fix}" if problem.fix else ""
    return {"level": problem.level, "text": f"{text[:1].upper()}{text[1:]}{fix}"}


def summary_of(groups: Iterable[dict]) -> list[dict]:
    """Every error with a link to its cell, in the order of the page."""
    return [
        {"href": f"#{cell.name}", "text": f"{cell.title}: {message['text']}"}
        for group in groups
        for cell in group["cells"]
        for message in [
            *([{"level": Level.ERROR, "text": cell.conflict["text"]}] if cell.conflict else []),
            *cell.messages,
        ]
        if message["level"] == Level.ERROR
    ]


# ---- beside the cells


def counts_sent(sheet: Sheet, name: str) -> list[int | None]:
    return [getattr(sheet.sent[month], name) if month in sheet.sent else None for month in sheet.earlier]


def before_words(name: str, sheet: Sheet) -> str:
    """The month before, and the same month last year."""
    if name not in COUNT_FIELDS:
        return ""
    pair = [months.add_months(sheet.month, -1), months.add_months(sheet.month, -12)]
    return "; ".join(f"{months.label(month)}: {sent_words(sheet, month, name)}" for month in pair)


def sent_words(sheet: Sheet, month, name: str) -> str:
    version = sheet.sent.get(month)
    if version is None:
        return "not sent"
    value = getattr(version, name)
    return "not available" if value is None else f"{value:,}"


def drawing(name: str, sheet: Sheet) -> str:
    if name not in COUNT_FIELDS:
        return ""
    values = counts_sent(sheet, name)
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    words = f"{TITLES[name]}, the twelve months before: {len(known)} sent, from {min(known):,} to {max(known):,}"
    return mark_safe(sparkline(values, words))


def earlier_table(sheet: Sheet) -> dict:
    """The twelve months before, the newest first: as they were sent."""
    shown = [month for month in reversed(sheet.earlier) if month in sheet.sent]
    return {
        "caption": "The twelve months before, as sent",
        "compact": True,
        "first_is_header": True,
        "empty": "Nothing was sent for the twelve months before.",
        "head": ["Figure", *({"text": months.label(month), "numeric": True} for month in shown)],
        "rows": [
            [TITLES[name], *({"text": sent_words(sheet, month, name), "numeric": True} for month in shown)]
            for name in COUNT_FIELDS
        ]
        if shown
        else [],
    }


# ---- a month that takes no figures


def closed_page(sheet: Sheet, judged: Judged) -> dict:
    """Read only: why, what was sent, and how to ask for the month to be reopened."""
    place = place_of(sheet)
    if judged.closed_on:
        text = f"{closed_words(sheet.month, judged.closed_on)}. Its figures can be changed only after it is reopened."
        href = reverse("lock_exception_create", args=[place.wave, place.practice, place.period])
        step = {"heading": "This month has closed", "text": text, "href": href, "action": "Ask for it to be reopened"}
    else:
        text = " ".join(f"{one.message}." for one in judged.of_the_month)
        step = {"heading": "This month cannot be sent", "text": text}
    return {
        "heading": f"Return for {sheet.month:%B %Y}",
        "caption": f"{sheet.membership.practice.name}, {sheet.membership.wave.name}",
        "next_step": step,
        "table": sent_table(sheet),
    }


def sent_table(sheet: Sheet) -> dict:
    written = as_written(values_of(sheet.current)) if sheet.current else {}
    return {
        "caption": "As it was sent",
        "compact": True,
        "first_is_header": True,
        "empty": "Nothing was sent for this month.",
        "head": ["Figure", "Value"],
        "rows": [[TITLES[name], in_words(value)] for name, value in written.items()],
    }


# ---- answers to the script


def saved_answer(sheet: Sheet, judged: Judged, column: str) -> dict:
    """What the page shows after a cell was kept."""
    cell = sheet.cells.get(column, {})
    problems = messages_by_cell(judged, {})
    return {
        "text": cell.get("text", ""),
        "state": f"Saved {clock_time(cell['at'])}" if cell.get("at") else "Carried over",
        "revision": sheet.draft.revision,
        "problems": problems,
        "closed": "" if judged.is_open else "This month has closed: it cannot be sent",
    }


def unticked(sheet: Sheet) -> dict[str, str]:
    """Cells that carry over and that nobody has looked at, with what is then said."""
    confirmed: Collection[str] = sheet.draft.confirmed if sheet.draft else ()
    return dict.fromkeys(to_confirm(sheet.start, sheet.cells, confirmed), STILL_RIGHT)
