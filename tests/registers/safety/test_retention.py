"""D39: the schedule is dated data, and names every table."""

from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse

from practices import retention
from registers.actions import purging

ONE = 'version = "1"\nin_force_from = 2007-02-01\n[[rule]]\ntable = "A"\nwhat = "B"\nreason = "C"\n'


def test_d39_every_table_has_a_rule():
    tables = {model.__name__ for model in apps.get_app_config("registers").get_models()}

    assert tables - {rule.table for rule in retention.schedule().rules} == set()


def test_every_rule_is_of_a_table_or_of_a_kind_of_file():
    tables = {model.__name__ for model in apps.get_app_config("registers").get_models()}

    others = {rule.table for rule in retention.schedule().rules} - tables

    staff = {"Worker", "Holding", "Candidate", "StaffRequest", "staff file"}
    assert others == {"stored copy", "raw file", "abandoned file", *staff}


def test_every_column_of_a_rule_exists():
    rules = [rule for rule in retention.schedule().timed() if purging.table_of(rule)]

    assert all(purging.table_of(rule)._meta.get_field(rule.column) for rule in rules)


@pytest.mark.parametrize(
    "text",
    ["", 'from = "day"', 'from = "day"\nmonths = 1\ndays = 2', "months = 3", 'goes_with = "A"\nkept = true'],
    ids=["nothing", "no time", "two times", "no column", "two ways"],
)
def test_rule_that_says_nothing_or_two_things_is_refused(text):
    with pytest.raises(ValueError, match="must say one thing"):
        retention.read(ONE + text)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2007, 2, 8), 12, date(2006, 2, 8)),
        (date(2007, 3, 31), 1, date(2007, 2, 28)),
        (date(2008, 3, 31), 1, date(2008, 2, 29)),
        (date(2007, 1, 31), 1, date(2006, 12, 31)),
    ],
)
def test_months_before_a_day(day, months, before):
    assert retention.months_before(day, months) == before


def test_page_shows_every_rule(client_of, lay_member):
    page = client_of(lay_member).get(reverse("retention_schedule"))

    assert len(page.context["table"]["rows"]) == len(retention.schedule().rules)


def test_privacy_statement_says_the_schedules_own_numbers(client):
    page = client.get(reverse("privacy")).content.decode()

    assert "42 months after a person left the list" in page
    assert "files as they were sent after 12 months" in page
