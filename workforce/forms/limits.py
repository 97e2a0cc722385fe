"""What numbers, texts and days of these forms may be; of those that may not be, what to do instead."""

from datetime import date

from django import forms

from practices import clock
from practices.forms.dates import date_field

# A slip of the keyboard lies outside, everything that anybody plans or remembers within.
YEARS_BACK, YEARS_AHEAD = 30, 10
CHOOSE = "Choose one of those listed"


def count_field(label: str, *, lowest: int, highest: int, example: int, **options) -> forms.IntegerField:
    """A whole number that must be given."""
    between = f"Enter a whole number from {lowest} to {highest:,}, such as {example}"
    return forms.IntegerField(
        label=label,
        min_value=lowest,
        max_value=highest,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), between),
        widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-4"}),
        **options,
    )


def text_messages(longest: int, asked: str = "") -> dict[str, str]:
    """`asked` is said where a text that is needed was left out."""
    too_long = {"max_length": f"Use {longest} characters or fewer"}
    return too_long | ({"required": asked} if asked else {})


def near_date_field(label: str, **options) -> forms.DateField:
    """A date of which the year is believable."""
    found = date_field(label, **options)
    found.validators = [*found.validators, require_near]
    return found


def require_near(day: date) -> None:
    year = clock.today().year
    if not year - YEARS_BACK <= day.year <= year + YEARS_AHEAD:
        raise forms.ValidationError(f"Choose a year from {year - YEARS_BACK} to {year + YEARS_AHEAD}")
