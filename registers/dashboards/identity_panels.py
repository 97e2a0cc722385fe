"""Who a person is to the practice, and the person's way through the list. The key is not shown: the local number is."""

from urllib.parse import urlencode

from accounts.permissions import Permission, has_permission
from registers.dashboards.entry_words import day_words, reason_words, state_cell, type_words
from registers.dashboards.links import href
from registers.dashboards.panels import Panel, panel
from registers.forms.people import MOVE_WORDS
from registers.models import EntryState, RegisterEntry
from registers.models.entry import ENTRY_MOVES


@panel
def identity(user, entry):
    person = entry.person
    rows = [
        {"key": "Local number", "value": str(person.local_number)},
        {"key": "Year of birth", "value": str(person.birth_year)},
        {"key": "Sex", "value": person.get_sex_display()},
        {"key": "Type of presentation", "value": type_words(entry)},
        {"key": "How found", "value": entry.get_source_display()},
        {"key": "Why suggested", "value": reason_words(entry)},
    ]
    return Panel("Who this is", "registers/panels/identity.html", {"rows": rows}, order=10)


@panel
def life_cycle(user, entry):
    """Where the entry stands, the moves that follow, and the episodes before."""
    may_change = has_permission(user, Permission.CHANGE_PATIENT_ROWS, entry.practice)
    context = {
        "state": state_cell(entry)["tag"],
        "moves": moves(entry) if may_change else [],
        "again_href": href("entry_again", *place(entry)) if may_change and not entry.is_open else None,
        "table": episodes_table(user, entry),
    }
    return Panel("On the list", "registers/panels/life_cycle.html", context, order=20)


def place(entry):
    return entry.practice.ods_code, entry.person.local_number


def moves(entry) -> list[dict]:
    """In the order of the life cycle."""
    following = [state for state in EntryState if state in ENTRY_MOVES[EntryState(entry.state)]]
    address = href("entry_move", *place(entry))
    return [{"text": MOVE_WORDS[to][0], "href": f"{address}?{urlencode({'to': to.value})}"} for to in following]


def episodes_table(user, entry) -> dict:
    episodes = RegisterEntry.objects.visible_to(user).filter(person=entry.person_id).order_by("-episode")
    return {
        "caption": "Episodes, the latest first",
        "compact": True,
        "head": ["Episode", "State", "Identified", "Validated", "Active from", "Last day", "Reason"],
        "rows": [episode_row(episode) for episode in episodes],
    }


def episode_row(episode):
    reason = episode.get_end_reason_display() or episode.get_exclusion_reason_display()
    return [
        str(episode.episode),
        state_cell(episode),
        day_words(episode.identified_on),
        day_words(episode.validated_on),
        day_words(episode.active_from),
        day_words(episode.active_to or episode.excluded_on) if not episode.is_open else "On the list",
        reason or "None",
    ]
