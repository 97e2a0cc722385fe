"""The ledger of a wave: predicted beside observed, how often that came true, and no score."""

from collections import Counter
from datetime import date

import pytest

from collaborative.dashboards.prediction_ledger import accuracy
from collaborative.models import ReadingLevel
from tests.collaborative.evaluations.conftest import make_started
from tests.collaborative.improvement import make_cycle
from tests.collaborative.pages import words_of

pytestmark = pytest.mark.django_db
ADDRESS = "/waves/W1/predictions/"


def test_a_prediction_stands_beside_what_was_observed(client_of, cycle, manager):
    text = words_of(client_of(manager).get(ADDRESS))

    assert "−20% by Aug 2006" in text
    assert "in the predicted direction, larger" in text
    assert "Jun 2006 to Aug 2006" in text


def test_how_often_predictions_come_true_has_its_interval():
    found = accuracy(Counter(as_predicted=3, smaller=1, not_from_chance=6, too_early=9))

    assert found == [
        "Of the cycles that you may read, 10 predictions can be judged; 3 came true as predicted: 30% (95% interval 11 to 60%).",
        "7 of 10 came out smaller than predicted, the other way, or could not be told from chance: 70% (95% interval 40 to 89%).",
    ]


def test_nothing_is_said_of_no_prediction():
    assert "No prediction can be judged yet" in accuracy(Counter(too_early=4))[0]


def test_predictions_that_wait_are_counted_apart(client_of, cycle, team, practice, manager):
    make_started(team, manager, practice, state="doing", started_on=date(2006, 11, 20), predicted_by=date(2007, 2, 1))

    text = words_of(client_of(manager).get(ADDRESS))

    assert "1 prediction can be judged" in text
    assert "1 wait for the month that was named" in text


def test_teams_stand_in_alphabetical_order(client_of, cycle, other_team, elsewhere, manager, facilitator):
    make_started(other_team, manager, elsewhere)

    text = words_of(client_of(facilitator).get(ADDRESS))

    places = [text.index(name) for name in sorted(team.name for team in (cycle.team, other_team))]
    assert places == sorted(places)


def test_what_is_not_shared_is_neither_listed_nor_counted(client_of, cycle, lay_member):
    type(cycle).objects.update(shared_with=ReadingLevel.COMMISSIONER)

    text = words_of(client_of(lay_member).get(ADDRESS))

    assert "No cycle that you may read has predicted anything measurable" in text
    assert "No prediction can be judged yet" in text


def test_a_cycle_without_a_measurable_prediction_is_not_in_the_ledger(client_of, returned, team, manager):
    make_cycle(team, manager, state="doing", title="Tea and talk")

    assert "Tea and talk" not in words_of(client_of(manager).get(ADDRESS))


def test_another_wave_is_not_found_and_no_right_is_refused(client_of, wave, data_officer, manager):
    assert client_of(manager).get("/waves/W7/predictions/").status_code == 404
    assert client_of(data_officer).get(ADDRESS).status_code == 403


def test_the_file_has_a_row_for_each_and_keeps_formulas_asleep(client_of, cycle, team, practice, manager):
    make_started(team, manager, practice, title="=1+1")

    rows = client_of(manager).get("/waves/W1/predictions.csv").content.decode("utf-8-sig").splitlines()

    assert len(rows) == 3
    assert "'=1+1, cycle 1" in rows[1] + rows[2]


def test_queries_do_not_grow_with_the_cycles(client_of, cycle, team, practice, manager, django_assert_num_queries):
    client = client_of(manager)
    client.get(ADDRESS)
    with django_assert_num_queries(count_of(client)):
        client.get(ADDRESS)
    before = count_of(client)
    for day in range(1, 9):
        make_started(team, manager, practice, started_on=date(2006, 4, day))

    assert count_of(client) == before


def count_of(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        client.get(ADDRESS)
    return len(queries)
