"""Spells of certified absence from sick notes. Pure; vectorised, without a loop over people.

The rules are those of the domain handbook, section 3. In short: private, cancelled, duplicate and self-certified notes
are dropped; notes whose gap is at most `gap` days are one spell, and the days of a gap that was bridged count (seven
days is NHS Digital's rule for its episodes of fit notes; 0 is the strict sensitivity); a return to work on day R
inside a note ends it on R - 1, and nothing is merged across a return.
"""

from dataclasses import dataclass

import numpy as np

from registers.codes import DiagnosisGroup, Fitness, NoteForm
from registers.counting.months import DAY_BITS, NEVER, packed

# Thirteen weeks: the length from which an absence is long.
LONG_DAYS = 91
# NHS Digital's fit note statistics join notes that are at most seven days apart.
BRIDGED_GAP = 7
# A person, a beginning and an end share 63 bits.
MOST_PEOPLE = 1 << (63 - 2 * DAY_BITS)


@dataclass(frozen=True)
class Notes:
    """Sick notes, one array a column, int64 [n], in any order. Days as registers.counting.months has them, codes as registers.codes.

    `return_on` is NEVER where the note names no return date; `ends_on` is the last day certified, never before `starts_on`.
    """

    person: np.ndarray
    starts_on: np.ndarray
    ends_on: np.ndarray
    return_on: np.ndarray
    form: np.ndarray
    fitness: np.ndarray
    diagnosis_group: np.ndarray
    is_duplicate: np.ndarray


@dataclass(frozen=True)
class Spells:
    """Spells ordered by person and beginning, int64 [n] each; first and last day both belong to the spell.

    `certified_long_from` is the day from which thirteen weeks were certified, ahead or not: the beginning of the note
    whose end is the first to lie so far from the spell's beginning. NEVER for spells that stay shorter.
    """

    person: np.ndarray
    starts_on: np.ndarray
    ends_on: np.ndarray
    certified_long_from: np.ndarray

    @property
    def elapsed_long_from(self) -> np.ndarray:
        """Day 91 of each spell; NEVER for spells that end before it."""
        reached = self.starts_on + LONG_DAYS - 1
        return np.where(self.ends_on >= reached, reached, NEVER)

    def long_from(self, basis="elapsed") -> np.ndarray:
        """The day from which a spell is long: by days gone by ("elapsed") or certified ahead ("issued")."""
        return {"elapsed": self.elapsed_long_from, "issued": self.certified_long_from}[basis]


def spells_of(notes: Notes, *, gap=BRIDGED_GAP, may_be_fit=False, mental_health_only=False) -> Spells:
    """The spells of any number of people.

    `gap` is how many days without a note are bridged, 0 to 27 (a longer one could leave a month without a certified
    day); `may_be_fit` lets notes count that say the person may be fit for some work; `mental_health_only` takes the
    notes of that group of diagnoses alone. Returns to work are taken from all notes that are not dropped.
    """
    if not 0 <= gap < 28:
        raise ValueError("A gap is 0 to 27 days")
    if len(notes.person) and notes.person.max() >= MOST_PEOPLE:
        raise ValueError("People are numbered too high: number them from 0")
    counts = (notes.is_duplicate == 0) & (notes.form != NoteForm.SELF_CERTIFICATE) & (notes.form != NoteForm.PRIVATE)
    returns = returns_of(notes, counts)
    # Back on its own first day: nothing is left of the note.
    counts_for_days = counts & (notes.return_on > notes.starts_on)
    return merged(
        *cut_at_returns(notes, counts_for_days & says_absent(notes, may_be_fit, mental_health_only), returns),
        returns,
        gap,
    )


def says_absent(notes, may_be_fit, mental_health_only):
    """bool [n]: notes that certify absence."""
    absent = notes.fitness == Fitness.UNFIT
    if may_be_fit:
        absent |= notes.fitness == Fitness.MAY_BE_FIT
    if mental_health_only:
        absent &= notes.diagnosis_group == DiagnosisGroup.MENTAL_HEALTH
    return absent


def returns_of(notes, counts):
    """Returns to work, packed and sorted: the return date of any note that counts, and the first day of a statement of fitness."""
    named = counts & (notes.return_on < NEVER)
    fit = counts & ~named & (notes.fitness == Fitness.FIT)
    keys = [packed(notes.person[named], notes.return_on[named]), packed(notes.person[fit], notes.starts_on[fit])]
    return np.sort(np.concatenate(keys))


def cut_at_returns(notes, absent, returns):
    """(person and beginning packed, end packed with its person) of each note, sorted by the first.

    Each ends at the latest on the day before the person's next return.
    """
    key = (packed(notes.person[absent], notes.starts_on[absent]) << DAY_BITS) | notes.ends_on[absent]
    key.sort()
    starts = key >> DAY_BITS
    ends = (starts & ~NEVER) | (key & NEVER)
    if len(returns):
        following = np.append(returns, np.iinfo(np.int64).max)[np.searchsorted(returns, starts, "right")]
        np.minimum(ends, following - 1, out=ends)
    return starts, ends


def merged(starts, ends, returns, gap) -> Spells:
    """Join what follows within the gap and without a return between."""
    if not len(starts):
        nothing = np.empty(0, dtype=np.int64)
        return Spells(nothing, nothing, nothing, nothing)
    # Packed with its person, a running maximum never reaches from one person into the next.
    furthest = np.maximum.accumulate(ends)
    begins = np.append(True, is_new_spell(starts[1:], furthest[:-1], returns, gap))
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(starts)) - 1
    return Spells(
        person=starts[first] >> DAY_BITS,
        starts_on=starts[first] & NEVER,
        ends_on=furthest[last] & NEVER,
        certified_long_from=first_long_note(starts & NEVER, furthest & NEVER, first, begins),
    )


def is_new_spell(starts, furthest, returns, gap):
    """bool [n - 1]: another person, too long a gap, or a return to work after what came before."""
    begins = starts - furthest - 1 > gap
    begins |= starts >> DAY_BITS != furthest >> DAY_BITS
    if len(returns):
        begins |= np.append(-1, returns)[np.searchsorted(returns, starts, "right")] > furthest
    return begins


def first_long_note(starts, furthest, first, begins):
    """int64 [spells]: where the certified days first reach thirteen weeks from the spell's beginning."""
    spell_start = starts[first][np.cumsum(begins) - 1]
    long_from = np.where(furthest - spell_start + 1 >= LONG_DAYS, starts, NEVER)
    return np.minimum.reduceat(long_from, first)
