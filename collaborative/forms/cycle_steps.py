"""Forms of the steps of a cycle, and of its tasks."""

from django import forms

from collaborative.forms.cycles import CycleForm, day_field, prepare
from collaborative.forms.shared import FreeTextMixin
from practices.forms.dates import date_field
from practices.forms.free_text import submitting


class StepForm(CycleForm):
    """`on` is the day of the step, `required_words` says what each field that the step cannot do without asks for."""

    button = "Save"
    day_label = "Day"
    required_words = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        prepare(self)
        self.fields["on"] = day_field(self.day_label)
        for name, words in self.required_words.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = words
        self.order_fields(["on", *self._meta.fields])
        self.say_readers_of_cycle()
        self.helper = submitting(self.button)


class StartForm(StepForm):
    """Doing starts; the prediction can be written or mended for the last time on the page of the plan."""

    button = "Start and lock the prediction"
    day_label = "First day of doing"


class FinishForm(StepForm):
    button = "Doing has ended"
    day_label = "Last day of doing"
    required_words = {
        "done_as_planned": "Choose whether it went as planned",
        "observations": "Enter what you saw",
    }

    class Meta(CycleForm.Meta):
        fields = ("done_as_planned", "observations", "unexpected_events")
        widgets = {"done_as_planned": forms.RadioSelect}


class CloseForm(StepForm):
    button = "Close the cycle"
    day_label = "Day of closing"
    required_words = {
        "result": "Enter the result",
        "matched_prediction": "Choose whether the result matched the prediction",
        "learning": "Enter what you learned: a cycle is closed with learning",
        "decision": "Choose adopt, adapt or abandon",
    }

    class Meta(CycleForm.Meta):
        fields = ("result", "matched_prediction", "learning", "decision", "next_steps")
        widgets = {"matched_prediction": forms.RadioSelect, "decision": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].choice_hints = {
            "adopt": "It works: keep it, and test it more widely",
            "adapt": "It needs a change: the next cycle of this ramp is made for you",
            "abandon": "It does not work here: the learning stays, also for others",
        }


class CancelForm(CycleForm):
    reason = forms.CharField(
        label="Why is it cancelled?",
        max_length=200,
        error_messages={"required": "Say why the cycle is cancelled"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.say_readers_of_cycle()
        self.helper = submitting("Cancel the cycle", css_class="warning")


class TaskForm(FreeTextMixin, forms.Form):
    """Who does what, when and where."""

    what = forms.CharField(
        label="What is to be done", max_length=200, error_messages={"required": "Enter what is to be done"}
    )
    who = forms.CharField(label="Who", max_length=150, required=False)
    due_on = date_field("By when", required=False)
    place = forms.CharField(label="Place", max_length=150, required=False)
