"""Correcting when a holding began and how it ended, taking the end back, and opening a post again."""

from django import forms

from practices.forms.dates import date_field
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm
from workforce.actions import endings, posts
from workforce.actions.holdings import HELD
from workforce.actions.seen import stamp
from workforce.forms.content import NoContentMixin
from workforce.forms.holdings import HoldingEndForm, cohort_field
from workforce.models import SupervisionArrangement


class ResumedField(forms.ModelMultipleChoiceField):
    """Supervision that ended with the holding, by kind, supervisor and last day."""

    def label_from_instance(self, one):
        people = f"of No. {one.worker.staff_number} by No. {one.supervisor.staff_number}"
        return f"{one.get_kind_display()} {people}, ended on {one.end:%-d %B %Y}"


def resumed_field():
    return ResumedField(
        SupervisionArrangement.objects.none(),
        label="Supervision that ended with it and goes on",
        required=False,
        help_text="Sessions that had been planned for later are gone: plan them again",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from those listed"},
    )


def over_reason_field():
    return forms.CharField(
        label="Why somebody works more than 1.0 WTE in all",
        max_length=200,
        required=False,
        help_text="Only needed when all posts of this person come to more than 1.0 WTE then",
    )


def offer(form, holding, arrangements):
    """The supervision that can go on; none, and it is not asked. `arrangements` are those that the person may see."""
    form.fields["resumed"].queryset = arrangements
    if not arrangements:
        del form.fields["resumed"]
    form.seen = endings.seen_of(holding)


class EndCorrectForm(HeldForm, NoContentMixin, HoldingEndForm):
    """`leaving` is why it ended as it stands; None where no reason was said."""

    def __init__(self, *args, holding, leaving, arrangements, **kwargs):
        said = {name: getattr(leaving, name) for name in endings.LEFT} if leaving else {}
        super().__init__(*args, holding=holding, initial={"end": holding.end, **said}, **kwargs)
        self.fields["over_reason"], self.fields["resumed"] = over_reason_field(), resumed_field()
        offer(self, holding, arrangements)
        self.helper = submitting("Save the correction")


class StartCorrectForm(HeldForm, NoContentMixin, forms.Form):
    """`cohorts` are those of the post's role."""

    start = date_field("First day")
    cohort = cohort_field()
    over_reason = over_reason_field()

    def __init__(self, *args, holding, cohorts, **kwargs):
        super().__init__(*args, initial={"start": holding.start, "cohort": holding.cohort_id}, **kwargs)
        self.fields["cohort"].queryset = cohorts
        self.seen = stamp([holding], HELD)
        self.helper = submitting("Save the correction")


class HoldingReopenForm(HeldForm, NoContentMixin, forms.Form):
    over_reason = over_reason_field()
    resumed = resumed_field()

    def __init__(self, *args, holding, arrangements, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self, holding, arrangements)
        self.helper = submitting("Take the end back", css_class="warning")


class PostReopenForm(HeldForm, forms.Form):
    """Nothing is asked; what it is opened on is the end that is taken back."""

    def __init__(self, *args, post, **kwargs):
        super().__init__(*args, **kwargs)
        self.seen = stamp([post], posts.CLOSED)
        self.helper = submitting("Open the post again", css_class="warning")
