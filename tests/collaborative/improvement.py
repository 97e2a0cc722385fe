"""Builders of improvement work for tests: each makes one valid row with as little said as possible."""

from datetime import date, datetime

from django.utils import timezone

from collaborative.models import (
    Attendance,
    Barrier,
    ChangeIdea,
    Comment,
    Event,
    FollowUp,
    ImprovementTeam,
    PackageItem,
    PdsaCycle,
    PdsaRamp,
    ReadingLevel,
    Reflection,
    Story,
    TeamMember,
    TeamPartner,
    WorkshopAction,
)

JOINED = date(2006, 2, 7)
MOMENT = timezone.make_aware(datetime(2006, 4, 3, 9))


def make_team(wave, organisation, *practices, name=""):
    """A team of a PCT with its practices as partners."""
    team = ImprovementTeam.objects.create(wave=wave, organisation=organisation, name=name or f"{organisation} team")
    for practice in practices:
        TeamPartner.objects.create(
            team=team, organisation=practice, name=practice.name, kind=TeamPartner.Kind.PRACTICE, joined_on=JOINED
        )
    return team


def make_member(team, name="Pat Grey", stakeholder_kind="gp", **fields):
    return TeamMember.objects.create(
        team=team, **{"name": name, "stakeholder_kind": stakeholder_kind, "joined_on": JOINED} | fields
    )


def make_item(wave, code="CP1", kind=PackageItem.Kind.PRINCIPLE, text="Create and validate the list"):
    return PackageItem.objects.get_or_create(wave=wave, code=code, defaults={"kind": kind, "text": text})[0]


def make_cycle(team, by, *, practices=(), ramp=None, state="planned", **fields):
    """A planned cycle; for another state what its rules ask for is filled in."""
    ramp = ramp or PdsaRamp.objects.create(team=team, title=fields.get("title", "Telephone review"))
    values = {
        "title": "Telephone review",
        "objective": "Fewer repeat appointments",
        "question": "Will people accept a call instead?",
        "created_by": by,
        "number": ramp.cycles.count() + 1,
        "state": state,
    }
    if state in ("doing", "studying", "closed"):
        values |= {
            "prediction": "One in ten appointments saved",
            "prediction_locked_at": MOMENT,
            "started_on": date(2006, 4, 3),
        }
    if state in ("studying", "closed"):
        values |= {"ended_on": date(2006, 5, 31), "observations": "Most liked it", "done_as_planned": "yes"}
    if state == "closed":
        values |= {
            "result": "Fewer came",
            "learning": "Calls at lunch time work",
            "matched_prediction": "partly",
            "decision": "adopt",
            "closed_on": date(2006, 6, 14),
        }
    cycle = PdsaCycle.objects.create(team=team, ramp=ramp, **values | fields)
    cycle.practices.set(practices)
    return cycle


def make_idea(team, by, **fields):
    return ChangeIdea.objects.create(team=team, created_by=by, **{"title": "Telephone review"} | fields)


def make_event(wave, kind="learning_workshop", number=1, **fields):
    values = {"title": f"Learning workshop {number}", "held_on": wave.learning_workshop_1_on}
    return Event.objects.create(wave=wave, kind=kind, number=number, **values | fields)


def make_attendance(event, team=None, **fields):
    values = {"name": "Pat Grey", "stakeholder_kind": "gp", "status": "attended"}
    return Attendance.objects.create(event=event, team=team, **values | fields)


def make_action(event, team, **fields):
    values = {"what": "Offer a call first", "shared_with": ReadingLevel.WAVE}
    return WorkshopAction.objects.create(event=event, team=team, **values | fields)


def make_barrier(team, by, **fields):
    values = {"kind": "capacity", "description": "No room to see people in", "opened_on": date(2006, 5, 2)}
    return Barrier.objects.create(team=team, created_by=by, **values | fields)


def make_reflection(team, by, **fields):
    values = {"stakeholder_kind": "carer", "text": "We are heard now", "reflected_on": date(2006, 5, 2)}
    return Reflection.objects.create(team=team, created_by=by, **values | fields)


def make_story(team, by, **fields):
    values = {"title": "Back to work", "text": "Somebody went back after a year", "told_on": date(2006, 5, 2)}
    return Story.objects.create(team=team, created_by=by, **values | fields)


def make_comment(team, by, **fields):
    return Comment.objects.create(team=team, written_by=by, **{"text": "What did people say?"} | fields)


def make_follow_up(team, by, **fields):
    values = {"measure": "referrals", "month": date(2006, 9, 1), "question": "Why so many in September?"}
    return FollowUp.objects.create(team=team, created_by=by, **values | fields)
