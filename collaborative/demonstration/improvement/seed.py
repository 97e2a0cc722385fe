"""All improvement work of a wave, in the order in which one thing needs another."""

from collaborative.actions.change_packages import start_package
from collaborative.actions.programme_parts import switch_parts
from collaborative.actions.reports import start_report
from collaborative.demonstration.improvement.cycles import make_cycles
from collaborative.demonstration.improvement.events import make_events
from collaborative.demonstration.improvement.learning import make_learning
from collaborative.demonstration.improvement.progress import make_progress
from collaborative.demonstration.improvement.showing import make_shown
from collaborative.demonstration.improvement.teams import make_teams
from collaborative.models import ProgrammePart, WorkshopReport
from collaborative.reports.making import request_making
from practices import clock


def make_improvement(wave, plans, by_code, signed_in):
    """Invented work of the wave's teams; of a wave that has just begun only what comes before its first workshop."""
    facilitator, writer = signed_in["facilitator@example.org"], signed_in["manager@example.org"]
    start_package(wave=wave, by=facilitator)
    teams = make_teams(wave, plans, by_code, signed_in)
    made = make_cycles(teams, writer)
    make_events(wave, teams, facilitator)
    if wave.learning_workshop_1_on <= clock.today():
        make_learning(wave, teams, made.cycles, writer, facilitator)
        make_progress(wave, teams, writer, facilitator)
        make_shown(wave, teams, by_code, writer)
    return made


def ask_for_report(wave, facilitator):
    """The report of the last workshop is the worker's first task; the programme has every optional part on."""
    switch_parts(programme=wave.programme, parts=ProgrammePart.Part.values, by=None)
    last = wave.events.filter(held_on__lte=clock.today()).last()
    report = start_report(event=last, kind=WorkshopReport.Kind.WORKSHOP, by=facilitator)
    request_making(report, facilitator)
