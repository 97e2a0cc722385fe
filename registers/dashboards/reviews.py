"""What the page of a review shows beside its form: where the person stands, and the totals so far."""

from datetime import timedelta

from practices import clock
from practices.wording import counted
from registers.care_rules import STEPS
from registers.models import Assessment, CareStep, StepReview
from registers.severity import courses_of, severity_tools

LAST_SCORES = 6
# From a Monday to its Sunday.
A_WEEK = timedelta(days=6)


def day_words(day) -> str:
    return f"{day:%-d %B %Y}" if day else ""


def short_day(day) -> str:
    """For tables."""
    return f"{day:%-d %b %Y}" if day else ""


def due_tag(due_on, today) -> dict | None:
    """A tag in words for what is late or due today; None for the rest."""
    if due_on < today:
        return {"text": f"Overdue by {counted((today - due_on).days, 'day')}", "colour": "red"}
    return {"text": "Due today", "colour": "yellow"} if due_on == today else None


def week_tag(monday, today) -> dict | None:
    """What is due in a week is late once the week is over."""
    if monday <= today <= monday + A_WEEK:
        return {"text": "Due this week", "colour": "yellow"}
    return due_tag(monday + A_WEEK, today)


def review_page(user, entry, review, step: int) -> dict:
    """{"facts": rows of a summary list, "scores": a table}"""
    return {"facts": standing(user, entry, review, step), "scores": scores_table(user, entry)}


def standing(user, entry, review, step):
    since = CareStep.objects.visible_to(user).filter(entry=entry, ended_on__isnull=True).first()
    last = StepReview.objects.visible_to(user).filter(entry=entry).exclude(outcome="").order_by("-held_on").first()
    return [
        {
            "key": "Step",
            "value": f"{step}. {STEPS[step]}" + (f", since {day_words(since.started_on)}" if since else ""),
        },
        {"key": "Review due", "value": day_words(review.due_on), "tag": due_tag(review.due_on, clock.today())},
        {"key": "Last review", "value": last_words(last)},
    ]


def last_words(review) -> str:
    if review is None:
        return "None yet"
    return f"{day_words(review.held_on)}: {review.get_outcome_display().lower()}. {review.reason}"


def scores_table(user, entry):
    totals = Assessment.objects.visible_to(user).filter(practice=entry.practice_id, person=entry.person_id)
    found = list(totals.order_by("-day", "tool").values_list("tool", "day", "total")[:LAST_SCORES])
    rows = [(score, course.tool) for course in courses_of(found) for score in course.scores]
    rows.sort(key=lambda row: row[0].day, reverse=True)
    return {
        "caption": "Latest scores",
        "compact": True,
        "head": ["Day", "Tool", {"text": "Total", "numeric": True}, "Band"],
        "rows": [
            [short_day(score.day), tool.name.replace("-", "\u2011"), {"text": score.total, "numeric": True}, score.band]
            for score, tool in rows
        ],
        "empty": "No score yet. You can enter one with this review.",
    }


def facts_of(review) -> list[dict]:
    """A review that was held, as rows of a summary list."""
    rows = [
        {"key": "Was due", "value": day_words(review.due_on)},
        {"key": "First planned for", "value": day_words(review.first_due_on)},
        {"key": "Held on", "value": day_words(review.held_on)},
        {"key": "Held by", "value": str(review.held_by or "")},
        {"key": "At step", "value": f"{review.step}. {STEPS[review.step]}"},
        {"key": "Outcome", "value": review.get_outcome_display()},
        {"key": "Why", "value": review.reason},
        {"key": "Score", "value": score_words(review.tool, review.total)},
        {"key": "Next review", "value": day_words(review.next_due_on) or "None: stepped out"},
    ]
    return [row for row in rows if row["value"]]


def score_words(tool: int | None, total: int | None) -> str:
    if tool is None:
        return "No score"
    measured_by = severity_tools()[tool]
    return f"{measured_by.name} {total}, {measured_by.band_of(total).name.lower()}"
