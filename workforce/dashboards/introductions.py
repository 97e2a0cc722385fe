"""Introducing a role, as its pages show it: the plans of a programme, and one plan with its log and its lessons."""

from django.db.models import Count, Q

from practices.models import Organisation
from practices.wording import counted
from workforce.catalogue import role_name
from workforce.dashboards.links import href
from workforce.models import Lesson, Post

RESULT_TAGS = {"worked": "green", "partly": "yellow", "failed": "purple"}


def day(value) -> str:
    return f"{value:%-d %b %Y}"


def plans_table(plans) -> dict:
    failed = Q(lessons__result=Lesson.Result.FAILED)
    found = plans.annotate(
        talks=Count("engagements", distinct=True),
        learnt=Count("lessons", distinct=True),
        failures=Count("lessons", distinct=True, filter=failed),
    )
    return {
        "caption": "Roles that are being introduced",
        "head": ["Role", "Who leads it", "Since", "Engagement", "Lessons"],
        "rows": [plan_row(plan) for plan in found],
        "first_is_header": True,
        "empty": "No role has a plan yet. Begin one: who is it for, what is there already, whom will you talk to?",
    }


def plan_row(plan) -> list:
    return [
        {"text": role_name(plan.role), "href": href("introduction_detail", plan.pk)},
        plan.owner,
        day(plan.start),
        counted(plan.talks, "entry") if plan.talks == 1 else f"{plan.talks} entries",
        {"text": counted(plan.learnt, "lesson"), "hint": f"{plan.failures} from what failed"},
    ]


def facts(plan) -> list[dict]:
    rows = [
        ("What the role is for", plan.purpose),
        ("Where it begins, and goes next", plan.places),
        ("What is there already and works", plan.in_place),
        ("How its effect will be seen", plan.measures),
        ("Who leads it", plan.owner),
        ("Since", day(plan.start)),
    ]
    return [{"key": key, "value": value or "Not said yet"} for key, value in rows]


def log_table(plan) -> dict:
    return {
        "caption": "Engagement and communication",
        "head": ["Date", "How", "With whom", "What was said and heard", "What follows"],
        "rows": [
            [day(row.on), row.get_kind_display(), row.audience, row.said, row.follow_up]
            for row in plan.engagements.all()
        ],
        "empty": "Nothing is in the log yet. Engagement comes first, the difficult conversations included.",
    }


def lessons_table(plan) -> dict:
    return {
        "caption": "Lessons",
        "head": ["Date", "What was tried", "What came of it", "What was learnt", "Who reads it", "To do"],
        "rows": [lesson_row(row) for row in plan.lessons.select_related("commissioner")],
        "empty": "No lesson is filed yet. A test that fails safely is one.",
    }


def lesson_row(row) -> list:
    return [
        {"text": day(row.on), "hint": row.commissioner.name if row.commissioner else ""},
        row.tried,
        {"tag": {"text": row.get_result_display(), "colour": RESULT_TAGS[row.result]}},
        row.learning,
        "Everybody in the programme" if row.is_shared else "Workforce leads",
        {"text": "Change", "href": href("lesson_edit", row.pk)},
    ]


def commissioners_of(programme):
    """The PCTs in which the programme has or had posts."""
    return Organisation.objects.filter(pk__in=Post.objects.filter(programme=programme).values("commissioner"))
