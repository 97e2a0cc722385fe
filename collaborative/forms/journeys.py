"""Forms of the patient's journey: the map with its picture, and one step of it."""

from django import forms

from collaborative import pictures
from collaborative.forms.shared import FreeTextMixin, SharedFormMixin, say_readers
from collaborative.models import JourneyMap, JourneyStep
from practices import clock
from practices.forms.dates import date_field
from practices.forms.free_text import NO_PATIENT, submitting
from practices.forms.held import HeldForm

LONGEST_WAIT = 3650


class JourneyForm(HeldForm, SharedFormMixin, forms.ModelForm):
    """`cycles` are those of the team that the person may read."""

    class Meta:
        model = JourneyMap
        fields = ["title", "mapped_on", "picture_words", "cycles", "shared_with"]
        labels = {"title": "Whose journey", "picture_words": "What the picture shows"}
        help_texts = {
            "title": f"For example: from the first visit to being back at work. {NO_PATIENT}",
            "picture_words": "Needed with a picture, for those who cannot see it",
        }
        widgets = {"picture_words": forms.Textarea(attrs={"rows": 3})}

    mapped_on = date_field("Mapped on")
    picture = forms.FileField(
        label="Picture of a map drawn by hand",
        required=False,
        help_text="PNG or JPEG, smaller than 4 MB, with no patient's name on it",
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,image/png,image/jpeg"}),
    )
    remove_picture = forms.BooleanField(label="Remove the picture that is there", required=False)
    field_order = ["title", "mapped_on", "picture", "remove_picture", "picture_words", "cycles", "shared_with"]

    def __init__(self, *args, cycles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mapped_on"].initial = clock.today()
        self.fields["cycles"] = forms.ModelMultipleChoiceField(
            label="PDSA cycles that came of it",
            queryset=cycles,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=self.fields["cycles"].help_text,
        )
        if not cycles.exists():
            del self.fields["cycles"]
        if not self.instance.picture_path:
            del self.fields["remove_picture"]
        self.order_fields(self.field_order)
        self.helper = submitting("Save the map")

    def clean_picture(self):
        """What is kept of the file, or None without one."""
        file = self.cleaned_data["picture"]
        if not file:
            return None
        if file.size > pictures.LARGEST_BYTES:
            raise forms.ValidationError("The picture is larger than 4 MB. Make it smaller")
        try:
            return pictures.cleaned(file.read())
        except pictures.PictureError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self):
        cleaned = super().clean()
        stays = self.instance.picture_path and not cleaned.get("remove_picture")
        if (cleaned.get("picture") or stays) and not cleaned.get("picture_words"):
            self.add_error("picture_words", "Say what the picture shows")
        return cleaned


class StepForm(HeldForm, FreeTextMixin, forms.ModelForm):
    """Read like the map that it belongs to."""

    class Meta:
        model = JourneyStep
        fields = ["what", "who", "wait_days", "minutes", "pain_point"]
        labels = {
            "what": "What happens",
            "who": "Who does it",
            "wait_days": "Wait before it, in days",
            "minutes": "How long it takes, in minutes",
            "pain_point": "What hurts here",
        }
        help_texts = {
            "who": "A role, such as GP or receptionist",
            "wait_days": "0 when it follows at once. Leave empty when nobody knows",
            "minutes": "Leave empty when nobody knows",
            "pain_point": f"In the words of those who go through it. {NO_PATIENT}",
        }
        widgets = {
            "wait_days": forms.NumberInput(attrs={"class": "nhsuk-input--width-4"}),
            "minutes": forms.NumberInput(attrs={"class": "nhsuk-input--width-4"}),
            "pain_point": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, journey, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("wait_days", "minutes"):
            self.fields[name].error_messages |= {"invalid": "Enter a whole number", "min_value": "Enter 0 or more"}
        say_readers(self, journey.shared_with)
        self.helper = submitting("Save the step")

    def clean_wait_days(self):
        wait = self.cleaned_data["wait_days"]
        if wait is not None and wait > LONGEST_WAIT:
            raise forms.ValidationError("Enter a wait of at most ten years, in days")
        return wait
