"""Dates in three parts, as the NHS design system asks for them."""

from django import forms

from operations.nhsuk import DatePartsWidget
from practices import clock


def date_field(label, *, required=True, help_text=""):
    message = {"required": f"Enter a date: {label.lower()}", "invalid": "Enter a real date, such as 7 2 2006"}
    return forms.DateField(
        label=label, required=required, help_text=help_text, error_messages=message, widget=DatePartsWidget()
    )


def not_in_the_future(day):
    """The day, or None where none was given. Raises ValidationError for a day to come."""
    if day and day > clock.today():
        raise forms.ValidationError("Choose a date that is not in the future")
    return day
