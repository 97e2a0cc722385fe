"""Opening, changing and closing a post; who hosts it; carrying posts over to another PCT."""

from decimal import Decimal

from django import forms

from practices.forms.dates import date_field
from practices.forms.free_text import submitting
from practices.forms.held import HeldForm
from practices.models import Organisation
from workforce import catalogue
from workforce.actions import posts as actions
from workforce.actions.seen import stamp
from workforce.forms.content import NoContentMixin

NARROW = {"class": "nhsuk-input--width-10", "autocomplete": "off"}
# As many practices as a post is shared by; more are entered by another change of the same day.
HOSTS = 5


def number_field(label, *, highest, decimals=2, required=True, help_text="", lowest=Decimal("0.01")):
    asked = f"Enter a number from {lowest} to {highest}"
    return forms.DecimalField(
        label=label,
        min_value=lowest,
        max_value=highest,
        decimal_places=decimals,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-4", "inputmode": "decimal"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value", "max_decimal_places"), asked),
    )


def wte_field(label="WTE"):
    return number_field(label, highest=Decimal(1), help_text="1 is full time, 0.5 half time")


def role_choices(first="Choose a role"):
    return [("", first), *[(role.code, f"{role.name} ({role.code})") for role in catalogue.roles().values()]]


def role_field(label="Role", *, required=True):
    return forms.ChoiceField(
        label=label,
        choices=role_choices,
        required=required,
        error_messages={"required": "Choose a role", "invalid_choice": "Choose one of the roles listed"},
    )


def trust_field(label="PCT"):
    return forms.ModelChoiceField(
        Organisation.objects.none(),
        label=label,
        empty_label="Choose a PCT",
        error_messages={"required": "Choose a PCT", "invalid_choice": "Choose one of the PCTs listed"},
    )


def practice_code_field(label, *, required=False, help_text=""):
    return forms.CharField(
        label=label,
        max_length=12,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs=NARROW),
    )


def found_practice(directory, code):
    """The practice of this code; None for an empty one. Raises ValidationError for a code that is none."""
    code = "".join(code.split()).upper()
    found = directory.filter(ods_code=code).first() if code else None
    if code and found is None:
        raise forms.ValidationError("There is no practice of this code in the directory. Look it up there")
    return found


class PostForm(NoContentMixin, forms.Form):
    """`trusts` are the PCTs that the person leads, `directory` all practices."""

    number = forms.CharField(
        label="Post number",
        max_length=20,
        help_text="As your files write it; it never changes",
        widget=forms.TextInput(attrs=NARROW),
    )
    role = role_field()
    commissioner = trust_field()
    title = forms.CharField(label="Title", max_length=100, required=False, help_text="When it differs from the role")
    wte = wte_field("Established WTE")
    funding = forms.CharField(label="Funding line", max_length=100, required=False)
    start = date_field("Open from")
    practice = practice_code_field("Code of the practice that hosts it", help_text="Shares can be entered afterwards")

    def __init__(self, *args, trusts, directory, **kwargs):
        super().__init__(*args, **kwargs)
        self.directory = directory
        self.fields["commissioner"].queryset = trusts
        self.helper = submitting("Add the post")

    def clean_practice(self):
        return found_practice(self.directory, self.cleaned_data["practice"])


class PostEditForm(HeldForm, NoContentMixin, forms.Form):
    title = forms.CharField(label="Title", max_length=100, required=False, help_text="When it differs from the role")
    wte = wte_field("Established WTE")
    funding = forms.CharField(label="Funding line", max_length=100, required=False)

    def __init__(self, *args, post, **kwargs):
        initial = {"title": post.title, "wte": post.wte, "funding": post.funding}
        super().__init__(*args, initial=initial, **kwargs)
        self.seen = stamp([post], actions.EDITED)
        self.helper = submitting("Save")


class PostCloseForm(HeldForm, NoContentMixin, forms.Form):
    end = date_field("Last day of the post")
    reason = forms.CharField(
        label="Why it closes", max_length=200, error_messages={"required": "Say why the post closes"}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = submitting("Close the post", css_class="warning")


class HostsForm(HeldForm, forms.Form):
    """All hosts from a day on: those that are left empty host no longer."""

    start = date_field("From")

    def __init__(self, *args, hosts, directory, **kwargs):
        current = sorted((host for host in hosts if host.end is None), key=lambda host: -host.share)
        initial = {}
        for number, host in enumerate(current, 1):
            initial |= {f"practice_{number}": host.practice.ods_code, f"share_{number}": f"{host.share.normalize():f}"}
        super().__init__(*args, initial=initial, **kwargs)
        self.seen = stamp(sorted(hosts, key=lambda host: host.pk), actions.HOSTED)
        self.directory = directory
        self.numbers = range(1, max(HOSTS, len(current)) + 1)
        for number in self.numbers:
            self.fields[f"practice_{number}"] = practice_code_field(f"Code of practice {number}")
            self.fields[f"share_{number}"] = number_field(
                f"Share of practice {number} in per cent", highest=Decimal(100), required=False
            )
        self.helper = submitting("Save the hosts")

    def clean(self):
        self.shares = {}
        for number in self.numbers:
            self.take(number, self.shares)
        return self.cleaned_data

    def take(self, number, shares):
        code, share = self.cleaned_data.get(f"practice_{number}") or "", self.cleaned_data.get(f"share_{number}")
        try:
            practice = found_practice(self.directory, code)
        except forms.ValidationError as refusal:
            self.add_error(f"practice_{number}", refusal)
            return
        if practice in shares:
            self.add_error(f"practice_{number}", "This practice stands above already. Enter it once")
        elif practice and share is None and f"share_{number}" not in self.errors:
            self.add_error(f"share_{number}", "Enter the share of this practice")
        elif share is not None and practice is None:
            self.add_error(f"practice_{number}", "Enter the code of the practice that has this share")
        elif practice:
            shares[practice] = share


class TransferForm(forms.Form):
    """`trusts` are the PCTs that the person leads, `directory` those that there are."""

    old = trust_field("From which PCT")
    new = practice_code_field("Code of the PCT that takes the posts over", required=True)
    on = date_field("First day with the new employer, or of the new PCT")
    employer = forms.ModelChoiceField(
        None,
        label="New employer",
        required=False,
        empty_label="The employers stay",
        help_text="All who hold these posts have this employer from that day on, on the same terms",
        error_messages={"invalid_choice": "Choose one of those listed"},
    )

    def __init__(self, *args, trusts, directory, employers, **kwargs):
        super().__init__(*args, **kwargs)
        self.directory = directory
        self.fields["old"].queryset = trusts
        self.fields["employer"].queryset = employers
        self.helper = submitting("Carry the posts over")

    def clean_new(self):
        code = "".join(self.cleaned_data["new"].split()).upper()
        found = self.directory.filter(ods_code=code).first()
        if found is None:
            raise forms.ValidationError("There is no PCT of this code in the directory. Look it up there")
        return found

    def clean(self):
        if self.cleaned_data.get("old") and self.cleaned_data.get("old") == self.cleaned_data.get("new"):
            self.add_error("new", "Choose another PCT than the one that has the posts now")
        return self.cleaned_data
