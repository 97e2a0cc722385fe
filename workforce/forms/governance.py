"""The governance checklist as one form: for each item its answer, the evidence, who sees to it and when it is looked at again."""

from crispy_forms.layout import Fieldset, Layout
from django import forms

from practices.forms.dates import date_field
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm
from workforce.actions.governance import Reply
from workforce.forms.content import NoContentMixin
from workforce.governance_lists import YES, Answered
from workforce.models import Answer

PARTS = ("answer", "evidence", "owner", "review_on")


def name_of(item, part) -> str:
    return f"{item.code}-{part}"


class GovernanceForm(HeldForm, NoContentMixin, forms.Form):
    """`answers` are the items as they stand; one that a post takes from its role is left blank. No item must be answered."""

    is_search = True

    def __init__(self, *args, answers: tuple[Answered, ...], blank: str = "Not answered", **kwargs):
        super().__init__(*args, **kwargs)
        self.items = [one.item for one in answers]
        for one in answers:
            self.fields |= fields_of(one, blank)
        groups = [Fieldset(item.name, *(name_of(item, part) for part in PARTS)) for item in self.items]
        self.helper = submitting("Save the checklist", layout=Layout(*groups))

    def clean(self):
        cleaned = super().clean()
        for item in self.items:
            name = name_of(item, "evidence")
            if cleaned.get(name_of(item, "answer")) == YES and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, f"{item.name}: a yes needs evidence. Say what shows it")
        return cleaned

    @property
    def replies(self) -> dict[str, Reply]:
        found = self.cleaned_data
        return {item.code: reply_of(*(found[name_of(item, part)] for part in PARTS)) for item in self.items}


def reply_of(answer, evidence, owner, review_on) -> Reply:
    """Without an answer nothing is kept: words alone say neither yes nor no."""
    return Reply(answer, evidence.strip(), owner.strip(), review_on) if answer else Reply()


def fields_of(one: Answered, blank: str) -> dict[str, forms.Field]:
    item = one.item
    stands = one if not one.is_inherited else Answered(item)
    choices = [("", blank if item.is_of_role else "Not answered"), *Answer.choices]
    return {
        name_of(item, "answer"): forms.ChoiceField(
            label=item.question, required=False, choices=choices, initial=stands.answer
        ),
        name_of(item, "evidence"): forms.CharField(
            label="Evidence",
            required=False,
            max_length=300,
            initial=stands.evidence,
            help_text="Needed for a yes",
        ),
        name_of(item, "owner"): forms.CharField(
            label="Who sees to it",
            required=False,
            max_length=150,
            initial=stands.owner,
        ),
        name_of(item, "review_on"): review_field(stands.review_on),
    }


def review_field(initial) -> forms.DateField:
    field = date_field("Look at it again on", required=False)
    field.initial = initial
    return field
