"""B112 cell by cell: what is taken as it is, what is taken with a note, what is refused and what is then to be written."""

from datetime import date
from decimal import Decimal

import pytest

from practices.spreadsheets.headings import normalised
from workforce.files import staff_cells
from workforce.files.staff_cells import read_band, read_cell, written
from workforce.files.staff_schema import (
    COLUMNS,
    CONTRACTS,
    DESTINATIONS,
    END_REASONS,
    HOLDING,
    NAMES,
    POST,
    SCHEMES,
    SUPERVISION,
    SUPERVISION_KINDS,
    TERMS,
    WORKER,
    staff_schema,
)
from workforce.models import Destination, EndReason, SupervisionKind
from workforce.models import Terms as TermsModel


def cell(name, text, kind="text"):
    return read_cell(staff_schema().column(name), text, kind)


@pytest.mark.parametrize(
    ("text", "band", "noted"),
    [("5", "5", False), ("Band 5", "5", True), ("band 5", "5", True), ("5.0", "5", True), ("8A", "8a", True), ("8a", "8a", False)],
)  # fmt: skip
def test_a_band_is_read_however_it_is_written_and_that_is_said(text, band, noted):
    """B112. 5.0 can be nothing but 5, for there are no half bands."""
    read = read_band(text, "agenda_for_change")

    assert read.value == band
    assert bool(read.note) == noted


@pytest.mark.parametrize("text", ["V", "8", "10", "5.5", "5a", "Band", "£20,000", "0"])
def test_what_is_no_band_of_agenda_for_change_is_refused(text):
    """B112: V is never taken for 5."""
    problem = read_band(text, "agenda_for_change").problem

    assert problem.code == "B112"
    assert "8a" in problem.fix


def test_a_grade_of_other_terms_stays_as_it_is_written():
    assert read_band("Scale V", "whitley").value == "Scale V"


@pytest.mark.parametrize(("text", "wte"), [("0.6", "0.6"), ("1", "1"), ("1.00", "1"), (".5", "0.5"), ("0.05", "0.05")])
def test_a_wte_is_read(text, wte):
    assert cell("wte", text).value == Decimal(wte)


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("60%", "text", "0.6"),
        ("0.6", "percent", "0.6"),
        ("22.5 h", "text", "22.5 of 37.5 hours"),
        ("22.5h", "text", "22.5 of 37.5 hours"),
        ("22.5 hrs", "text", "22.5 of 37.5 hours"),
        ("22.5", "text", "such as 0.6"),
        ("1.2", "text", "such as 0.6"),
        ("0", "text", "such as 0.6"),
        ("0.333", "text", "0.33"),
        ("0,6", "text", "0.6"),
        ("full", "text", "0.6"),
        (".", "text", "0.6"),
    ],
)
def test_what_is_no_wte_is_refused_with_what_to_write(text, kind, word):
    """B112: a percentage and hours are never turned into WTE."""
    problem = cell("wte", text, kind).problem

    assert problem.code == "B112"
    assert word in problem.fix


def test_hosts_are_read_with_their_shares_the_largest_first():
    assert cell("hosts", "a99002:40; A99001: 60%").value == (("A99001", Decimal(60)), ("A99002", Decimal(40)))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A99001:60; A99002:41", "B112"),
        ("A99001", "B112"),
        ("A99001:0", "B112"),
        ("A99001:101", "B112"),
        ("A99001:30; A99001:30", "E11"),
        ("Ash Surgery:60", "B55"),
    ],
)
def test_hosts_that_do_not_make_sense_are_refused(text, code):
    assert cell("hosts", text).problem.code == code


@pytest.mark.parametrize(
    ("text", "role"), [("GMHW", "GMHW"), ("gmhw", "GMHW"), ("Gateway worker", "PCMHW"), ("Practice nurse", "PN")]
)
def test_a_role_is_known_by_its_code_its_name_or_another_title(text, role):
    assert cell("role", text).value == role


def test_an_unknown_role_is_refused_with_what_is_near():
    """B111."""
    problem = cell("role", "mental health worker").problem

    assert problem.code == "B111"
    assert "GMHW" in problem.fix


def test_a_title_that_two_roles_share_is_refused(monkeypatch):
    monkeypatch.setattr(staff_cells, "titles", lambda: {"link worker": ["PCMHW", "GMHW"]})

    assert cell("role", "Link worker").problem.message == "‘Link worker’ may be PCMHW or GMHW"


@pytest.mark.parametrize(
    ("text", "code"), [("5.00E+01", "B52"), ("50", "B52"), ("5LA00", "B53"), ("Q99", "B54"), ("Alder PCT", "B55")]
)
def test_a_pct_code_that_a_spreadsheet_has_changed_is_refused_with_a_hint(text, code):
    """B52 to B55."""
    assert cell("commissioner", text).problem.code == code


def test_a_pct_code_is_read_in_small_letters_and_full_width():
    """B50, B51."""
    assert cell("commissioner", "5w0").value == "5W0"
    assert cell("commissioner", "５W0").value == "5W0"


@pytest.mark.parametrize("text", ["=1+1", "-P1", "@x", "a" * 21, "Kim\tAlder"])
def test_a_number_of_a_person_is_letters_and_digits(text):
    """B99."""
    assert cell("staff_number", text).problem.code == "B112"


@pytest.mark.parametrize(
    ("text", "word"), [("Fixed term", "fixed_term"), ("PERMANENT", "permanent"), ("fixed-term", "fixed_term")]
)
def test_a_fixed_word_is_read_however_it_is_spaced(text, word):
    assert cell("contract", text).value == word


def test_a_word_that_is_not_fixed_is_refused_with_those_that_are():
    assert "seconded" not in CONTRACTS
    assert "secondment" in cell("contract", "seconded").problem.fix


def test_the_apostrophe_of_our_own_files_is_no_part_of_a_text():
    assert cell("name", "'=cmd").value == "=cmd"
    assert cell("name", "'t Hooft").value == "'t Hooft"


@pytest.mark.parametrize(("text", "code"), [("39479", "B61"), ("01/02/08", "B63"), ("31/02/2008", "B64")])
def test_a_date_that_is_none_is_refused(text, code):
    """B61, B63, B64."""
    assert cell("start", text).problem.code == code


def test_values_are_written_as_they_are_read():
    assert written(Decimal("0.60")) == "0.6"
    assert written(Decimal("100.00")) == "100"
    assert written(date(2006, 1, 9)) == "2006-01-09"
    assert written(None) == ""


def test_the_words_of_the_file_are_those_of_the_tables():
    assert list(END_REASONS) == EndReason.values
    assert list(DESTINATIONS) == Destination.values
    assert list(SCHEMES) == TermsModel.Scheme.values
    assert list(CONTRACTS) == TermsModel.Contract.values
    assert list(SUPERVISION_KINDS) == SupervisionKind.values


def test_every_column_belongs_to_one_thing():
    named = ("post_number", "staff_number", "start", "terms_start")

    assert sorted(NAMES) == sorted((*named, *POST, *WORKER, *HOLDING, *TERMS, *SUPERVISION))


def test_no_two_columns_share_a_name():
    names = [name for column in COLUMNS for name in {normalised(name) for name in column.names}]

    assert sorted(names) == sorted(set(names))
