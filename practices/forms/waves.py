"""Programmes, waves, and practices that join and leave."""

import re
from datetime import timedelta
from itertools import pairwise

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.utils.text import slugify

from practices.actions.waves import PROGRAMME_FIELDS, WAVE_FIELDS
from practices.forms.dates import date_field, not_in_the_future
from practices.forms.held import HeldForm
from practices.models import Programme, Wave

SEVERITY_TOOLS = [
    ("PHQ9", "PHQ-9"),
    ("HADS", "HADS"),
    ("BDI2", "BDI-II"),
    ("GAD7", "GAD-7"),
    ("CORE10", "CORE-10"),
    ("NONE", "No tool"),
]
RESERVED_SLUGS = {"new"}
FEWEST_LOCK_DAYS, MOST_LOCK_DAYS = 11, 730
CALENDAR = [
    *("orientation_on", "learning_workshop_1_on", "learning_workshop_2_on", "learning_workshop_3_on", "ends_on"),
]


def helper(button, *, css_class="", layout=None):
    form_helper = FormHelper()
    form_helper.render_hidden_fields = True
    form_helper.layout = layout
    form_helper.add_input(Submit("save", button, css_class=css_class))
    return form_helper


class ProgrammeForm(HeldForm, forms.ModelForm):
    severity_tools = forms.MultipleChoiceField(
        label="Severity tools",
        help_text="Those that its practices may register",
        choices=SEVERITY_TOOLS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    rules_off = forms.CharField(
        label="Checks that this programme does not use",
        help_text="Their codes with spaces between, for example E7 W14",
        required=False,
    )

    class Meta:
        model = Programme
        fields = PROGRAMME_FIELDS
        labels = {
            "kind": "What it works on",
            "aim": "Aim",
            "lock_after_days": "Days after a month's end when it closes",
        }
        help_texts = {
            "lock_after_days": "After the deadline on the 10th of the next month, so 11 or more. Empty: no month ever closes"
        }
        widgets = {"kind": forms.RadioSelect, "aim": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"name": {"required": "Enter the name of the programme"}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["rules_off"] = " ".join(self.instance.rules_off)
        self.helper = helper("Save the programme")

    @property
    def slug(self):
        return slugify(self.cleaned_data["name"])[:50].strip("-")

    def clean_name(self):
        name = self.cleaned_data["name"]
        slug = slugify(name)[:50].strip("-")
        taken = Programme.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists()
        if not slug or slug in RESERVED_SLUGS or taken:
            raise forms.ValidationError("Choose a name of its own, with letters or digits in it")
        return name

    def clean_lock_after_days(self):
        """A month that closed before its return is due could never be sent on time."""
        days = self.cleaned_data["lock_after_days"]
        if days is not None and not FEWEST_LOCK_DAYS <= days <= MOST_LOCK_DAYS:
            raise forms.ValidationError(
                f"Enter a number from {FEWEST_LOCK_DAYS} to {MOST_LOCK_DAYS}, or leave it empty"
            )
        return days

    def clean_rules_off(self):
        codes = self.cleaned_data["rules_off"].upper().replace(",", " ").split()
        strange = [code for code in codes if not re.fullmatch(r"[BEW][0-9]{1,3}[A-Z]?", code)]
        if strange:
            raise forms.ValidationError(f"{strange[0]} is no code of a check. Write codes such as W14")
        return sorted(set(codes))


class WaveForm(HeldForm, forms.ModelForm):
    """The name and the calendar of a wave. Its code is chosen once, because files carry it."""

    class Meta:
        model = Wave
        fields = WAVE_FIELDS
        labels = {
            "region_label": "What the regional tier is called",
            "commissioner_label": "What the commissioning tier is called",
        }
        help_texts = {"number": "1 for the first wave of the programme"}

    orientation_on = date_field("Orientation event")
    learning_workshop_1_on = date_field("Learning workshop 1")
    learning_workshop_2_on = date_field("Learning workshop 2")
    learning_workshop_3_on = date_field("Learning workshop 3")
    ends_on = date_field("End of the wave", help_text="The month of this day is the last for which returns are due")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].widget.attrs["class"] = "nhsuk-input--width-2"
        self.helper = helper("Save the wave", layout=self.layout())

    def layout(self):
        return Layout(
            *[name for name in ("code", "number", "name") if name in self.fields],
            Fieldset("Calendar", *CALENDAR),
            Fieldset("Words", "region_label", "commissioner_label"),
        )

    def clean_number(self):
        number = self.cleaned_data["number"]
        others = Wave.objects.filter(programme=self.instance.programme, number=number).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(f"This programme has a wave {number} already. Choose another number")
        return number

    def clean(self):
        """Every date of the calendar after the one before it; the first two and the last two may share a day."""
        dates = [(name, self.cleaned_data.get(name)) for name in CALENDAR]
        for (earlier_name, earlier), (name, day) in pairwise(dates):
            may_share = name in {"learning_workshop_1_on", "ends_on"}
            if earlier and day and (day < earlier or (day == earlier and not may_share)):
                label = self.fields[earlier_name].label
                self.add_error(name, f"Choose a date after {earlier:%-d %B %Y}, the date of “{label}”")
        return self.cleaned_data


class WaveCreateForm(WaveForm):
    class Meta(WaveForm.Meta):
        fields = ["code", *WAVE_FIELDS]
        help_texts = WaveForm.Meta.help_texts | {"code": "As the files will write it, for example W1. It cannot change"}

    def clean_code(self):
        code = self.cleaned_data["code"].strip().upper()
        if not re.fullmatch(r"[A-Z0-9][A-Z0-9-]{0,11}", code):
            raise forms.ValidationError("Use up to 12 capital letters, digits and hyphens, for example W1")
        if Wave.objects.filter(code=code).exists():
            raise forms.ValidationError(f"There is a wave {code} already. Choose another code")
        return code


def tools_of(programme):
    """The severity tools that a practice of this programme may register, as choices."""
    names = dict(SEVERITY_TOOLS)
    return [("", "Not registered yet"), *[(tool, names.get(tool, tool)) for tool in programme.severity_tools]]


class MembershipForm(forms.Form):
    """A practice joins a wave. `directory` holds the practices that the person may choose among."""

    ods_code = forms.CharField(
        label="Practice code",
        max_length=20,
        help_text="As the organisation directory has it, for example A99001",
        error_messages={"required": "Enter the code of the practice"},
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10", "autocomplete": "off"}),
    )
    joined_on = date_field("Joined on")
    severity_tool = forms.ChoiceField(label="Severity tool", required=False)
    agreed_on = date_field(
        "Sharing agreement given on",
        required=False,
        help_text="Leave empty when the practice has not agreed that its commissioner and facilitator see its figures exactly",
    )

    def __init__(self, *args, wave, directory, **kwargs):
        super().__init__(*args, **kwargs)
        self.wave, self.directory = wave, directory
        self.fields["severity_tool"].choices = tools_of(wave.programme)
        self.helper = helper("Add the practice")

    def clean_ods_code(self):
        ods_code = "".join(self.cleaned_data["ods_code"].split()).upper()
        practice = self.directory.practices().filter(ods_code=ods_code).first()
        if practice is None:
            raise forms.ValidationError("There is no practice of this code in the directory. Look it up there")
        if self.wave.memberships.filter(practice=practice).exists():
            raise forms.ValidationError(f"{practice} takes part in this wave already, or has left it")
        return practice

    def clean_joined_on(self):
        joined_on = self.cleaned_data["joined_on"]
        if joined_on > self.wave.ends_on:
            raise forms.ValidationError(f"Choose a date before the wave ends on {self.wave.ends_on:%-d %B %Y}")
        return joined_on

    def clean_agreed_on(self):
        return not_in_the_future(self.cleaned_data["agreed_on"])

    def clean(self):
        practice, joined_on = self.cleaned_data.get("ods_code"), self.cleaned_data.get("joined_on")
        if practice and joined_on and not practice.is_open_on(joined_on):
            self.add_error("joined_on", f"{practice} is not open on that day. Choose a day on which it is")
        return self.cleaned_data


class SeverityToolForm(HeldForm, forms.Form):
    severity_tool = forms.ChoiceField(
        label="Severity tool",
        required=False,
        error_messages={"invalid_choice": "Choose one of the tools of this programme"},
    )

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, initial={"severity_tool": membership.severity_tool}, **kwargs)
        self.fields["severity_tool"].choices = tools_of(membership.wave.programme)
        self.helper = helper("Save the severity tool")


class MembershipEndForm(forms.Form):
    left_on = date_field("Last day in the wave")
    left_reason = forms.CharField(
        label="Why it leaves", max_length=200, error_messages={"required": "Say why the practice leaves"}
    )

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.membership = membership
        self.helper = helper("End its part in the wave", css_class="warning")

    def clean_left_on(self):
        left_on, joined_on = self.cleaned_data["left_on"], self.membership.joined_on
        if left_on < joined_on:
            raise forms.ValidationError(f"Choose a day from {joined_on:%-d %B %Y} on, when it joined")
        if left_on > self.membership.wave.ends_on + timedelta(days=366):
            raise forms.ValidationError("Choose a day within the wave")
        return left_on
