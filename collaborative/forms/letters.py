"""Forms about letters: what one wants to get, who is asked for a return, and looking through the post."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from operations.models import Message
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm


class ChoicesForm(HeldForm, forms.Form):
    is_search = True  # none has to be ticked

    wanted = forms.MultipleChoiceField(
        label="Letters that I want",
        required=False,
        help_text="What is off is not written to you. Receipts and questions stay on their pages",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["wanted"].choices = [(kind.name, kind.title) for kind in kinds]
        self.helper = submitting("Save")


class ContactForm(HeldForm, forms.Form):
    """`senders` are the people who may send for the practice."""

    responsible = forms.TypedChoiceField(
        label="Who is asked for the return",
        coerce=int,
        error_messages={"required": "Choose a person", "invalid_choice": "Choose one of the people listed"},
    )
    deputy = forms.TypedChoiceField(
        label="Deputy",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Gets the same reminders, for when the first is away",
        error_messages={"invalid_choice": "Choose one of the people listed"},
    )

    def __init__(self, *args, senders, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {person.pk: person for person in senders}
        choices = [(person.pk, f"{person} ({person.email})") for person in senders]
        self.fields["responsible"].choices = choices
        self.fields["deputy"].choices = [("", "Nobody"), *choices]
        self.helper = submitting("Save")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("deputy") and cleaned.get("deputy") == cleaned.get("responsible"):
            self.add_error("deputy", "Choose somebody else as deputy, or nobody")
        return cleaned

    @property
    def chosen(self) -> dict:
        return {name: self.people.get(self.cleaned_data[name]) for name in ("responsible", "deputy")}


class PostSearchForm(forms.Form):
    is_search = True

    state = forms.ChoiceField(label="State", required=False, choices=[("", "All"), *Message.State.choices])
    kind = forms.ChoiceField(label="Kind", required=False)

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "All"), *((kind.name, kind.title) for kind in kinds)]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.add_input(Submit("find", "Find", css_class="secondary"))

    def narrow(self, letters):
        """The letters that fit what was asked; all of them when it makes no sense."""
        if not self.is_valid():
            return letters
        return letters.filter(**{name: value for name, value in self.cleaned_data.items() if value})
