"""What of a closed pulse may be shown, and what it says (row 4, D13)."""

import pytest

from workforce.pulse_results import (
    ALIKE,
    ALL,
    COMMISSIONER,
    REST,
    ROLE,
    Respondents,
    mean_with_interval,
    results_of,
)
from workforce.pulses import CLASSES, CURRENT, FOLDER, pulse_questions

MIXED = (1, 2, 3, 4, 5)


def asked(*groups, answers=None):
    """Results of one question; `groups` are (role, PCT, number), of three employers; everybody else answers the next option."""
    respondents, counts, options = [], {}, answers or MIXED
    for role, trust, number in groups:
        respondents += [Respondents(role, trust, f"Employer {one % 3}", 1) for one in range(number)]
        for one in range(number):
            for key in ((ALL, "", "q"), (ROLE, role, "q"), (COMMISSIONER, trust, "q")):
                counts.setdefault(key, [0] * 5)[options[one % len(options)] - 1] += 1
    return {(one.kind, one.member): one for one in results_of(counts, respondents, ["q"])}


def test_nine_respondents_are_hidden():
    """Row 4."""
    assert asked(("GMHW", "5W0", 9))[ALL, ""].why == "withheld: fewer than 10 answered"


def test_ten_respondents_are_shown():
    """Row 4."""
    result = asked(("GMHW", "5W0", 10))[ALL, ""]

    assert (result.number, result.mean, result.shares) == (10, 3, (0.4, 0.2, 0.4))


def test_ten_of_two_employers_are_hidden():
    respondents = [Respondents("GMHW", "5W0", f"Employer {one % 2}", 5) for one in range(2)]

    (whole, *_) = results_of({(ALL, "", "q"): [2, 2, 2, 2, 2]}, respondents, ["q"])

    assert whole.why == "withheld: fewer than 3 employers"


def test_a_group_whose_rest_is_small_is_hidden_too():
    """D13: else everybody less the shown role would be the three of the other."""
    found = asked(("GMHW", "5W0", 20), ("MHP", "5W0", 3))

    assert found[ROLE, "MHP"].mean is None
    assert found[ROLE, "GMHW"].why == REST
    assert found[ALL, ""].number == 23


def test_the_smallest_shown_group_is_hidden_with_a_small_one():
    found = asked(("A", "5W0", 20), ("B", "5W0", 12), ("C", "5W0", 4))

    assert [found[ROLE, role].why for role in "ABC"] == ["", REST, "withheld: fewer than 10 answered"]


def test_two_small_groups_that_hide_each_other_leave_the_others_shown():
    found = asked(("A", "5W0", 20), ("B", "5W0", 6), ("C", "5W0", 6))

    assert found[ROLE, "A"].number == 20


def test_pcts_are_hidden_where_they_and_the_roles_would_leave_somebody():
    """D13: PCT 5W0 less the graduate workers would be the one practitioner there."""
    found = asked(("GMHW", "5W0", 15), ("MHP", "5W0", 1), ("MHP", "5W1", 14))

    assert {found[COMMISSIONER, trust].why for trust in ("5W0", "5W1")} == {REST}
    assert found[ROLE, "GMHW"].why == ""


def test_roles_and_pcts_are_both_shown_where_they_leave_ten():
    found = asked(("A", "5W0", 15), ("A", "5W1", 12), ("B", "5W0", 11), ("B", "5W1", 14))

    assert {one.why for one in found.values()} == {""}


def test_a_question_that_all_answer_alike_is_hidden():
    assert asked(("GMHW", "5W0", 12), answers=(1, 2))[ALL, ""].why == ALIKE


def test_groups_are_hidden_where_everybody_is():
    found = asked(("GMHW", "5W0", 12), answers=(4, 5))

    assert {one.why for one in found.values()} == {ALIKE}


def test_nobody_answered_is_said():
    (whole,) = results_of({}, [], ["q"])

    assert whole.why == "nobody answered"


def test_the_mean_has_students_interval():
    """2.2622 is the quantile of Student's t with 9 degrees of freedom (printed tables: 2.262)."""
    mean, lower, upper = mean_with_interval([2, 2, 2, 2, 2])

    assert (mean, upper - mean) == pytest.approx((3, 2.26216 * 1.490712 / 10**0.5), rel=1e-5)
    assert mean - lower == pytest.approx(upper - mean)


def test_an_interval_stays_on_the_scale():
    assert mean_with_interval([0, 0, 0, 1, 9])[2] == 5


@pytest.mark.parametrize("code", sorted(path.stem for path in FOLDER.glob("*.toml")))
def test_every_set_of_questions_can_be_read(code):
    questions = pulse_questions(code)

    assert len(set(questions.codes)) == len(questions.questions)


def test_the_current_set_asks_what_the_demand_names():
    """Row 61, P5: satisfaction, wellbeing, supervision, pay and terms, intention to stay."""
    assert {"satisfaction", "wellbeing", "supervision", "pay", "terms", "stay"} <= set(pulse_questions(CURRENT).codes)


def test_the_classes_hold_every_option_once():
    assert sorted(option for chosen in CLASSES for option in chosen) == [1, 2, 3, 4, 5]
