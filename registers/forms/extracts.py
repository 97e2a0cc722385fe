"""The form that sends an extract: the file, and how its columns are called."""

from django import forms

from practices import clock, months
from practices.forms.free_text import submitting
from practices.forms.uploads import UploadForm
from practices.spreadsheets.reader import ZIP
from practices.spreadsheets.tables import Limits, megabytes, too_large
from registers.files.schemas import LARGE

WORKBOOK = Limits()
MONTHS_OFFERED = 36


def ended_months() -> list[tuple[str, str]]:
    """The last three years, the newest first."""
    last = months.add_months(months.first_of(clock.today()), -1)
    found = [months.add_months(last, -back) for back in range(MONTHS_OFFERED)]
    return [(months.period(month), months.label(month)) for month in found]


def month_field(label: str, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, help_text=help_text, required=False)


class ProfileField(forms.ModelChoiceField):
    """Shipped profiles say whether this practice has found them right."""

    def label_from_instance(self, profile):
        is_tried = profile.practice_id or profile.is_confirmed_here
        return f"{profile.system}: {profile.name}" + ("" if is_tried else " (not yet confirmed by your practice)")


class ExtractForm(UploadForm):
    limits = LARGE
    profile = ProfileField(
        queryset=None,
        label="Import profile",
        required=False,
        empty_label="None: the columns are called as in the template",
        help_text="Says how your clinical system calls the columns",
    )
    # Of events only: a list is as it stands.
    covers_from = month_field(
        "First month",
        "Only when there was nothing at the beginning or the end: else the months are read from the dates",
    )
    covers_to = month_field("Last month")

    def __init__(self, *args, profiles, title, of_events, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("covers_from", "covers_to"):
            self.fields[name].choices = [("", "As the dates in the file"), *ended_months()]
            if not of_events:
                del self.fields[name]
        self.fields["profile"].queryset = profiles
        self.fields["file"].label = f"File of {title.lower()}"
        self.fields[
            "file"
        ].help_text = f"A CSV file smaller than {megabytes(LARGE.bytes)}, or an Excel (.xlsx) file smaller than {megabytes(WORKBOOK.bytes)}"

    def clean_file(self):
        """B4: a workbook unpacks in memory, so its limit is that of a return."""
        file = super().clean_file()
        if file.size > WORKBOOK.bytes and file.start(len(ZIP)) == ZIP:
            raise forms.ValidationError(too_large(file.size, WORKBOOK).message)
        return file

    def clean(self):
        first, last = self.cleaned_data.get("covers_from"), self.cleaned_data.get("covers_to")
        if first and last and first > last:
            self.add_error("covers_to", "The last month must be the first month or later")

    @property
    def covers(self) -> list[str]:
        """First and last month, 2006-11, as far as they were given."""
        given = (self.cleaned_data.get("covers_from"), self.cleaned_data.get("covers_to"))
        return [period for period in given if period]


class NilMonthForm(forms.Form):
    """A month in which nothing of a kind happened."""

    month = forms.TypedChoiceField(
        label="Month", coerce=months.parse_period, error_messages={"required": "Choose a month"}
    )

    def __init__(self, *args, title, covered, **kwargs):
        super().__init__(*args, **kwargs)
        left = [(period, words) for period, words in ended_months() if period not in covered]
        self.fields["month"].choices = [("", "Choose a month"), *left]
        self.helper = submitting(f"There were no {title.lower()} in this month")
