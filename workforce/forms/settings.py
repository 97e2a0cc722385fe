"""The settings of a programme's workforce."""

from django import forms

from practices.forms.free_text import submitting
from practices.forms.held import HeldForm
from workforce.frameworks import frameworks
from workforce.training_programmes import training_programmes

BENCHMARK_SOURCE = "300 is derived from the published 300,000 new patients for 1,000 workers"


class WorkforceSettingsForm(HeldForm, forms.Form):
    frameworks = forms.MultipleChoiceField(
        label="Competence frameworks in use",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Evidence under a framework that is switched off stays and is shown again when it is switched on",
    )
    trainings = forms.MultipleChoiceField(
        label="Training programmes in use", required=False, widget=forms.CheckboxSelectMultiple
    )
    benchmark = forms.IntegerField(
        label="Benchmark: new patients a WTE and year",
        min_value=1,
        max_value=2000,
        help_text=BENCHMARK_SOURCE,
        error_messages={
            "required": "Enter the benchmark, such as 300",
            "invalid": "Enter a whole number, such as 300",
            "min_value": "Enter 1 or more",
            "max_value": "Enter 2,000 or fewer",
        },
        widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-5"}),
    )
    supervisees_per_wte = forms.IntegerField(
        label="At most how many people for one WTE of supervisor?",
        required=False,
        min_value=1,
        max_value=200,
        help_text="None is published: it is for this programme to choose. Leave it empty where it has not",
        error_messages={
            "invalid": "Enter a whole number, such as 8",
            "min_value": "Enter 1 or more",
            "max_value": "Enter 200 or fewer",
        },
        widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-5"}),
    )

    def __init__(self, *args, may_save=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["frameworks"].choices = [(code, one.name) for code, one in frameworks().items()]
        self.fields["trainings"].choices = [(code, one.name) for code, one in training_programmes().items()]
        self.helper = submitting("Save the settings")
        if not may_save:
            self.show_only()

    def show_only(self):
        """What holds, for who may read and not change it: no button that would lead to a refusal."""
        self.helper.inputs = []
        for field in self.fields.values():
            field.disabled = True
