"""All improvement work of a wave, in the order in which one thing needs another."""

from collaborative.actions.change_packages import start_package
from collaborative.demonstration.improvement.cycles import make_cycles
from collaborative.demonstration.improvement.events import make_events
from collaborative.demonstration.improvement.learning import make_learning
from collaborative.demonstration.improvement.progress import make_progress
from collaborative.demonstration.improvement.teams import make_teams
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
    return made
