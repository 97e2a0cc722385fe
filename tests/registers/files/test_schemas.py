"""The five kinds of file, as templates and as the reader has them."""

import pytest

from practices.uploads.rows import read_rows
from practices.uploads.template import csv_template, xlsx_template
from registers.files.people import ENDINGS, EXCLUSIONS, RECOVERIES, STATES
from registers.files.schemas import END_REASONS, KINDS, SOURCES, extract_schema
from registers.models import EndReason, EntrySource, EntryState, ExclusionReason
from registers.models.entry import RECOVERY_REASONS
from tests.registers.files.made_extracts import csv_of, row_of


def test_words_of_the_files_are_those_of_the_tables():
    assert tuple(EndReason.values) == ENDINGS
    assert set(EXCLUSIONS) == set(ExclusionReason.values)
    assert set(END_REASONS) == set(EndReason.values) | set(ExclusionReason.values)
    assert set(RECOVERIES) == set(RECOVERY_REASONS)
    assert tuple(EntrySource.values) == SOURCES
    assert set(STATES) == set(EntryState.values)


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_row_under_a_fresh_template_passes_c1(kind):
    reading = read_rows("extract.csv", csv_of(kind, [row_of(kind)]), extract_schema(kind))

    assert (reading.problems, len(reading.rows)) == ([], 1)


@pytest.mark.parametrize("kind", KINDS)
def test_templates_have_the_columns_and_nothing_else(kind):
    schema = extract_schema(kind)
    names = [column.name for column in schema.columns]

    assert csv_template(schema).decode("utf-8-sig").strip().split(",") == names
    assert [problem.code for problem in read_rows("t.xlsx", xlsx_template(schema), schema).problems] == ["B3"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("other", KINDS)
def test_a_file_of_another_kind_is_named_b22(kind, other):
    codes = [p.code for p in read_rows("x.csv", csv_of(other, [row_of(other)]), extract_schema(kind)).problems]

    assert codes == ([] if kind == other else ["B22"])
