"""An evaluation as stored text: canonical, and back again."""

from dataclasses import replace
from datetime import date

from collaborative.evaluations.evaluating import evaluate
from collaborative.evaluations.payload import digest_of, from_text, to_text
from tests.collaborative.evaluations.made_cases import asked, case, columns

LONG = [90 + 20 * (row % 2) for row in range(12)] + [100] + [70 + 9 * (row % 2) for row in range(14)]


def made(**changes):
    return evaluate([case(columns(LONG), columns([10 * value for value in LONG], 10_000), asked=asked(**changes))])[0]


def test_what_is_stored_comes_back():
    found = made(ended=None)

    again = from_text(to_text(found))

    assert to_text(again) == to_text(found)
    assert (again.asked, again.run, again.before, again.trend.month) == (
        found.asked,
        found.run,
        found.before,
        found.trend.month,
    )


def test_an_evaluation_without_figures_comes_back():
    found = evaluate([case(None, why_not="not_computed")])[0]

    assert from_text(to_text(found)) == found


def test_the_last_bits_of_a_number_make_no_other_content():
    found = made()
    nearly = replace(found, list_percent=1 / 3), replace(found, list_percent=1 / 3 + 1e-13)

    assert len({digest_of(to_text(one)) for one in nearly}) == 1


def test_another_prediction_is_other_content():
    assert digest_of(to_text(made())) != digest_of(to_text(made(by=date(2006, 9, 1))))


def test_a_payload_of_another_format_is_not_read():
    assert from_text(to_text(made()).replace('"format":1', '"format":0')) is None
