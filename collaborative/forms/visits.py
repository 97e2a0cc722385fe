"""The form of a facilitator's visit."""

from django import forms

from collaborative.forms.shared import SharedFormMixin
from collaborative.models import Visit
from practices import clock
from practices.forms.dates import date_field
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm
from practices.models import Organisation


class VisitForm(HeldForm, SharedFormMixin, forms.ModelForm):
    class Meta:
        model = Visit
        fields = ["visited_on", "practice", "visitor", "purpose", "actions", "shared_with"]
        labels = {
            "practice": "Practice",
            "visitor": "Who visited?",
            "purpose": "What for?",
            "actions": "What was agreed?",
        }
        widgets = {"actions": forms.Textarea(attrs={"rows": 4})}
        error_messages = {
            "visitor": {"required": "Say who visited"},
            "purpose": {"required": "Say what the visit was for"},
        }

    visited_on = date_field("Date of the visit")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        team = self.instance.team
        self.fields["practice"].queryset = Organisation.objects.filter(
            kind=Organisation.Kind.PRACTICE, team_partnerships__team=team
        ).distinct()
        self.fields["practice"].empty_label = "The whole team"
        self.helper = submitting("Save this visit")

    def clean_visited_on(self):
        day = self.cleaned_data["visited_on"]
        if day > clock.today():
            raise forms.ValidationError("Enter a day that has come: a visit is written down afterwards")
        return day
