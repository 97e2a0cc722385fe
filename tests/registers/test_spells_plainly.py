"""The vectorised spells beside the plain ones, for every rule; and beside PostgreSQL's own ranges."""

from datetime import date, timedelta

import numpy as np
import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from registers.codes import DiagnosisGroup, Fitness, NoteForm
from registers.counting.absence import crossings, long_absence
from registers.counting.months import NEVER, MonthGrid, day_number
from registers.models import CertificateNote, RegisterEntry
from registers.spells import Notes, spells_of
from registers.storing.reading import read_notes
from tests.registers.naive_spells import plain_long, plain_spells
from tests.registers.people import make_entry, make_note

MONTHS = MonthGrid.between(date(2006, 7, 1), date(2007, 2, 1))
FIRST = day_number(date(2006, 6, 1))


@st.composite
def note_rows(draw):
    """Few people and short distances, so that notes touch, overlap and part; some are long."""
    start = FIRST + draw(st.integers(0, 150))
    end = start + draw(st.one_of(st.integers(0, 20), st.integers(60, 130)))
    back = draw(st.one_of(st.just(NEVER), st.integers(start - 3, end + 10)))
    return (
        draw(st.integers(0, 2)),
        start,
        end,
        back,
        int(draw(st.sampled_from([NoteForm.MED3, NoteForm.MED5, NoteForm.PRIVATE, NoteForm.SELF_CERTIFICATE]))),
        int(draw(st.sampled_from(list(Fitness)))),
        int(draw(st.sampled_from([DiagnosisGroup.MENTAL_HEALTH, DiagnosisGroup.OTHER]))),
        draw(st.sampled_from([0, 0, 0, 1])),
    )


ROWS = st.lists(note_rows(), max_size=14)
RULES = st.fixed_dictionaries(
    {"gap": st.sampled_from([0, 7, 27]), "may_be_fit": st.booleans(), "mental_health_only": st.booleans()}
)


def as_notes(rows):
    return Notes(*np.array(rows, dtype=np.int64).reshape(-1, 8).T)


@given(ROWS, RULES)
@settings(max_examples=400)
@example([(0, FIRST, FIRST + 30, FIRST + 10, 1, 1, 1, 0), (0, FIRST + 10, FIRST + 40, NEVER, 1, 1, 1, 0)], {"gap": 7})
def test_spells_are_those_of_the_plain_version(rows, rules):
    found = spells_of(as_notes(rows), **rules)

    assert list(zip(*(column.tolist() for column in vars(found).values()), strict=True)) == plain_spells(rows, **rules)


@given(ROWS, RULES, st.sampled_from(["elapsed", "issued"]))
@settings(max_examples=200)
def test_long_absences_are_those_of_the_plain_version(rows, rules, basis):
    found = long_absence(MONTHS, 3, spells_of(as_notes(rows), **rules), basis)

    months = zip(MONTHS.first_days.tolist(), MONTHS.last_days.tolist(), strict=True)
    expected = [plain_long(rows, first, last, basis, **rules) for first, last in months]
    assert [np.flatnonzero(found[:, month]).tolist() for month in range(len(MONTHS))] == expected


@given(ROWS)
@settings(max_examples=100)
def test_order_of_notes_says_nothing(rows):
    forwards, backwards = spells_of(as_notes(rows)), spells_of(as_notes(rows[::-1]))

    assert all(np.array_equal(vars(forwards)[name], vars(backwards)[name]) for name in vars(forwards))


@given(ROWS)
@settings(max_examples=100)
def test_day_91_is_crossed_in_the_month_that_holds_it(rows):
    found = crossings(MONTHS, 3, spells_of(as_notes(rows)))

    days = [(person, start + 90) for person, start, end, _ in plain_spells(rows) if end - start + 1 >= 91]
    expected = {(person, int(MONTHS.rows(np.array(day)))) for person, day in days}
    assert set(zip(*(axis.tolist() for axis in np.nonzero(found)), strict=True)) == {
        cell for cell in expected if 0 <= cell[1] < len(MONTHS)
    }


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="range_agg is PostgreSQL's")
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), min_size=1, max_size=12, unique=True))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_strict_spells_are_those_of_range_agg(practice, stretches):
    """The simple case: no rule but that adjoining and overlapping notes are one."""
    CertificateNote.objects.all().delete()
    person = entry_of(practice).person
    for start, length in stretches:
        begins = date(2006, 6, 1) + timedelta(days=start)
        make_note(person, begins, begins + timedelta(days=length))

    found = spells_of(Notes(**read_notes([practice.pk])), gap=0)

    assert list(zip(found.starts_on.tolist(), found.ends_on.tolist(), strict=True)) == ranges()


def entry_of(practice):
    return RegisterEntry.objects.filter(practice=practice).first() or make_entry(practice, 1)


def ranges():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lower(span), upper(span) - 1 FROM (SELECT unnest(range_agg(daterange(starts_on, ends_on, '[]'))) AS span"
            " FROM registers_certificatenote GROUP BY person_id) spans ORDER BY 1"
        )
        return [(day_number(first), day_number(last)) for first, last in cursor.fetchall()]
