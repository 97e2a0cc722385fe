"""Cells pasted from a spreadsheet: looked at first, then an ordinary file (C3, C13, D22)."""

import pytest
from django.urls import reverse

from measures.models import MonthlyReturn
from practices.models import Upload
from tests.measures.entry.typing import work
from tests.measures.made_returns import COLUMNS, line

pytestmark = pytest.mark.django_db


def cells(*lines, names=True):
    rows = ["\t".join(str(row[name]) for name in COLUMNS) for row in lines]
    return "\n".join([*(["\t".join(COLUMNS)] if names else []), *rows])


@pytest.fixture
def paste(client_of, manager):
    """Press a button of the page with these cells."""

    def press(text, step="look"):
        return client_of(manager).post(reverse("return_paste"), {"cells": text, "step": step})

    return press


def test_rows_are_shown_as_they_were_read_before_anything_is_sent(paste, practice):
    text = paste(cells(line(), line(period="2006-12", list_open=198, list_close=216))).content.decode()

    assert "2 rows, as read" in text
    assert "Dec 2006" in text and "Send these rows" in text
    assert not Upload.objects.exists()


def test_cells_without_names_stand_in_the_order_of_the_template(paste, practice):
    text = paste(cells(line(), names=False)).content.decode()

    assert "1 row, as read" in text and "Nov 2006" in text


def test_what_is_wrong_is_said_at_once_and_cannot_be_sent(paste, practice):
    text = paste(cells(line(list_close=999))).content.decode()

    assert "list_close is 999" in text
    assert "Send these rows" not in text


def test_c3_who_wrote_there_last_is_shown(paste, submit, manager):
    submit(line())

    assert f"Version 1, sent by {manager}" in paste(cells(line(gp_consultations=143))).content.decode()


def test_pasted_rows_become_an_ordinary_file(paste, practice):
    response = paste(cells(line()), "send")

    upload = work()
    assert response.url == reverse("upload_detail", args=[upload.pk])
    assert (upload.original_name, upload.state, upload.context["pasted"]) == ("pasted.tsv", "ready", True)


def test_c13_rows_of_another_practice_are_one_question(paste, neighbour):
    text = paste(cells(line(practice_ods="A99002"))).content.decode()

    assert "is for practice A99002" in text
    assert "Nothing yet" not in text


def test_d22_a_number_of_a_patient_comes_back_on_no_page_and_is_kept_nowhere(paste, practice):
    response = paste(cells(line(comment="943 476 5919")))

    assert "looks like an NHS number" in response.content.decode()
    assert "5919" not in response.content.decode()
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Paste the cells of at least one row"), (" \n\t", "Paste the cells"), ("1" * 1_000_001, "more than can be")],
)
def test_nothing_and_too_much_are_said(paste, practice, text, said):
    assert said in paste(text).content.decode()


def test_a_lay_member_cannot_paste(client_of, lay_member):
    assert client_of(lay_member).get(reverse("return_paste")).status_code == 403


def test_pasted_rows_change_nothing_by_themselves(paste, practice):
    paste(cells(line()), "send")
    work()

    assert not MonthlyReturn.objects.exists()
