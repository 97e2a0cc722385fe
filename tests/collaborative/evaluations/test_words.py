"""An evaluation in words: nothing claimed below its minimum, and no judgement where none is due."""

import pytest

from collaborative.evaluations import verdicts, words
from collaborative.evaluations.evaluating import evaluate
from measures.definitions import definition_of
from tests.collaborative.evaluations.made_cases import asked, case, columns

FELL = [100] * 12 + [95, 80, 80, 80]
GP = definition_of("gp_consultations")


def one(own, control=None, **changes):
    return evaluate([case(own, control, **changes)])[0]


def test_the_absolute_difference_and_its_interval_come_first():
    said = words.observed_words(one(columns(FELL)), GP)

    assert said.startswith(
        "2.0 fewer GP consultations per 100 people on the list a month than in the months before (95%"
    )
    assert "a change of −20.0%" in said


def test_without_enough_months_it_says_when_it_can_be_said():
    said = words.observed_words(one(columns(FELL[:15])), GP)

    assert said == (
        "No change is claimed: 3 full months since the start are needed; it can be said with the return of Apr 2006."
    )


def test_an_interval_that_holds_both_says_that_it_shows_neither():
    said = words.sure_words(one(columns([10] * 12 + [10, 9, 9, 9])), GP)

    assert "neither show nor refute the prediction" in said


def test_controls_that_changed_as_much_are_said_to():
    found = one(columns(FELL), columns([1000] * 13 + [800] * 3, 10_000))

    assert "what happened everywhere may be all that is seen here" in words.control_words(found, GP)


def test_measure_two_is_not_judged():
    found = one(columns(FELL), asked=asked(measure="other_staff_consultations"))

    said = words.sure_words(found, definition_of("other_staff_consultations"))

    assert "no judgement is made" in said


@pytest.mark.parametrize(("side", "said"), [(1, "unusually high"), (-1, "unusually low")])
def test_a_place_that_was_picked_as_extreme_is_warned_of(side, said):
    assert said in words.cautions(one(columns(FELL), was_extreme=side))[0]


def test_a_moved_list_claims_no_improvement():
    found = one(columns(FELL, lists=[1000] * 13 + [1500] * 3))

    assert words.cautions(found)[0].endswith("No improvement is claimed.")


def test_a_test_with_one_patient_is_not_expected_to_show():
    assert "one patient" in words.cautions(one(columns(FELL)), scale=1)[0]


@pytest.mark.parametrize("reason", sorted(words.REASONS))
def test_every_reason_is_a_phrase_within_a_sentence(reason):
    assert not words.reason_words(reason)[0].isupper()


def test_every_verdict_has_a_next_step():
    assert set(words.NEXT) == set(verdicts.VERDICT_WORDS)
