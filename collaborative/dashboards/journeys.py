"""The patient's journey as a list of steps with its waits added up. A wait that nobody knows is no wait of nought."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from collaborative.models import ImprovementTeam, JourneyMap, JourneyStep, PdsaCycle, ReadingLevel
from practices.wording import counted


@dataclass(frozen=True)
class Step:
    """`number` counts from one; the hrefs are empty for whoever may not change it."""

    anchor: str
    number: int
    what: str
    wait: str
    facts: str
    pain_point: str
    edit_href: str = ""
    move_href: str = ""
    remove_href: str = ""
    is_first: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class JourneyPage:
    steps: list[Step]
    totals: list[str]
    cycles: list[dict]
    versions: list[dict]
    readers: str
    picture_href: str
    is_latest: bool
    may_change: bool


def journey_page(journey: JourneyMap, user, *, may_change: bool) -> JourneyPage:
    """`may_change` says that this person may write for the team; an earlier map nobody changes."""
    steps = list(journey.steps.all())
    is_latest = journey.is_latest
    return JourneyPage(
        steps=[step_of(step, place, len(steps), may_change and is_latest) for place, step in enumerate(steps)],
        totals=totals_of(steps),
        cycles=[cycle_link(cycle) for cycle in cycles_of(journey, user)],
        versions=versions_of(journey, user),
        readers=f"Can be read by: {ReadingLevel(journey.shared_with).label.lower()}.",
        picture_href=reverse("journey_picture", args=[journey.pk]) if journey.picture_path else "",
        is_latest=is_latest,
        may_change=may_change and is_latest,
    )


def step_of(step: JourneyStep, place: int, count: int, may_change: bool) -> Step:
    takes = f"takes {counted(step.minutes, 'minute')}" if step.minutes is not None else "nobody knows how long it takes"
    hrefs = {name: reverse(f"step_{name}", args=[step.pk]) if may_change else "" for name in ("edit", "move", "remove")}
    return Step(
        anchor=f"step-{step.pk}",
        number=place + 1,
        what=step.what,
        wait=wait_words(step.wait_days, is_first=place == 0),
        facts=", ".join(part for part in (step.who, takes) if part),
        pain_point=step.pain_point,
        edit_href=hrefs["edit"],
        move_href=hrefs["move"],
        remove_href=hrefs["remove"],
        is_first=place == 0,
        is_last=place == count - 1,
    )


def wait_words(days: int | None, *, is_first: bool) -> str:
    if days is None:
        return "" if is_first else "Wait: nobody knows how long"
    return "At once" if days == 0 else f"Wait: {counted(days, 'day')}"


def totals_of(steps: Sequence[JourneyStep]) -> list[str]:
    """The waits and the time with somebody, each with how many steps it leaves out."""
    waits = [step.wait_days for step in steps]
    minutes = [step.minutes for step in steps]
    if not steps:
        return []
    # Before the first step nobody need have waited.
    unknown_waits = sum(wait is None for wait in waits[1:])
    return [
        f"Waits: {total(waits, 'day')}{left_out(unknown_waits, 'wait')}.",
        f"Time with somebody: {total(minutes, 'minute')}{left_out(minutes.count(None), 'step')}.",
    ]


def total(values: Sequence[int | None], noun: str) -> str:
    known = [value for value in values if value is not None]
    return counted(sum(known), noun) if known else "not known"


def left_out(count: int, noun: str) -> str:
    return f", without {counted(count, noun)} of unknown length" if count else ""


def cycles_of(journey: JourneyMap, user):
    """The cycles that came of a map and that this person may read."""
    return PdsaCycle.objects.visible_to(user).filter(journeys=journey)


def journeys_of(cycle: PdsaCycle, user) -> list[dict]:
    """The other way: links to the maps that a cycle came of, for the page of the cycle."""
    found = JourneyMap.objects.visible_to(user).filter(cycles=cycle)
    return [{"text": str(one), "href": reverse("journey_detail", args=[one.pk])} for one in found]


def cycle_link(cycle: PdsaCycle) -> dict:
    return {"text": f"{cycle} ({cycle.get_state_display().lower()})", "href": reverse("cycle_detail", args=[cycle.pk])}


def versions_of(journey: JourneyMap, user) -> list[dict]:
    """The map before and the one after, where this person may read them."""
    near = JourneyMap.objects.visible_to(user)
    found = [
        *((one, "The map before") for one in near.filter(followed_by=journey)),
        *((one, "Mapped again") for one in near.filter(follows=journey)),
    ]
    return [{"text": f"{words}: {one}", "href": reverse("journey_detail", args=[one.pk])} for one, words in found]


def journey_table(team: ImprovementTeam, user) -> dict:
    """Two queries, however many maps."""
    found = JourneyMap.objects.visible_to(user).filter(team=team).prefetch_related("steps")
    return {
        "caption": "Journeys",
        "caption_hidden": True,
        "first_is_header": True,
        "head": ["Journey", {"text": "Steps", "numeric": True}, "Waits", "Who can read it"],
        "rows": [journey_row(journey) for journey in found],
        "empty": "No journey has been mapped that you may read.",
    }


def journey_row(journey: JourneyMap) -> list:
    steps = list(journey.steps.all())
    return [
        {"text": str(journey), "href": reverse("journey_detail", args=[journey.pk])},
        {"text": len(steps), "numeric": True},
        total([step.wait_days for step in steps], "day"),
        ReadingLevel(journey.shared_with).label,
    ]
