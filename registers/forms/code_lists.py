"""Choosing a version of the code list, and narrowing the codes of one."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from practices import clock, months
from practices.forms.free_text import submitting
from registers.code_lists import CONCEPTS, SYSTEMS, CodeVersion
from registers.models import CodeList, CodeListEntry

MONTHS_BACK, MONTHS_AHEAD = 24, 1


def selectable_months():
    """From two years back (a practice may say late what it searched by) to the next month, the latest first."""
    first = clock.today().replace(day=1)
    return reversed(months.month_range(months.add_months(first, -MONTHS_BACK), months.add_months(first, MONTHS_AHEAD)))


class CodeListChoiceForm(forms.Form):
    code_list = forms.ModelChoiceField(
        queryset=None,
        label="Version",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a version"},
    )
    since = forms.TypedChoiceField(
        label="First month",
        coerce=months.parse_period,
        help_text="The first month whose list was searched for by this version",
        error_messages={"required": "Choose the first month"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code_list"].queryset = CodeList.objects.all()
        self.fields["code_list"].label_from_instance = lambda row: f"{row.version}: {row.title}"
        self.fields["since"].choices = [
            ("", "Choose a month"),
            *((months.period(month), months.label(month)) for month in selectable_months()),
        ]
        self.helper = submitting("Use this version")


class CodeFilterForm(forms.Form):
    is_search = True
    concept = forms.ChoiceField(label="Concept", required=False, choices=[("", "Every concept"), *CONCEPTS.items()])
    system = forms.ChoiceField(label="System", required=False, choices=[("", "Every system"), *SYSTEMS.items()])
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Verified or not"), *CodeListEntry.Status.choices]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.add_input(Submit("", "Show", css_class="secondary"))

    def codes_of(self, version: CodeVersion):
        """Those of a version that fit; all of them where a choice is none of ours."""
        wanted = {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}
        return [code for code in version.codes if all(getattr(code, name) == value for name, value in wanted.items())]
