"""Two people edit one thing at once: the second to save is shown both values, and decides (D29)."""

import hashlib
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django import forms
from django.db.models import Model

HELD = "held"
# Whether the page that runs now changes what is there (practices.views.methods.EDIT); forms of such pages also make new things.
EDITING: ContextVar[bool] = ContextVar("editing", default=False)
# No digits: a search for patients' numbers in what people type must find none here.
LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


@dataclass(frozen=True)
class Difference:
    """One field as it stands now, and as this person wants it."""

    label: str
    theirs: str
    yours: str


class EditConflict(Exception):
    """What the form was opened on has been changed since by somebody else. Nothing was saved."""

    def __init__(self, form: "HeldForm"):
        super().__init__(type(form).__name__)
        self.form = form


class HeldForm:
    """For a form that changes what is there: it carries a digest of the values that it was opened on.

    The view gives it the values of now, as `initial` or as an `instance`, at every request, under practices.views.methods
    .EDIT, so that nobody changes them between the comparison and the saving. is_valid() raises EditConflict when they are
    not those that the person saw and not those that the person wants.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if EDITING.get():
            self.fields[HELD] = forms.CharField(required=False, widget=forms.HiddenInput, initial=self.held_stamp)

    @cached_property
    def changed_data(self) -> list[str]:
        """What the person changed: the stamp is none of it."""
        return [name for name in super().changed_data if name != HELD]

    def held_values(self) -> dict:
        """The fields' values as they stand now, by name."""
        return {
            name: offered(field, self.get_initial_for_field(field, name))
            for name, field in self.fields.items()
            if name not in (HELD, "version")
        }

    def held_stamp(self) -> str:
        content = [(name, plain(value)) for name, value in sorted(self.held_values().items())]
        return hashlib.sha256(repr(content).encode()).hexdigest()[:16].translate(LETTERS)

    def full_clean(self):
        super().full_clean()
        if not self.is_bound or HELD not in self.fields:
            return
        seen = self.cleaned_data.pop(HELD, "")
        # A form sent without it (an old page, a program) is taken as it was before there was any such thing.
        if seen and not self._errors and seen != self.held_stamp() and self.differences():
            raise EditConflict(self)

    def differences(self) -> list[Difference]:
        """The fields in which what stands now is not what this person wants."""
        return [
            Difference(
                str(self.fields[name].label or name), shown(self.fields[name], now), shown(self.fields[name], wanted)
            )
            for name, now in self.held_values().items()
            if plain(now) != plain(wanted := self.cleaned_data.get(name))
        ]


def offered(field: forms.Field, value):
    """Of several rows those that the field offers: what a person may not see must not show in their stamp either."""
    if not isinstance(field, forms.ModelMultipleChoiceField) or not value:
        return value
    return list(field.queryset.filter(pk__in=[plain(row) for row in value]))


def plain(value) -> str:
    """A value as text that is the same however the form came by it: a row by its key, several in one order."""
    if value in (None, "", [], ()) or value is False:
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        # 1 and 1.00 are one number: the database writes its decimal places, a person does not.
        return f"{value.normalize():f}"
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | dict):
        return " ".join(sorted(plain(part) for part in value))
    return str(value)


def shown(field: forms.Field, value) -> str:
    """A value as a person reads it; blank is said."""
    if isinstance(field, forms.BooleanField):
        return "Yes" if value else "No"
    if value in (None, "", [], ()):
        return "blank"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    named = {} if isinstance(field, forms.ModelChoiceField) else dict(flat_choices(field))
    if isinstance(field, forms.ModelChoiceField) and not isinstance(value, Model):
        named = {plain(row): str(row) for row in field.queryset.filter(pk__in=several(value))}
    return ", ".join(str(named.get(plain(part), part)) for part in several(value))


def several(value) -> list:
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str | bytes) else [value]


def flat_choices(field: forms.Field):
    """(value as text, words) of every choice, those in groups too."""
    for value, words in getattr(field, "choices", ()):
        if isinstance(words, list | tuple):
            yield from ((plain(inner), text) for inner, text in words)
        else:
            yield plain(value), words
