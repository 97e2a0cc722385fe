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
    "team": lambda wave, team, practice, by: team,
    "cycle": lambda wave, team, practice, by: improvement.make_cycle(team, by, practices=[practice], shared_with=WAVE),
}
# Rows that everybody of the wave may know of, whether or not they read improvement work.
OPEN_TO_THE_WAVE = set()
IMPROVEMENT_ROWS = set(MAKERS)


def make_rows(wave, places, ids):
    """Fill `ids[parameter][place]`; own and neighbour are practices of one team."""
    person = make_person("writer@example.org")
    teams = {}
    for place, practice in places.items():
        organisation = practice.parent_links.get().parent
        if organisation not in teams:
            practices = [one for one in places.values() if one.parent_links.get().parent == organisation]
            teams[organisation] = improvement.make_team(wave, organisation, *practices)
        for parameter, make in MAKERS.items():
            row = make(wave, teams[organisation], practice, person)
            ids.setdefault(parameter, {"random": 987_654})[place] = row.pk
