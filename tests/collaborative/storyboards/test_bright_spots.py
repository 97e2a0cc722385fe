"""Bright-spot pairings: started alike, one improved, never noise."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from collaborative.bright_spots import Course, find_pairs, started_alike, went_apart

FALLEN = Course("A", 300, 400, 210, 6000, -30.0, -41.0, -16.0, -1, True)
STAYED = Course("B", 310, 400, 305, 7000, -1.6, -16.0, 15.0, -1, True)


def codes(courses):
    return [(pair.learner.code, pair.example.code) for pair in find_pairs(courses)]


def test_who_stayed_is_paired_with_who_started_alike_and_fell():
    assert codes([FALLEN, STAYED]) == [("B", "A")]


def test_nobody_is_paired_on_noise():
    noise = replace(FALLEN, lower=-55.0, upper=4.0)

    assert codes([noise, STAYED]) == []


def test_who_fell_as_far_is_not_taught_although_chance_may_explain_it():
    fell_too = replace(STAYED, percent=-28.0, lower=-50.0, upper=4.0)

    assert codes([FALLEN, fell_too]) == []


def test_nobody_is_paired_while_a_list_moves():
    assert codes([replace(FALLEN, is_list_steady=False), STAYED]) == []
    assert codes([FALLEN, replace(STAYED, is_list_steady=False)]) == []


def test_nobody_is_paired_on_few_events():
    assert codes([replace(FALLEN, events_now=19), STAYED]) == []


def test_other_starts_and_other_sizes_are_not_alike():
    assert not started_alike(STAYED, replace(FALLEN, events_before=420))
    assert not started_alike(STAYED, replace(FALLEN, registered=14_001))


def test_the_nearest_start_is_taken_and_the_first_code_where_two_are_as_near():
    nearer = replace(FALLEN, code="D", events_before=310)

    assert codes([FALLEN, nearer, STAYED]) == [("B", "D")]
    assert codes([nearer, replace(nearer, code="C"), STAYED]) == [("B", "C")]


def test_where_more_is_better_a_rise_is_the_improvement():
    risen = replace(FALLEN, percent=30.0, lower=16.0, upper=41.0, better=1)

    assert codes([risen, replace(STAYED, better=1)]) == [("B", "A")]


@st.composite
def course(draw):
    """Mostly with enough events, so that many lists hold a pair."""
    percent, width = draw(st.floats(-60, 30)), draw(st.sampled_from([3, 15, 45]))
    is_known = draw(st.integers(0, 9)) > 0
    return Course(
        code=draw(st.text("ABCDEFGH", min_size=2, max_size=2)),
        events_before=draw(st.sampled_from([0, 19, 300, 310, 320, 330, 400])),
        time_before=draw(st.sampled_from([0, 400, 400, 410])),
        events_now=draw(st.sampled_from([0, 20, 250])),
        registered=draw(st.sampled_from([0, 4000, 5000, 9000])),
        percent=percent if is_known else None,
        lower=percent - width,
        upper=percent + width,
        better=-1,
        is_list_steady=draw(st.integers(0, 4)) > 0,
    )


courses = st.lists(course(), max_size=8, unique_by=lambda one: one.code)


@given(courses)
def test_pairs_agree_with_a_plain_search(found):
    """A second, plain implementation: every learner against every example."""

    def judged(course):
        known = course.percent is not None and course.lower is not None and course.upper is not None
        return (
            course.events_before >= 20 and course.events_now >= 20 and course.time_before > 0 and course.is_list_steady
            and known and -100 < course.lower <= course.percent <= course.upper
        )  # fmt: skip

    expected = []
    for learner in sorted(found, key=lambda course: course.code):
        best = None
        for example in sorted(found, key=lambda course: course.code):
            if not (judged(learner) and judged(example)) or learner.upper < 0 or example.upper >= 0:
                continue
            distance = abs(example.start / learner.start - 1)
            if (
                started_alike(learner, example)
                and went_apart(learner, example)
                and (best is None or distance < best[0])
            ):
                best = (distance, example.code)
        if best:
            expected.append((learner.code, best[1]))

    assert codes(found) == expected
