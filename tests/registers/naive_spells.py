"""A plain version of the spell rules, one person and one note after another, to hold the vectorised one against."""

from registers.codes import DiagnosisGroup, Fitness, NoteForm
from registers.counting.months import NEVER

LONG_DAYS = 91


def plain_spells(rows, *, gap=7, may_be_fit=False, mental_health_only=False):
    """[(person, first day, last day, day from which 13 weeks were certified or NEVER)], in order. Rows as spells.Notes has its columns."""
    people = sorted({row[0] for row in rows})
    return [
        (person, *spell)
        for person in people
        for spell in spells_of_one([row[1:] for row in rows if row[0] == person], gap, may_be_fit, mental_health_only)
    ]


def spells_of_one(rows, gap, may_be_fit, mental_health_only):
    kept = [row for row in rows if not row[6] and row[3] not in (NoteForm.SELF_CERTIFICATE, NoteForm.PRIVATE)]
    returns = sorted({returned(row) for row in kept} - {NEVER})
    # Back on its own first day: nothing is left of the note.
    leaving = [row for row in kept if row[2] > row[0]]
    absent = {(row[0], cut(row, returns)) for row in leaving if certifies(row, may_be_fit, mental_health_only)}
    spells = []
    for start, end in sorted(absent):
        if spells and follows(spells[-1], start, gap, returns):
            spells[-1].append((start, end))
        else:
            spells.append([(start, end)])
    return [summed_up(spell) for spell in spells]


def returned(row):
    start, _, back, _, fitness, *_ = row
    return start if fitness == Fitness.FIT and back == NEVER else back


def cut(row, returns):
    start, end, *_ = row
    return min([end, *(back - 1 for back in returns if back > start)])


def certifies(row, may_be_fit, mental_health_only):
    fitness, diagnosis = row[4], row[5]
    return (fitness == Fitness.UNFIT or (may_be_fit and fitness == Fitness.MAY_BE_FIT)) and (
        not mental_health_only or diagnosis == DiagnosisGroup.MENTAL_HEALTH
    )


def follows(spell, start, gap, returns):
    end = max(last for _, last in spell)
    return start - end - 1 <= gap and not any(end < back <= start for back in returns)


def summed_up(spell):
    start, end = spell[0][0], max(last for _, last in spell)
    ahead = [first for first, last in spell if last - start + 1 >= LONG_DAYS]
    return start, end, min(ahead, default=NEVER)


def plain_long(rows, first_day, last_day, basis="elapsed", **rules):
    """People with a spell of 13 weeks at the end of a month that has a certified day in it."""
    kept = []
    for person, start, end, ahead in plain_spells(rows, **rules):
        reached = min(end, last_day) - start + 1 >= LONG_DAYS if basis == "elapsed" else ahead <= last_day
        if reached and start <= last_day and end >= first_day:
            kept.append(person)
    return sorted(set(kept))
