"""What the page of pasted cells prints: the rows as they were understood, who wrote there last, what is wrong."""

from measures.entry.pasting import Looked
from measures.return_files.lines import Line
from measures.return_files.wording import TITLES, VALUE_FIELDS, as_written, in_words
from practices import months
from practices.uploads import pages
from practices.wording import counted

ROWS_SHOWN = 100
COLUMNS = tuple(name for name in VALUE_FIELDS if name != "code_list")


def looked_page(looked: Looked) -> dict:
    problems = looked.checked.problems
    return {
        "table": None if looked.is_personal else rows_table(looked),
        "problems": pages.problem_table(problems, looked.upload) if problems else None,
        "groups": [] if looked.may_be_sent else pages.problem_groups(problems),
        "may_be_sent": looked.may_be_sent,
        "notes": [] if looked.is_personal else looked.checked.notes,
    }


def rows_table(looked: Looked) -> dict:
    lines = looked.checked.lines
    more = f", the first {ROWS_SHOWN} shown" if len(lines) > ROWS_SHOWN else ""
    return {
        "caption": f"{counted(len(lines), 'row')}, as read{more}",
        "compact": True,
        "first_is_header": True,
        "empty": "No row could be read.",
        "head": ["Row", "Practice", "Month", "There now", *(TITLES[name] for name in COLUMNS)],
        "rows": [row(line, looked) for line in lines[:ROWS_SHOWN]],
    }


def row(line: Line, looked: Looked) -> list:
    written = as_written(line.values())
    month = months.label(line.month) if line.month else "Not read"
    values = ["Not read" if written[name] is None else in_words(written[name]) for name in COLUMNS]
    return [f"Row {line.row}", line.practice_code or "Not read", month, there_now(line, looked), *values]


def there_now(line: Line, looked: Looked) -> str:
    """Who wrote there last (C3); nothing is said of a practice that the sender does not act for."""
    knowledge = looked.checked.knowledge
    if knowledge is None or line.practice_code not in knowledge.practices:
        return ""
    stored = knowledge.stored(line)
    return f"Version {stored.version}, sent by {stored.sent_by} on {stored.sent_on}" if stored else "Nothing yet"
