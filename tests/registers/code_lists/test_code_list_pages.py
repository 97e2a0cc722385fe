"""Pages of the code lists, loading them, and a practice's choice."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from operations.models import AuditEvent
from registers.actions.code_lists import PublishedVersionChanged, choose_code_list, load_versions
from registers.code_lists import shipped_versions
from registers.models import CodeList, CodeListChoice

CHOOSE = "/register/A99001/code-list/"


@pytest.fixture
def versions(db):
    return {row.version: row for row in load_versions(shipped_versions())}


def test_versions_are_loaded_once(versions):
    assert load_versions(shipped_versions()) == []
    assert CodeList.objects.count() == len(versions) == 4
    assert versions["2006-1"].entries.count() == len(shipped_versions()[0].codes)


def test_version_that_says_something_else_now_is_refused(versions):
    first, *others = shipped_versions()

    with pytest.raises(PublishedVersionChanged):
        load_versions([replace(first, codes=first.codes[1:]), *others])


def test_detail_is_narrowed_by_concept_system_and_status(client_of, stranger):
    wanted = {"concept": "anxiety", "system": "read2", "status": "unverified"}

    page = client_of(stranger).get(reverse("code_list_detail", args=["2006-1"]), wanted).content.decode()

    assert "Eu41." in page
    assert "E112." not in page


def test_detail_that_leaves_nothing_says_so(client_of, stranger):
    address = reverse("code_list_detail", args=["2006-1"])

    page = client_of(stranger).get(address, {"system": "snomed"}).content.decode()

    assert "Choose fewer" in page


def test_csv_holds_what_the_page_shows(client_of, stranger):
    answer = client_of(stranger).get(reverse("code_list_csv", args=["2018-1"]), {"concept": "certificate"})

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "version,concept,system,code,term,status,source"
    assert len(lines) == 8
    assert all(line.startswith("2018-1,certificate,") for line in lines[1:])


def test_unknown_version_is_not_there(client_of, stranger):
    assert client_of(stranger).get(reverse("code_list_detail", args=["1999-1"])).status_code == 404


def test_choice_is_stored_from_a_month_on_and_said_on_the_trail(client_of, practice, manager, versions):
    client_of(manager).post(CHOOSE, {"code_list": versions["2006-1"].pk, "since": "2006-04"})

    choice = CodeListChoice.objects.get()
    assert (choice.practice, choice.code_list.version, choice.since) == (practice, "2006-1", date(2006, 4, 1))
    event = AuditEvent.objects.get(event="register.code_list_chosen")
    assert event.details == {"version": "2006-1", "since": "2006-04-01"}


def test_page_says_that_a_choice_breaks_the_series(client_of, practice, manager, versions):
    assert "cannot be compared" in client_of(manager).get(CHOOSE).content.decode()


@pytest.mark.parametrize("values", [{}, {"since": "2006-04"}, {"since": "2099-01"}, {"since": "nonsense"}])
def test_choice_that_is_not_whole_is_refused(client_of, practice, manager, versions, values):
    answer = client_of(manager).post(CHOOSE, values)

    assert answer.status_code == 200
    assert not CodeListChoice.objects.exists()


def test_second_choice_for_a_month_and_a_choice_that_changes_nothing_are_refused(practice, manager, versions):
    choose_code_list(practice=practice, code_list=versions["2006-1"], since=date(2006, 4, 1), by=manager)

    with pytest.raises(ValidationError, match="already"):
        choose_code_list(practice=practice, code_list=versions["2009-1"], since=date(2006, 4, 1), by=manager)
    with pytest.raises(ValidationError, match="already"):
        choose_code_list(practice=practice, code_list=versions["2006-1"], since=date(2006, 9, 1), by=manager)


def test_clinician_may_not_choose(client_of, practice, clinician, versions):
    assert client_of(clinician).get(CHOOSE).status_code == 403
