"""Rows of a file of sick notes -> rows of numbers: what a note says of its days, and what it leaves to us. Pure, NumPy."""

import numpy as np

from registers.codes import OPEN_NOTE_DAYS, DiagnosisGroup, Fitness, NoteForm
from registers.counting.months import EPOCH, NEVER
from registers.files.conversion import BLANK, YES_NO, Converter
from registers.files.faults import Faults

LONG_NOTE_DAYS = 13 * 7
UNITS = {"days": 1, "weeks": 2, "months": 3}
NOTE_WORDS = {"fitness": Fitness.words(), "diagnosis_group": DiagnosisGroup.words(), "duplicate": YES_NO}


def sick_notes(converter: Converter, _knowledge) -> dict[str, np.ndarray]:
    """The rows by field; without a last day it is worked out from the duration, or the note is taken as open."""
    faults = converter.faults
    issued, form = converter.days("issued_on"), converter.words("form", NoteForm.words())
    start, end, returned = (converter.days(name) for name in ("start", "end", "closed_return_date"))
    count, unit = converter.counts("duration_n"), converter.words("duration_unit", UNITS)
    needs_start = (form == NoteForm.MED5) & (start == BLANK)
    why = "a Med5 needs its first day, for it may begin before it was written"
    faults.rows("E10", needs_start, why, column="start")
    check_durations(end, count, unit, faults)
    starts, is_open = np.where(start == BLANK, issued, start), (end == BLANK) & (count == BLANK)
    ends = np.where(end == BLANK, np.where(is_open, starts + OPEN_NOTE_DAYS - 1, after(starts, count, unit)), end)
    check_spans(starts, end, returned, faults)
    warn_of_length(starts, ends, is_open & (returned == BLANK), faults)
    words = {name: converter.words(name, codes) for name, codes in NOTE_WORDS.items()}
    return {
        "starts_on": starts, "ends_on": ends, "issued_on": issued, "form": form,
        "fitness": or_else(words["fitness"], Fitness.UNFIT),
        "diagnosis_group": or_else(words["diagnosis_group"], DiagnosisGroup.NOT_STATED),
        "is_duplicate": or_else(words["duplicate"], 0),
        "is_open_ended": is_open.astype(np.int32),
        "return_on": or_else(returned, NEVER),
    }  # fmt: skip


def check_durations(end, count, unit, faults: Faults) -> None:
    """A number and its unit, both or neither, where no last day is given."""
    no_end = end == BLANK
    no_unit, no_number = no_end & (count >= 0) & (unit == BLANK), no_end & (count == BLANK) & (unit > 0)
    faults.rows("E10", no_unit, "must not be blank beside a duration", column="duration_unit")
    faults.rows("E10", no_number, "must not be blank beside a unit", column="duration_n")
    faults.rows("B105", no_end & (count == 0), "must be 1 or more", column="duration_n")


def check_spans(starts, end, returned, faults: Faults) -> None:
    faults.rows("E15", (end != BLANK) & (end < starts), "ends before it begins", column="end")
    too_early = (returned != BLANK) & (returned < starts)
    faults.rows("E15", too_early, "is before the first day", column="closed_return_date")


def warn_of_length(starts, ends, has_no_end, faults: Faults) -> None:
    words = f"Notes without end or duration: taken as {OPEN_NOTE_DAYS} days"
    faults.warn_rows("W8", has_no_end, words, column="end")
    faults.warn_rows("W9", ends - starts + 1 > LONG_NOTE_DAYS, "Notes for more than 13 weeks", column="end")


def or_else(numbers: np.ndarray, value: int) -> np.ndarray:
    return np.where(numbers == BLANK, value, numbers)


def after(starts: np.ndarray, count: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """The last day of a note: days and weeks counted, months to the same day less one (domain rule 2)."""
    days = starts + count * np.where(unit == 2, 7, 1) - 1
    first = np.datetime64(EPOCH.isoformat()) + np.clip(starts, 0, NEVER).astype("timedelta64[D]")
    month = first.astype("datetime64[M]")
    then = month + np.clip(count, 0, 400).astype("timedelta64[M]")
    same_day = then.astype("datetime64[D]") + (first - month.astype("datetime64[D]")) - np.timedelta64(1, "D")
    month_end = (then + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    ends = (np.minimum(same_day, month_end) - np.datetime64(EPOCH.isoformat())).astype(np.int64)
    return np.where(unit == 3, ends, days)
