"""What a release may not say because of an earlier one: each rule, and the edges of each."""

import pytest

from workforce.releases.contents import ALL, Cell, Column, Figure, Row
from workforce.releases.differencing import CORRECTED, MOST_WITHHELD, WITH_PARTS, Earlier, compared, ledger_of


def figure(*rows, threshold=8):
    """Rows of (key, kind, value, came)."""
    found = tuple(Row(key, key, kind, (Cell(value, behind={"came": came}),)) for key, kind, value, came in rows)
    return Figure("held", "Held", 1, "", "Role", (Column("value", "%"),), found, "value", threshold=threshold)


def earlier(*rows, through="2006-10"):
    return Earlier(1, through, ledger_of([figure(*rows)]))


def values(found):
    return [row.cells[0].value for row in found.figures[0].rows]


@pytest.mark.parametrize(("came", "shown"), [(20, 50), (21, None), (27, None), (28, 50)])
def test_d13_a_cell_is_withheld_when_one_to_seven_came_or_went_since(came, shown):
    before = earlier(("A", "role", 40, 20))

    found = compared([figure(("A", "role", 50, came))], [before], "2006-12")

    assert values(found) == [shown]


def test_d13_ten_answers_are_the_threshold_of_satisfaction():
    before = earlier(("A", "role", 40, 20))

    found = compared([figure(("A", "role", 50, 29), threshold=10)], [before], "2006-12")

    assert values(found) == [None]


def test_who_came_and_who_went_do_not_cancel_out():
    now, then = {"came": 25, "left": 10}, {"came": 21, "left": 10}

    found = compared([one_cell(now)], [Earlier(1, "2006-10", ledger_of([one_cell(then)]))], "2006-12")

    assert values(found) == [None]


def one_cell(behind):
    return Figure("x", "X", 1, "", "", (Column("v", "V"),), (Row("A", "A", "role", (Cell(5, behind=behind),)),), "v")


def test_d13_a_corrected_value_of_the_same_month_is_withheld():
    before = earlier(("A", "role", 40, 20), through="2006-12")

    found = compared([figure(("A", "role", 50, 20))], [before], "2006-12")

    assert list(found.withheld.values()) == [CORRECTED.format(number=1)]


def test_the_same_value_again_is_shown_again():
    rows = [("A", "role", 40, 20), ("", ALL, 40, 30)]

    found = compared([figure(*rows)], [earlier(*rows, through="2006-12")], "2006-12")

    assert values(found) == [40, 40]


def test_d13_the_whole_goes_with_a_part_that_it_would_give_away():
    before = earlier(("A", "role", 40, 20), ("B", "role", 40, 20), ("", ALL, 40, 40))

    found = compared([figure(("A", "role", 50, 23), ("B", "role", 50, 30), ("", ALL, 50, 53))], [before], "2006-12")

    assert values(found) == [None, 50, None]
    assert WITH_PARTS in found.withheld.values()


def test_the_whole_stays_where_the_withheld_parts_hide_each_other():
    before = earlier(("A", "role", 40, 20), ("B", "role", 40, 20), ("", ALL, 40, 40))

    found = compared([figure(("A", "role", 50, 24), ("B", "role", 50, 24), ("", ALL, 50, 48))], [before], "2006-12")

    assert values(found) == [None, None, 50]


def test_every_earlier_release_is_compared_not_the_last_alone():
    """A release that was withdrawn has been read."""
    first, second = earlier(("A", "role", 40, 20)), Earlier(2, "2006-11", {})

    found = compared([figure(("A", "role", 50, 21))], [first, second], "2006-12")

    assert values(found) == [None]


def test_a_cell_that_was_not_shown_before_is_not_compared():
    before = earlier(("A", "role", None, 20))

    assert values(compared([figure(("A", "role", 50, 21))], [before], "2006-12")) == [50]


def test_d13_a_new_band_is_withheld_with_the_others_and_its_name():
    """Row 6: one person's new band would stand there alone."""
    before = earlier(("5", "band", 3, 20))

    found = compared([figure(("5", "band", 3, 21), ("6", "band", 1, 21))], [before], "2006-12")

    assert [(row.name, row.cells[0].value) for row in found.figures[0].rows] == [("Every band", None)]
    assert len(found.withheld) == 1


def test_d13_a_band_that_is_new_for_the_same_month_was_a_correction():
    before = earlier(("5", "band", 3, 20), through="2006-12")

    found = compared([figure(("6", "band", 3, 20))], [before], "2006-12")

    assert list(found.withheld.values()) == [CORRECTED.format(number=1)]


@pytest.mark.parametrize(("through", "came"), [("2006-10", 21), ("2006-12", 20)])
def test_d13_a_band_that_is_gone_is_withheld_with_the_others(through, came):
    """One person's band was corrected, or the person went: the others stay as they are, and the gap would tell it."""
    before = earlier(("5", "band", 3, 20), ("6", "band", 1, 20), through=through)

    found = compared([figure(("5", "band", 3, came))], [before], "2006-12")

    assert [(row.name, row.cells[0].value) for row in found.figures[0].rows] == [("Every band", None)]


def test_a_band_that_is_gone_with_eight_who_went_is_told():
    before = earlier(("5", "band", 3, 20), ("6", "band", 1, 20))

    assert values(compared([figure(("5", "band", 3, 28))], [before], "2006-12")) == [3]


def test_more_than_twenty_withheld_cells_are_too_many():
    rows = [(str(place), "role", 40, 20) for place in range(MOST_WITHHELD + 1)]
    moved = [(key, kind, value, came + 1) for key, kind, value, came in rows]

    assert compared([figure(*moved)], [earlier(*rows)], "2006-12").is_too_much
    assert not compared([figure(*moved[1:])], [earlier(*rows)], "2006-12").is_too_much


def test_nothing_that_stands_behind_a_cell_is_in_what_is_frozen():
    from workforce.releases.contents import written

    assert "4219" not in str(written(figure(("A", "role", 50, 4219))))
