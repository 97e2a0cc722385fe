"""Storyboards: which there are, one with its charts and words, and what its practice could write from its own cycles."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.safestring import mark_safe

from accounts.permissions import Permission, has_permission
from collaborative.actions.storyboards import PARTS, works_at
from collaborative.dashboards.annotations import read_annotations
from collaborative.dashboards.gathering import Gathered, gather, of_practice
from collaborative.models import ImprovementTeam, PdsaCycle, Storyboard
from collaborative.reports.storyboard import NOT_WRITTEN, charts, notice_of
from measures.readers import reader_of
from practices.models import Organisation, WaveMembership

MOST_CYCLES = 6


@dataclass(frozen=True)
class Panel:
    """One chart of the board, with the table that says the same."""

    title: str
    drawing: str
    sentence: str
    table: dict
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class StoryboardPage:
    notice: str
    panels: list[Panel]
    parts: list[tuple[str, str]]
    cycles: list[dict] = field(default_factory=list)
    is_own: bool = False
    may_edit: bool = False
    may_share: bool = False


def gathered_of(user, storyboard: Storyboard) -> Gathered:
    """The series of the one practice, as this person may see them, with its cycles."""
    wave = storyboard.wave
    notes = read_annotations(user, wave)
    return gather(user, wave, reader_of(user, wave), of_practice(storyboard.practice), annotations=notes)


def storyboard_page(user, storyboard: Storyboard) -> StoryboardPage:
    gathered, practice = gathered_of(user, storyboard), storyboard.practice
    may_edit = works_at(user, practice)
    return StoryboardPage(
        notice=notice_of(gathered, practice),
        panels=[panel(chart) for chart in charts(gathered, practice)],
        parts=[(title, storyboard.words.get(part, NOT_WRITTEN)) for part, title in PARTS.items()],
        cycles=cycles_of(user, storyboard),
        is_own=may_edit,
        may_edit=may_edit,
        may_share=has_permission(user, Permission.CHANGE_SHARING_AGREEMENT, practice),
    )


def panel(chart) -> Panel:
    table = {"caption": chart.title, "caption_hidden": True, "head": list(chart.table.head), "rows": chart.table.rows}
    return Panel(chart.title, mark_safe(chart.svg), chart.sentence, table | {"first_is_header": True}, chart.notes)


def cycles_of(user, storyboard: Storyboard) -> list[dict]:
    """Cycles tested in the practice, the latest first, as far as the reader may read them."""
    rows = PdsaCycle.objects.visible_to(user).filter(practices=storyboard.practice, team__wave=storyboard.wave)
    rows = rows.filter(started_on__isnull=False).order_by("-started_on").distinct()[:MOST_CYCLES]
    return [{"text": cycle_words(cycle), "href": reverse("cycle_detail", args=[cycle.pk])} for cycle in rows]


def cycle_words(cycle: PdsaCycle) -> str:
    state = cycle.get_decision_display() or cycle.get_state_display()
    return f"{cycle} ({cycle.started_on:%b %Y}): {state.lower()}"


def suggested_words(user, storyboard: Storyboard) -> dict[str, str]:
    """What the practice could write, from its team and its own cycles; seen by whoever may edit it, and by nobody else."""
    practice, wave = storyboard.practice, storyboard.wave
    teams = ImprovementTeam.objects.visible_to(user).filter(wave=wave, partners__organisation=practice)
    team = teams.first()
    cycles = list(
        PdsaCycle.objects.visible_to(user)
        .filter(practices=practice, team__wave=wave, state="closed")
        .order_by("closed_on")
    )
    return {
        "aim": team.aim if team else "",
        "team": f"{practice.name}, in the {team.name}" if team else practice.name,
        "changes": ". ".join(dict.fromkeys(cycle.title for cycle in cycles)),
        "learning": ". ".join(dict.fromkeys(cycle.learning for cycle in cycles)),
        "next_steps": "",
    }


# ---- all of a wave


def listed(user, wave) -> dict:
    """Own ones first, then those that are shared, by name; whoever looks after the wave sees who has none yet."""
    found = {
        board.practice_id: board
        for board in Storyboard.objects.visible_to(user).filter(wave=wave).select_related("practice", "wave").distinct()
    }
    own = own_practices(user, wave)
    shared = sorted(
        (board for board in found.values() if board.is_shared),
        key=lambda board: (board.practice.name, board.practice_id),
    )
    return {
        "own": [own_row(practice, found.get(practice.pk)) for practice in own],
        "shared": [
            {"text": board.practice.name, "href": reverse("storyboard_detail", args=[board.pk])} for board in shared
        ],
        "missing": missing(user, wave, {board.practice_id for board in shared}),
    }


def own_practices(user, wave) -> list[Organisation]:
    held = [
        grant.organisation_id
        for grant in user.acting_grants
        if grant.organisation_id and grant.allows(Permission.CHANGE_IMPROVEMENT_WORK)
    ]
    rows = Organisation.objects.filter(pk__in=held, kind=Organisation.Kind.PRACTICE, memberships__wave=wave)
    return list(rows.order_by("name", "ods_code"))


def own_row(practice: Organisation, board: Storyboard | None) -> dict:
    state = "shared with the wave" if board and board.is_shared else "seen by you alone"
    return {"name": practice.name, "code": practice.ods_code, "state": state}


def missing(user, wave, shared: set[int]) -> list[str] | None:
    """Names of members without a shared storyboard, for whoever looks after the wave; None for everybody else."""
    if not any(
        grant.encloses(wave) and grant.allows(Permission.CHANGE_PROGRESS_SCORES) for grant in user.acting_grants
    ):
        return None
    rows = WaveMembership.objects.filter(wave=wave, left_on__isnull=True).exclude(practice__in=shared)
    return list(rows.order_by("practice__name").values_list("practice__name", flat=True))
