"""Forms that write down and change a PDSA cycle. What is asked is short: three minutes are enough to begin (I1)."""

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms

from collaborative.actions.cycles import (
    CORRECTABLE,
    DO_FIELDS,
    EDITABLE,
    FREE_PLAN_FIELDS,
    LOCKED_FIELDS,
    PLAN_FIELDS,
    STUDY_FIELDS,
    practices_of,
)
from collaborative.forms.shared import SharedFormMixin, say_readers
from collaborative.models import Driver, PackageItem, PdsaCycle, ReadingLevel
from measures.definitions import all_definitions
from operations.nhsuk import DatePartsWidget
from practices import clock, months
from practices.forms.dates import date_field
from practices.forms.free_text import NO_PATIENT, submitting
from practices.forms.held import HeldForm

# A prediction may reach this far beyond the end of the wave.
MONTHS_AFTER_WAVE = 12
# The reader's own figures stand beside what is predicted of them; the view says which.
FIGURES = '{% if figures %}{% include "components/table.html" with table=figures %}{% endif %}'
PREDICTED = ("measure", "predicted_direction", "predicted_percent", "predicted_by")
# One field of each constraint is enough to leave it to the action.
OF_CONSTRAINTS = {"state", "predicted_direction", "planned_end", "closed_on"}
PARTS = {
    "Plan": FREE_PLAN_FIELDS,
    "Prediction: locked when doing starts": LOCKED_FIELDS,
    "Do": DO_FIELDS,
    "Study and act": STUDY_FIELDS,
}
LONG_TEXTS = (
    "objective", "question", "prediction", "data_plan", "observations", "unexpected_events", "result", "learning",
    "next_steps",
)  # fmt: skip

LABELS = {
    "title": "What do you call it?",
    "owner": "Who leads it",
    "practices": "Where",
    "scale": "How large is this test?",
    "principle": "Change principle",
    "driver": "Driver",
    "objective": "What is it for?",
    "question": "What do you want to find out?",
    "prediction": "What do you predict, and why?",
    "data_plan": "What will you note down, who does it and when?",
    "test_population": "With whom",
    "test_size": "With how many",
    "planned_start": "When does it start?",
    "planned_end": "When should it end?",
    "measure": "Measure",
    "predicted_direction": "Which way",
    "predicted_percent": "By how many per cent",
    "predicted_by": "By which month",
    "started_on": "First day of doing",
    "ended_on": "Last day of doing",
    "done_as_planned": "Was it carried out as planned?",
    "observations": "What did you see?",
    "unexpected_events": "What did you not expect?",
    "result": "What came out?",
    "matched_prediction": "Did it come out as you predicted?",
    "learning": "What did you learn?",
    "decision": "What do you do with this change?",
    "next_steps": "What happens next?",
}
HELP = {
    "title": "A few words, for example: call before an appointment",
    "question": "One question that a small test can answer",
    "prediction": "It is locked when doing starts, so that you can learn from it. It is never a score",
    "practices": "Tick none when it is tested in the whole PCT",
    "owner": "A colleague's name or role",
    "test_population": f"For example: people on the list who missed a review. {NO_PATIENT}",
    "observations": NO_PATIENT,
    "unexpected_events": NO_PATIENT,
    "learning": "What did not work is worth as much as what did",
}


class CycleForm(HeldForm, SharedFormMixin, forms.ModelForm):
    """Any part of a cycle. `version` is the one that the person saw; what a field may hold is asked of the team."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = PdsaCycle
        fields = ()

    def __init__(self, *args, team, **kwargs):
        self.team = team
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def _get_validation_exclusions(self):
        """The action says in words what the rows' constraints ask for; those stand behind it."""
        return super()._get_validation_exclusions() | OF_CONSTRAINTS

    def say_readers_of_cycle(self):
        """Where the form does not ask who reads: the cycle's readers; reasons stay with the team and its facilitator."""
        ceilings = PdsaCycle.FIELD_CEILINGS | {"reason": ReadingLevel.FACILITATOR}
        say_readers(self, self.instance.shared_with, ceilings)

    @property
    def changes(self) -> dict:
        """What was sent, by field of the cycle."""
        return {name: value for name, value in self.cleaned_data.items() if name in self._meta.fields}


def month_of(text):
    """A month written 2006-11, or None for the empty choice."""
    return months.parse_period(text) if text else None


def month_field(wave):
    """Months from the wave's orientation on."""
    grid = months.month_range(wave.orientation_month, months.add_months(wave.last_month, MONTHS_AFTER_WAVE))
    choices = [("", "Not predicted"), *((months.period(month), months.label(month)) for month in grid)]
    return forms.TypedChoiceField(choices=choices, coerce=month_of, empty_value=None, required=False)


def measure_field():
    choices = [(code, definition.short_title) for code, definition in all_definitions().items()]
    return forms.ChoiceField(choices=[("", "None of the four"), *choices], required=False)


def prepare(form):
    """The fields of a cycle as they are asked everywhere: words, widgets, and only what belongs to the team."""
    fields, team = form.fields, form.team
    for name in set(LONG_TEXTS) & set(fields):
        fields[name].widget = forms.Textarea(attrs={"rows": 3})
    for name in [name for name, field in fields.items() if isinstance(field, forms.DateField)]:
        fields[name] = date_field(LABELS[name], required=fields[name].required)
    if "measure" in fields:
        fields["measure"] = measure_field()
    if "predicted_direction" in fields:
        fields["predicted_direction"].choices = [("", "Not predicted"), *PdsaCycle.Direction.choices]
        fields["predicted_percent"].widget.attrs["class"] = "nhsuk-input--width-4"
        if percent := form.initial.get("predicted_percent"):
            form.initial["predicted_percent"] = f"{percent.normalize():f}"
    if "predicted_by" in fields:
        fields["predicted_by"] = month_field(team.wave)
        chosen = form.initial.get("predicted_by")
        form.initial["predicted_by"] = months.period(chosen) if chosen else ""
    narrow_choices(fields, team)
    for name, field in fields.items():
        field.label = LABELS.get(name, field.label)
        field.help_text = HELP.get(name, "")


def narrow_choices(fields, team):
    """Practices, principles and drivers of this team and its wave."""
    if "practices" in fields:
        fields["practices"].widget = forms.CheckboxSelectMultiple()
        fields["practices"].queryset = practices_of(team)
    if "principle" in fields:
        items = PackageItem.objects.filter(wave=team.wave, retired_at__isnull=True)
        fields["principle"].queryset = items.filter(kind=PackageItem.Kind.PRINCIPLE)
        fields["principle"].empty_label = "Not chosen"
    if "driver" in fields:
        fields["driver"].queryset = Driver.objects.filter(wave=team.wave).exclude(kind=Driver.Kind.AIM)
        fields["driver"].empty_label = "Not chosen"


class CycleCreateForm(CycleForm):
    """The three-minute minimum: one screen, four answers that nobody can do without; the rest can wait.

    `ramps` are those of the team that this person may read.
    """

    class Meta(CycleForm.Meta):
        fields = (
            "title", "question", "prediction", "planned_start", "practices", *PREDICTED, "ramp", "scale", "principle",
            "shared_with",
        )  # fmt: skip

    def __init__(self, *args, ramps, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        for name in ("title", "question", "prediction", "planned_start"):
            self.fields[name].required = True
        self.fields["ramp"].required = self.fields["scale"].required = False
        self.fields["ramp"].queryset = ramps
        self.fields["ramp"].empty_label = "A new ramp: this is its first cycle"
        prepare(self)
        self.fields["ramp"].label = "Which ramp does it belong to?"
        self.fields["ramp"].help_text = "A ramp tests one idea at a growing scale, from one patient to all practices"
        self.say_who_reads()
        self.helper = submitting("Save the cycle", layout=self.layout())

    def layout(self):
        return Layout(
            "title",
            "question",
            "prediction",
            "planned_start",
            "practices",
            Fieldset("A prediction that the figures can answer", HTML(FIGURES), *PREDICTED),
            Fieldset("Where it belongs, and who can read it", "ramp", "scale", "principle", "shared_with"),
        )

    def clean_scale(self):
        return self.cleaned_data["scale"] or PdsaCycle.Scale.ONE_PATIENT


class CycleEditForm(CycleForm):
    """Whatever may be changed in the cycle's present state; what is locked is not a field."""

    class Meta(CycleForm.Meta):
        fields = (*PLAN_FIELDS, *DO_FIELDS, *STUDY_FIELDS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set(self._meta.fields) - set(EDITABLE[self.instance.state]):
            del self.fields[name]
        for name, field in self.fields.items():
            field.required = name in ("title", "scale")
        prepare(self)
        self.say_readers_of_cycle()
        self.helper = submitting("Save", layout=self.layout())

    def layout(self):
        """The parts of the cycle, each with those of its fields that can be changed now."""
        asked = {heading: [name for name in names if name in self.fields] for heading, names in PARTS.items()}
        return Layout("version", *(Fieldset(heading, *names) for heading, names in asked.items() if names))


class CycleShareForm(CycleForm):
    class Meta(CycleForm.Meta):
        fields = ("shared_with",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save")


class CycleCorrectForm(CycleForm):
    """A closed cycle is not opened again; what was written wrongly is mended, and what stood there is kept."""

    reason = forms.CharField(
        label="What was wrong?",
        max_length=200,
        help_text="It stands in the cycle's history",
        error_messages={"required": "Say what was wrong"},
    )

    class Meta(CycleForm.Meta):
        fields = CORRECTABLE

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        reason = self.fields["reason"].label, self.fields["reason"].help_text
        prepare(self)
        self.fields["reason"].label, self.fields["reason"].help_text = reason
        self.say_readers_of_cycle()
        self.order_fields([*CORRECTABLE, "reason", "version"])
        self.helper = submitting("Save the correction")


def day_field(label):
    """A day on which a step was taken; today unless somebody says otherwise."""
    field = date_field(label)
    field.widget = DatePartsWidget()
    field.initial = clock.today
    return field
