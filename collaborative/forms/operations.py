"""Looking through the audit trail."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from operations.nhsuk import DatePartsWidget


class AuditSearchForm(forms.Form):
    is_search = True

    event = forms.CharField(
        label="What was done", required=False, max_length=80, help_text="For example return or grant"
    )
    actor = forms.CharField(label="Who", required=False, max_length=150)
    organisation = forms.CharField(label="Organisation code", required=False, max_length=20)
    since = forms.DateField(label="From", required=False, widget=DatePartsWidget())
    until = forms.DateField(label="To", required=False, widget=DatePartsWidget())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.add_input(Submit("find", "Find", css_class="secondary"))

    def is_narrowed(self):
        return self.is_valid() and any(self.cleaned_data.values())

    def narrow(self, events):
        """The events that fit what was asked; all of them when it makes no sense."""
        if not self.is_valid():
            return events
        asked = self.cleaned_data
        for word in asked["event"].lower().split():
            events = events.filter(event__contains=word)
        conditions = {
            "actor_name__icontains": asked["actor"],
            "organisation_code": asked["organisation"].strip().upper(),
            "at__date__gte": asked["since"],
            "at__date__lte": asked["until"],
        }
        return events.filter(**{name: value for name, value in conditions.items() if value})
