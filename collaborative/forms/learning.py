"""Barriers, reflections, stories and comments; and what narrows their lists."""

from django import forms

from collaborative.forms.shared import FreeTextMixin, LinkedCycleMixin, SharedFormMixin
from collaborative.models import Barrier, Comment, PackageItem, Reflection, StakeholderKind, Story
from measures.forms import reason_field
from practices.forms.dates import date_field, not_in_the_future
from practices.forms.free_text import NO_PATIENT, submitting
from practices.forms.held import HeldForm

MOST_TAGS = 8


class BarrierForm(HeldForm, SharedFormMixin, forms.ModelForm):
    opened_on = date_field("Since when")

    class Meta:
        model = Barrier
        fields = ["kind", "description", "practice", "owner", "opened_on", "shared_with"]
        labels = {"description": "What stands in the way", "practice": "Practice", "owner": "Who can lift it"}
        help_texts = {"description": NO_PATIENT}
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"description": {"required": "Say what stands in the way"}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offer_practices(self)
        self.helper = submitting("Save the barrier")

    def clean_opened_on(self):
        return not_in_the_future(self.cleaned_data["opened_on"])


def offer_practices(form) -> None:
    """The team's own practices, and none for what concerns all."""
    partners = form.instance.team.partners.filter(kind="practice", organisation__isnull=False)
    field = form.fields["practice"]
    field.queryset = field.queryset.filter(pk__in=partners.values("organisation"))
    field.empty_label, field.required = "The whole team", False


class ResolveForm(FreeTextMixin, forms.Form):
    resolution = reason_field("How was it lifted?", "Say how the barrier was lifted", NO_PATIENT)


class ReflectionForm(HeldForm, SharedFormMixin, forms.ModelForm):
    reflected_on = date_field("Date")
    tags = forms.CharField(
        label="Tags", required=False, max_length=200, help_text=f"Up to {MOST_TAGS} words or short phrases, with commas"
    )

    class Meta:
        model = Reflection
        fields = ["stakeholder_kind", "reflected_on", "text", "tags", "items", "shared_with"]
        labels = {"stakeholder_kind": "Speaking as", "text": "Reflection", "items": "Lines of the change package"}
        help_texts = {"text": NO_PATIENT}
        widgets = {"text": forms.Textarea(attrs={"rows": 5}), "items": forms.CheckboxSelectMultiple}
        error_messages = {"text": {"required": "Write down the reflection"}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["tags"] = ", ".join(self.instance.tags or [])
        themes = PackageItem.objects.filter(wave=self.instance.team.wave, kind=PackageItem.Kind.THEME)
        self.fields["items"].queryset, self.fields["items"].required = themes, False
        self.helper = submitting("Save the reflection")

    def clean_reflected_on(self):
        return not_in_the_future(self.cleaned_data["reflected_on"])

    def clean_tags(self):
        """Lower case, each once, in order."""
        tags = sorted({tag.strip().lower() for tag in self.cleaned_data["tags"].split(",") if tag.strip()})
        if len(tags) > MOST_TAGS:
            raise forms.ValidationError(f"Choose at most {MOST_TAGS} tags")
        return tags


class StoryForm(HeldForm, LinkedCycleMixin, SharedFormMixin, forms.ModelForm):
    """`cycles` are those of the team that this person may read."""

    told_on = date_field("Date")

    class Meta:
        model = Story
        fields = ["title", "text", "teller_kind", "practice", "cycle", "told_on", "values", "shared_with"]
        labels = {
            "text": "The story",
            "teller_kind": "Told by",
            "cycle": "PDSA cycle that it belongs to",
            "values": "Values",
        }
        help_texts = {"text": f"What did not work is worth telling too. {NO_PATIENT}"}
        widgets = {"text": forms.Textarea(attrs={"rows": 6}), "values": forms.CheckboxSelectMultiple}
        error_messages = {"title": {"required": "Give the story a title"}, "text": {"required": "Tell the story"}}

    def __init__(self, *args, cycles, **kwargs):
        super().__init__(*args, **kwargs)
        offer_practices(self)
        team = self.instance.team
        self.offer_cycles(cycles, "None")
        self.fields["values"].queryset = PackageItem.objects.filter(wave=team.wave, kind=PackageItem.Kind.VALUE)
        self.fields["values"].required = False
        self.helper = submitting("Save the story")

    def clean_told_on(self):
        return not_in_the_future(self.cleaned_data["told_on"])


class CommentForm(SharedFormMixin, forms.ModelForm):
    class Meta:
        model = Comment
        fields = ["text", "asks_answer", "shared_with"]
        labels = {"text": "Your remark or question", "asks_answer": "I ask for an answer"}
        help_texts = {"text": NO_PATIENT}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"text": {"required": "Write something"}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Send")


class AnswerForm(FreeTextMixin, forms.Form):
    text = reason_field("Answer", "Write an answer", NO_PATIENT, most=4000)


class LearningFilter(forms.Form):
    """What narrows a list; a wrong choice narrows nothing."""

    is_search = True

    kind = forms.ChoiceField(
        label="Kind of barrier", required=False, choices=[("", "All kinds"), *Barrier.Kind.choices]
    )
    stakeholder = forms.ChoiceField(
        label="Speaking as", required=False, choices=[("", "Everybody"), *StakeholderKind.choices]
    )
    tag = forms.CharField(label="Tag", required=False, max_length=60)
    value = forms.ModelChoiceField(label="Value", required=False, queryset=None, empty_label="All values")

    def __init__(self, *args, wave, names, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"].queryset = PackageItem.objects.filter(wave=wave, kind=PackageItem.Kind.VALUE)
        for name in set(self.fields) - set(names):
            del self.fields[name]
        self.helper = submitting("Show")
        self.helper.form_method = "get"
        self.helper.disable_csrf = True

    @property
    def chosen(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}
