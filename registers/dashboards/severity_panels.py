"""A person's totals, tool by tool, and for the practice's clinicians whether one was informed of a risk item."""

from accounts.permissions import Permission, has_permission
from registers.dashboards.entry_words import day_words
from registers.dashboards.links import href
from registers.dashboards.panels import Panel, panel
from registers.models import Assessment, RiskFlag
from registers.severity import Course, Verdict, courses_of
from registers.severity_drawing import drawing

P = Permission


@panel
def severity(user, entry):
    totals = Assessment.objects.visible_to(user).filter(practice=entry.practice_id, person=entry.person_id)
    courses = courses_of(list(totals.order_by("day").values_list("tool", "day", "total")))
    place = entry.practice.ods_code, entry.person.local_number
    may_export = courses and has_permission(user, P.EXPORT_PATIENT_ROWS, entry.practice)
    may_change = has_permission(user, P.CHANGE_PATIENT_ROWS, entry.practice)
    context = {
        "courses": [course_context(course) for course in courses],
        "create_href": href("assessment_create", *place) if may_change else None,
        "csv_href": href("assessment_csv", *place) if may_export else None,
    }
    return Panel("Severity", "registers/panels/severity.html", context, order=30)


def course_context(course: Course) -> dict:
    words = sentence(course)
    return {
        "title": f"{course.tool.name} ({course.tool.measures}, 0 to {course.tool.highest})",
        "drawing": drawing(course, words),
        "words": words,
        "notes": notes(course),
        "table": {
            "caption": f"Totals of {course.tool.name}",
            "compact": True,
            "head": ["Day", {"text": "Total", "numeric": True}, "Band", "Case"],
            "rows": [
                [day_words(score.day), {"text": str(score.total), "numeric": True}, score.band, case_words(score)]
                for score in course.scores
            ],
        },
    }


def case_words(score) -> str:
    return "Cannot be said" if score.is_case is None else "Yes" if score.is_case else "No"


def sentence(course: Course) -> str:
    """`From 18 (moderately severe) on 3 Mar 2006 to 9 (mild) on 5 May 2006: 9 points less. Reliable improvement.`"""
    first, last = course.scores[0], course.scores[-1]
    if course.change is None:
        return f"One total: {last.total} ({last.band}) on {day_words(last.day)}. A change needs a second total of this tool."
    return (
        f"From {first.total} ({first.band}) on {day_words(first.day)} to {last.total} ({last.band}) on "
        f"{day_words(last.day)}: {points_words(course.change.points)}. {verdict_words(course.change)}."
    )


def points_words(points: int) -> str:
    if points == 0:
        return "the same total"
    count = f"{abs(points)} point{'' if abs(points) == 1 else 's'}"
    return f"{count} {'less' if points < 0 else 'more'}"


def verdict_words(change) -> str:
    if change.verdict is Verdict.NOT_KNOWN:
        return f"Whether that is a reliable change cannot be said: {change.reason}"
    return f"{change.verdict}{f' ({change.reason})' if change.reason else ''}"


def notes(course: Course) -> list[str]:
    tool = course.tool
    said = [] if tool.bands_verified else [f"The bands of {tool.name} are not verified."]
    if tool.reliable_change is not None:
        said.append(f"A change counts as reliable from {tool.reliable_change} points on.")
    return [*said, f"Source: {tool.source}."]


@panel
def risk(user, entry):
    """For clinicians of this practice alone; nobody else learns that there is such a thing about this person."""
    if not has_permission(user, P.VIEW_RISK_FLAGS, entry.practice):
        return None
    flags = RiskFlag.objects.visible_to(user).filter(practice=entry.practice_id, entry__person=entry.person_id)
    address = href("risk_flag_edit", entry.practice.ods_code, entry.person.local_number)
    context = {
        "table": {
            "caption": "Risk item answered with yes",
            "compact": True,
            "head": ["Answered on", "Clinician informed"],
            "rows": [[day_words(flag.noted_on), informed_cell(flag)] for flag in flags.order_by("-noted_on")],
            "empty": "No risk item is recorded as answered with yes.",
        },
        "href": address,
    }
    return Panel("Clinician informed", "registers/panels/risk.html", context, order=35)


def informed_cell(flag):
    if flag.clinician_informed_on is None:
        return {"tag": {"text": "Not recorded", "colour": "red"}}
    return day_words(flag.clinician_informed_on)
