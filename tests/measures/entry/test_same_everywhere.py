"""Form, pasted cells and file are interchangeable: the same stored line, the same problems (C3)."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from measures.models import MonthlyReturn
from measures.return_files.knowledge import STORED_FIELDS
from practices.models import Upload
from practices.uploads import actions as uploads
from tests.measures.conftest import warning_keys
from tests.measures.entry.typing import address, typed_page, work
from tests.measures.made_returns import COLUMNS, line, return_file

pytestmark = pytest.mark.django_db
# A comment that a spreadsheet would take for a formula, a reason, a figure with a separator, a British date.
ODD = {
    "comment": "-5 clinics, “two” closed",
    "people_13w": "NA:cannot_count_yet",
    "people_13w_new": "NA:cannot_count_yet",
    "registered_all": "8,200",
    "extract_date": "05/02/2007",
    "severity_tool": "PHQ-9",
    "gp_consultations": 420,
}


def typed(client, given):
    client.post(address(), typed_page("send", **given))
    return work()


def pasted(client, given):
    row = line(**given)
    text = "\t".join(COLUMNS) + "\n" + "\t".join(str(row[name]) for name in COLUMNS)
    client.post(reverse("return_paste"), {"cells": text, "step": "send"})
    return work()


def uploaded(client, given):
    client.post(reverse("return_upload"), {"file": SimpleUploadedFile("return.csv", return_file(line(**given)))})
    return work()


WAYS = (typed, pasted, uploaded)


def stored(upload, by):
    uploads.confirm(upload, by=by, reasons=dict.fromkeys(warning_keys(upload), "as it was"))
    uploads.submit(upload=upload, by=by)
    version = MonthlyReturn.objects.get(is_current=True)
    values = {name: getattr(version, name) for name in (*STORED_FIELDS, "month", "confirmed_warnings")}
    MonthlyReturn.objects.all().delete()
    Upload.objects.all().delete()
    return values


def test_c3_typed_pasted_and_uploaded_give_the_same_line_and_the_same_questions(client_of, manager, practice):
    client = client_of(manager)

    first, second, third = (stored(way(client, ODD), manager) for way in WAYS)

    assert first == second == third
    assert (first["comment"], first["registered_all"], first["month"]) == (ODD["comment"], 8200, date(2006, 11, 1))
    assert [warning["code"] for warning in first["confirmed_warnings"]] == ["W3"]


def test_c3_what_a_file_is_refused_for_the_form_says_at_its_cell(client_of, manager, practice):
    client = client_of(manager)
    wrong = {"list_close": 999, "referrals_cmht": "n/a"}

    said = client.post(address(), typed_page("send", **wrong)).content.decode()
    refused = {way: way(client, wrong).problems for way in (pasted, uploaded)}

    assert refused[pasted] == refused[uploaded]
    for problem in refused[uploaded]:
        words = problem["message"].removeprefix(f"Row 2, {problem['column']}: ")
        assert words in said
        assert f'href="#{problem["column"]}"' in said
