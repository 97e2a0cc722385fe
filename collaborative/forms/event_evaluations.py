"""The evaluation form of an event: six questions and two lines of words, all by choice, nothing about the person."""

from django import forms

from collaborative.event_questions import answer_words, questions
from collaborative.forms.shared import FreeTextMixin
from practices.forms.free_text import submitting

READ_BY_FACILITATOR = (
    "The facilitator reads this without your name and in no order. Do not write what tells who you are"
)


class EventEvaluationForm(FreeTextMixin, forms.Form):
    learned = forms.CharField(
        label="The most important thing I take with me",
        required=False,
        max_length=2000,
        help_text=READ_BY_FACILITATOR,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    improve = forms.CharField(
        label="What should be better next time",
        required=False,
        max_length=2000,
        help_text=READ_BY_FACILITATOR,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = {question.code: rating(question) for question in questions()}
        self.fields = asked | self.fields
        self.helper = submitting("Send my answers")

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError("Answer at least one question")
        return cleaned

    @property
    def answers(self) -> dict[str, int]:
        """Question -> 1 to 5; what was left blank is not there."""
        return {question.code: int(given) for question in questions() if (given := self.cleaned_data[question.code])}


def rating(question):
    choices = [(str(step), words) for step, words in enumerate(answer_words(), start=1)]
    return forms.ChoiceField(label=question.text, choices=choices, required=False, widget=forms.RadioSelect)
