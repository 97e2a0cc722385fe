"""Builders of improvement work for tests: each makes one valid row with as little said as possible."""

from datetime import date, datetime

from django.core.files.base import ContentFile
from django.utils import timezone

from collaborative.actions import materials
from collaborative.actions.journeys import pictures
from collaborative.models import (
    Attendance,
    Barrier,
    ChangeIdea,
    Comment,
    DecisionBody,
    Driver,
    Event,
    FollowUp,
    FundingLine,
    ImprovementTeam,
    JourneyMap,
    JourneyStep,
    MonthlyTeamReport,
    PackageItem,
    Pairing,
    PdsaCycle,
    PdsaRamp,
    ProgrammePart,
    ReadingLevel,
    Reflection,
    ServiceUserSurvey,
    Story,
    Storyboard,
    SurveyCount,
    TeamMember,
    TeamPartner,
    Visit,
    WorkshopAction,
    WorkshopReport,
)
from collaborative.reports import snapshot
from collaborative.reports.contents import Page, Report, Text

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


def make_driver(wave, text="Fewer appointments", parent=None, items=(), **fields):
    """The aim of the wave's diagram, or what hangs beneath `parent`."""
    beneath = {None: "aim", "aim": "primary", "primary": "secondary"}
    kind = beneath[parent.kind if parent else None]
    driver = Driver.objects.get_or_create(wave=wave, kind=kind, parent=parent, text=text, defaults=fields)[0]
    driver.items.set(items)
    return driver


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
    if state == "cancelled":
        values |= {"cancelled_reason": "The room was lost", "cancelled_on": date(2006, 6, 14)}
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


def make_version(event, by, content=b"%PDF-1.4 agenda", title="Agenda"):
    """A hand-out with its first version, stored."""
    return materials.add_material(event=event, title=title, content=content, name="agenda.pdf", by=by)


def make_visit(team, **fields):
    values = {"visited_on": date(2006, 5, 9), "visitor": "Fran Hill", "purpose": "Look at the list together"}
    return Visit.objects.create(team=team, **values | fields)


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


def make_partner(team, name="Mind", kind="voluntary_sector", **fields):
    return TeamPartner.objects.create(team=team, name=name, kind=kind, **{"joined_on": JOINED} | fields)


def make_journey(team, by, *steps, **fields):
    """A map with a step of each dict in `steps`."""
    values = {"title": "Back to work", "mapped_on": date(2006, 4, 3)}
    journey = JourneyMap.objects.create(team=team, created_by=by, **values | fields)
    for position, step in enumerate(steps, start=1):
        JourneyStep.objects.create(journey=journey, position=position, **{"what": "Sees a GP"} | step)
    return journey


def make_survey(team, by, **fields):
    """Open on the day on which the tests stand."""
    values = {
        "title": "Your care",
        "questions": "care_2006",
        "opens_on": date(2007, 2, 1),
        "closes_on": date(2007, 2, 28),
    }
    return ServiceUserSurvey.objects.create(team=team, created_by=by, **values | fields)


def make_counts(survey, question="getting_help", source="link", counts=(8, 4, 2, 1, 0)):
    """How many chose each option, the best first."""
    for option, count in enumerate(counts, start=1):
        place = {"source": source, "question": question, "option": option, "month": date(2006, 12, 1)}
        SurveyCount.objects.create(survey=survey, count=count, **place)


def make_drawn_journey(team, by, **fields):
    """A map that has its picture, stored."""
    path = pictures().save("drawn", ContentFile(b"\x89PNG\r\n\x1a\n"))
    words = {"picture_path": path, "picture_type": "image/png", "picture_words": "Arrows between boxes"}
    return make_journey(team, by, **words | fields)


def make_team_report(team, **fields):
    """The draft of December's report, one a team."""
    return MonthlyTeamReport.objects.get_or_create(team=team, month=date(2006, 12, 1), defaults=fields)[0]


def make_report(event, by, *, state="released", **fields):
    """A report with one page in each copy; `state`: making, draft, frozen or released."""
    values = {"state": "frozen" if state == "released" else state, "made_by": by}
    if state != "making":
        for copy in ("exact", "shared"):
            page = Page("cover", "About this report", (Text((f"Words of the {copy} copy",)),))
            contents = Report("Report of the workshop", "First wave", "8 February 2007", "Invented data.", (page,))
            values[f"{copy}_contents"], values[f"{copy}_sha256"] = snapshot.pack(contents)
    if state in ("frozen", "released"):
        values |= {"frozen_by": by, "frozen_at": MOMENT}
    if state == "released":
        values |= {"released_by": by, "released_at": MOMENT}
    number = WorkshopReport.objects.filter(event=event).count() + 1
    return WorkshopReport.objects.create(event=event, **{"number": number} | values | fields)


def switch_on(programme, *parts):
    """These optional parts of a programme, or all of them."""
    for part in parts or ProgrammePart.Part.values:
        ProgrammePart.objects.get_or_create(programme=programme, part=part)


def make_funding_line(programme, **fields):
    values = {"purpose": "Two workers", "source": "Savings on placements", "amount": 41000, "year": 2006}
    return FundingLine.objects.create(programme=programme, **values | fields)


def make_body(programme, name="PCT executive", decision_rights="Signs contracts"):
    return DecisionBody.objects.get_or_create(
        programme=programme, name=name, defaults={"decision_rights": decision_rights}
    )[0]


def make_storyboard(wave, practice, by, **fields):
    """One that its practice shares with the wave."""
    values = {"words": {"aim": "Fewer visits"}, "consented_at": MOMENT, "consented_by": by}
    return Storyboard.objects.create(wave=wave, practice=practice, **values | fields)


def make_pairing(wave, learner, example, **fields):
    """Agreed by both."""
    values = {"measure": "referrals", "reason": "Started alike", "learner_consented_at": MOMENT}
    return Pairing.objects.create(
        wave=wave, learner=learner, example=example, **values | {"example_consented_at": MOMENT} | fields
    )
