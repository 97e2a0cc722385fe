"""Who holds a post, on which terms, and why it ended."""

from django import forms

from practices.forms.dates import date_field
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm
from workforce import catalogue
from workforce.actions import holdings as actions
from workforce.actions.seen import stamp
from workforce.forms.content import NoContentMixin
from workforce.forms.posts import NARROW, role_field, wte_field
from workforce.models import Cohort, Destination, Employer, EndReason, Terms
from workforce.models.post import NOT_LEAVING

TERMS = ("employer", "wte", "scheme", "band", "contract", "contract_ends_on", "over_reason")


def cohort_field():
    """Its form names the cohorts of the post's role."""
    return forms.ModelChoiceField(
        Cohort.objects.none(),
        label="Cohort",
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "Choose one of those listed"},
    )


class TermsFields(NoContentMixin, forms.Form):
    """What is agreed with a holder, as actions.Agreed has it."""

    employer = forms.ModelChoiceField(
        Employer.objects.none(),
        label="Employer",
        empty_label="Choose an employer",
        error_messages={"required": "Choose an employer", "invalid_choice": "Choose one of those listed"},
    )
    wte = wte_field()
    over_reason = forms.CharField(
        label="Why somebody works more than 1.0 WTE in all",
        max_length=200,
        required=False,
        help_text="Only needed when all posts of this person come to more than 1.0 WTE",
    )
    scheme = forms.ChoiceField(label="Terms of employment", choices=Terms.Scheme.choices)
    band = forms.CharField(
        label="Band or grade",
        max_length=20,
        help_text="Of Agenda for Change: 1 to 7, 8a to 8d or 9; of other terms as they write it",
        widget=forms.TextInput(attrs=NARROW),
    )
    contract = forms.ChoiceField(label="Contract", choices=Terms.Contract.choices)
    contract_ends_on = date_field("Last day of the contract", required=False, help_text="Leave empty when it has none")

    def __init__(self, *args, employers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["employer"].queryset = employers

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("scheme") == Terms.Scheme.AGENDA_FOR_CHANGE and cleaned.get("band"):
            self.check_band(cleaned["band"])
        start, ends = cleaned.get("start"), cleaned.get("contract_ends_on")
        if start and ends and ends < start:
            self.add_error("contract_ends_on", "Choose a day that is not before the terms begin")
        return cleaned

    def check_band(self, band):
        known = band.casefold().removeprefix("band").strip()
        if known not in catalogue.bands():
            self.add_error("band", "Enter a band of Agenda for Change: 1 to 7, 8a to 8d or 9")
        self.cleaned_data["band"] = known

    def agreed(self):
        return actions.Agreed(**{name: self.cleaned_data[name] for name in TERMS})


class HoldingForm(TermsFields):
    """`people` are those whom the person leads, `cohorts` those of the post's role."""

    staff_number = forms.CharField(
        label="Staff number of the person", max_length=20, widget=forms.TextInput(attrs=NARROW)
    )
    start = date_field("First day")
    cohort = cohort_field()
    field_order = ["staff_number", "start", "cohort"]

    def __init__(self, *args, people, cohorts, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["cohort"].queryset = cohorts
        self.helper = submitting("Save the holder")

    def clean_staff_number(self):
        found = self.people.filter(staff_number__iexact=self.cleaned_data["staff_number"].strip()).first()
        if found is None:
            raise forms.ValidationError("Nobody of this staff number is on your roster. Add the person first")
        self.worker = found
        return found.staff_number


class TermsForm(HeldForm, TermsFields):
    """New terms of a holding, beginning with those in force."""

    start = date_field("These terms hold from", help_text="On the first day of the terms in force: they are corrected")
    field_order = ["start"]

    def __init__(self, *args, current, **kwargs):
        last = current[-1] if current else None
        initial = {name: getattr(last, name) for name in TERMS} if last else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.seen = stamp(current, actions.TERMS)
        self.helper = submitting("Save the terms")


class HoldingEndForm(forms.Form):
    end = date_field("Last day")
    reason = forms.ChoiceField(
        label="Why it ends",
        choices=[("", "Choose a reason"), *EndReason.choices],
        error_messages={"required": "Choose a reason", "invalid_choice": "Choose one of those listed"},
    )
    next_role = role_field("Promoted to", required=False)
    destination = forms.ChoiceField(
        label="Where the person goes",
        choices=[("", "Not asked yet"), *Destination.choices],
        required=False,
        error_messages={"invalid_choice": "Choose one of those listed"},
    )

    def __init__(self, *args, holding, **kwargs):
        super().__init__(*args, **kwargs)
        self.seen = stamp([holding], actions.HELD)
        self.fields["next_role"].help_text = "Only of a promotion, which is not counted as leaving"
        self.helper = submitting("End the holding", css_class="warning")

    def clean(self):
        reason = self.cleaned_data.get("reason")
        if reason == EndReason.PROMOTION and not self.cleaned_data.get("next_role"):
            self.add_error("next_role", "Choose the role that the person is promoted to")
        if reason in NOT_LEAVING and self.cleaned_data.get("destination"):
            self.add_error("destination", "Who goes on in the same role goes nowhere else. Leave this as it is")
        return self.cleaned_data
