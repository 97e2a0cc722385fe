"""Forms of attendance: whom to invite, who came, who stands at the door, a list of names."""

from django import forms

from collaborative.attendance_sheets import LONGEST_NAME, plain
from collaborative.forms.shared import FreeTextMixin
from collaborative.models import StakeholderKind
from practices.forms.free_text import submitting
from practices.spreadsheets.tables import Limits, too_large


class TeamChoice(forms.ModelChoiceField):
    def label_from_instance(self, team):
        return team.name


class TeamsChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, team):
        return team.name


class PracticeChoice(forms.ModelChoiceField):
    def label_from_instance(self, practice):
        return f"{practice.name} ({practice.ods_code})"


class InviteForm(forms.Form):
    teams = TeamsChoice(
        label="Teams",
        help_text="Everybody who is in the team on the day is invited. People who are on the list already stay as they are",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one team"},
    )

    def __init__(self, *args, teams, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["teams"].queryset = teams
        self.initial.setdefault("teams", teams)
        self.helper = submitting("Invite these teams")


class PersonForm(FreeTextMixin, forms.Form):
    """Somebody who came; names of staff and partners, never of patients of a practice."""

    name = forms.CharField(label="Name", max_length=LONGEST_NAME, error_messages={"required": "Enter the name"})
    stakeholder_kind = forms.ChoiceField(
        label="Kind",
        choices=[("", "Choose a kind"), *StakeholderKind.choices],
        error_messages={"required": "Choose a kind"},
    )
    team = TeamChoice(label="Team", queryset=None, required=False, empty_label="No team")
    practice = PracticeChoice(label="Practice", queryset=None, required=False, empty_label="No practice")

    def __init__(self, *args, teams, practices, button="Add this person", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
        self.fields["practice"].queryset = practices
        self.helper = submitting(button)


class ConfirmForm(PersonForm):
    """Who signed in off the list: somebody on it, or a new person."""

    same_as = forms.ModelChoiceField(
        label="Is this somebody on the list?",
        queryset=None,
        required=False,
        empty_label="No, a new person",
        help_text="If so, what stands below is not needed",
    )
    field_order = ["same_as"]

    def __init__(self, *args, listed, **kwargs):
        super().__init__(*args, button="Confirm", **kwargs)
        self.fields["same_as"].queryset = listed
        self.fields["same_as"].label_from_instance = lambda row: row.name
        if self.is_bound and self.data.get("same_as"):
            self.fields["name"].required = self.fields["stakeholder_kind"].required = False


class DoorForm(FreeTextMixin, forms.Form):
    """On the open page: one types a name; nobody's name is shown."""

    name = forms.CharField(
        label="Your name",
        help_text="First name and surname, as on your invitation",
        max_length=LONGEST_NAME,
        error_messages={"required": "Enter your name"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    place = forms.CharField(
        label="Your practice, team or organisation",
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Sign in")

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if len(plain(name).replace(" ", "")) < 3:
            raise forms.ValidationError("Enter first name and surname, at least three letters")
        return name


class SheetForm(forms.Form):
    """A list of who came: pasted, or a file."""

    pasted = forms.CharField(
        label="Paste the list here",
        required=False,
        max_length=200_000,
        strip=False,
        help_text="The first line names the columns: Name, and if you have them Team, Practice, Kind, Status. "
        "A blank status means that the person came",
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    file = forms.FileField(
        label="Or choose a file",
        required=False,
        allow_empty_file=True,
        max_length=1000,
        help_text="CSV or Excel (.xlsx), smaller than 5 MB",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Check the list")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > Limits().bytes:
            raise forms.ValidationError(too_large(file.size, Limits()).message)
        return file

    def clean(self):
        cleaned = super().clean()
        has_text, file = bool(cleaned.get("pasted", "").strip()), cleaned.get("file")
        if not self.errors and has_text == bool(file):
            raise forms.ValidationError("Paste a list or choose a file, one of the two")
        return cleaned

    @property
    def content(self) -> tuple[str, bytes]:
        """Name and bytes of what was sent."""
        file = self.cleaned_data["file"]
        return (file.name, file.read()) if file else ("pasted.csv", self.cleaned_data["pasted"].encode())
