"""Records of work with other teams. No field asks for a drug, and none may name a patient."""

from django import forms
from django.core.exceptions import ValidationError

from practices.forms.dates import date_field, not_in_the_future
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm
from registers.forms.free_text import NO_PATIENT, FreeTextMixin
from registers.models import (
    AdviceRecord,
    CpaContribution,
    LinkAgreement,
    MedicationChange,
    PhysicalHealthCheck,
    SharedCareResponsibility,
    WrapPlan,
)
from registers.models.interface import WRAP_PARTS

NO_DRUG = "Never the name of a drug: that belongs in the clinical record"
Component, Function = SharedCareResponsibility.Component, SharedCareResponsibility.Function


def text_area(rows=3):
    return forms.Textarea(attrs={"rows": rows})


class InterfaceForm(HeldForm, FreeTextMixin, forms.ModelForm):
    """A record of the past: `past` names its dates, none of which may lie ahead."""

    past = ()
    button = "Save"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting(self.button)

    def clean(self):
        cleaned = super().clean()
        for name in self.past:
            try:
                not_in_the_future(cleaned.get(name))
            except ValidationError as refusal:
                self.add_error(name, refusal)
        return cleaned

    def require_order(self, earlier, later, message):
        first, second = self.cleaned_data.get(earlier), self.cleaned_data.get(later)
        if first and second and second < first:
            self.add_error(later, message)


class AdviceForm(InterfaceForm):
    names_of_staff = frozenset({"asker", "adviser"})
    past = ("given_on", "written_follow_up_on", "filed_on")
    button = "Save the advice"

    given_on = date_field("Date of the advice")
    written_follow_up_on = date_field(
        "Written follow-up sent on", required=False, help_text="Expected after advice by telephone"
    )
    filed_on = date_field(
        "Filed in the primary care record on", required=False, help_text="Expected of advice by e-mail"
    )

    class Meta:
        model = AdviceRecord
        fields = [
            "given_on", "asker", "adviser", "channel", "information_given", "problem", "advice", "written_follow_up_on",
            "filed_on", "kept_at",
        ]  # fmt: skip
        labels = {
            "asker": "Who asked",
            "adviser": "Who advised",
            "channel": "How",
            "information_given": "Information given about the case",
            "problem": "Problem",
            "advice": "Advice",
            "kept_at": "Where it is kept",
        }
        help_texts = {
            "information_given": f"{NO_PATIENT}. {NO_DRUG}",
            "advice": NO_DRUG,
            "kept_at": "A secure place; it need not be the trust's system",
        }
        widgets = {"information_given": text_area(), "problem": text_area(), "advice": text_area()}

    def clean(self):
        cleaned = super().clean()
        for later in ("written_follow_up_on", "filed_on"):
            self.require_order("given_on", later, "Choose a date on or after that of the advice")
        return cleaned


class LinkAgreementForm(InterfaceForm):
    past = ("ended_on",)
    button = "Save the agreement"

    starts_on = date_field("Starts on")
    review_due_on = date_field("Review due on", help_text="Once it was reviewed, enter the day of the next review")
    ended_on = date_field("Last day", required=False)

    class Meta:
        model = LinkAgreement
        fields = [
            "own_team", "other_team", "responsibilities", "host_team", "keeps_copies", "starts_on", "review_due_on",
            "ended_on",
        ]  # fmt: skip
        labels = {
            "own_team": "Our team",
            "other_team": "The other team",
            "responsibilities": "Who does what",
            "host_team": "Host team, whose notes are the principal record",
            "keeps_copies": "The other team keeps supplementary copies",
        }
        help_texts = {"responsibilities": NO_PATIENT}
        widgets = {"responsibilities": text_area(4)}

    def clean(self):
        cleaned = super().clean()
        starts_on, due = cleaned.get("starts_on"), cleaned.get("review_due_on")
        if starts_on and due and due <= starts_on:
            self.add_error("review_due_on", "Choose a date after the start")
        self.require_order("starts_on", "ended_on", "Choose a date on or after the start")
        return cleaned


class MedicationChangeForm(InterfaceForm):
    past = ("changed_on", "notified_on")
    button = "Save the change"

    changed_on = date_field("Medication changed on", help_text=NO_DRUG)
    next_contact_on = date_field("Next contact with the other team", required=False)
    notified_on = date_field("Other teams told on", required=False, help_text="It should be before their next contact")

    class Meta:
        model = MedicationChange
        fields = ["changed_on", "next_contact_on", "notified_on", "has_monitoring_plan"]
        labels = {"has_monitoring_plan": "A monitoring plan is in the clinical record"}

    def clean(self):
        cleaned = super().clean()
        for later in ("next_contact_on", "notified_on"):
            self.require_order("changed_on", later, "Choose a date on or after that of the change")
        return cleaned


class CpaContributionForm(InterfaceForm):
    button = "Save the contribution"

    review_on = date_field("Date of the CPA review")

    class Meta:
        model = CpaContribution
        fields = ["review_on", "how"]
        labels = {"how": "How the practice took part"}
        widgets = {"how": forms.RadioSelect}
        error_messages = {"how": {"required": "Choose how the practice took part"}}


class WrapPlanForm(InterfaceForm):
    past = ("made_on", "reviewed_on")
    button = "Save the plan's dates"

    made_on = date_field("Plan made on", help_text="What is in the plan stays with the person")
    reviewed_on = date_field("Last reviewed on", required=False)
    parts = forms.MultipleChoiceField(
        label="Parts that exist",
        choices=list(WRAP_PARTS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = WrapPlan
        fields = ["made_on", "reviewed_on", "parts"]

    def clean(self):
        cleaned = super().clean()
        self.require_order("made_on", "reviewed_on", "Choose a date on or after that of the plan")
        return cleaned


class PhysicalHealthCheckForm(InterfaceForm):
    past = ("offered_on", "done_on")
    button = "Save the check"

    offered_on = date_field("Check offered on")
    done_on = date_field("Check done on", required=False)

    class Meta:
        model = PhysicalHealthCheck
        fields = ["offered_on", "done_on", "may_be_overshadowed"]
        labels = {"may_be_overshadowed": "Physical symptoms may have been put down to the mental illness"}

    def clean(self):
        cleaned = super().clean()
        self.require_order("offered_on", "done_on", "Choose a date on or after that of the offer")
        return cleaned


class SharedCareForm(HeldForm, FreeTextMixin, forms.Form):
    """One component of a person's care: for each function a team and a professional. An empty cell is an alert, not a mistake."""

    component = forms.ChoiceField(label="What is shared", choices=Component.choices, widget=forms.RadioSelect)
    ended_on = date_field("Care no longer shared since", required=False, help_text="The last day of sharing")

    def __init__(self, *args, fixed=None, **kwargs):
        super().__init__(*args, **kwargs)
        if fixed:
            del self.fields["component"]
        for function in Function:
            self.fields[f"{function}_team"] = self.name_field(f"{function.label}: team")
            self.fields[f"{function}_professional"] = self.name_field(f"{function.label}: professional")
        if not fixed:
            del self.fields["ended_on"]
        self.names_of_staff = frozenset(name for name in self.fields if name.endswith("_professional"))
        self.order_fields([name for name in self.fields if name != "ended_on"])
        self.helper = submitting("Save who does what")

    def name_field(self, label):
        return forms.CharField(label=label, required=False, max_length=100)

    def clean_ended_on(self):
        return not_in_the_future(self.cleaned_data["ended_on"])

    @property
    def cells(self) -> dict[str, tuple[str, str]]:
        """Function -> (team, professional)."""
        given = self.cleaned_data
        return {str(one): (given[f"{one}_team"], given[f"{one}_professional"]) for one in Function}
