from dataclasses import replace

import pytest

from collaborative.reports import snapshot
from collaborative.reports.contents import Page, Table, Text
from tests.collaborative.rendering.report_builder import small_report


def test_what_is_packed_is_unpacked_again():
    report = small_report()

    assert snapshot.unpack(snapshot.pack(report)[0]) == report


def test_the_same_contents_are_the_same_bytes():
    first, again = snapshot.pack(small_report()), snapshot.pack(snapshot.unpack(snapshot.pack(small_report())[0]))

    assert first == again


def test_any_change_shows_in_the_digest():
    report = small_report()

    assert snapshot.pack(report)[1] != snapshot.pack(replace(report, as_at="9 February 2007"))[1]


def test_the_digest_is_of_the_text_that_was_packed():
    packed, digest = snapshot.pack(small_report())

    assert snapshot.digest_of(packed) == digest


def test_zero_blank_and_no_value_stay_three_things():
    table = Table("Counts", ("Month", "Count"), (("May", 0), ("June", ""), ("July", None)))
    report = replace(small_report(), pages=(Page("counts", "Counts", (table, Text(()))),))

    assert snapshot.unpack(snapshot.pack(report)[0]).pages[0].blocks[0].rows == table.rows


def test_a_number_that_json_does_not_have_is_refused():
    table = Table("Rates", ("Month", "Rate"), (("May", float("nan")),))

    with pytest.raises(ValueError, match="JSON"):
        snapshot.pack(replace(small_report(), pages=(Page("rates", "Rates", (table,)),)))
