"""How values of a return are written on pages and in files: a number, 0, or the reason why there is none. Pure."""

from collections.abc import Mapping
from datetime import date

from measures.fields import COUNT_FIELDS, NOT_AVAILABLE_REASONS
from measures.return_files.return_schema import COUNTS, NO, YES

TITLES = {name: title for name, (title, _, _) in COUNTS.items()} | {
    "severity_tool": "Severity tool",
    "nil_return": "Nil return",
    "extract_date": "Date of extract",
    "comment": "Comment",
    "code_list": "Code list",
}
VALUE_FIELDS = (*COUNT_FIELDS, "severity_tool", "nil_return", "extract_date", "comment", "code_list")


def as_written(values: Mapping) -> dict[str, int | str]:
    """The values as the file has them: 12, 0, "NA:not_collected", "Y", "2006-12-04"; for comparing and for templates."""
    absent = values["not_available"]
    counts = {name: f"NA:{absent[name]}" if name in absent else values.get(name) for name in COUNT_FIELDS}
    return {
        **counts,
        "severity_tool": values["severity_tool"],
        "nil_return": YES if values["nil_return"] else NO,
        "extract_date": iso(values["extract_date"]),
        "comment": values["comment"],
        "code_list": values.get("code_list", ""),
    }


def iso(day: date | str | None) -> str:
    return day.isoformat() if isinstance(day, date) else day or ""


def in_words(value: int | str | None) -> str:
    """One written value for people: "NA:not_collected" becomes "Not available: not collected here"."""
    if value is None:
        return "Not given"
    text = str(value)
    if text.startswith("NA:"):
        reason = NOT_AVAILABLE_REASONS.get(text[3:], text[3:])
        return f"Not available: {reason[:1].lower()}{reason[1:]}"
    return text or "Not given"
