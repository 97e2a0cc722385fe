"""Forms of a programme's optional parts. Everybody who reads improvement work of the programme reads what they hold."""

from crispy_forms.layout import Fieldset, Layout
from django import forms

from collaborative.forms.shared import FreeTextMixin
from collaborative.models import CaseForChange, DecisionBody, FundingLine, ProgrammePart
from collaborative.programme_lists import Checklist, drivers
from measures.definitions import all_definitions
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm

READERS = "Read by everybody who reads improvement work in this programme"
FIRST_YEAR, LAST_YEAR = 1990, 2100
# Of a unit cost, and of what a programme costs: all of them or none.
UNIT_PARTS = ("cost", "low", "high", "source", "year")
PROGRAMME_PARTS = ("amount", "months", "source")


class PartsForm(forms.Form):
    is_search = True  # none has to be ticked

    parts = forms.MultipleChoiceField(
        label="Parts that this programme uses",
        choices=ProgrammePart.Part.choices,
        required=False,
        help_text="What is off cannot be opened by anybody. Switching a part off keeps what it holds",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save")


class CaseForm(HeldForm, FreeTextMixin, forms.ModelForm):
    drivers = forms.MultipleChoiceField(
        label="What drives it",
        choices=drivers,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one driver: a case without one is no case"},
    )

    class Meta:
        model = CaseForChange
        fields = ["problem", "need", "levers", "finance", "pilots", "drivers"]
        labels = {
            "problem": "The problem",
            "need": "The need in the population",
            "levers": "Levers of policy and practice",
            "finance": "The financial model",
            "pilots": "Pilots, and what they taught",
        }
        help_texts = dict.fromkeys(["problem", "need", "levers", "finance", "pilots"], READERS)
        widgets = dict.fromkeys(["problem", "need", "levers", "finance", "pilots"], forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save the case")


class FundingForm(HeldForm, FreeTextMixin, forms.ModelForm):
    class Meta:
        model = FundingLine
        fields = ["purpose", "source", "amount", "year"]
        labels = {
            "purpose": "What it pays for",
            "source": "Where the money comes from",
            "amount": "Amount in pounds",
            "year": "Financial year that begins in",
        }
        help_texts = {"source": READERS, "year": "For example 2006"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save this line")

    def clean_amount(self):
        return at_least_zero(self.cleaned_data["amount"])


def at_least_zero(amount):
    if amount is not None and amount < 0:
        raise forms.ValidationError("Enter 0 or more")
    return amount


class ChecklistForm(HeldForm, FreeTextMixin, forms.Form):
    """For every criterion of some lists an answer and its evidence; `given` is {(list, criterion): CriterionAnswer}."""

    is_search = True  # every answer may be left out, which is said once

    def __init__(self, *args, lists: list[Checklist], given: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = [(one.code, code) for one in lists for code, _ in one.criteria]
        for one in lists:
            for code, text in one.criteria:
                self.add_criterion(one, code, text, given.get((one.code, code)))
        self.helper = submitting("Save", layout=Layout(*(self.fieldset(one) for one in lists)))

    def fieldset(self, checklist: Checklist) -> Fieldset:
        names = [f"{checklist.code}-{code}" for code, _ in checklist.criteria]
        return Fieldset(checklist.title, *(part for name in names for part in (name, f"{name}-evidence")))

    def add_criterion(self, checklist: Checklist, code: str, text: str, given) -> None:
        name = f"{checklist.code}-{code}"
        self.fields[name] = forms.ChoiceField(
            label=text,
            required=False,
            choices=[("", "Not answered"), *checklist.answers],
            initial=given.answer if given else "",
        )
        self.fields[f"{name}-evidence"] = forms.CharField(
            label=f"Evidence: {text[0].lower()}{text[1:]}",
            required=False,
            max_length=300,
            help_text=READERS,
            initial=given.evidence if given else "",
        )

    def clean(self):
        """Evidence without an answer would be lost."""
        cleaned = super().clean()
        for one, code in self.places:
            name = f"{one}-{code}"
            if cleaned.get(f"{name}-evidence") and not cleaned.get(name):
                self.add_error(name, "Choose an answer, or leave the evidence empty")
        return cleaned

    @property
    def answers(self) -> dict:
        said = self.cleaned_data
        return {(one, code): (said[f"{one}-{code}"], said[f"{one}-{code}-evidence"]) for one, code in self.places}


class BodyForm(HeldForm, FreeTextMixin, forms.ModelForm):
    class Meta:
        model = DecisionBody
        fields = ["name", "decision_rights", "leads", "contact_role"]
        labels = {
            "name": "Body",
            "decision_rights": "What it decides",
            "leads": "Who leads it",
            "contact_role": "Whom to ask, by role",
        }
        help_texts = {
            "decision_rights": READERS,
            "leads": "A post, not a person",
            "contact_role": "A post, not a person",
        }
        widgets = {"decision_rights": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"decision_rights": {"required": "Say what it decides: that is what the map is for"}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Save this body")

    def clean_name(self):
        name = self.cleaned_data["name"]
        others = DecisionBody.objects.filter(programme=self.instance.programme, name__iexact=name)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("This body is on the map already")
        return name


def money(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
        error_messages={"min_value": "Enter 0 or more"},
    )


class CostsForm(FreeTextMixin, forms.Form):
    """For each measure what one event costs, all of it or nothing; and what the programme costs."""

    is_search = True  # every cost may be left out, which is said once

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, definition in all_definitions().items():
            self.add_measure(code, definition)
        self.fields["amount"] = money("What it costs in this wave, in pounds")
        self.fields["months"] = forms.IntegerField(
            label="Over how many months", required=False, min_value=1, max_value=120
        )
        self.fields["source"] = forms.CharField(label="Source", required=False, max_length=200)
        self.helper = submitting("Save the costs", layout=self.layout())

    def add_measure(self, code: str, definition) -> None:
        self.fields[f"{code}-cost"] = money(f"Cost of one {definition.counted[0]}, in pounds")
        if definition.counts_the_same_people:
            self.fields[
                f"{code}-cost"
            ].help_text = "People are counted at the end of every month: enter that of one month"
        self.fields[f"{code}-low"] = money("Lowest that it might be, in pounds")
        self.fields[f"{code}-high"] = money("Highest that it might be, in pounds")
        self.fields[f"{code}-source"] = forms.CharField(label="Source", required=False, max_length=200)
        self.fields[f"{code}-year"] = forms.IntegerField(
            label="Price year", required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, help_text="For example 2006"
        )

    def layout(self):
        measures = [
            Fieldset(definition.title, *(f"{code}-{part}" for part in UNIT_PARTS))
            for code, definition in all_definitions().items()
        ]
        return Layout(*measures, Fieldset("The programme", *PROGRAMME_PARTS))

    def clean(self):
        cleaned = super().clean()
        for code, definition in all_definitions().items():
            title = definition.short_title
            if self.complete([f"{code}-{part}" for part in UNIT_PARTS], title):
                low, cost, high = (cleaned[f"{code}-{part}"] for part in ("low", "cost", "high"))
                if not low <= cost <= high:
                    self.add_error(f"{code}-cost", f"{title}: the cost must lie between the lowest and the highest")
        self.complete(list(PROGRAMME_PARTS), "The programme")
        return cleaned

    def complete(self, names: list[str], title: str) -> bool:
        """Whether all are entered; when only some are, the missing ones are asked for."""
        missing = [name for name in names if self.cleaned_data.get(name) in (None, "")]
        if 0 < len(missing) < len(names):
            for name in missing:
                if name not in self.errors:
                    self.add_error(
                        name, f"{title}: enter this too, or leave all empty ({self.fields[name].label.lower()})"
                    )
        return not missing

    @property
    def units(self) -> dict[str, dict | None]:
        return {code: self.group(code, UNIT_PARTS) for code in all_definitions()}

    @property
    def programme(self) -> dict | None:
        found = {name: self.cleaned_data[name] for name in PROGRAMME_PARTS}
        return None if found["amount"] is None else found

    def group(self, code: str, parts: tuple[str, ...]) -> dict | None:
        found = {part: self.cleaned_data[f"{code}-{part}"] for part in parts}
        return None if found["cost"] is None else found
