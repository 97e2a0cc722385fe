"""Real appointment figures, uploaded as a person does, and every rate worked out once more beside the stored series.

tests/collaborative/files/NOTICE.txt: contains public sector information licensed under the Open Government Licence v3.0.
"""

import csv
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

import measures.tasks  # noqa: F401, registers what the jobs do
from accounts.models import User
from collaborative.demonstration import tees, tees_rows
from measures.computing.series_data import read
from measures.definitions import definition_of
from measures.models import MonthlyReturn, Series
from operations import jobs
from operations.models import Job
from practices.models import Upload, Wave
from practices.months import add_months

EXTRACT = Path(__file__).parent / "files" / "tees_two_practices.csv"
SOURCE_COLUMNS = {
    "gp_consultations": "m1_gp_appointments",
    "other_staff_consultations": "m2_other_and_unknown_appointments",
}


def published(path=EXTRACT):
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


# ---- the same rates, worked out plainly from the published file: nothing of the application is used below this line


def month_before(period):
    year, month = map(int, period.split("-"))
    return f"{year - (month == 1)}-{(month - 2) % 12 + 1:02}"


def plain_rates(rows, column):
    """(practice or "wave", period) -> appointments per 100 registered and month; the mean of two list sizes divides."""
    sizes = {(row["practice_ods"], row["month"]): row["list_size_registered"] for row in rows}
    sums = {}
    for row in rows:
        before, after = sizes.get((row["practice_ods"], month_before(row["month"]))), row["list_size_registered"]
        if before and after:
            for who in (row["practice_ods"], "wave"):
                events, people = sums.get((who, row["month"]), (0, 0))
                mean = (int(before) + int(after)) / 2
                sums[who, row["month"]] = (events + int(row[column]), people + mean)
    return {place: events / people * 100 for place, (events, people) in sums.items()}


# ---- what the application makes of the uploaded file


def run_jobs():
    while waiting := Job.objects.filter(state=Job.State.QUEUED).order_by("id").first():
        jobs.run(waiting.pk)
        assert Job.objects.get(pk=waiting.pk).state == Job.State.DONE, Job.objects.get(pk=waiting.pk).error


def upload_as_a_person(client, content):
    """Through the pages: choose all practices, send the file, confirm its warnings, submit. Returns the upload."""
    client.force_login(User.objects.get(email=tees_rows.DATA_OFFICER))
    client.post(reverse("acting_scope_choose"), {"scope": "all"})
    client.post(reverse("return_upload"), {"file": SimpleUploadedFile("tees-return.csv", content)})
    run_jobs()
    upload = Upload.objects.get()
    if upload.state == "needs_confirming":
        reason = {"for_the_rest": "As published by NHS England"}
        client.post(reverse("upload_confirm", args=[upload.pk]), reason)
    client.post(reverse("upload_submit", args=[upload.pk]))
    run_jobs()
    upload.refresh_from_db()
    return upload


def stored_rates(measure):
    """(practice or "wave", period) -> the rate in the stored series."""
    rates = {}
    for row in Series.objects.filter(wave__code="T1", measure=measure, level__in=["practice", "wave"]):
        data = read(row.payload, definition_of(measure))
        who = row.organisation.ods_code if row.organisation else "wave"
        for month, value in zip(data.months, data.values, strict=True):
            if value is not None:
                rates[who, f"{month:%Y-%m}"] = value
    return rates


@pytest.fixture
def uploaded(db, client, settings):
    settings.BUSINESS_CLOCK = tees.BUSINESS_CLOCK
    with EXTRACT.open(newline="", encoding="utf-8") as lines:
        rows = tees.read_published(lines)
    tees_rows.prepare(rows)
    return upload_as_a_person(client, tees.return_file(rows))


@pytest.mark.parametrize("measure", SOURCE_COLUMNS)
def test_every_rate_of_the_real_figures_equals_an_independent_calculation(uploaded, measure):
    expected = plain_rates(published(), SOURCE_COLUMNS[measure])

    found = stored_rates(measure)

    assert uploaded.state == "submitted"
    assert len(expected) == 3 * 35
    assert set(found) == set(expected)
    assert max(abs(found[place] - expected[place]) for place in expected) < 1e-9


def test_every_published_month_becomes_a_return(uploaded):
    assert MonthlyReturn.objects.current().count() == len(published()) == 2 * 39


@pytest.mark.parametrize("measure", ["referrals", "long_absence"])
def test_measures_that_are_not_collected_have_a_reason_and_no_value(uploaded, measure):
    row = Series.objects.get(wave__code="T1", measure=measure, level="wave")

    data = read(row.payload, definition_of(measure))

    assert set(data.values) == {None}
    assert set(data.reasons) == {"not_available:not_collected"}


def test_month_without_list_size_keeps_its_appointments_but_has_no_rate(uploaded):
    april = MonthlyReturn.objects.current().get(practice__ods_code="A81001", month=date(2026, 4, 1))

    rates = stored_rates("gp_consultations")

    assert april.gp_consultations > 0
    assert april.list_open == 3743
    assert (april.list_close, april.not_available["list_close"]) == (None, "not_collected")
    assert ("A81001", "2026-04") not in rates


def test_return_line_opens_where_the_month_before_closed_and_adds_up():
    line = tees.list_counts(3987, 3996)

    assert line == {
        "registered_all": 3987,
        "registered_16_64": 3987,
        "list_open": 3996,
        "list_close": 3987,
        "list_added": 0,
        "list_removed": 9,
    }


def test_calendar_of_the_real_example_welcomes_every_published_month():
    months_published = {row["month"] for row in published()}

    assert min(months_published) == f"{add_months(date(2024, 3, 1), -12):%Y-%m}"
    assert max(months_published) == f"{tees.WAVE_ENDS:%Y-%m}"


def test_command_prepares_once_and_writes_the_file(db, settings, capsys):
    settings.DEMONSTRATION = True

    call_command("prepare_real_example", EXTRACT)
    call_command("prepare_real_example", EXTRACT)

    assert Wave.objects.filter(code="T1").count() == 1
    assert (settings.DATA_DIR / "tees-return.csv").read_bytes().count(b"\r\n") == 1 + 2 * 39


def test_command_refuses_where_the_demonstration_is_switched_off(db, settings):
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="DEMONSTRATION"):
        call_command("prepare_real_example", EXTRACT)
