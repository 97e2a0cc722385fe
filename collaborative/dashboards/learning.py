"""Lists of barriers, reflections and stories as their reader may see them; and the feed of a wave (I10)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from collaborative.dashboards.workforce_lessons import SharedLesson, shared_lessons
from collaborative.forms.shared import readable_text
from collaborative.models import Barrier, ChangeIdea, ImprovementTeam, PdsaCycle, Reflection, Story
from collaborative.models.reading_level import readers_words
from practices import clock
from practices.wording import counted

FEED_LENGTH = 10


@dataclass(frozen=True)
class Entry:
    """One barrier, reflection or story, ready to print."""

    title: str
    text: str
    team: str
    on: date
    remarks: list[str] = field(default_factory=list)
    tag: dict | None = None
    readers: str = ""
    edit_href: str = ""
    resolve_href: str = ""
    link: dict | None = None


def barrier_entry(barrier: Barrier, user_level, *, may_change: bool) -> Entry:
    """`user_level` is how deep the reader reads in the barrier's team."""
    owner = readable_text(barrier, "owner", user_level)
    remarks = [f"Open for {counted((clock.today() - barrier.opened_on).days, 'day')}"]
    if barrier.resolved_on:
        remarks = [
            f"Lifted after {counted((barrier.resolved_on - barrier.opened_on).days, 'day')}: {barrier.resolution}"
        ]
    return Entry(
        title=barrier.get_kind_display(),
        text=barrier.description,
        team=barrier.team.name,
        on=barrier.opened_on,
        remarks=[*remarks, *([f"Can be lifted by: {owner}"] if owner else []), *place_of(barrier)],
        tag={"text": "Lifted", "colour": "green"} if barrier.resolved_on else {"text": "Open", "colour": "orange"},
        readers=readers_words(barrier.shared_with) if may_change else "",
        edit_href=reverse("barrier_edit", args=[barrier.pk]) if may_change else "",
        resolve_href=reverse("barrier_resolve", args=[barrier.pk]) if may_change and not barrier.resolved_on else "",
    )


def place_of(row) -> list[str]:
    return [row.practice.name] if row.practice else []


def reflection_entry(reflection: Reflection, user_level, *, may_change: bool) -> Entry:
    return Entry(
        title=reflection.get_stakeholder_kind_display(),
        text=reflection.text,
        team=reflection.team.name,
        on=reflection.reflected_on,
        remarks=[f"Tags: {', '.join(reflection.tags)}"] if reflection.tags else [],
        readers=readers_words(reflection.shared_with) if may_change else "",
        edit_href=reverse("reflection_edit", args=[reflection.pk]) if may_change else "",
    )


def story_entry(story: Story, user_level, *, may_change: bool) -> Entry:
    values = [value.text for value in story.values.all()]
    told = [f"Told by: {story.get_teller_kind_display().lower()}"] if story.teller_kind else []
    return Entry(
        title=story.title,
        text=story.text,
        team=story.team.name,
        on=story.told_on,
        remarks=[*told, *([f"Values: {', '.join(values)}"] if values else []), *place_of(story)],
        readers=readers_words(story.shared_with) if may_change else "",
        edit_href=reverse("story_edit", args=[story.pk]) if may_change else "",
    )


MAKES = {Barrier: barrier_entry, Reflection: reflection_entry, Story: story_entry}


def rows_of(model, user, **chosen):
    """The rows of a kind that this person may read, narrowed, with what their entries need."""
    rows = model.objects.visible_to(user).select_related("team__wave").distinct()
    if model is Barrier:
        rows = rows.select_related("practice").order_by("resolved_on", "opened_on", "pk")
    if model is Story:
        rows = rows.select_related("practice").prefetch_related("values")
    return narrowed(rows, model, chosen)


# Name in the filter -> lookup, where the model has it.
LOOKUPS = {
    Barrier: {"kind": "kind"},
    Reflection: {"stakeholder": "stakeholder_kind"},
    Story: {"value": "values"},
}


def narrowed(rows, model, chosen: dict):
    known = {LOOKUPS[model][name]: value for name, value in chosen.items() if name in LOOKUPS[model]}
    rows = rows.filter(**known)
    tag = chosen.get("tag")
    # A JSON list cannot be searched for one of its values on SQLite.
    return [row for row in rows if tag.lower() in row.tags] if tag and model is Reflection else rows


def entries(rows: Iterable, user, teams: Iterable[ImprovementTeam]) -> list[Entry]:
    """`teams` are those that the rows belong to; asked once each how deep the person reads and whether they may write."""
    known = {team.pk: (team.reading_level(user), team.may_change(user)) for team in teams}
    return [
        MAKES[type(row)](row, known[row.team_id][0], may_change=known[row.team_id][1])
        for row in rows
        if row.team_id in known
    ]


def wave_entries(rows: Iterable) -> list[Entry]:
    """Of many teams: as everybody in the wave reads them, without a link to change them."""
    return [MAKES[type(row)](row, None, may_change=False) for row in rows]


LESSONS = "Lessons of introducing a role"


def lesson_entries(wave) -> list[Entry]:
    """What a workforce programme learnt while roles came in, and shared; what failed stands here like the rest."""
    return [
        Entry(title=one.words, text=f"{one.tried}\n\n{one.learning}", team=one.place, on=one.on)
        for one in shared_lessons(wave)
    ]


CSV_HEAD = ["kind", "team", "date", "title", "text", "remarks"]


def csv_rows(sections: dict[str, list[Entry]]):
    for kind, found in sections.items():
        for entry in found:
            yield [kind, entry.team, entry.on, entry.title, entry.text, "; ".join(entry.remarks)]


# ---- what is new in a wave


@dataclass(frozen=True)
class News:
    on: date
    words: str
    href: str


def feed(user, wave) -> list[News]:
    """The latest that teams have shared: cycles closed, ideas, stories, lessons. Four queries."""
    closed = PdsaCycle.objects.visible_to(user).filter(team__wave=wave, state=PdsaCycle.State.CLOSED)
    ideas = ChangeIdea.objects.visible_to(user).filter(team__wave=wave)
    stories = Story.objects.visible_to(user).filter(team__wave=wave)
    news = [
        *(cycle_news(one) for one in latest(closed, "-closed_on")),
        *(idea_news(one) for one in latest(ideas, "-created_at")),
        *(story_news(one) for one in latest(stories, "-told_on")),
        *(lesson_news(wave, one) for one in shared_lessons(wave)[:FEED_LENGTH]),
    ]
    return sorted(news, key=lambda one: one.on, reverse=True)[:FEED_LENGTH]


def latest(rows, order: str):
    return rows.select_related("team__wave").order_by(order, "-pk").distinct()[:FEED_LENGTH]


def cycle_news(cycle: PdsaCycle) -> News:
    decided = PdsaCycle.Decision(cycle.decision).label.lower()
    return News(cycle.closed_on, f"{cycle.team} closed {cycle}: {decided}", reverse("cycle_detail", args=[cycle.pk]))


def idea_news(idea: ChangeIdea) -> News:
    return News(
        idea.created_at.date(), f"{idea.team} wrote down an idea: {idea}", reverse("idea_detail", args=[idea.pk])
    )


def story_news(story: Story) -> News:
    return News(story.told_on, f"{story.team} told: {story}", reverse("wave_learning", args=[story.team.wave.code]))


def lesson_news(wave, lesson: SharedLesson) -> News:
    words = f"{lesson.place} shared a lesson, {lesson.words}"
    return News(lesson.on, words, reverse("wave_learning", args=[wave.code]))
