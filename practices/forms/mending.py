"""The cells in question of a refused file, to be typed anew."""

from django import forms

from practices.forms.free_text import refuse_identifiers
from practices.spreadsheets.identifiers import Sign, signs_in
from practices.uploads.mending import CellInQuestion, RowInQuestion, is_same
from practices.uploads.problems import LEVEL_WORDS, Level, Problem
from practices.uploads.rows import ALWAYS_REFUSED

LONGEST = 1_000
NOT_IN_A_FIELD = {*ALWAYS_REFUSED, Sign.EMAIL, Sign.TELEPHONE}


class MendForm(forms.Form):
    """One field for each cell, and for each row whether to leave it out; `seen` as in mended_files.receive_mended."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, rows: list[RowInQuestion], **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.cells = {cell.field: cell for row in rows for cell in row.cells}
        for row in rows:
            for cell in row.cells:
                self.fields[cell.field] = cell_field(cell)
            if row.may_be_left_out:
                label = f"Leave row {row.number} out of the file"
                self.fields[row.field] = forms.BooleanField(label=label, required=False)

    @classmethod
    def as_found(cls, rows: list[RowInQuestion], seen: int):
        """The values that were sent, with what is wrong beside each."""
        data = {cell.field: cell.text for row in rows for cell in row.cells}
        form = cls({**data, "seen": seen}, rows=rows)
        form.full_clean()
        form.errors.clear()
        for name, cell in form.cells.items():
            for problem in cell.problems:
                if problem.level is Level.ERROR:
                    form.add_error(name, problem.message)
        for row in rows:
            for problem in row.problems:
                form.add_error(row.field if row.may_be_left_out else None, problem.message)
        return form

    def clean(self):
        """What would make the whole file be forgotten is refused before it is sent; the value is not repeated."""
        for name, cell in self.cells.items():
            try:
                refuse_typed(self.now(cell), cell)
            except forms.ValidationError as refusal:
                self.add_error(name, refusal)
        return self.cleaned_data

    def now(self, cell: CellInQuestion) -> str:
        """What is to stand in a cell: a field that did not come leaves it as it was, a blank one clears it."""
        return self.cleaned_data.get(cell.field, "") if cell.field in self.data else cell.text

    @property
    def left_out(self) -> list[int]:
        return [row.number for row in self.rows if self.cleaned_data.get(row.field)]

    @property
    def typed(self) -> dict[tuple[int, int], str]:
        return {(cell.row, cell.column): self.now(cell) for cell in self.cells.values()}

    @property
    def has_changes(self) -> bool:
        return bool(self.left_out) or any(not is_same(self.now(cell), cell.text) for cell in self.cells.values())

    def groups(self) -> list[dict]:
        """For the page: each row with its fields."""
        return [
            {
                "title": f"Row {row.number}" if row.number > 1 else "The names of the columns",
                "label": row.label,
                "fields": [self[cell.field] for cell in row.cells] + ([self[row.field]] if row.may_be_left_out else []),
            }
            for row in self.rows
        ]


class TypedField(forms.CharField):
    """Asked for, so not marked as optional; blank is judged by the check of the whole file."""

    def validate(self, value):
        pass


def cell_field(cell: CellInQuestion) -> forms.CharField:
    wide = "\n" in cell.text or len(cell.text) > 60
    widget = forms.Textarea(attrs={"rows": 3}) if wide else forms.TextInput(attrs={"autocomplete": "off"})
    return TypedField(
        label=f"{cell.name}, cell {cell.address}",
        help_text=" ".join(filter(None, map(hint_of, cell.problems))),
        max_length=max(LONGEST, len(cell.text)),
        widget=widget,
    )


def hint_of(problem: Problem) -> str:
    """What to do; of a warning, which is no error of the field, what it says too."""
    if problem.level is Level.WARNING:
        return words_of(problem)
    allowed = f"Example or allowed: {problem.expected}." if problem.expected else ""
    return " ".join(filter(None, [f"{problem.fix}." if problem.fix else "", allowed]))


def words_of(problem: Problem) -> str:
    fix = f" {problem.fix}." if problem.fix else ""
    return f"{LEVEL_WORDS[problem.level]}: {problem.message}.{fix}"


def refuse_typed(typed: str, cell: CellInQuestion) -> None:
    if is_same(typed, cell.text):
        return
    if cell.is_free_text:
        refuse_identifiers(typed)
    for sign in signs_in(typed):
        if sign in NOT_IN_A_FIELD:
            raise forms.ValidationError(f"This contains what looks like {sign}. Remove it")
