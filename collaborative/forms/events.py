"""Forms of events: day, place, agenda, and what a programme has decided."""

from django import forms

from collaborative.agendas import AgendaError, read_agenda
from collaborative.forms.shared import FreeTextMixin
from collaborative.models import Event
from collaborative.models.event import USUAL_LEARNING_WORKSHOPS
from practices.forms.dates import date_field
from practices.forms.free_text import refuse_identifiers, submitting
from practices.forms.held import HeldForm
from practices.spreadsheets.identifiers import Sign

TIME_WORDS = {"invalid": "Enter a time of day, such as 09:30"}


def time_field(label):
    return forms.TimeField(
        label=label,
        required=False,
        help_text="For example 09:30",
        input_formats=["%H:%M", "%H.%M"],
        error_messages=TIME_WORDS,
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "nhsuk-input--width-5", "autocomplete": "off"}),
    )


class EventForm(HeldForm, FreeTextMixin, forms.ModelForm):
    """An event that is there already; one of the wave's calendar has no day of its own to change."""

    class Meta:
        model = Event
        fields = ["title", "held_on", "starts_at", "ends_at", "venue", "description"]
        labels = {"title": "Title", "venue": "Place", "description": "What it is about"}
        widgets = {
            "venue": forms.Textarea(attrs={"rows": 3}),
            "description": forms.Textarea(attrs={"rows": 4}),
        }
        error_messages = {"title": {"required": "Enter a title"}}

    held_on = date_field("Day")
    starts_at = time_field("Begins at")
    ends_at = time_field("Ends at")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.calendar_field:
            del self.fields["held_on"]
        self.helper = submitting("Save the event")

    def clean_venue(self):
        """A place of meeting has a postcode, which is nobody's."""
        self.venue = self.cleaned_data["venue"]
        return ""

    def clean(self):
        cleaned = super().clean()
        cleaned["venue"] = getattr(self, "venue", "")
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", "Enter an end after the beginning")
        if ends_at and not starts_at:
            self.add_error("starts_at", "Enter when it begins")
        return cleaned


class EventCreateForm(EventForm):
    """A further event of a wave."""

    kind = forms.ChoiceField(
        label="Kind",
        choices=[choice for choice in Event.Kind.choices if choice[0] != Event.Kind.ORIENTATION],
        initial=Event.Kind.OTHER,
        widget=forms.RadioSelect,
    )

    field_order = ["kind"]


class AgendaForm(HeldForm, forms.Form):
    """The whole agenda in one field: typed or pasted, in order."""

    agenda = forms.CharField(
        label="Agenda",
        required=False,
        max_length=20_000,
        strip=False,
        help_text="A line for each item, in order: the time, what it is, and after | who leads it. "
        "For example: 09:30 Welcome and aims | Dr Green",
        widget=forms.Textarea(attrs={"rows": 16}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save the agenda")

    def clean_agenda(self):
        """The items; names of those who lead them may stand there."""
        text = self.cleaned_data["agenda"]
        refuse_identifiers(text, {Sign.NAME})
        try:
            return read_agenda(text)
        except AgendaError as mistake:
            raise forms.ValidationError(str(mistake)) from None


class LearningWorkshopsForm(HeldForm, forms.Form):
    most = forms.IntegerField(
        label="Learning workshops that a wave may have",
        help_text="Three is usual. The first three take their days from the wave's calendar",
        min_value=USUAL_LEARNING_WORKSHOPS,
        max_value=12,
        error_messages={"required": "Enter a number", "invalid": "Enter a whole number"},
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-2", "inputmode": "numeric"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save")
