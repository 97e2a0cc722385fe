"""The day on which pay and terms of a role are looked at."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from practices.forms.dates import date_field, not_in_the_future


class DayForm(forms.Form):
    is_search = True  # the day may be left out: then it is today

    on = date_field("As at", required=False, help_text="Terms change while people stay. Today, when left empty")
    role = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.attrs = {"novalidate": ""}
        self.helper.disable_csrf = True
        self.helper.add_input(Submit("", "Show", css_class="nhsuk-button--small"))

    def clean_on(self):
        return not_in_the_future(self.cleaned_data["on"])
