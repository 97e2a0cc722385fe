"""The published organisation files, read as text; extracts of the real ones are in files/."""

from datetime import date
from pathlib import Path

import pytest

from practices import ods

FILES = Path(__file__).parent / "files"
PCT_HEADER = b'"PCO12CD","PCO12CDO","PCO12NM"\n'


def read_extract(kind, filename):
    return ods.read(kind, (FILES / filename).read_bytes())


def epraccur(**changed):
    """One row of epraccur, with some columns (counted from 1) changed."""
    cells = ["A81001", "THE DENSHAM SURGERY", "Y54", "Q74", "1 LAWSON STREET", "", "", "", "", "TS18 1HU", "19740401"]
    cells += ["", "A", "B", "00K", "20130401", "", "", "", "", "", "0", "", "00K", "", "4", ""]
    for column, value in changed.items():
        cells[int(column.removeprefix("column_")) - 1] = value
    return ",".join(cells).encode()


def only_refusal(extract):
    (refusal,) = extract.refused
    return refusal


def test_epraccur_has_no_header_and_dates_without_hyphens():
    extract = read_extract("epraccur", "epraccur_extract.csv")

    assert extract.rows == 10
    assert extract.refused == []
    assert extract.organisations[0].stated["opened"] == date(1974, 4, 1)
    assert extract.organisations[6].stated["closed"] == date(2015, 5, 31)


def test_epraccur_status_is_column_13_and_setting_column_26():
    stated = read_extract("epraccur", "epraccur_extract.csv").organisations[-1].stated

    assert (stated["status"], stated["prescribing_setting"]) == ("D", "4")


def test_codes_are_taken_as_published():
    """133 of the real rows are no letter and five digits."""
    extract = read_extract("epraccur", "epraccur_extract.csv")

    assert "ALD200" in [row.ods_code for row in extract.organisations]


def test_code_5E1_stays_text_and_NA_stays_a_name():
    extract = ods.read("pcts", PCT_HEADER + b'"E16000020","5E1","NA"\n')

    (row,) = extract.organisations
    assert (row.ods_code, row.stated["name"]) == ("5E1", "NA")


def test_trust_with_two_authorities_loses_both_with_their_row_numbers():
    extract = read_extract("pct_to_sha", "PCO12_SHA12_extract.csv")

    assert [(refusal.row, refusal.ods_code) for refusal in extract.refused] == [(5, "5K3"), (6, "5K3")]
    assert "Q38 and Q39" in extract.refused[0].reason
    assert [link.child for link in extract.parents] == ["5A3", "5A4", "5E1"]


def test_organisation_that_stands_twice_is_refused_in_both_rows():
    extract = ods.read("epraccur", epraccur() + b"\n" + epraccur(column_2="ANOTHER NAME"))

    assert [refusal.row for refusal in extract.refused] == [1, 2]
    assert extract.organisations == extract.parents == []


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("column_1", "Q99", "unknown"),
        ("column_1", "X98", "not applicable"),
        ("column_1", "A81 001", "no organisation code"),
        ("column_2", " ", "0"),
        ("column_11", "1974-04-01", "yyyymmdd"),
        ("column_11", "19740231", "yyyymmdd"),
        ("column_12", "19730101", "before it begins"),
        ("column_13", "X", "status"),
        ("column_26", "77", "setting"),
    ],
)
def test_row_that_cannot_be_used_is_refused_with_its_reason(column, value, reason):
    extract = ods.read("epraccur", epraccur(column_1="A81002") + b"\n" + epraccur(**{column: value}))

    assert only_refusal(extract).row == 2
    assert reason in only_refusal(extract).reason
    assert len(extract.organisations) == 1


def test_row_with_another_number_of_columns_is_refused():
    assert "3 columns instead of 27" in only_refusal(ods.read("epraccur", b"A81001,NAME,Y54")).reason


def test_another_file_is_refused_whole():
    with pytest.raises(ods.OdsError, match="primary care trusts"):
        ods.read("pcts", b'"SHA12CD","SHA12CDO","SHA12NM"\n"E18000001","Q30","North East"\n')


def test_practices_of_2013_have_a_trust_and_some_a_list_size():
    extract = read_extract("practices_2013", "practices_2013_extract.csv")

    assert [link.parent for link in extract.parents] == ["5A4", "5A4", "5A4", "5QK"]
    assert [size.practice for size in extract.list_sizes] == [link.child for link in extract.parents[:3]]


def test_history_row_of_another_kind_is_refused():
    extract = ods.read("history", b"what,ods_code,new_ods_code,on\nvanish,5A3,,2006-10-01\nclose,5A4,,1.10.2006\n")

    assert [refusal.row for refusal in extract.refused] == [2, 3]


def test_history_that_comes_with_the_product_is_read_whole():
    extract = ods.read("history", (Path(__file__).parents[2] / "fixtures" / "organisation_history.csv").read_bytes())

    assert (extract.rows, extract.refused) == (171, [])
