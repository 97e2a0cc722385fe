"""How a practice keeps its register; who may see and set it (B96, D40)."""

from datetime import date

import pytest
from django.urls import reverse

from operations.models import AuditEvent
from registers.codes import Tool
from registers.models import PracticeRegister, SeverityToolChoice
from tests.registers import people

SETTINGS = "/register/A99001/settings/"
KEY = f"{SETTINGS}key-check/"


def test_manager_sets_the_key_check_value(client_of, manager, practice):
    answer = client_of(manager).post(KEY, {"value": " 1A2B 3c4d "})

    register = PracticeRegister.objects.get(practice=practice)
    assert answer.status_code == 302
    assert (register.key_check_value, register.key_check_set_by) == ("1a2b3c4d", manager)


@pytest.mark.parametrize("value", ["", "1a2b3c4", "1a2b3c4d5", "1a2b3c4g", "secret phrase"])
def test_d40_what_is_no_key_check_value_is_refused(client_of, manager, practice, value):
    client_of(manager).post(KEY, {"value": value})

    assert not PracticeRegister.objects.exclude(key_check_value="").exists()


def test_b96_change_of_the_key_needs_a_reason(client_of, manager, register):
    answer = client_of(manager).post(KEY, {"value": "ffffffff", "reason": ""})

    register.refresh_from_db()
    assert "Say why the key was changed" in answer.content.decode()
    assert register.key_check_value == people.KEY_CHECK


def test_b96_change_is_on_the_trail_without_the_value(client_of, manager, register):
    client_of(manager).post(KEY, {"value": "ffffffff", "reason": "The secret was seen"})

    event = AuditEvent.objects.get(event="register.key_check_changed")
    assert event.details == {"reason": "The secret was seen"}
    assert event.organisation_code == "A99001"


def test_switching_the_module_is_on_the_trail(client_of, manager, register):
    client_of(manager).post(f"{SETTINGS}interface/", {"is_on": "no"})

    register.refresh_from_db()
    assert register.keeps_interface_records is False
    assert AuditEvent.objects.get(event="register.interface_switched").details == {"is_on": False}


def test_tools_are_chosen_by_date(client_of, manager, register, practice):
    client = client_of(manager)
    for tool, year in ((Tool.PHQ9, 2006), (Tool.BDI2, 2007)):
        day = {"since-day": "1", "since-month": "1", "since-year": str(year)}
        client.post(f"{SETTINGS}severity-tool/", {"tool": str(int(tool)), **day})

    assert register.tool_on(date(2006, 12, 31)) is Tool.PHQ9
    assert register.tool_on(date(2007, 1, 1)) is Tool.BDI2
    assert "BDI-II since 1 January 2007" in client.get(SETTINGS).content.decode()


def test_one_tool_a_day(client_of, manager, register, practice):
    SeverityToolChoice.objects.create(practice=practice, tool=Tool.PHQ9, since=date(2007, 1, 1))
    day = {"since-day": "1", "since-month": "1", "since-year": "2007"}

    answer = client_of(manager).post(f"{SETTINGS}severity-tool/", {"tool": "6", **day})

    assert "chosen for this day already" in answer.content.decode()


@pytest.mark.parametrize("name", ["register_settings", "key_check_set", "interface_switch", "severity_tool_choose"])
def test_settings_are_for_the_manager(name, client_of, manager, clinician, facilitator, stranger, register):
    address = reverse(name, args=["A99001"])

    answers = [client_of(one).get(address).status_code for one in (manager, clinician, facilitator, stranger)]

    assert answers == [200, 403, 403, 404]


def test_d40_auditor_sees_who_has_set_it_and_no_value(client_of, auditor, register, neighbour, elsewhere):
    people.make_register(neighbour, key_check_value="", key_check_set_at=None)

    page = client_of(auditor).get("/register/key-checks/")

    rows = {row[1]: row[2] for row in page.context["table"]["rows"]}
    assert rows == {"A99001": "Set", "A99002": "Not set", "A99003": "No register yet"}
    assert people.KEY_CHECK not in page.content.decode()


def test_list_of_key_checks_takes_a_fixed_number_of_queries(
    client_of, auditor, register, django_assert_max_num_queries
):
    client = client_of(auditor)

    with django_assert_max_num_queries(12):
        client.get("/register/key-checks/")
