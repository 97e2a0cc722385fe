"""The offline key tool as a script (B86 to B98, D40). What the page does to the same files is in tests/journeys."""

import ast
import csv
import hashlib
import hmac
from pathlib import Path

import pytest

from practices.spreadsheets import identifiers
from registers.key_tool import practice_keys as tool

SECRET = bytes(range(32))
EXPORT = (
    "NHS Number,Full Name,Date of Birth,Sex,Postcode,Term\n"
    "943 476 5919,Ann Smith,31/01/1975,F,AB1 2CD,low mood\n"
    "4010232137,Bob Jones,1980-02-03,M,AB1 2CE,\n"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "practice-secret.txt").write_text(SECRET.hex())
    (tmp_path / "export.csv").write_text(EXPORT)
    return tmp_path


def rows_in(path):
    return list(csv.reader(path.read_text().splitlines()))


def test_key_is_the_hmac_of_the_number():
    """RFC 4231 case 2, and the definition written out for a number."""
    assert tool.hexadecimal(b"Jefe", "what do ya want for nothing?") == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )
    assert tool.hexadecimal(SECRET, "9434765919") == hmac.new(SECRET, b"9434765919", hashlib.sha256).digest().hex()


def test_key_check_says_which_secret_without_saying_it():
    assert tool.key_check(SECRET) == hmac.new(SECRET, b"kcv", hashlib.sha256).hexdigest()[:8]
    assert tool.key_check(SECRET) != tool.key_check(SECRET[::-1])


def test_two_practices_make_different_keys_of_one_person():
    """D40."""
    assert tool.hexadecimal(SECRET, "9434765919") != tool.hexadecimal(SECRET[::-1], "9434765919")


@pytest.mark.parametrize(
    "text", ["9434765919", "943 476 5919", "943-476-5919", "'9434765919", "9434765919.0", " 943\u00a04765919"]
)
def test_number_is_taken_as_people_and_programs_write_it(text):
    assert tool.nhs_number(text) == "9434765919"


@pytest.mark.parametrize("text", ["9434765918", "9.43E+09", "943476591", "94347659190", "", "943476591X"])
def test_number_that_fails_its_check_is_not_taken(text):
    assert tool.nhs_number(text) is None


def test_file_to_upload_holds_keys_and_no_identifier(folder):
    """B86, B90, B91, B92: every identifying column is dropped, the date of birth becomes its year."""
    assert tool.main(["keys", "export.csv"]) == 0

    head, first, second = rows_in(folder / "export-to-upload.csv")
    assert head == ["patient_key", "key_check", "birth_year", "Sex", "Term"]
    assert first == [tool.hexadecimal(SECRET, "9434765919"), tool.key_check(SECRET), "1975", "F", "low mood"]
    assert second[2:] == ["1980", "M", ""]


def test_every_heading_that_the_server_refuses_is_dropped():
    """What the application calls personal never leaves the practice."""
    refused = identifiers.NAME_HEADINGS | identifiers.PLACE_HEADINGS | identifiers.CONTACT_HEADINGS

    assert refused | identifiers.NUMBER_HEADINGS <= tool.DROPPED
    assert identifiers.BIRTH_HEADINGS <= tool.BIRTH


def test_key_map_grows_and_keeps_what_it_had(folder):
    tool.main(["keys", "export.csv"])
    (folder / "next.csv").write_text("nhs number,name\n9434765919,\n5990128088,Cy Lee\n")

    tool.main(["keys", "next.csv"])

    rows = rows_in(folder / "key-map.csv")
    assert sorted(row[1:] for row in rows[1:]) == [
        ["4010232137", "Bob Jones", "1980-02-03"],
        ["5990128088", "Cy Lee", ""],
        ["9434765919", "Ann Smith", "31/01/1975"],
    ]


def test_map_and_upload_are_for_their_owner_alone(folder):
    tool.main(["keys", "export.csv"])

    assert [(folder / name).stat().st_mode & 0o077 for name in ("key-map.csv", "export-to-upload.csv")] == [0, 0]


def test_bad_rows_are_listed_here_and_nothing_is_written(folder, capsys):
    (folder / "bad.csv").write_text("nhs number,note\n9434765918,x\n4010232137,see 9434765919\n4010232137,ok\n")

    assert tool.main(["keys", "bad.csv"]) == 2

    said = capsys.readouterr().out
    assert "Row 2: NHS number ‘9434765918’" in said
    assert "Row 3: another column holds an NHS number" in said
    assert not (folder / "bad-to-upload.csv").exists()


def test_bad_rows_can_be_left_out(folder):
    (folder / "bad.csv").write_text("nhs number,note\n9434765918,x\n4010232137,ok\n")

    assert tool.main(["keys", "bad.csv", "--skip-bad"]) == 0

    assert [row[2] for row in rows_in(folder / "bad-to-upload.csv")] == ["note", "ok"]


def test_column_of_an_unusual_name_and_further_columns_are_named_by_the_person(folder):
    (folder / "odd.csv").write_text("Pat. no. NHS,Notes,Sex\n9434765919,private,F\n")

    assert tool.main(["keys", "odd.csv", "--number-column", "Pat. no. NHS", "--drop", "notes"]) == 0

    assert rows_in(folder / "odd-to-upload.csv")[0] == ["patient_key", "key_check", "Sex"]


def test_secret_is_made_once_and_never_overwritten(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    assert tool.main(["secret"]) == 0
    made = (tmp_path / "practice-secret.txt").read_text()
    assert tool.main(["secret"]) == 2

    assert (tmp_path / "practice-secret.txt").read_text() == made
    assert len(tool.secret_of(made)) == 32
    assert made.strip() not in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "abc", "g" * 64, "a" * 63, "a" * 65])
def test_secret_that_is_too_short_or_broken_is_refused(text):
    with pytest.raises(tool.Refused):
        tool.secret_of(text)


def test_worklist_gets_names_and_loses_keys(folder):
    tool.main(["keys", "export.csv"])
    key = tool.hexadecimal(SECRET, "9434765919")
    (folder / "worklist.csv").write_text(f"number,patient_key,due\n7,{key},2007-02-01\n8,{'0' * 64},\n")

    assert tool.main(["name", "worklist.csv"]) == 0

    named = rows_in(folder / "worklist-named.csv")
    assert named[1] == ["Ann Smith", "9434765919", "31/01/1975", "7", "2007-02-01"]
    assert named[2][0] == "not in the key map"
    assert key not in (folder / "worklist-named.html").read_text()


def test_printed_worklist_is_inert(folder):
    (folder / "key-map.csv").write_text(
        f"{','.join(tool.MAP_COLUMNS)}\n{'a' * 64},9434765919,<script>alert(1)</script>,\n{'b' * 64},1,=1+1,\n"
    )
    (folder / "worklist.csv").write_text(f"patient_key\n{'a' * 64}\n{'b' * 64}\n")

    tool.main(["name", "worklist.csv"])

    assert "<script>" not in (folder / "worklist-named.html").read_text()
    assert rows_in(folder / "worklist-named.csv")[2][0] == "'=1+1"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name\nAnn\n", "One column must hold the NHS number"),
        ('nhs number,note\n9434765919,"open\n', "quotation marks of row 2"),
        ("", "One column must hold the NHS number"),
        ("nhs number\0\n", "not a CSV file"),
    ],
)
def test_file_that_cannot_be_read_is_refused_in_words(folder, capsys, text, words):
    (folder / "odd.csv").write_text(text)

    assert tool.main(["keys", "odd.csv"]) == 2
    assert words in capsys.readouterr().err


def test_script_needs_nothing_but_python_3_8():
    source = Path(tool.__file__).read_text()

    tree = ast.parse(source, feature_version=(3, 8))

    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported.isdisjoint({"socket", "urllib", "urllib.request", "http", "ssl", "subprocess"})
    assert "registers" not in source
