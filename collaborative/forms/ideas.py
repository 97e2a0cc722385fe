"""Forms of ideas: written by a team, looked for by all."""

from operator import attrgetter

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from collaborative.forms.shared import SharedFormMixin
from collaborative.models import ChangeIdea, Driver, PackageItem
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm


class IdeaForm(HeldForm, SharedFormMixin, forms.ModelForm):
    """`wave` is the team's: its change package and drivers are offered."""

    class Meta:
        model = ChangeIdea
        fields = ["title", "description", "shared_with", "items", "drivers"]
        labels = {
            "title": "The idea in a few words",
            "description": "What would be done differently",
            "items": "What it belongs to in the change package",
            "drivers": "Drivers",
        }
        help_texts = {
            "title": "For example: a telephone call before a repeat appointment",
            "drivers": "Only where the lines above do not say it: the idea stands under their drivers by itself",
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "items": forms.CheckboxSelectMultiple,
            "drivers": forms.CheckboxSelectMultiple,
        }
        error_messages = {"title": {"required": "Say in a few words what the idea is"}}

    def __init__(self, *args, wave, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = self.instance.items if self.instance.pk else None
        self.fields["items"].queryset = PackageItem.objects.offered(wave, chosen)
        self.fields["drivers"].queryset = Driver.objects.filter(wave=wave).for_ideas()
        self.fields["drivers"].label_from_instance = attrgetter("with_parent")
        self.helper = submitting("Save")


class IdeaSearchForm(forms.Form):
    """What narrows the library; a wrong choice narrows nothing."""

    is_search = True

    words = forms.CharField(label="Words in the idea", required=False, max_length=100)
    item = forms.ModelChoiceField(
        label="Line of the change package", required=False, queryset=None, empty_label="All lines"
    )
    driver = forms.ModelChoiceField(label="Driver", required=False, queryset=None, empty_label="All drivers")

    def __init__(self, *args, items, drivers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items
        self.fields["driver"].queryset = drivers
        self.fields["driver"].label_from_instance = attrgetter("with_parent")
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.add_input(Submit("find", "Find", css_class="secondary"))
