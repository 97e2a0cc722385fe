"""The page of a typed return, tried by the cast (C4, C7, C8, C9, D11, D14, D29)."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measures.models import MonthlyReturn, ReturnDraft
from operations.models import AuditEvent
from practices.models import Upload
from tests.conftest import make_person
from tests.measures.entry.typing import address, cells, typed_page, work
from tests.measures.test_monthly_return import make_return

pytestmark = pytest.mark.django_db
OCTOBER = date(2006, 10, 1)


@pytest.fixture
def cell(client_of, manager):
    """Leave one cell, as the page's script does; the answer with its JSON read."""

    def leave(column="gp_consultations", by=manager, at=None, **given):
        body = json.dumps({"column": column, **given})
        path = at or address("return_entry_cell")
        return client_of(by).post(path, body, content_type="application/json")

    return leave


def page(client, **where):
    return client.get(address(**where)).content.decode()


def test_c9_the_months_before_and_the_last_year_stand_beside_the_cell(client_of, manager, wave, practice):
    make_return(wave, practice, month=OCTOBER, gp_consultations=137)

    text = page(client_of(manager))

    assert "Oct 2006: 137; Nov 2005: not sent" in text
    assert "The twelve months before, as sent" in text


def test_c9_without_enough_practices_the_page_says_that_there_is_no_median(client_of, manager, wave, practice):
    make_return(wave, practice, month=OCTOBER)

    assert "Wave in Oct 2006: withheld: fewer than 10 practices" in page(client_of(manager))


def test_who_may_not_see_shared_figures_sees_no_median(client_of, data_officer, wave, practice):
    make_return(wave, practice, month=OCTOBER)

    assert "Wave in Oct 2006" not in page(client_of(data_officer))


def test_c9_what_carries_over_must_be_ticked_before_it_goes(client_of, manager, wave, practice):
    make_return(wave, practice, month=OCTOBER, list_close=180, list_open=180, list_added=6, list_removed=6)
    opened = page(client_of(manager))
    seen = {"registered_all": "8200", "registered_16_64": "5330", "list_open": "180", "severity_tool": "PHQ9"}

    response = client_of(manager).post(address(), typed_page("send", seen=seen, ticks=["list_open"]))

    assert 'id="registered_all-confirm"' in opened
    assert "Registered, all ages: Tick that this is still right" in response.content.decode()
    assert not Upload.objects.exists()


def test_c9_ticked_it_goes(client_of, manager, wave, practice):
    make_return(wave, practice, month=OCTOBER, list_close=180, list_open=180, list_added=6, list_removed=6)
    seen = {
        "registered_all": "8200",
        "registered_16_64": "5330",
        "list_open": "180",
        "severity_tool": "PHQ9",
        "nil_return": "N",
    }

    response = client_of(manager).post(address(), typed_page("send", seen=seen))

    assert response.url == f"/returns/uploads/{Upload.objects.get().pk}/"


def test_c4_without_the_script_the_button_saves_all(client_of, manager, practice):
    response = client_of(manager).post(address(), typed_page(gp_consultations=""), follow=True)

    text = response.content.decode()
    assert "Saved. Nothing is sent until you press Send the return." in text
    assert "61" in text and not Upload.objects.exists()


def test_a_number_and_a_reason_are_one_cell(client_of, manager, practice):
    client_of(manager).post(
        address(), {**typed_page(), "people_13w": "", "people_13w-reason": "cannot_count_yet", "people_13w-seen": ""}
    )

    assert ReturnDraft.objects.get().cells["people_13w"]["text"] == "NA:cannot_count_yet"


def test_a_button_pressed_twice_sends_one_file(client_of, manager, practice):
    first = client_of(manager).post(address(), typed_page("send"))
    again = client_of(manager).post(address(), typed_page("send"))

    assert again.url == first.url
    assert Upload.objects.count() == 1


def test_last_writer_is_shown(client_of, manager, data_officer, practice):
    client_of(data_officer).post(address(), typed_page())

    assert f"by {data_officer}" in page(client_of(manager))


def test_a_month_that_was_sent_opens_as_a_correction(client_of, manager, wave, practice):
    make_return(wave, practice, gp_consultations=141)

    text = page(client_of(manager))

    assert "What you send now is a correction" in text
    assert 'value="141"' in text


def test_a_correction_sent_as_it_stands_says_that_it_was_received_already(client_of, manager, wave, practice):
    sent = make_return(wave, practice, submitted_by=manager)
    seen = {**cells(), "extract_date": "2006-12-04", "comment": ""}

    client_of(manager).post(address(), typed_page("send", seen=seen, extract_date="2006-12-04"))

    assert work().rows[0]["replaces"] == sent.pk
    assert "already received" in client_of(manager).get(f"/returns/uploads/{Upload.objects.get().pk}/").content.decode()


def test_c4_a_cell_left_is_saved_and_judged(cell, practice):
    cell("list_open", text="180", seen="")
    cell("list_added", text="24", seen="")
    cell("list_removed", text="6", seen="")

    answer = cell("list_close", text="999", seen="").json()

    assert answer["state"].startswith("Saved ")
    assert "list_close is 999" in answer["problems"]["list_close"][0]["text"]


def test_c4_a_correction_takes_the_message_away(cell, practice):
    cell(text="n/a", seen="")

    assert cell(text="142", seen="n/a").json()["problems"] == {}


def test_d29_the_second_is_shown_both_values_and_who(cell, data_officer, manager, practice):
    cell(text="142", seen="")

    answer = cell(by=data_officer, text="150", seen="")

    assert answer.status_code == 409
    assert answer.json()["text"].startswith(f"{manager} wrote 142 here at ")
    assert ReturnDraft.objects.get().cells["gp_consultations"]["text"] == "142"


def test_d29_without_the_script_both_values_stand_on_a_409_page(client_of, cell, data_officer, manager, practice):
    cell(text="142", seen="")

    response = client_of(data_officer).post(address(), typed_page(gp_consultations=150))

    assert response.status_code == 409
    assert f"{manager} wrote 142 here" in response.content.decode()
    assert 'value="150"' in response.content.decode()


def test_d22_a_cell_with_a_number_of_a_patient_is_refused_and_not_kept(cell, practice):
    answer = cell("comment", text="943 476 5919", seen="")

    assert answer.status_code == 422
    assert "an NHS number" in answer.json()["message"]
    assert "5919" not in answer.content.decode() + str(list(ReturnDraft.objects.values()))


@pytest.mark.parametrize(
    "body", ["", "[]", '{"column": "state", "text": "accepted", "seen": ""}', '{"column": "comment", "text": 1}']
)
def test_d14_anything_else_is_no_cell(client_of, manager, practice, body):
    client = client_of(manager)

    answer = client.post(address("return_entry_cell"), body, content_type="application/json")

    assert answer.status_code == 400
    assert not ReturnDraft.objects.exists()


def test_b68_a_closed_month_is_read_only_and_says_how_to_ask(client_of, manager, practice, programme):
    programme.lock_after_days = 40
    programme.save()

    text = page(client_of(manager))

    assert "Ask for it to be reopened" in text
    assert '<input class="nhsuk-input' not in text


def test_b68_a_closed_month_takes_nothing(client_of, manager, practice, programme):
    programme.lock_after_days = 40
    programme.save()

    client_of(manager).post(address(), typed_page("send"))

    assert not Upload.objects.exists()


def test_a_refused_file_leads_back_to_the_form_with_its_problems(client_of, manager, practice):
    client = client_of(manager)
    client.post(address(), typed_page("send"))
    upload = Upload.objects.get()
    Upload.objects.update(state="needs_fixing", stored_path="")
    ReturnDraft.objects.update(cells={**ReturnDraft.objects.get().cells, "list_close": {"text": "999", "by": 1}})

    response = client.get(f"/returns/uploads/{upload.pk}/", follow=True)

    assert response.redirect_chain[-1][0] == address()
    assert 'href="#list_close"' in response.content.decode()


def test_a_typed_file_with_warnings_leads_back_to_the_form_and_not_to_the_grid(client_of, manager, practice):
    client = client_of(manager)
    client.post(address(), typed_page("send", gp_consultations="900"))

    page = client.get(f"/returns/uploads/{work().pk}/").content.decode()

    assert "Is this right?" in page
    assert f'href="{address()}"' in page
    assert "Mend the cells here" not in page


@pytest.mark.parametrize("name", ["return_entry", "return_entry_cell"])
def test_d11_another_practice_gets_404(client_of, practice, neighbour, name):
    other = make_person("other@example.org", "practice_manager", organisation=neighbour)

    assert client_of(other).post(address(name)).status_code == 404


def test_a_commissioner_may_not_type(client_of, commissioner, practice):
    assert client_of(commissioner).get(address()).status_code == 403


@pytest.mark.parametrize("period", ["2006-13", "2001-01", "2099-01"])
def test_months_outside_the_wave_are_not_found(client_of, manager, practice, period):
    assert client_of(manager).get(address(period=period)).status_code == 404


def queries_of(client):
    with CaptureQueriesContext(connection) as queries:
        page(client)
    return len(queries)


def test_the_page_takes_as_many_queries_for_many_months_as_for_one(client_of, manager, wave, practice, neighbour):
    client = client_of(manager)
    make_return(wave, practice, month=OCTOBER)
    page(client)
    few = queries_of(client)

    for month in range(1, 10):
        make_return(wave, practice, month=date(2006, month, 1))
        make_return(wave, neighbour, month=date(2006, month, 1))

    assert queries_of(client) == few


def test_what_is_typed_never_reaches_the_audit_trail(cell, practice):
    cell("comment", text="two clinics closed", seen="")

    assert "two clinics" not in str(list(AuditEvent.objects.values()))
    assert not MonthlyReturn.objects.exists()
