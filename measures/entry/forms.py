"""The form for cells that are pasted."""

from django import forms

from measures.entry.rows import LONGEST_PASTE


class PasteForm(forms.Form):
    """Cells as a spreadsheet program copies them: a line for each row, tabs between the cells."""

    cells = forms.CharField(
        label="Cells",
        strip=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text="Copy the rows in your spreadsheet and paste them here, with or without the row of column names",
        error_messages={
            "required": "Paste the cells of at least one row",
            "max_length": "This is more than can be pasted. Save it as a file and upload that",
        },
    )

    def clean_cells(self):
        """Spaces and empty lines alone are nothing."""
        if not self.cleaned_data["cells"].strip():
            raise forms.ValidationError(self.fields["cells"].error_messages["required"])
        return self.cleaned_data["cells"]
