"""One row of improvement work of each kind in each place, for the walk through all addresses (test_permission_matrix).

An address says which kind of row it is about by the name of its parameter, such as <int:cycle>. All are shared with the wave,
so that every role that reads improvement work has them in scope; what is shared with fewer is tested where it belongs.
"""

from collaborative.models import ReadingLevel
from tests.collaborative import improvement
from tests.conftest import make_person

WAVE = ReadingLevel.WAVE

# Parameter -> makes the row, given (wave, team, practice, person).
MAKERS = {
    "follow_up": lambda wave, team, practice, by: improvement.make_follow_up(
        team, by, practice=practice, shared_with=WAVE
    ),
    "team": lambda wave, team, practice, by: team,
    "cycle": lambda wave, team, practice, by: improvement.make_cycle(team, by, practices=[practice], shared_with=WAVE),
    "ramp": lambda wave, team, practice, by: improvement.make_cycle(team, by, shared_with=WAVE).ramp,
    "item": lambda wave, team, practice, by: improvement.make_item(wave),
    "driver": lambda wave, team, practice, by: improvement.make_driver(wave),
    "idea": lambda wave, team, practice, by: improvement.make_idea(team, by, shared_with=WAVE),
    "event": lambda wave, team, practice, by: improvement.make_event(wave, "other", 0),
    "attendance": lambda wave, team, practice, by: improvement.make_attendance(
        improvement.make_event(wave, "other", 0), team, practice=practice
    ),
    "material": lambda wave, team, practice, by: (
        improvement.make_version(improvement.make_event(wave, "other", 0), by).material
    ),
    "version": lambda wave, team, practice, by: improvement.make_version(improvement.make_event(wave, "other", 0), by),
    "action": lambda wave, team, practice, by: improvement.make_action(improvement.make_event(wave, "other", 0), team),
    # Released, so that everybody in the wave who sees its shared figures may read it.
    "report": lambda wave, team, practice, by: improvement.make_report(improvement.make_event(wave, "other", 0), by),
    "visit": lambda wave, team, practice, by: improvement.make_visit(team, shared_with=WAVE),
    "member": lambda wave, team, practice, by: improvement.make_member(team),
    "partner": lambda wave, team, practice, by: improvement.make_partner(team),
    "journey": lambda wave, team, practice, by: improvement.make_drawn_journey(team, by, shared_with=WAVE),
    "step": lambda wave, team, practice, by: improvement.make_journey(team, by, {}, shared_with=WAVE).steps.get(),
    "barrier": lambda wave, team, practice, by: improvement.make_barrier(team, by, shared_with=WAVE),
    "reflection": lambda wave, team, practice, by: improvement.make_reflection(team, by, shared_with=WAVE),
    "story": lambda wave, team, practice, by: improvement.make_story(team, by, shared_with=WAVE),
    "comment": lambda wave, team, practice, by: improvement.make_comment(team, by, shared_with=WAVE),
    "storyboard": lambda wave, team, practice, by: improvement.make_storyboard(wave, practice, by),
    "pairing": lambda wave, team, practice, by: improvement.make_pairing(wave, practice, practice),
    "team_report": lambda wave, team, practice, by: improvement.make_team_report(team, shared_with=WAVE),
    "funding_line": lambda wave, team, practice, by: improvement.make_funding_line(wave.programme),
    "body": lambda wave, team, practice, by: improvement.make_body(wave.programme),
    "survey": lambda wave, team, practice, by: improvement.make_survey(team, by, shared_with=WAVE),
}
# Rows that everybody of the wave may know of, whether or not they read improvement work.
OPEN_TO_THE_WAVE = {"body", "driver", "event", "funding_line", "item", "material", "report", "version"}
IMPROVEMENT_ROWS = set(MAKERS)


def make_rows(wave, places, ids):
    """Fill `ids[parameter][place]`; own and neighbour are practices of one team."""
    person = make_person("writer@example.org")
    improvement.switch_on(wave.programme)
    teams = {}
    for place, practice in places.items():
        organisation = practice.parent_links.get().parent
        if organisation not in teams:
            practices = [one for one in places.values() if one.parent_links.get().parent == organisation]
            teams[organisation] = improvement.make_team(wave, organisation, *practices)
        for parameter, make in MAKERS.items():
            row = make(wave, teams[organisation], practice, person)
            ids.setdefault(parameter, {"random": 987_654})[place] = row.pk
