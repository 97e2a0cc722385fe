"""Forms of improvement teams: the team itself, its members and its partners, each saying who can read what is entered."""

from django import forms

from accounts.models import User
from collaborative.forms.shared import FreeTextMixin, say_readers
from collaborative.models import ReadingLevel, StakeholderKind, TeamMember, TeamPartner
from practices import clock
from practices.forms.dates import date_field
from practices.forms.directory_codes import organisation_of
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm

# Who is in a team is known to those who work with it; that somebody of each kind is in it, to the wave.
MEMBER_CEILINGS = dict.fromkeys(("name", "email", "organisation", "left_on", "left_reason"), ReadingLevel.COMMISSIONER)
BLANK = [("", "Choose one")]


class TeamForm(HeldForm, FreeTextMixin, forms.Form):
    """Name and aim, which everybody in the wave reads."""

    name = forms.CharField(label="Name of the team", max_length=120)
    aim = forms.CharField(
        label="Aim",
        required=False,
        max_length=2000,
        help_text="What is to be better, for whom, by how much and by when",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, button="Save the team", **kwargs):
        super().__init__(*args, **kwargs)
        say_readers(self, ReadingLevel.WAVE)
        self.helper = submitting(button)


class TeamCreateForm(TeamForm):
    """`choices` are the PCTs that have no team yet."""

    organisation = forms.ModelChoiceField(
        label="PCT",
        queryset=None,
        empty_label="Choose one",
        help_text="Its practices that take part in the wave today become partners of the team",
    )
    field_order = ["organisation", "name", "aim"]

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, button="Set up the team", **kwargs)
        self.fields["organisation"].queryset = choices


class MemberForm(HeldForm, FreeTextMixin, forms.Form):
    """Somebody in the team. `organisations` are those of the team; the account is found by its address."""

    name = forms.CharField(label="Name", max_length=150)
    stakeholder_kind = forms.ChoiceField(
        label="Comes as",
        choices=BLANK + StakeholderKind.choices,
        help_text="Service users and carers are partners",
        error_messages={"required": "Choose what they come as"},
    )
    organisation = forms.ModelChoiceField(
        label="Practice or PCT", queryset=None, required=False, empty_label="None of these"
    )
    part = forms.ChoiceField(
        label="Part in the team", required=False, choices=[("", "No special part"), *TeamMember.Part.choices]
    )
    is_champion = forms.BooleanField(
        label="Is a champion: speaks for the change among colleagues or people like themselves", required=False
    )
    joined_on = date_field("First day in the team")
    email = forms.EmailField(
        label="E-mail address of their account",
        required=False,
        help_text="Only when the person signs in here. Leave empty for everybody else",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        self.fields["joined_on"].initial = clock.today()
        say_readers(self, ReadingLevel.WAVE, MEMBER_CEILINGS)
        self.helper = submitting("Save the member")

    def clean_email(self):
        """The account of the address, or None where none was entered."""
        email = self.cleaned_data["email"].strip().lower()
        person = User.objects.filter(email=email, is_active=True).first() if email else None
        if email and person is None:
            raise forms.ValidationError(
                "There is no account of this address. Leave it empty; the programme's administrator can invite the person"
            )
        return person

    @property
    def fields_of_member(self) -> dict:
        values = dict(self.cleaned_data)
        return values | {"person": values.pop("email")}


def initial_of(member: TeamMember) -> dict:
    names = ["name", "stakeholder_kind", "organisation", "part", "is_champion", "joined_on"]
    return {name: getattr(member, name) for name in names} | {"email": member.person.email if member.person else ""}


class MemberEndForm(FreeTextMixin, forms.Form):
    left_on = date_field("Last day in the team")
    left_reason = forms.CharField(label="Why", max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["left_on"].initial = clock.today()
        say_readers(self, ReadingLevel.WAVE, MEMBER_CEILINGS)
        self.helper = submitting("End their part in the team", css_class="warning")


class PartnerForm(FreeTextMixin, forms.Form):
    """An organisation of the directory by its code, or any other by its name. `directory` is what may be looked up."""

    kind = forms.ChoiceField(label="Kind of organisation", choices=BLANK + TeamPartner.Kind.choices)
    organisation = forms.CharField(
        label="Code in the directory",
        max_length=12,
        required=False,
        help_text="For a practice or PCT, also one of another PCT: a team may span organisations",
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label="Name", max_length=200, required=False, help_text="Needed for organisations that have no code"
    )
    joined_on = date_field("First day as a partner")

    def __init__(self, *args, directory, **kwargs):
        super().__init__(*args, **kwargs)
        self.directory = directory
        self.fields["joined_on"].initial = clock.today()
        say_readers(self, ReadingLevel.WAVE)
        self.helper = submitting("Add the partner")

    def clean_organisation(self):
        return organisation_of(self.directory, self.cleaned_data["organisation"])

    def clean(self):
        cleaned = super().clean()
        has_one = cleaned.get("organisation") or cleaned.get("name")
        if not has_one and "organisation" not in self.errors:
            self.add_error("name", "Enter a code of the directory, or the name of the organisation")
        return cleaned


class PartnerEndForm(FreeTextMixin, forms.Form):
    left_on = date_field("Last day as a partner")
    left_reason = forms.CharField(
        label="Why it withdraws", max_length=200, error_messages={"required": "Say why it withdraws"}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["left_on"].initial = clock.today()
        say_readers(self, ReadingLevel.WAVE)
        self.helper = submitting("End the partnership", css_class="warning")
