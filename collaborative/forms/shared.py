"""What every form of improvement work has in common: no patient in free text, and who can read each field said before it is saved."""

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.html import format_html

from collaborative.models import ReadingLevel
from collaborative.models.reading_level import readers_words
from practices.forms import free_text
from practices.spreadsheets.identifiers import Sign

# Fields in which a colleague may be named, and those that ask for a colleague's address.
NAMES_OF_STAFF = {"owner", "who", "name", "visitor", "speaker"}
ADDRESSES_OF_STAFF = {"email"}
DASHES = dict(BLANK_CHOICE_DASH)[""]


class FreeTextMixin(free_text.FreeTextMixin):
    """Every text of the form is searched for what may name a patient before anything is stored."""

    def allowed_in(self, name) -> frozenset:
        if name in ADDRESSES_OF_STAFF:
            return frozenset({Sign.EMAIL})
        return frozenset({Sign.NAME}) if name in NAMES_OF_STAFF else frozenset()


class SharedFormMixin(FreeTextMixin):
    """A ModelForm of rows with `shared_with`: each field that is written says who can read it (static/js/readers.js
    keeps the words true while the choice changes; without it they hold for what was saved last).
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "shared_with" in self.fields:
            self.fields["shared_with"] = forms.TypedChoiceField(
                label="Who can read this",
                choices=ReadingLevel.choices,
                coerce=int,
                initial=ReadingLevel.FACILITATOR,
                widget=forms.Select(attrs={"data-readers": "choice"}),
            )
        name_empty_choices(self)
        self.say_who_reads()

    def say_who_reads(self):
        if "shared_with" in self.fields:
            say_readers(self, level_of(self["shared_with"].value()), getattr(self._meta.model, "FIELD_CEILINGS", {}))


class LinkedCycleMixin:
    """A form with a `cycle`: offers those that the person may read. One that they may not read stays linked and leaves no
    trace, unless they choose another.
    """

    def offer_cycles(self, readable, empty_label: str):
        field = self.fields["cycle"]
        field.queryset, field.empty_label, field.required = readable, empty_label, False
        kept = self.instance.cycle if self.instance.cycle_id else None
        self.unread_cycle = kept if kept and not readable.filter(pk=kept.pk).exists() else None
        if self.unread_cycle:
            self.initial["cycle"] = None

    def clean_cycle(self):
        return self.cleaned_data["cycle"] or self.unread_cycle


def name_empty_choices(form) -> None:
    """Words in place of the row of dashes that stands for no choice."""
    for field in form.fields.values():
        words = "Choose one" if field.required else "Not chosen"
        if getattr(field, "empty_label", None) == DASHES:
            field.empty_label = words
        elif isinstance(field, forms.ChoiceField) and ("", DASHES) in field.choices:
            field.choices = [("", words) if choice == ("", DASHES) else choice for choice in field.choices]


def level_of(value) -> int:
    """The level that is chosen on a form; the narrower default while what was sent is none."""
    return int(value) if str(value) in map(str, ReadingLevel.values) else ReadingLevel.FACILITATOR


def say_readers(form, level: int, ceilings: dict | None = None) -> None:
    """Say beside every field of a form who can read it once it is saved at `level`, or at its ceiling where that is narrower.

    For rows that have no `shared_with` of their own: they are read like the row that they belong to, or always by the same.
    """
    for name, field in form.fields.items():
        if name == "shared_with" or isinstance(field.widget, forms.HiddenInput):
            continue
        ceiling = (ceilings or {}).get(name, ReadingLevel.WAVE)
        words = format_html(
            '<span class="app-readers" data-readers-ceiling="{}">{}.</span>',
            int(ceiling),
            readers_words(level, ceiling),
        )
        field.help_text = format_html("{} {}", f"{field.help_text}." if field.help_text else "", words)


def readable_text(row, field: str, level: ReadingLevel | None) -> str | None:
    """The text of a field for a reader of a level, or None where the field never goes that far."""
    ceiling = getattr(row, "FIELD_CEILINGS", {}).get(field, ReadingLevel.WAVE)
    return getattr(row, field) if level is not None and level <= ceiling else None
