"""How long rows are kept, as the page prints it."""

from practices.retention import Rule, schedule

COUNTED_FROM = {
    "active_to": "last day on the list",
    "excluded_on": "day of exclusion",
    "day": "day of the event",
    "ends_on": "last day certified",
    "given_on": "day of the advice",
    "changed_on": "day of the change",
    "review_on": "day of the review",
    "offered_on": "day of the offer",
    "ended_on": "last day",
    "month": "first day of the month",
    "requested_at": "day of the request",
    "done_at": "day it was made",
    "last_day_in_post": "last day in a post",
    "out_on": "day on which it ended",
    "interested_on": "day of the first interest",
    "asked_at": "day of the request",
    "state_since": "day it was submitted, or last touched",
}


def table() -> dict:
    return {
        "caption": "What is kept, and for how long",
        "head": ["What", "How long", "Counted from", "Why"],
        "first_is_header": True,
        "rows": [row(rule) for rule in schedule().rules],
    }


def row(rule: Rule) -> list:
    return [rule.what, rule.words, COUNTED_FROM.get(rule.column, "–"), rule.reason]


def caption() -> str:
    return f"Version {schedule().version}, in force from {schedule().in_force_from:%-d %B %Y}"


def main_times() -> dict[str, str]:
    """What the privacy statement says, in the schedule's own numbers."""
    rule_of = schedule().rule_of
    return {
        "entries": rule_of("RegisterEntry", "active_to").words,
        "events": rule_of("Consultation").words,
        "files": rule_of("raw file").words,
    }
