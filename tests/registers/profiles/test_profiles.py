"""What an import profile makes of headings and values, without a database."""

import pytest

from practices.spreadsheets.headings import Headings
from practices.uploads.schema import Column, ColumnType
from registers.files.schemas import extract_schema
from registers.profiles import ISO, UK, Profile, faults_in, schema_with, translated, translator

SEX = Column("sex", ColumnType.CHOICE, choices=("F", "M", "O", "U"))
DAY = Column("date", ColumnType.DATE)
CODES = Column("codes", ColumnType.CODE)
WORDS = Profile(values={"sex": {"Male": "M", "Female": "F"}})


def test_their_heading_is_recognised_as_ours():
    schema = schema_with(extract_schema("register"), Profile(columns={"identified_on": "Event Date"}))

    headings = Headings(schema)

    assert headings.column_named("event  date") == "identified_on"
    assert headings.column_named("identified_on") == "identified_on"


def test_column_with_one_value_for_every_row_may_be_missing():
    schema = schema_with(extract_schema("consultations"), Profile(fixed={"attended": "Y"}))

    assert schema.column("attended").may_be_missing
    assert not schema.column("date").may_be_missing


def test_column_that_may_be_blank_may_be_missing_unless_the_profile_names_it():
    schema = schema_with(extract_schema("register"), Profile(columns={"active_to": "Left"}))

    assert schema.column("validated_on").may_be_missing
    assert not schema.column("active_to").may_be_missing


@pytest.mark.parametrize(("theirs", "ours"), [("Male", "M"), (" FEMALE ", "F"), ("M", "M"), ("", ""), ("odd", "odd")])
def test_value_is_translated_and_an_unknown_one_stays_to_be_named(theirs, ours):
    assert translated(SEX, theirs, WORDS) == ours


def test_star_stands_for_every_other_value_that_is_not_blank():
    translate = translator(SEX, Profile(values={"sex": {"Male": "M", "*": "U"}}))

    assert [translate(text) for text in ("male", "other", "")] == ["M", "U", ""]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("31/01/2007", "2007-01-31"),
        ("31-Jan-2007", "2007-01-31"),
        ("1 February 2007 10:30", "2007-02-01"),
        ("20070131", "2007-01-31"),
        ("2007-01-31", "2007-01-31"),
        ("31/13/2007", "31/13/2007"),
        ("13/31/2007", "13/31/2007"),
        ("31/01/07", "31/01/07"),
        ("", ""),
    ],
)
def test_british_date_becomes_iso_and_what_is_none_stays(text, iso):
    assert translated(DAY, text, Profile(dates=UK)) == iso


def test_dates_stay_as_they_are_where_the_profile_says_iso():
    assert translated(DAY, " 31-Jan-2007", Profile(dates=ISO)) == "31-Jan-2007"


def test_codes_get_the_system_of_the_export():
    profile = Profile(code_system="read2")

    assert translated(CODES, "E112.; Eu33.", profile) == "read2:E112. read2:Eu33."
    assert translated(CODES, "snomed:35489007", profile) == "snomed:35489007"


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        (Profile(columns={"surname": "X"}), "no column ‘surname’"),
        (Profile(values={"sex": {"Male": "man"}}), "‘man’ is none of the words"),
        (Profile(fixed={"sex": "X"}), "‘X’ is none of the words"),
        (Profile(columns={"sex": "Date", "identified_on": "date"}), "named for two columns"),
        (Profile(columns={"identified_on": "active_from"}), "our own name of the column active_from"),
    ],
)
def test_fault_of_a_profile_is_named(profile, words):
    (fault,) = faults_in(extract_schema("register"), profile)

    assert words in fault
