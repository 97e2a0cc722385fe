"""What looks like a patient's identifier, by rule and against a naive twin (B86 to B94)."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from practices.spreadsheets.identifiers import Sign, has_nhs_number, passes_modulus_11, signs_in
from practices.uploads.names import attachment, cleaned, is_personal


def naive_check_digit(nine):
    total = 0
    for position in range(9):
        total += int(nine[position]) * (10 - position)
    remainder = 11 - total % 11
    return {10: None, 11: 0}.get(remainder, remainder)


@given(st.text("0123456789", min_size=9, max_size=9))
def test_modulus_11_agrees_with_a_naive_twin(nine):
    valid = [digit for digit in range(10) if passes_modulus_11(f"{nine}{digit}")]
    expected = naive_check_digit(nine)

    assert valid == ([] if expected is None else [expected])


@given(
    st.text("0123456789", min_size=9, max_size=9),
    st.sampled_from(["", " ", "-", ".", "\u00a0", "\u2009", "  ", "–"]),
    st.sampled_from(["", "no. ", "NHS", "(", "see "]),
    st.sampled_from(["", ".", ")", " today", ".0", ", thanks"]),
)
def test_every_valid_number_is_found_however_it_is_written(nine, gap, before, after):
    check = naive_check_digit(nine)
    assume(check is not None)
    written = gap.join([nine[:3], nine[3:6], f"{nine[6:]}{check}"])

    assert has_nhs_number(f"{before}{written}{after}")


@pytest.mark.parametrize(
    "text", ["9434765918", "19434765919", "94347659190", "943476591", "2006-11-03 14", "12.9434765919"]
)
def test_other_digits_are_no_nhs_number(text):
    assert not has_nhs_number(text)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("9.43E+09", Sign.ROUNDED_NUMBER),
        ("TS18 1HU", Sign.POSTCODE),
        ("a@b.org", Sign.EMAIL),
        ("01642 123456", Sign.TELEPHONE),
        ("www.example.org", Sign.URL),
        ("Mrs Jones", Sign.NAME),
        ("Mr J. O'Neill", Sign.NAME),
    ],
)
def test_other_signs(text, sign):
    assert sign in signs_in(text)


@pytest.mark.parametrize(
    "text", ["E112.", "Dr Jones and Partners", "A81001", "5E1", "1st half", "12345", "W1 2nd wave"]
)
def test_ordinary_texts_have_no_sign(text):
    assert signs_in(text) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\x.csv", "x.csv"),
        ("a\0b\r\n.csv", "a b .csv"),
        ("=cmd.csv", "=cmd.csv"),
        ("\u202efsc.exe", "fsc.exe"),
        ("CON.csv", "CON.csv"),
        ("😀.csv", "😀.csv"),
        ("", "file without a name"),
    ],
)
def test_names_are_kept_to_be_shown_only_b18(name, kept):
    assert cleaned(name) == kept
    assert len(cleaned("x" * 300)) == 200


def test_personal_names_are_recognised_b19():
    assert is_personal("return 943 476 5919.csv")
    assert is_personal(f"{'0f' * 32} totals.csv")
    assert not is_personal("return A81001 2006-11.csv")


def test_download_has_a_plain_and_an_encoded_name_d19():
    assert attachment('a"b\r\n£.csv') == "attachment; filename=\"a_b _.csv\"; filename*=UTF-8''a%22b%20%C2%A3.csv"
