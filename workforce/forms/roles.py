"""Looking through the role catalogue."""

from django import forms

from practices.forms.organisations import get_helper


class RoleSearchForm(forms.Form):
    is_search = True

    text = forms.CharField(
        label="Name, another title, code or a word of a task",
        max_length=100,
        required=False,
        help_text="For example gateway worker",
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-20"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = get_helper("Find", "find")
