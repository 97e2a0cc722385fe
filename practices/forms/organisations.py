"""Looking for an organisation, and choosing the month in which one looks at it."""

import re
from datetime import datetime

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from practices import months
from practices.models import Organisation

MONTH_FORMS = ["%Y-%m", "%m/%Y", "%m %Y", "%B %Y", "%b %Y"]


def get_helper(button, name):
    form_helper = FormHelper()
    form_helper.render_hidden_fields = True
    form_helper.form_method = "get"
    form_helper.add_input(Submit(name, button, css_class="secondary"))
    return form_helper


class OrganisationSearchForm(forms.Form):
    is_search = True

    name = forms.CharField(label="Name or code", required=False, max_length=200)
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "All kinds"), *Organisation.Kind.choices],
        error_messages={"invalid_choice": "Choose one of the kinds listed"},
    )
    open_only = forms.BooleanField(label="Only those that are open", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = get_helper("Find", "find")


class OrganisationViewForm(forms.Form):
    """The month of "as it was"; without one, the page is as it is now."""

    month = forms.CharField(
        label="Show it as it was in the month",
        max_length=20,
        help_text="For example 2006-09",
        error_messages={"required": "Enter a month, for example 2006-09"},
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = get_helper("Show", "then")

    def clean_month(self):
        text = re.sub(r"\s+", " ", self.cleaned_data["month"].strip())
        for written in MONTH_FORMS:
            try:
                found = datetime.strptime(text, written).date()
            except ValueError:
                continue
            if 1948 <= found.year <= 2100:
                return months.first_of(found)
        raise forms.ValidationError("Enter a month, for example 2006-09")
