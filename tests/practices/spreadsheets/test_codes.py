"""B50 to B55: the form of a practice code."""

import pytest

from practices.spreadsheets.codes import read_practice_code


@pytest.mark.parametrize("text", ["A81001", "a81001", " A81001 ", "\u00a0A81001\u00a0", "Ａ８１００１"])
def test_codes_are_made_good_b50_b51(text):
    assert read_practice_code(text).value == "A81001"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A81OO1", "A81OO1 contains the letter O. Did you mean A81001?"),
        ("А81001", "А81001 contains a letter of another alphabet. Did you mean A81001?"),
        ("A8100l", "A8100l contains the letter l. Did you mean A81001?"),
        ("Q99", "Q99 means ‘not known’ and cannot be used here"),
        ("x98", "X98 means ‘not applicable’ and cannot be used here"),
        ("The Surgery", "Use the code (letter and 5 digits)"),
        ("5LA00", "Use the code (letter and 5 digits)"),
        ("5.00E+01", "Practice code ‘5.00E+01’ is not valid. Excel may have changed it"),
        ("50", "Practice code ‘50’ is not valid. Excel may have changed it"),
        ("", "enter the practice code, such as A81001"),
    ],
)
def test_other_texts_are_explained_b51_b52_b53_b54_b55(text, message):
    assert read_practice_code(text).problem.message == message
