"""What was said of a cycle, and which questions wait for an answer, with their age."""

from collections import Counter
from dataclasses import dataclass, field

from django.urls import reverse

from collaborative.models import Comment, ImprovementTeam, PdsaCycle, ReadingLevel
from practices import clock
from practices.wording import counted

NAMELESS = "Somebody of the team, or its facilitator"


@dataclass(frozen=True)
class Said:
    """One remark with its answers; `waits` says how long a question has been open."""

    text: str
    by: str
    on: str
    waits: str = ""
    answer_href: str = ""
    answers: list["Said"] = field(default_factory=list)


@dataclass(frozen=True)
class Talk:
    """What stands beneath a cycle."""

    said: list[Said]
    write_href: str = ""


def comments_of(cycle: PdsaCycle, user) -> Talk:
    """Two queries, and one for whether the reader may write."""
    knows_names = cycle.team.reading_level(user) != ReadingLevel.WAVE
    rows = list(Comment.objects.visible_to(user).filter(cycle=cycle).select_related("written_by").distinct())
    may_write = cycle.team.may_change(user)
    write_href = f"{reverse('comment_create', args=[cycle.team_id])}?cycle={cycle.pk}" if may_write else ""
    return Talk(
        [said(row, rows, knows_names=knows_names, may_write=may_write) for row in rows if row.answers_id is None],
        write_href,
    )


def said(comment: Comment, rows: list[Comment], *, knows_names: bool, may_write: bool) -> Said:
    """Names are for the team, its facilitator and its commissioner."""
    return Said(
        text=comment.text,
        by=comment.written_by.name if knows_names else NAMELESS,
        on=f"{comment.written_at:%-d %B %Y}",
        waits=waiting_words(comment),
        answer_href=reverse("comment_answer", args=[comment.pk]) if may_write else "",
        answers=[
            said(row, rows, knows_names=knows_names, may_write=False) for row in rows if row.answers_id == comment.pk
        ],
    )


def waiting_words(comment: Comment) -> str:
    if not comment.asks_answer:
        return ""
    if comment.answered_at:
        return "Answered"
    days = (clock.today() - comment.written_at.date()).days
    return "Asked today" if days <= 0 else f"Waits for an answer for {counted(days, 'day')}"


def waiting(user):
    """Questions without an answer, in teams that this person may write for, by age."""
    teams = ImprovementTeam.objects.changeable_by(user)
    rows = Comment.objects.visible_to(user).filter(asks_answer=True, answered_at=None, team__in=teams.values("pk"))
    return rows.select_related("team", "cycle", "written_by").order_by("written_at", "pk").distinct()


def queue_table(rows, user) -> dict:
    """For the facilitator: what was asked and not answered, the oldest first."""
    return {
        "caption": "Questions that wait for an answer, the oldest first",
        "head": ["Question", "Team", "About", "Asked by", "Waits"],
        "rows": [queue_row(row) for row in rows],
        "empty": "No question waits for an answer.",
    }


def queue_row(comment: Comment) -> list:
    about = (
        {"text": str(comment.cycle), "href": reverse("cycle_detail", args=[comment.cycle_id])} if comment.cycle else ""
    )
    question = {"text": comment.text, "href": reverse("comment_answer", args=[comment.pk])}
    return [question, comment.team.name, about or comment.measure, comment.written_by.name, waiting_words(comment)]


def next_steps(user) -> list[dict]:
    """How many questions of others wait for this person's teams, wave by wave. One query."""
    rows = waiting(user).exclude(written_by=user.pk).values_list("team__wave__code", "team__wave__name")
    return [step(*wave, number) for wave, number in Counter(rows).items()]


def step(wave_code: str, wave_name: str, number: int) -> dict:
    return {
        "heading": "Answer a question",
        "text": f"{counted(number, 'question')} {'waits' if number == 1 else 'wait'} for an answer in {wave_name}.",
        "href": reverse("answer_queue", args=[wave_code]),
        "action": "See what was asked",
    }
