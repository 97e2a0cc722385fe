"""Spells of certified absence: the handbook's vectors, each rule alone, and a plain version per person beside them."""

from datetime import date

import numpy as np
import pytest

from registers.codes import DiagnosisGroup, Fitness, NoteForm
from registers.counting.absence import long_absence
from registers.counting.months import NEVER, MonthGrid, day_number
from registers.spells import Notes, spells_of

NOVEMBER = MonthGrid.between(date(2006, 11, 1), date(2006, 11, 1))


def note(start, end, person=0, returned=None, **fields):
    """One note as a tuple of numbers; `start` and `end` are (day, month) of 2006 or dates."""
    values = {
        "form": NoteForm.MED3,
        "fitness": Fitness.UNFIT,
        "diagnosis_group": DiagnosisGroup.MENTAL_HEALTH,
        "is_duplicate": 0,
        **fields,
    }
    back = NEVER if returned is None else day_number(day(returned))
    return (person, day_number(day(start)), day_number(day(end)), back, *map(int, values.values()))


def day(value):
    return value if isinstance(value, date) else date(2006, value[1], value[0])


def notes(*rows):
    return Notes(*np.array(rows, dtype=np.int64).reshape(-1, 8).T)


def lengths(*rows, **options):
    found = spells_of(notes(*rows), **options)
    return (found.ends_on - found.starts_on + 1).tolist()


def is_long_in_november(*rows, basis="elapsed", **options):
    return bool(long_absence(NOVEMBER, 1, spells_of(notes(*rows), **options), basis)[0, 0])


VECTORS = {
    "91 days": ([note((28, 8), (26, 11))], True),
    "90 days": ([note((28, 8), (25, 11))], False),
    "a weekend between": ([note((21, 8), (13, 10)), note((16, 10), (24, 11))], True),
    "a gap of eight days": ([note((1, 8), (15, 9)), note((24, 9), (30, 11))], False),
    "an overlap": ([note((1, 8), (15, 10)), note((1, 10), (12, 11))], True),
    "certified ahead": ([note((15, 10), date(2007, 1, 20))], False),
    "ended before the month": ([note((1, 6), (20, 10))], False),
    "returned to work": ([note((1, 8), (30, 11), returned=(20, 10))], False),
}


@pytest.mark.parametrize("name", list(VECTORS))
def test_vectors_of_the_handbook(name):
    rows, expected = VECTORS[name]

    assert is_long_in_november(*rows) is expected


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("91 days", [91]),
        ("90 days", [90]),
        ("a weekend between", [96]),
        ("an overlap", [104]),
        ("returned to work", [80]),
    ],
)
def test_lengths_of_the_vectors(name, days):
    assert lengths(*VECTORS[name][0]) == days


def test_note_with_a_return_on_its_first_day_is_no_absence():
    """Rule 4: it would end on the day before it began."""
    assert lengths(note((1, 8), (30, 11), returned=(1, 8))) == []
    assert lengths(note((1, 8), (31, 8)), note((20, 8), (30, 11), returned=(20, 8))) == [19]


def test_strict_gap_parts_at_a_weekend():
    assert not is_long_in_november(*VECTORS["a weekend between"][0], gap=0)


def test_issued_basis_counts_what_is_certified_ahead():
    assert is_long_in_november(*VECTORS["certified ahead"][0], basis="issued")


def test_issued_basis_does_not_count_a_note_that_begins_later():
    """15 October to 5 January are 83 days; the note that follows begins in December."""
    rows = [note((15, 10), (5, 12)), note((6, 12), date(2007, 1, 31))]

    assert not is_long_in_november(*rows, basis="issued")


def test_gap_of_seven_days_is_bridged_and_counts():
    assert lengths(note((1, 8), (10, 8)), note((18, 8), (20, 8))) == [20]
    assert lengths(note((1, 8), (10, 8)), note((19, 8), (20, 8))) == [10, 2]


def test_adjoining_notes_are_one_spell_under_the_strict_gap():
    assert lengths(note((1, 8), (10, 8)), note((11, 8), (20, 8)), gap=0) == [20]


def test_short_note_within_a_long_one_does_not_end_it():
    assert lengths(note((1, 8), (31, 10)), note((5, 8), (10, 8)), note((4, 11), (6, 11))) == [98]


@pytest.mark.parametrize(
    "dropped",
    [{"form": NoteForm.SELF_CERTIFICATE}, {"form": NoteForm.PRIVATE}, {"is_duplicate": 1}, {"fitness": Fitness.FIT}],
    ids=["self-certified", "private", "duplicate", "fit"],
)
def test_notes_that_never_count(dropped):
    assert lengths(note((1, 8), (30, 11), **dropped)) == []


def test_may_be_fit_counts_only_when_asked_for():
    row = note((1, 8), (10, 8), fitness=Fitness.MAY_BE_FIT)

    assert lengths(row) == []
    assert lengths(row, may_be_fit=True) == [10]


def test_mental_health_only_leaves_other_diagnoses_out():
    rows = [note((1, 8), (10, 8)), note((11, 8), (20, 8), diagnosis_group=DiagnosisGroup.MUSCULOSKELETAL)]

    assert lengths(*rows) == [20]
    assert lengths(*rows, mental_health_only=True) == [10]


def test_return_of_one_note_cuts_every_note_that_covers_it():
    rows = [note((1, 8), (30, 8), returned=(20, 8)), note((10, 8), (30, 9))]

    assert lengths(*rows) == [19]


def test_nothing_is_merged_across_a_return():
    """Back on Monday 28 August, certified again from 30 August: two spells, though the gap is three days."""
    rows = [note((1, 8), (26, 8), returned=(28, 8)), note((30, 8), (10, 9))]

    assert lengths(*rows) == [26, 12]


def test_note_from_the_day_of_return_begins_a_new_spell():
    rows = [note((1, 8), (31, 8), returned=(20, 8)), note((20, 8), (25, 8))]

    assert lengths(*rows) == [19, 6]


def test_statement_of_fitness_ends_a_spell_on_the_day_before():
    rows = [note((1, 8), (31, 8)), note((20, 8), (20, 8), fitness=Fitness.FIT)]

    assert lengths(*rows) == [19]


def test_return_of_a_dropped_note_is_dropped_with_it():
    rows = [note((1, 8), (31, 8)), note((1, 8), (31, 8), returned=(10, 8), is_duplicate=1)]

    assert lengths(*rows) == [31]


def test_people_are_kept_apart():
    found = spells_of(notes(note((11, 8), (20, 8), person=1), note((1, 8), (10, 8), person=0)))

    assert found.person.tolist() == [0, 1]
    assert (found.ends_on - found.starts_on + 1).tolist() == [10, 10]


def test_no_notes_have_no_spells():
    assert len(spells_of(notes()).person) == 0


@pytest.mark.parametrize("gap", [-1, 28])
def test_gap_that_could_hide_a_whole_month_is_refused(gap):
    with pytest.raises(ValueError, match="0 to 27"):
        spells_of(notes(), gap=gap)
