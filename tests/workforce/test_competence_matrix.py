"""How far each worker is with each competence, from the evidence alone (P4)."""

from datetime import date

import pytest

from workforce.competence_matrix import Standing, matrix, standing_of

TODAY = date(2007, 2, 8)
SIGNED_ON = date(2006, 6, 1)


@pytest.mark.parametrize(
    ("signed_off_on", "expires_on", "expected"),
    [
        (SIGNED_ON, None, Standing.SIGNED),
        (SIGNED_ON, TODAY, Standing.SIGNED),
        (SIGNED_ON, date(2007, 2, 7), Standing.EXPIRED),
        (None, None, Standing.WAITING),
        (None, date(2007, 2, 7), Standing.EXPIRED),
    ],
)
def test_evidence_waits_is_signed_off_or_has_expired_after_its_last_day(signed_off_on, expires_on, expected):
    assert standing_of(signed_off_on, expires_on, TODAY) == expected
    assert matrix([(1, "A", signed_off_on, expires_on)], [1], ["A"], TODAY).standings[0, 0] == expected


def test_whoever_renews_stays_signed_off_while_the_old_evidence_holds():
    rows = [(1, "A", None, None), (1, "A", SIGNED_ON, date(2007, 3, 1))]
    assert matrix(rows, [1], ["A"], TODAY).standings.tolist() == [[Standing.SIGNED]]


def test_renewal_of_what_has_expired_waits():
    rows = [(1, "A", None, None), (1, "A", SIGNED_ON, date(2007, 1, 1))]
    assert matrix(rows, [1], ["A"], TODAY).standings.tolist() == [[Standing.WAITING]]


def test_rows_and_columns_keep_the_order_asked_for_and_strangers_are_left_out():
    rows = [(2, "B", SIGNED_ON, None), (1, "A", None, None), (3, "A", SIGNED_ON, None), (1, "GONE", SIGNED_ON, None)]
    found = matrix(rows, [2, 1], ["A", "B"], TODAY)
    assert found.standings.tolist() == [[Standing.NONE, Standing.SIGNED], [Standing.WAITING, Standing.NONE]]
    assert found.signed.tolist() == [1, 0]


def test_cells_are_counted_by_how_they_stand():
    found = matrix([(1, "A", SIGNED_ON, None)], [1, 2], ["A", "B"], TODAY)
    assert found.counts() == {Standing.NONE: 3, Standing.EXPIRED: 0, Standing.WAITING: 0, Standing.SIGNED: 1}


def test_without_people_or_evidence_there_is_an_empty_matrix():
    assert matrix([], [], ["A"], TODAY).standings.shape == (0, 1)
    assert matrix([], [1], ["A"], TODAY).standings.tolist() == [[Standing.NONE]]
