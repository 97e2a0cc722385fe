"""A refused list of who came, mended on the page or as a workbook (V7)."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from practices.spreadsheets.tables import column_letter
from tests.practices.made_files import NHS_NUMBER

BAD = "Name,Team,Practice,Kind,Status\nKim Ash,Alder PCT,A99001,Carer,apologies\nJo Elm,Elm PCT,,Carer,\n"


@pytest.fixture
def client(client_of, facilitator, team):
    return client_of(facilitator)


def check(client, event, text=BAD):
    return client.post(f"/events/{event.pk}/attendance/sheet/", {"pasted": text})


def mend(client, event, held, **fields):
    return client.post(f"/events/{event.pk}/attendance/sheet/mend/", {"held": held, "seen": 0, **fields})


def marked(client, event, held):
    return openpyxl.load_workbook(io.BytesIO(mend(client, event, held, way="workbook").content))


def difference_rows(answer):
    return [row[1:] for row in answer.context["differences"]["rows"]]


def test_cell_in_question_is_marked_in_the_workbook(client, event):
    cell = marked(client, event, check(client, event).context["held"])["Attendance"]["B3"]

    assert cell.value == "Elm PCT"
    assert "There is no such team here" in cell.comment.text


def test_both_ways_give_the_same_list(client, event):
    held = check(client, event).context["held"]
    book, stream = marked(client, event, held), io.BytesIO()
    book["Attendance"]["B3"] = "Alder PCT"
    book.save(stream)
    file = SimpleUploadedFile("list-to-mend.xlsx", stream.getvalue())

    by_workbook = client.post(f"/events/{event.pk}/attendance/sheet/", {"file": file})
    by_grid = mend(client, event, held, **{"cell-3-2": "Alder PCT"})

    assert difference_rows(by_grid) == difference_rows(by_workbook)
    assert by_grid.context["counts"]["added"] == 2


def test_what_is_still_wrong_is_asked_for_again(client, event):
    answer = mend(client, event, check(client, event).context["held"], **{"cell-3-2": "Oak PCT"})

    (cell,) = answer.context["mending"].cells.values()
    assert f"{column_letter(cell.column)}{cell.row}={cell.text}" == "B3=Oak PCT"
    assert not event.attendances.exists()


def test_list_of_another_event_or_person_is_not_taken(client, event):
    """D11."""
    assert mend(client, event, "forged").status_code == 302


def test_list_with_an_identifier_does_not_go_with_the_page_d22(client, event):
    answer = check(client, event, BAD + f"Al Fir,Alder PCT,{NHS_NUMBER},Carer,\n")

    assert answer.context["held"] is None
    assert answer.context["mending"] is None
