"""The plan of a new role, its log of engagement, and its lessons."""

from django import forms

from practices.forms.dates import date_field, not_in_the_future
from practices.forms.free_text import NO_PATIENT, submitting
from practices.forms.held import HeldForm
from practices.models import Organisation
from workforce.catalogue import roles
from workforce.forms.content import NoContentMixin
from workforce.models import Engagement, Lesson


def words(label, *, required=True, help_text="", rows=3, missing=""):
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing or f"Say {label[0].lower()}{label[1:]}"},
    )


class PlanForm(HeldForm, NoContentMixin, forms.Form):
    role = forms.ChoiceField(label="Role", error_messages={"required": "Choose a role"})
    purpose = words("What the role is for", help_text="Wide enough for the job to grow: a narrow one loses people")
    places = words("Where it begins, and where it goes next", required=False)
    in_place = words(
        "What is there already and works", required=False, help_text="Never assume that something is broken"
    )
    measures = words("How its effect will be seen", required=False)
    owner = forms.CharField(
        label="Who leads it",
        max_length=150,
        help_text="By job title, not by name",
        error_messages={"required": "Enter who leads it"},
    )
    start = date_field("Since when")

    def __init__(self, *args, is_new: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "Choose a role"), *[(code, role.name) for code, role in roles().items()]]
        if not is_new:
            del self.fields["role"]
        self.helper = submitting("Save the plan")


class EngagementForm(NoContentMixin, forms.Form):
    on = date_field("Date")
    kind = forms.ChoiceField(
        label="How",
        choices=[("", "Choose one"), *Engagement.Kind.choices],
        error_messages={"required": "Choose how you were in touch"},
    )
    audience = forms.CharField(
        label="With whom",
        max_length=200,
        help_text="A group, not a person: the counsellors of a PCT",
        error_messages={"required": "Enter with whom"},
    )
    said = words("What was said and heard", help_text=NO_PATIENT)
    follow_up = forms.CharField(label="What follows", required=False, max_length=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save to the log")

    def clean_on(self):
        return not_in_the_future(self.cleaned_data["on"])


class LessonForm(HeldForm, NoContentMixin, forms.Form):
    on = date_field("Date")
    commissioner = forms.ModelChoiceField(
        label="Where",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="The whole programme",
    )
    tried = words("What was tried", help_text=NO_PATIENT)
    result = forms.ChoiceField(
        label="What came of it",
        choices=Lesson.Result.choices,
        widget=forms.RadioSelect,
        help_text="What failed is worth as much as what worked",
        error_messages={"required": "Choose what came of it"},
    )
    learning = words("What was learnt", help_text=NO_PATIENT)
    is_shared = forms.BooleanField(
        label="Everybody in the programme may read it", required=False, help_text="It stands on the page of learning"
    )

    def __init__(self, *args, commissioners, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commissioner"].queryset = commissioners
        self.helper = submitting("Save the lesson")

    def clean_on(self):
        return not_in_the_future(self.cleaned_data["on"])


def values_of(row, names) -> dict:
    """What a form begins with when a row is changed."""
    return {name: getattr(row, name) for name in names}


PLAN_FIELDS = [field for field in PlanForm.base_fields if field != "role"]
LESSON_FIELDS = list(LessonForm.base_fields)
