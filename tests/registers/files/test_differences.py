"""What a file changes, set against set. Pure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registers.files.differences import compare, examples_of, words_for
from registers.files.events import TABLES
from registers.files.schemas import ASSESSMENTS, CONSULTATIONS

TABLE = TABLES[CONSULTATIONS]
FIRST, LAST = 38_600, 38_690
CONTACTS = st.sets(
    st.tuples(st.integers(1, 4), st.integers(FIRST, LAST), st.integers(1, 3), st.integers(1, 8), st.integers(0, 1)),
    max_size=25,
)


def rows_of(table, found):
    columns = zip(*sorted(found), strict=True) if found else [[] for _ in table.fields]
    return {name: np.array(column, dtype=np.int64) for name, column in zip(table.fields, columns, strict=True)}


def as_set(rows):
    return set(zip(*(values.tolist() for values in rows.values()), strict=True))


def after_file(stored, file, first, last):
    """What is stored after a file of the days from `first` to `last`, by the differences alone."""
    within = {row for row in stored if first <= row[1] <= last}
    found = compare(TABLE, rows_of(TABLE, file), rows_of(TABLE, within))
    assert not as_set(found.added) & stored
    assert as_set(found.removed) <= within
    return (stored - as_set(found.removed)) | as_set(found.added)


@given(new=CONTACTS, stored=CONTACTS)
def test_stored_becomes_what_the_file_says(new, stored):
    found = compare(TABLE, rows_of(TABLE, new), rows_of(TABLE, stored))

    assert (as_set(found.added), as_set(found.removed)) == (new - stored, stored - new)
    assert found.unchanged == len(new & stored)


@given(first=CONTACTS, second=CONTACTS, cut=st.integers(FIRST, LAST))
def test_of_two_overlapping_files_the_last_holds(first, second, cut):
    """One covers all days, the other those from `cut` on, in either order."""
    late = {row for row in second if row[1] >= cut}
    whole_then_late = after_file(after_file(set(), first, FIRST, LAST), late, cut, LAST)
    late_then_whole = after_file(after_file(set(), late, cut, LAST), first, FIRST, LAST)

    assert whole_then_late == {row for row in first if row[1] < cut} | late
    assert late_then_whole == first


@given(CONTACTS)
def test_same_rows_again_change_nothing(rows):
    found = compare(TABLE, rows_of(TABLE, rows), rows_of(TABLE, rows))

    assert found.summary["unchanged"] == len(rows)
    assert not as_set(found.added) | as_set(found.removed)


@given(new=CONTACTS, stored=CONTACTS)
def test_what_is_added_comes_in_the_order_of_the_tables_key(new, stored):
    added = compare(TABLE, rows_of(TABLE, new), rows_of(TABLE, stored)).added

    rows = list(zip(*(values.tolist() for values in added.values()), strict=True))
    assert rows == sorted(rows)


def test_digest_tells_different_changes_apart():
    none = rows_of(TABLE, set())
    one = compare(TABLE, rows_of(TABLE, {(1, FIRST, 1, 1, 1)}), none)
    other = compare(TABLE, rows_of(TABLE, {(1, FIRST, 1, 1, 0)}), none)
    removed = compare(TABLE, none, rows_of(TABLE, {(1, FIRST, 1, 1, 1)}))

    assert len({one.digest, other.digest, removed.digest}) == 3


@pytest.mark.parametrize("total", [3, 27])
def test_no_score_stands_in_an_example_d37(total):
    table = TABLES[ASSESSMENTS]
    found = compare(table, rows_of(table, {(1, FIRST, 1, total, 2)}), rows_of(table, {(1, FIRST, 1, 10, 2)}))

    (example,) = examples_of(table, found, {1: 12})

    assert example == {"kind": "changed", "number": 12, "text": words_for(found.added, 0)}
    assert example["text"].endswith("PHQ9")


def test_a_hundred_examples_of_each_sort_at_most():
    rows = {(1, FIRST + number, 1, 1, 1) for number in range(90)} | {
        (2, FIRST + number, 1, 1, 1) for number in range(90)
    }
    found = compare(TABLE, rows_of(TABLE, rows), rows_of(TABLE, set()))

    assert len(examples_of(TABLE, found, {1: 1, 2: 2})) == 100
