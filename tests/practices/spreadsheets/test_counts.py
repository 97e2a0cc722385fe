"""B72 to B81: what is a count, and what is said of everything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.spreadsheets.counts import read_count

REASONS = ("not_collected", "system_change")


def said(text, **options):
    problem = read_count(text, **options).problem
    return problem and (problem.code, problem.message)


@pytest.mark.parametrize(
    ("text", "value"), [("0", 0), ("7", 7), ("007", 7), ("1000000", 1_000_000), ("-0", 0), (" 5 ", 5)]
)
def test_digits_are_a_count(text, value):
    assert read_count(text).value == value


@given(st.integers(min_value=0, max_value=1_000_000))
def test_every_count_is_read_back(value):
    assert read_count(str(value)).value == value
    assert read_count(f"{value:,}").value == value


@given(st.text(max_size=12))
def test_nothing_else_is_ever_a_count(text):
    """`int` would take 1_000, ١٢ and +5; here digits 0 to 9, or the exact pattern with commas, and nothing else."""
    count = read_count(text, reasons=REASONS)
    plain = text.strip(" \t\r\n\u00a0")
    if count.value is not None:
        assert plain.replace(",", "").lstrip("-").isascii() and plain.replace(",", "").lstrip("-").isdigit()
        assert (
            f"{count.value:,}" == plain or str(count.value) == plain.lstrip("0") or count.value == 0 or plain[0] == "0"
        )
    assert (count.value is not None) + bool(count.not_available) + (count.problem is not None) == 1


@given(st.text("0123456789,.'  -−()%eE_+<*/NAna:", max_size=9))
def test_each_text_has_exactly_one_answer(text):
    count = read_count(text)
    assert (count.value is None) == (count.problem is not None)


@pytest.mark.parametrize("text", ["1 234", "1\u00a0234", "1’234", "1'234", "12 345 678"])
def test_separators_are_refused_with_the_number_to_write_b72(text):
    assert said(text)[0] == "B72"
    assert said(text)[1].startswith("Write 1") and said(text)[1].endswith("without separators")


def test_exact_thousands_pattern_is_taken_and_said_b72():
    assert read_count("1,234").note == "1,234 was read as 1234"


@pytest.mark.parametrize("text", ["3,5", "3.0", "3.5", "1,23", "1.234", ".5", "5."])
def test_fractions_are_refused_b73(text):
    assert said(text) == ("B73", "must be a whole number")


@pytest.mark.parametrize("text", ["45%", "45 %", "0.45%"])
def test_percentages_are_refused_b74(text):
    assert said(text) == ("B74", "enter the number of people, not a percentage")


@pytest.mark.parametrize("text", ["-5", "(5)", "5-", "−5", "- 5", "-5.5"])
def test_negative_numbers_are_refused_b75(text):
    assert said(text) == ("E5", "cannot be less than 0")


@pytest.mark.parametrize(
    "text", ["1e3", "1E400", "inf", "0x10", "1_000", "٣", "１２", "²", "½", "Ⅷ", "+5", "'5", "=5", "five", "2\u200b3"]
)
def test_other_spellings_are_refused_b76(text):
    assert said(text) == ("B76", "must be written with the digits 0 to 9")


@pytest.mark.parametrize("text", ["1000001", "3000000000", "9" * 20, "1,000,001"])
def test_too_large_is_refused_b77(text):
    assert said(text) == ("B77", "larger than 1,000,000. Check the figure")


@pytest.mark.parametrize("text", ["", "   ", "\u00a0"])
def test_blank_is_asked_for_and_never_zero_b78(text):
    assert said(text) == ("E10", "enter a number. If none, enter 0")


@pytest.mark.parametrize(
    "text", ["-", ".", "n/a", "NA", "None", "nil", "#N/A", "#REF!", "#DIV/0!", "#####", "NaN", "NULL"]
)
def test_words_for_nothing_are_refused_b79(text):
    assert said(text) == ("B79", f"‘{text}’ is not a number") or "‘NA:’" in said(text)[1]


@pytest.mark.parametrize("text", ["*", "<5", "< 8", ".."])
def test_hidden_numbers_are_asked_for_b79(text):
    assert said(text) == ("B79", "Send the true number. Small numbers are hidden by us")


def test_not_available_needs_a_reason_of_the_list_b79():
    assert read_count("NA:not_collected", reasons=REASONS).not_available == "not_collected"
    assert read_count("na: System change", reasons=REASONS).not_available == "system_change"
    assert said("NA:because", reasons=REASONS) == ("B79", "after ‘NA:’ write one of not_collected, system_change")
    assert said("NA:not_collected")[0] == "B79"


@pytest.mark.parametrize("text", ["TRUE", "Y", "no"])
def test_yes_and_no_are_no_numbers_b81(text):
    assert said(text) == ("B81", f"‘{text}’ is not a number")


def test_date_cell_in_a_count_is_refused_b76():
    assert said("1900-01-05", kind="date")[0] == "B76"
