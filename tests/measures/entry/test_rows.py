"""Pasted and typed rows as the bytes of a file."""

import pytest

from measures.entry.rows import COLUMNS, csv_of, has_names, pasted_file


@pytest.mark.parametrize("first", ["wave_code\tperiod\tlist_open", "Wave\tMonth\tGP consultations"])
def test_pasted_names_are_known_by_any_of_their_writings(first):
    assert has_names(f"{first}\nW1\t2006-11\t180")


def test_pasted_cells_without_names_get_those_of_the_template():
    content = pasted_file("1\tW1\tA99001\t2006-11\n").decode()

    assert content == "\t".join(COLUMNS) + "\n1\tW1\tA99001\t2006-11"


def test_nothing_is_added_to_what_was_typed():
    """No apostrophe before a minus: the stored comment would differ from an uploaded one."""
    assert csv_of(["comment"], [{"comment": '-5, "two" clinics'}]) == b'comment\r\n"-5, ""two"" clinics"\r\n'
