"""How an entry of the list is written in a table or a sentence: its state, dates, totals and the reason it was suggested."""

from registers.codes import PRESENTATION_TYPES
from registers.dashboards.links import href
from registers.models import CodeListEntry, EntryState
from registers.severity import severity_tools

SYSTEMS = dict(CodeListEntry.System.choices)
STATE_COLOURS = {
    EntryState.IDENTIFIED: "yellow",
    EntryState.VALIDATED: "blue",
    EntryState.ACTIVE: "green",
    EntryState.RECOVERED: "aqua-green",
    EntryState.LEFT: "grey",
    EntryState.EXCLUDED: "grey",
}
NOTHING = "Not recorded"


def day_words(day) -> str:
    return f"{day:%-d %b %Y}" if day else NOTHING


def state_cell(entry):
    return {"tag": {"text": entry.get_state_display(), "colour": STATE_COLOURS[EntryState(entry.state)]}}


def number_cell(practice, entry):
    """The local number, which opens the person."""
    number = entry.person.local_number
    return {"text": f"No. {number}", "href": href("entry_detail", practice.ods_code, number)}


def is_overdue(entry, today) -> bool:
    """Only active people have a review that can be late, and only after its day."""
    return entry.state == EntryState.ACTIVE and entry.review_due_on is not None and entry.review_due_on < today


def total_words(entry) -> str:
    """`PHQ-9 14, moderate`; a total is always written with its tool."""
    if entry.latest_tool is None:
        return NOTHING
    tool = severity_tools()[entry.latest_tool]
    return f"{tool.name} {entry.latest_total}, {tool.band_of(entry.latest_total).name}"


def step_words(entry) -> str:
    return f"Step {entry.step}" if entry.step else "Not yet stepped"


def type_words(entry) -> str:
    return f"{entry.presentation_type}: {PRESENTATION_TYPES[entry.presentation_type]}"


def reason_words(entry) -> str:
    """Why the person was suggested: what the search says, the codes that it found, how it was found."""
    found = ", ".join(f"{SYSTEMS.get(system, system)} {code}" for system, code in entry.codes)
    said = ". ".join(words for words in (entry.suggested_because, found) if words)
    return said or entry.get_source_display()
