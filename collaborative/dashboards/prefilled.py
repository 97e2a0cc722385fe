"""What a new cycle begins with: an idea, a workshop action, a question from a chart, or the cycle before it."""

from dataclasses import dataclass, field

from collaborative.dashboards.own_figures import own_practices
from collaborative.models import ChangeIdea, FollowUp, PackageItem, PdsaCycle, WorkshopAction
from measures.readers import reader_of
from practices import clock


@dataclass(frozen=True)
class Start:
    """`origin` is the WorkshopAction or FollowUp that becomes this cycle; `words` say where it comes from."""

    initial: dict = field(default_factory=dict)
    words: str = ""
    idea: ChangeIdea | None = None
    origin: WorkshopAction | FollowUp | None = None


def prefilled(user, team, query) -> Start:
    """By the address's `idea`, `action`, `follow_up` or `after`; what this person may not read counts as not named."""
    base = usual(user, team)
    if idea := named(ChangeIdea, user, team, query.get("idea")):
        return from_idea(base, idea)
    if action := named(WorkshopAction, user, team, query.get("action")):
        return from_action(base, action)
    if follow_up := named(FollowUp, user, team, query.get("follow_up")):
        return from_follow_up(base, follow_up)
    if earlier := named(PdsaCycle, user, team, query.get("after")):
        return from_earlier(base, earlier)
    return Start(base)


def named(model, user, team, text):
    """The row of this team that an address names, within the person's scope; None for anything else."""
    if not (text or "").isascii() or not (text or "").isdigit():
        return None
    return model.objects.visible_to(user).filter(team=team, pk=int(text)).first()


def usual(user, team) -> dict:
    """Today, and the person's own practice when they have but one."""
    own = own_practices(user, team, reader_of(user, team.wave))
    return {"planned_start": clock.today(), "practices": own if len(own) == 1 else []}


def from_idea(base, idea) -> Start:
    """In the ramp that tests this idea already, if there is one."""
    principle = idea.items.filter(kind=PackageItem.Kind.PRINCIPLE, wave=idea.team.wave_id).first()
    ramp = idea.team.ramps.filter(idea=idea).first()
    initial = base | {"title": idea.title, "principle": principle, "ramp": ramp, "shared_with": idea.shared_with}
    return Start(initial, f"From the idea: {idea.title}", idea=idea)


def from_action(base, action) -> Start:
    initial = base | {"title": action.what[:150], "measure": action.measure, "prediction": action.predicted_effect}
    return Start(initial, f"From what was agreed at {action.event}: {action.what}", origin=action)


def from_follow_up(base, follow_up) -> Start:
    initial = base | {
        "title": (follow_up.action or follow_up.question)[:150],
        "question": follow_up.question,
        "measure": follow_up.measure,
        "shared_with": follow_up.shared_with,
    }
    if follow_up.practice_id:
        initial["practices"] = [follow_up.practice_id]
    return Start(initial, f"From the question: {follow_up.question[:200]}", origin=follow_up)


def from_earlier(base, cycle) -> Start:
    """The next of its ramp, at the next wider scale; the prediction is always a new one."""
    wider = min(cycle.scale + 1, PdsaCycle.Scale.ALL_PRACTICES)
    kept = ("title", "question", "principle", "measure", "shared_with", "ramp")
    initial = base | {name: getattr(cycle, name) for name in kept}
    initial |= {"scale": wider, "practices": list(cycle.practices.all())}
    return Start(initial, f"After {cycle}")
