"""Where the nodes of a driver diagram stand: nothing overlaps, nothing runs out of its box, whatever the words."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaborative.driver_layout import PADDING, Mark, Node, heat_of, laid_out, width_of, wrapped

ROUND = Mark(shape="open", words="Telephone review, cycle 1: doing")


def idea(key, text="A call before a repeat appointment", marks=0):
    return Node(key=f"idea-{key}", kind="idea", text=text, words="Not tested yet", heat=0, marks=(ROUND,) * marks)


def driver(key, kind, *children, text="Stepped care as one pathway"):
    return Node(key=f"driver-{key}", kind=kind, text=text, words="1 team", heat=1, children=children)


def tree(ideas):
    """An aim, four primary drivers with five secondary ones each, and as many ideas spread over them."""
    secondaries = [
        driver(number, "secondary", *(idea(f"{number}-{one}", marks=one % 30) for one in range(number, ideas, 20)))
        for number in range(20)
    ]
    primaries = [driver(f"p{part}", "primary", *secondaries[part * 5 : part * 5 + 5]) for part in range(4)]
    return driver("aim", "aim", *primaries)


def overlap(one, other):
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def test_no_two_boxes_overlap_with_97_ideas():
    boxes = laid_out(tree(97)).boxes

    assert len(boxes) == 1 + 4 + 20 + 97
    assert [(one.node.key, other.node.key) for one, other in combinations(boxes, 2) if overlap(one, other)] == []


def test_all_boxes_stand_within_the_drawing():
    layout = laid_out(tree(97))

    assert min(box.x for box in layout.boxes) >= 0
    assert max(box.x + box.width for box in layout.boxes) <= layout.width
    assert max(box.y + box.height for box in layout.boxes) <= layout.height


def test_a_node_stands_level_with_the_first_that_hangs_on_it():
    boxes = {box.node.key: box for box in laid_out(tree(97)).boxes}

    assert boxes["driver-aim"].y == boxes["driver-p0"].y == boxes["driver-0"].y
    assert boxes["driver-p3"].y == boxes["driver-15"].y


def test_an_idea_stands_in_the_column_of_ideas_whatever_it_hangs_on():
    direct = driver("p", "primary", idea("direct"), driver("s", "secondary", idea("usual")))
    boxes = {box.node.key: box for box in laid_out(driver("aim", "aim", direct)).boxes}

    assert boxes["idea-direct"].x == boxes["idea-usual"].x


def test_a_box_has_room_for_all_its_marks():
    few, many = (laid_out(driver("aim", "aim", idea("one", marks=marks))).boxes[1].height for marks in (13, 14))

    assert many - few == 24


def test_a_branch_higher_than_what_hangs_on_it_pushes_the_next_down():
    high = driver("high", "primary", text="Very many words " * 20)
    boxes = laid_out(driver("aim", "aim", high, driver("next", "primary"))).boxes

    assert boxes[2].y >= boxes[1].y + boxes[1].height


@given(st.text(max_size=300), st.integers(min_value=40, max_value=320))
def test_lines_are_no_wider_than_asked_and_lose_nothing(text, width):
    lines = wrapped(text, width)

    assert all(width_of(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_word_wider_than_its_box_is_broken():
    (box,) = laid_out(driver("aim", "aim", text="Donaudampfschifffahrtsgesellschaft" * 2)).boxes

    assert len(box.lines) > 1
    assert all(width_of(line) <= box.width - 2 * PADDING for line in box.lines)


@pytest.mark.parametrize(("teams", "heat"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (16, 3)])
def test_steps_of_heat(teams, heat):
    assert heat_of(teams) == heat
