"""Codes: known, of another system, dots lost, rounded by Excel (E18, B107); versions that never change."""

import hashlib

import pytest

from registers.code_lists import (
    FOLDER,
    KnownCodes,
    parsed,
    passes_verhoeff,
    read_code,
    read_codes,
    shipped_versions,
)

KNOWN = KnownCodes.of([("read2", "E112."), ("read2", "E2B.."), ("ctv3", "X00SO"), ("snomed", "35489007")])

# A version that was published never changes: give a correction a version of its own, and its digest here.
PUBLISHED = {
    "2006-1": "02306de252184616cb898a2740202fd1ca067a46b53a7f5e76cfde1f2d631cb5",
    "2009-1": "e440c748cae266dfd511420001b656175ffcaa814b8ddb55400612ffd35f00ec",
    "2010-1": "002fde1c8f0d824e0190163dd81e0adf05c1ea177d8b43c7e5e753ed5fd5e37d",
    "2018-1": "4064c6cc589644f7c00be5ff314b9fb07b4698c9e2181732dea901131b240e42",
}
CODING_TEMPLATE = (
    "E112. E113. E118. E135. E2003 E291. E2B.. E2B1. Eu32x Eu33. Eu412 212S. 9hC0. 9hC1. 388f. 9H91. 9H92. 9D16."
)


def test_published_versions_are_what_they_were():
    found = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.toml")}

    assert found == PUBLISHED


def test_latest_version_holds_the_coding_template_and_says_what_is_unverified():
    codes = {code.code: code.status for code in shipped_versions()[-1].codes if code.system == "read2"}

    assert {code for code, status in codes.items() if status == "verified"} == set(CODING_TEMPLATE.split())
    assert [codes[code] for code in ("E200.", "Eu41.", "8H49.", "9D15.")] == ["unverified"] * 4


def test_every_snomed_code_of_every_version_passes_its_check():
    codes = [code.code for version in shipped_versions() for code in version.codes if code.system == "snomed"]

    assert codes
    assert [code for code in codes if not passes_verhoeff(code)] == []


@pytest.mark.parametrize("digits", ["236", "1331000000103", "73211009"])
def test_verhoeff_takes_published_numbers(digits):
    """236 is the textbook example: 23 with its check digit 6; the others are SNOMED CT identifiers."""
    assert passes_verhoeff(digits[-3:] if digits == "236" else digits)


def test_verhoeff_finds_every_wrong_digit_and_every_swap_of_neighbours():
    code = "1331000000103"
    wrong = [code[:n] + d + code[n + 1 :] for n in range(len(code)) for d in "0123456789" if d != code[n]]
    swapped = [code[:n] + code[n + 1] + code[n] + code[n + 2 :] for n in range(len(code) - 1) if code[n] != code[n + 1]]

    assert not any(passes_verhoeff(one) for one in wrong + swapped)


def test_codes_of_a_cell_are_read_one_by_one():
    assert read_codes("read2:E112.  SNOMED:35489007;", KNOWN) == ([["read2", "E112."], ["snomed", "35489007"]], [])
    assert read_codes("", KNOWN) == ([], [])


@pytest.mark.parametrize(
    ("word", "message", "fix"),
    [
        ("read2:E112", "has lost its dots: E112.", "as text"),
        ("read2:E2B", "has lost its dots: E2B..", "as text"),
        ("read2:H33", "probably H33..", "as text"),
        ("read2:E112.00", "7 characters", "E112."),
        ("read2:X00SO", "is a code of CTV3, not of Read v2", "ctv3:X00SO"),
        ("read2:35489007", "looks like SNOMED CT", "snomed:35489007"),
        ("snomed:E112.", "is not SNOMED CT", "read2:E112."),
        ("snomed:1.331E+12", "Excel has shortened", "15 digits"),
        ("snomed:999000011000001000", "rounded", "15 digits"),
        ("snomed:35489008", "does not pass the check", "Copy it again"),
        ("snomed:73211009", "not in the practice's code list", ""),
        ("E112.", "does not say its system", "read2"),
        ("icd10:F32", "does not say its system", "read2"),
    ],
)
def test_code_that_cannot_be_taken_says_why_and_what_to_do(word, message, fix):
    """B107."""
    code, fault = read_code(word, KNOWN)

    assert code == []
    assert message in fault.message
    assert fix in fault.fix


def test_without_a_chosen_list_only_the_form_is_looked_at():
    assert read_code("read2:H33..", KnownCodes()) == (["read2", "H33.."], None)
    assert read_code("read2:H33", KnownCodes())[1].message.startswith("H33 has lost its dots")


def test_file_with_an_unknown_concept_or_a_code_twice_is_refused():
    head = 'version = "x"\ntitle = ""\npublished_on = 2006-04-01\nnote = ""\n'
    entry = '[[entry]]\nconcept = "depression"\nsystem = "read2"\ncode = "E112."\nterm = ""\nstatus = "verified"\nsource = ""\n'

    with pytest.raises(ValueError, match="stands twice"):
        parsed(head + entry + entry)
    with pytest.raises(ValueError, match="unknown concept"):
        parsed(head + entry.replace("depression", "gloom"))
