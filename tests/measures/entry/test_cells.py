"""The cells of a return on the screen: how they are written, what carries over, what must be looked at (C8, C9)."""

from datetime import date

import pytest

from measures.entry.cells import TYPED, Start, as_typed, joined, parted, start_of, to_confirm
from measures.return_files.return_schema import return_schema
from tests.measures.made_returns import GOOD

SENT = {**GOOD, "not_available": {}, "nil_return": False, "extract_date": date(2006, 12, 4), "comment": ""}


def test_c3_every_column_of_the_template_is_a_cell_or_is_known_already():
    named = {column.name for column in return_schema().columns}

    assert named - set(TYPED) == {"schema_version", "wave_code", "practice_ods", "period"}


@pytest.mark.parametrize("text", ["12", "0", "", "NA:not_collected", "n/a"])
def test_c8_a_number_zero_blank_and_a_reason_are_told_apart(text):
    assert joined(*parted(text)) == text


def test_a_number_with_a_reason_beside_it_stays_both():
    assert joined("12", "other") == "12 NA:other"
    assert parted("12 NA:other") == ("12", "other")


def test_what_no_database_keeps_is_taken_out():
    assert as_typed(" two\0 clinics\r\nclosed\ud83d ") == "two clinics closed"


def test_c9_list_sizes_and_tool_carry_over_from_the_month_before():
    start = start_of(None, {**SENT, "list_close": 198}, "HADS")

    assert start.texts["list_open"] == "198"
    assert (start.texts["registered_all"], start.texts["severity_tool"]) == ("8200", "HADS")
    assert "gp_consultations" not in start.texts


def test_c8_what_was_not_available_does_not_carry_over_as_anything():
    before = {**SENT, "registered_16_64": None, "not_available": {"registered_16_64": "not_collected"}}

    assert "registered_16_64" not in start_of(None, before, "").texts


def test_a_month_that_was_sent_opens_with_its_values():
    start = start_of({**SENT, "people_13w": None, "not_available": {"people_13w": "other"}}, None, "")

    assert (start.texts["gp_consultations"], start.texts["people_13w"]) == ("142", "NA:other")
    assert start.carried == frozenset()


def test_c9_what_carries_over_is_to_be_confirmed_until_ticked_or_typed():
    start = Start({"list_open": "198", "registered_all": "8200"}, frozenset({"list_open", "registered_all"}))

    assert to_confirm(start, {}, []) == ["registered_all", "list_open"]
    assert to_confirm(start, {"list_open": {"text": "199", "by": 1}}, ["registered_all"]) == []
