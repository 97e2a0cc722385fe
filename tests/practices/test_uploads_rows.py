"""A file against its schema: names of columns, shape of rows, identifiers. Numbers such as B38 are the specification's."""

import pytest

from practices.uploads.problems import Level
from practices.uploads.rows import read_rows
from tests.practices import made_files as made
from tests.practices.made_files import GOOD, NAMES, NHS_NUMBER, SCHEMA, csv_file, formula, row, workbook


def read(content, name="return.csv", schema=SCHEMA):
    return read_rows(name, content, schema)


def said(content, **options):
    """(code, message) of everything said about a file."""
    return [(problem.code, problem.message) for problem in read(content, **options).problems]


def renamed(**names):
    return [names.get(name, name) for name in NAMES]


def test_good_file_gives_its_rows_and_nothing_to_say():
    reading = read(csv_file(GOOD))

    assert reading.problems == []
    assert [(found.number, found.values) for found in reading.rows] == [(2, dict(zip(NAMES, GOOD, strict=True)))]


def test_workbook_gives_the_same_values_and_says_what_they_were():
    reading = read(workbook(["3", "A99001", "2006-11", 4, 2, "PHQ9", "2006-12-04", "as usual"]), "return.xlsx")

    assert reading.rows[0].values == dict(zip(NAMES, GOOD, strict=True))
    assert (reading.rows[0].kind("added"), reading.rows[0].kind("tool")) == ("number", "text")


def test_header_without_rows_is_refused_b3():
    assert said(csv_file())[0][0] == "B3"


def test_error_leaves_no_rows():
    assert read(csv_file(GOOD, GOOD[:-2])).rows == []


def test_too_many_rows_are_counted_b14():
    content = csv_file(*[GOOD] * 31)

    assert said(content, schema=made.with_limits(rows=20)) == [("B14", "The file has 31 rows; the limit is 20")]


def test_too_many_named_columns_are_refused_b15():
    names = [*NAMES, *(f"extra {number}" for number in range(10))]

    assert "B15" in [
        code for code, _ in said(csv_file(GOOD + ["1"] * 10, names=names), schema=made.with_limits(columns=9))
    ]


def test_columns_without_name_or_value_are_ignored_b15():
    assert said(csv_file(GOOD + [""] * 500, names=NAMES + [""] * 500)) == []


def test_long_cell_is_named_and_not_repeated_b16():
    problem = read(csv_file(row(comment="x" * 200_000))).problems[0]

    assert problem.message == "Row 2, comment: longer than 1,000 characters"
    assert problem.found == ""


@pytest.mark.parametrize(("version", "words"), [("1", "This is template version 1."), ("", "version is not given.")])
def test_other_template_version_is_said_once_b21(version, words):
    messages = said(csv_file(row(version=version), row(version=version, month="2006-10")))

    assert [code for code, _ in messages] == ["E1"]
    assert words in messages[0][1] and "Download version 3" in messages[0][1]


def test_file_of_another_kind_is_sent_to_its_page_b22():
    content = b"patient_key,birth_year,sex\nabc,1950,F\n"

    assert said(content) == [("B22", "This looks like a register file. Upload it under Registers")]


def test_nul_is_refused_with_its_place_b27():
    message = said(csv_file(row(comment="a\0b")))[0]

    assert message == ("B27", "Row 2, comment: contains a character that is not allowed")


def test_invisible_characters_are_refused_in_codes_and_taken_out_of_text_b28():
    assert said(csv_file(row(practice="A99\u200b001")))[0][0] == "B28"

    reading = read(csv_file(row(comment="a\u202eb\x07c")))

    assert reading.rows[0].values["comment"] == "abc"
    assert reading.notes == ["Characters that cannot be seen were taken out of comment"]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_separators_are_taken_where_the_names_fit_b29(delimiter):
    reading = read(csv_file(GOOD, delimiter=delimiter))

    assert len(reading.rows) == 1
    assert "separated by" in reading.notes[0]


def test_other_separators_without_known_names_are_refused_b29():
    assert said(b"x;y\n1;2\n") == [("B29", "Columns must be separated by commas")]


def test_row_with_too_many_values_is_named_b34():
    assert said(csv_file(GOOD, [*GOOD[:-1], "one", "two"]))[0] == ("B34", "Row 3 has 9 values but there are 8 columns")


def test_row_with_too_few_values_is_named_b35():
    assert said(csv_file(GOOD, GOOD[:6])) == [("B35", "Row 3 has 6 values but there are 8 columns")]


@pytest.mark.parametrize("lines", [1, 9])
def test_names_below_the_first_row_are_found_and_refused_b36(lines):
    content = b"Monthly return\r\n" * lines + csv_file(GOOD)

    message = f"The column names must be in row 1. We found them in row {lines + 1}"
    assert said(content) == [("B36", message)]


def test_names_below_blank_rows_are_refused_in_a_workbook_too_b36():
    content = workbook([None], NAMES, GOOD, names=["Monthly return"])

    assert said(content, name="r.xlsx")[0][1].endswith("We found them in row 3")


def test_file_without_names_is_refused_b37():
    assert said(csv_file(GOOD, names=GOOD)) == [("B37", "Row 1 must contain the column names")]


def test_name_that_stands_twice_is_refused_with_both_letters_b38():
    content = csv_file([*GOOD, "2006-11"], names=[*NAMES, "Month "])

    assert said(content) == [("B38", "The column ‘month’ appears twice (C and I)")]


def test_missing_columns_are_listed_together_b39():
    content = csv_file(["3", "A99001", "2006-11", "4"], names=NAMES[:4])

    assert said(content) == [("B39", "These columns are missing: referrals, tool, extracted")]


def test_unused_column_is_a_warning_b40():
    problem = read(csv_file([*GOOD, "x"], names=[*NAMES, "Notes"])).problems[0]

    assert (problem.level, problem.message) == (Level.WARNING, "Column ‘Notes’ is not used and will be ignored")


def test_unused_column_with_identifiers_refuses_the_file_b40():
    reading = read(csv_file([*GOOD, "see 943 476 5919"], names=[*NAMES, "Notes"]))

    assert reading.forget
    assert reading.problems[0].message.startswith("Row 2, column I contains what looks like an NHS number.")


@pytest.mark.parametrize(
    "heading",
    [
        "ADDED",
        " added ",
        "Added:",
        "added\u00a0",
        "added*",
        "added [1]",
        "added ¹",
        '"ad\nded"',
        "\ufeffadded",
        "Ａdded",
    ],
)
def test_names_are_matched_without_what_people_add_to_them_b41(heading):
    wanted = "ad ded" if "\n" in heading else "added"
    schema = made.SCHEMA if wanted == "added" else with_alias("ad ded")

    assert said(csv_file(GOOD, names=renamed(added=heading)), schema=schema) == []


def with_alias(alias):
    from dataclasses import replace

    columns = [replace(column, aliases=(alias,)) if column.name == "added" else column for column in SCHEMA.columns]
    return replace(SCHEMA, columns=tuple(columns))


def test_titles_and_aliases_name_a_column_and_order_is_free_b41_b42():
    names = renamed(practice="Practice code")[::-1]

    assert read(csv_file(GOOD[::-1], names=names)).rows[0].values["practice"] == "A99001"


def test_misspelt_name_is_recognised_b43():
    assert said(csv_file(GOOD, names=renamed(referrals="Refferals"))) == [
        ("B43", "Unknown column ‘Refferals’. Did you mean ‘referrals’?")
    ]


def test_formula_without_value_is_refused_and_with_value_noted_b80():
    good = ["3", "A99001", "2006-11", formula("2+2", 4), 2, "PHQ9", "2006-12-04"]
    bad = ["3", "A99001", "2006-11", formula("2+2"), 2, "PHQ9", "2006-12-04"]

    assert read(workbook(good), "r.xlsx").notes == ["The results of formulas were read (D2)"]
    assert said(workbook(bad), name="r.xlsx") == [("B80", "Row 2, added contains a formula. Paste values")]


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "<script>", "{{7*7}}", "'; DROP TABLE", "\\N"]
)
def test_active_text_is_kept_as_text_b99_b100(text):
    quoted = '"' + text.replace('"', '""') + '"'

    assert read(csv_file(row(comment=quoted))).rows[0].values["comment"] == text


def test_blank_rows_are_ignored_and_counted_b101():
    reading = read(csv_file(GOOD, [""] * 8, row(month="2006-10")))

    assert [found.number for found in reading.rows] == [2, 4]
    assert reading.rows_ignored == 1


def test_every_row_is_read_refused_or_ignored_d23():
    reading = read(csv_file(GOOD, [""] * 8, GOOD[:3], row(practice="Total"), row(month="2006-10")))

    assert (reading.rows_read, reading.rows_refused, reading.rows_ignored) == (2, 2, 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"practice": "Total", "month": ""},
        {"version": "Grand total", "practice": "", "month": ""},
        {"practice": "Sub-total", "month": ""},
        {"practice": "", "month": ""},
        {"month": "Q1 2006"},
        {"practice": "Practice total"},
    ],
)
def test_totals_are_refused_and_never_added_in_b102_b104(changes):
    assert said(csv_file(GOOD, row(**changes))) == [("B102", "Row 3 looks like a totals row. Delete it")]


def test_footnote_under_the_table_is_named_b103():
    note = ["Source: practice system", *[""] * 7]

    assert said(csv_file(GOOD, note)) == [("B103", "Row 3 looks like a note, not a row of figures. Delete it")]


def test_repeated_header_is_named_b104():
    assert said(csv_file(GOOD, NAMES)) == [("B104", "Row 3 repeats the column names. Delete it")]


def test_all_problems_are_said_at_once():
    content = csv_file(GOOD[:7], row(practice="Total"), row(practice="A9\u200b9"), names=renamed(referrals="Refferals"))

    assert [code for code, _ in said(content)] == ["B43", "B35", "B102", "B28"]


PLACES_IN_CSV = {
    "key": row(practice=NHS_NUMBER),
    "text": row(comment=f"see {NHS_NUMBER}."),
    "spaces": row(comment="943 476 5919"),
    "hyphens": row(comment="943-476-5919"),
    "no-break spaces": row(comment="943\u00a0476\u00a05919"),
    "odd grouping": row(comment="94 34 76 59 19"),
    "full width": row(comment="９４３４７６５９１９"),
    "decimal": row(added=f"{NHS_NUMBER}.0"),
    "apostrophe": row(added=f"'{NHS_NUMBER}"),
    "invisible": row(comment="94347\u200b65919"),
    "too short a row": ["3", NHS_NUMBER],
    "total": row(practice="Total", comment=NHS_NUMBER),
}


@pytest.mark.parametrize("place", PLACES_IN_CSV)
def test_nhs_number_anywhere_in_a_csv_refuses_and_forgets_b86(place):
    reading = read(csv_file(PLACES_IN_CSV[place]))

    assert reading.forget and reading.rows == [] and reading.notes == []
    assert reading.problems[0].code == "E14"
    assert reading.problems[0].message.endswith("The file was not kept. Never upload NHS numbers; use the key tool")
    assert "9434" not in str(reading) and "943 476" not in str(reading)


COMMENTS = f"<comments {made.WORKBOOK_NS}><commentList><comment><text><r><t>94347</t></r><r><t>65919</t></r></text></comment></commentList></comments>"
PLACES_IN_WORKBOOK = {
    "number": workbook(row(added=9434765919)),
    "exponent": workbook(row(added=made.number("9.434765919E9"))),
    "hidden row": workbook(GOOD, row(comment=NHS_NUMBER), row_attributes={3: 'hidden="1"'}),
    "hidden sheet": workbook(GOOD, others={"Old": made.sheet_xml([[NHS_NUMBER]])}, states={"Old": "hidden"}),
    "other sheet": workbook(GOOD, others={"Old": made.sheet_xml([[9434765919]])}),
    "sheet name": workbook(GOOD, sheet=NHS_NUMBER),
    "formula": workbook(row(comment=formula(f'"{NHS_NUMBER}"', 1))),
    "comment": workbook(GOOD, parts={"xl/comments1.xml": COMMENTS}),
    "footer": workbook(GOOD, after=f"<headerFooter><oddFooter>&amp;L{NHS_NUMBER}</oddFooter></headerFooter>"),
    "message": workbook(GOOD, after=f'<dataValidations><dataValidation prompt="{NHS_NUMBER}"/></dataValidations>'),
    "properties": workbook(GOOD, parts={"docProps/core.xml": f"<p><title>{NHS_NUMBER}</title></p>"}),
    "author": workbook(GOOD, parts={"docProps/core.xml": f"<p><creator>{NHS_NUMBER}</creator></p>"}),
    "text box": workbook(GOOD, parts={"xl/drawings/drawing1.xml": f"<d><t>{NHS_NUMBER}</t></d>"}),
    "left-over string": workbook(GOOD, parts={"xl/sharedStrings.xml": f"<sst><si><t>{NHS_NUMBER}</t></si></sst>"}),
    "left-over sheet": workbook(GOOD, parts={"xl/worksheets/sheet7.xml": f"<s><v>{NHS_NUMBER}</v></s>"}),
    "defined name": workbook(GOOD, parts={"xl/other.xml": f"<definedName>{NHS_NUMBER}</definedName>"}),
    "link": workbook(
        GOOD, parts={"xl/worksheets/_rels/sheet1.xml.rels": f'<r><Relationship Target="x/{NHS_NUMBER}"/></r>'}
    ),
}


@pytest.mark.parametrize("place", PLACES_IN_WORKBOOK)
def test_nhs_number_anywhere_in_a_workbook_refuses_and_forgets_b19_b86(place):
    reading = read(PLACES_IN_WORKBOOK[place], "return.xlsx")

    assert reading.forget and reading.rows == []
    assert "E14" in [problem.code for problem in reading.problems]
    assert "9434" not in str(reading)


def test_patient_key_in_free_text_refuses_the_file_d37():
    """A comment is read by facilitators and commissioners; what is in the register stays in the practice."""
    key = "0f" * 32

    readings = [read(csv_file(row(comment=text))) for text in (key, f"see {key}", "about one person")]

    assert [reading.forget for reading in readings] == [True, True, False]
    assert "contains what looks like a patient key" in readings[0].problems[0].message
    assert key not in str(readings)


@pytest.mark.parametrize("name", [f"return {NHS_NUMBER}.csv", "Mr J Smith.csv", "943 476 5919.xlsx"])
def test_identifier_in_the_name_of_the_file_refuses_b19(name):
    reading = read(csv_file(GOOD), name)

    assert reading.forget
    assert reading.problems[0].message.startswith("The name of the file contains what looks like")


@pytest.mark.parametrize("make", [csv_file, workbook])
def test_identifier_beyond_the_limit_of_rows_is_still_found_b86(make):
    assert read(make(GOOD, GOOD, GOOD, row(comment=NHS_NUMBER)), schema=made.with_limits(rows=2)).forget


def test_identifier_in_a_file_that_cannot_be_read_is_still_found_b86():
    assert read(b'a,"b\n' + NHS_NUMBER.encode()).forget
    assert read(("{" + f'"n": {NHS_NUMBER}' + "}").encode()).forget
    assert not read(b'{"n": 12}').forget


def test_rounded_nhs_number_has_its_own_hint_b88():
    reading = read(csv_file(row(practice="9.43E+09")))

    assert "an NHS number that Excel has shortened" in reading.problems[0].message


@pytest.mark.parametrize("heading", ["Surname", "FORENAME", "Patient name:", "Postcode", "NHS Number", "Email"])
def test_column_of_names_is_to_be_removed_b90(heading):
    reading = read(csv_file([*GOOD, ""], names=[*NAMES, heading]))

    assert reading.forget
    assert reading.problems[0].message.startswith("Remove the column ‘")


@pytest.mark.parametrize("heading", ["DOB", "Date of birth", "D.O.B."])
def test_column_of_birth_dates_is_refused_b92(heading):
    assert "Send the year of birth only" in said(csv_file([*GOOD, ""], names=[*NAMES, heading]))[0][1]


def test_name_in_a_comment_is_a_warning_b90():
    problem = read(csv_file(row(comment="asked Mrs A Jones"))).problems[0]

    assert (problem.level, problem.message) == (Level.WARNING, "Row 2, comment: may contain a person's name: check")


@pytest.mark.parametrize("text", ["lives at TS18 1HU", "ts181hu"])
def test_full_postcode_is_refused_in_any_column_b91(text):
    assert read(csv_file(row(comment=text))).forget


@pytest.mark.parametrize("text", ["a.b@example.org", "0161 496 0123", "+44 161 496 0123", "https://example.org/x"])
def test_contact_details_are_a_warning_in_comments_and_refused_elsewhere_b94(text):
    assert [p.level for p in read(csv_file(row(comment=text))).problems] == [Level.WARNING]
    assert Level.ERROR in [p.level for p in read(csv_file(row(practice=text))).problems]


@pytest.mark.parametrize(
    "text",
    ["w1 1st return", "sent 2006-11-03 14:30", "0.4434765911", "PHQ9", "ref A81001", "12,345 and 67,890"],
)
def test_ordinary_text_raises_no_alarm(text):
    quoted = f'"{text}"'

    assert said(csv_file(row(comment=quoted))) == []
