"""An import profile as a form: for each of our columns, what the clinical system calls it and its values."""

from crispy_forms.layout import Fieldset, Layout
from django import forms

from practices.forms.free_text import submitting
from practices.forms.held import HeldForm
from practices.spreadsheets.headings import normalised
from practices.spreadsheets.identifiers import sign_of_heading
from practices.uploads.schema import Column, ColumnType, FileSchema
from registers.files.schemas import KEY, KEY_CHECK, REGISTER, extract_schema
from registers.forms.free_text import FreeTextMixin
from registers.models import CodeListEntry, ImportProfile
from registers.profiles import ISO, UK, Profile, faults_in

# Made by the key tool, under these names: there is nothing to map.
OF_THE_TOOL = {KEY, KEY_CHECK}
LONGEST_HEADING, LONGEST_LIST = 100, 4000
DATES = [(ISO, "2007-01-31"), (UK, "31/01/2007 or 31-Jan-2007")]


def mapped_columns(schema: FileSchema) -> list[Column]:
    return [column for column in schema.columns if column.name not in OF_THE_TOOL]


def lines_of(words: dict[str, str]) -> str:
    return "\n".join(f"{theirs} = {ours}" for theirs, ours in words.items())


def words_in(text: str) -> dict[str, str]:
    """ "Male = M" line by line. Raises ValidationError naming the first line that is not of this form."""
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        theirs, equals, ours = map(str.strip, line.rpartition("="))
        if not (theirs and equals and ours):
            raise forms.ValidationError(f"Write each line as theirs = ours. This one is not: {line[:60]}")
        found[theirs] = ours
    return found


class ProfileForm(HeldForm, FreeTextMixin, forms.Form):
    name = forms.CharField(label="Name of the profile", max_length=100, error_messages={"required": "Enter a name"})
    system = forms.CharField(
        label="Clinical system", max_length=40, error_messages={"required": "Enter the name of the clinical system"}
    )
    dates = forms.ChoiceField(label="How dates are written", choices=DATES, widget=forms.RadioSelect)

    def __init__(self, *args, kind: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.schema = extract_schema(kind)
        head = ["name", "system", "dates"]
        if kind == REGISTER:
            self.fields["code_system"] = system_field()
            head.append("code_system")
        sets = [Fieldset(column.title, *self.add_column(column)) for column in mapped_columns(self.schema)]
        self.helper = submitting("Save the profile")
        self.helper.layout = Layout(*head, *sets)

    def add_column(self, column: Column) -> list[str]:
        """The fields of one column; returns their names."""
        self.fields[f"heading_{column.name}"] = heading_field(column)
        if column.type != ColumnType.CHOICE:
            return [f"heading_{column.name}"]
        self.fields[f"values_{column.name}"] = values_field(column)
        self.fields[f"fixed_{column.name}"] = fixed_field(column)
        return [f"heading_{column.name}", f"values_{column.name}", f"fixed_{column.name}"]

    @staticmethod
    def initial_of(profile: ImportProfile) -> dict:
        """What the fields say of a stored profile."""
        found = {"name": profile.name, "system": profile.system, "dates": profile.dates}
        found |= {"code_system": profile.code_system}
        found |= {f"heading_{name}": theirs for name, theirs in profile.columns.items()}
        found |= {f"values_{name}": lines_of(words) for name, words in profile.values.items()}
        return found | {f"fixed_{name}": word for name, word in profile.fixed.items()}

    def clean(self):
        cleaned = super().clean()
        for name in [name for name in cleaned if name.startswith("values_")]:
            self.clean_words(name)
        for name in [name for name in cleaned if name.startswith("heading_")]:
            if advice := sign_of_heading(normalised(cleaned[name])):
                self.add_error(name, f"The key tool leaves such a column out. {advice}")
        if not self.errors:
            self.refuse_faults()
        return self.cleaned_data

    def clean_words(self, name: str) -> None:
        try:
            self.cleaned_data[name] = words_in(self.cleaned_data[name])
        except forms.ValidationError as refusal:
            self.add_error(name, refusal)

    def refuse_faults(self) -> None:
        profile = self.as_profile()
        if not profile.columns:
            self.add_error(None, "Enter the heading of at least one column")
        for fault in faults_in(self.schema, profile):
            self.add_error(None, fault)

    def as_profile(self) -> Profile:
        return Profile(
            columns=self.said("heading_"),
            values=self.said("values_"),
            fixed=self.said("fixed_"),
            dates=self.cleaned_data["dates"],
            code_system=self.cleaned_data.get("code_system", ""),
        )

    def said(self, prefix: str) -> dict:
        """column -> what was filled in under its name."""
        names = [column.name for column in mapped_columns(self.schema)]
        return {name: value for name in names if (value := self.cleaned_data.get(prefix + name))}

    @property
    def fields_of_profile(self) -> dict:
        """As the actions take them."""
        profile = self.as_profile()
        return {
            "name": self.cleaned_data["name"],
            "system": self.cleaned_data["system"],
            "columns": profile.columns,
            "values": profile.values,
            "fixed": profile.fixed,
            "dates": profile.dates,
            "code_system": profile.code_system,
        }


def system_field():
    return forms.ChoiceField(
        label="System of its codes",
        required=False,
        choices=[("", "Each code says its own"), *CodeListEntry.System.choices],
    )


def heading_field(column: Column):
    return forms.CharField(
        label=f"Heading of “{column.title}” in your file",
        help_text=f"{column.note} Leave empty where it is called {column.name} already",
        required=False,
        max_length=LONGEST_HEADING,
    )


def values_field(column: Column):
    return forms.CharField(
        label=f"Its values: “{column.title}”",
        help_text=f"One a line, theirs = ours. Ours are {', '.join(column.choices)}",
        required=False,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def fixed_field(column: Column):
    return forms.ChoiceField(
        label=f"One value for every row: “{column.title}”",
        help_text="Only where your file has no such column",
        required=False,
        choices=[("", "The file says it"), *((word, word) for word in column.choices)],
    )
