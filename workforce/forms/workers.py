"""People of the roster, cohorts and employers."""

from django import forms

from accounts.models import User
from practices.forms.directory_codes import organisation_of
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm
from workforce.actions import workers as actions
from workforce.actions.seen import stamp
from workforce.forms.content import NoContentMixin
from workforce.forms.limits import near_date_field, text_messages
from workforce.forms.posts import NARROW, role_field, trust_field
from workforce.models import Worker


class PersonFields(NoContentMixin, forms.Form):
    names_of_staff = frozenset({"name"})

    name = forms.CharField(label="Name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    modality = forms.ChoiceField(
        label="Therapy that the person practises",
        choices=[("", "None, or not said"), *Worker.Modality.choices],
        required=False,
        error_messages={"invalid_choice": "Choose one of those listed"},
    )
    account = forms.EmailField(
        label="E-mail address of the person's account",
        max_length=254,
        required=False,
        help_text="With an account people see their own record. Give the role of a staff member or supervisor as well",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_account(self):
        email = self.cleaned_data["account"].strip().lower()
        found = User.objects.filter(email=email, is_active=True).first() if email else None
        if email and found is None:
            raise forms.ValidationError("There is no open account of this address. Give the person a role first")
        return found


class WorkerForm(PersonFields):
    """`trusts` are the PCTs that the person leads."""

    staff_number = forms.CharField(
        label="Staff number",
        max_length=20,
        help_text="As your files write it; it never changes",
        widget=forms.TextInput(attrs=NARROW),
    )
    commissioner = trust_field("PCT that keeps the record")
    field_order = ["staff_number", "name", "commissioner"]

    def __init__(self, *args, trusts, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commissioner"].queryset = trusts
        self.helper = submitting("Add the person")


class WorkerEditForm(HeldForm, PersonFields):
    def __init__(self, *args, worker, **kwargs):
        initial = {
            "name": worker.name,
            "modality": worker.modality,
            "account": worker.user.email if worker.user else "",
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.seen = stamp([worker], actions.EDITED)
        self.helper = submitting("Save")


class CohortForm(NoContentMixin, forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=20,
        help_text="As your files write it",
        error_messages=text_messages(20, "Enter a code, as your files write it"),
        widget=forms.TextInput(attrs=NARROW),
    )
    name = forms.CharField(
        label="Name",
        max_length=100,
        error_messages=text_messages(100, "Enter a name, such as the year and the course"),
    )
    role = role_field()
    starts_on = near_date_field("First day")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Add the cohort")


def directory_code_field():
    return forms.CharField(
        label="Code in the directory",
        max_length=12,
        required=False,
        help_text="Leave empty for an employer that is not in it. A practice sees band and contract of those it employs",
        error_messages=text_messages(12),
        widget=forms.TextInput(attrs=NARROW),
    )


class EmployerForm(NoContentMixin, forms.Form):
    """`directory` are all organisations."""

    names_of_staff = frozenset({"name"})

    name = forms.CharField(
        label="Name", max_length=200, error_messages=text_messages(200, "Enter the name of the employer")
    )
    organisation = directory_code_field()

    def __init__(self, *args, directory, **kwargs):
        super().__init__(*args, **kwargs)
        self.directory = directory
        self.helper = submitting("Add the employer")

    def clean_organisation(self):
        return organisation_of(self.directory, self.cleaned_data["organisation"])


class EmployerLinkForm(HeldForm, forms.Form):
    """Which organisation an employer is that came by its name alone, as from a staff file."""

    organisation = directory_code_field()

    def __init__(self, *args, employer, directory, **kwargs):
        code = employer.organisation.ods_code if employer.organisation else ""
        super().__init__(*args, initial={"organisation": code}, **kwargs)
        self.directory = directory
        self.helper = submitting("Save")

    def clean_organisation(self):
        return organisation_of(self.directory, self.cleaned_data["organisation"])
