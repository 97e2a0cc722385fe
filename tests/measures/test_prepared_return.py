"""A return prepared from the register: every figure, what is not known, what was sent, and the way it goes (section 3)."""

from datetime import date

import pytest
from django.urls import reverse

from measures.models import MonthlyReturn
from measures.prepared.reading import months_ready, prepare
from measures.tasks import check_monthly_return
from operations.models import AuditEvent, Job
from practices.models import ListSize, Upload
from registers.derive import RowBehind
from registers.models import CodeList, CodeListChoice, PracticeMonth
from tests.measures.made_returns import line
from tests.measures.test_monthly_return import make_return
from tests.registers.people import cover, make_register

JANUARY = date(2007, 1, 1)
COUNTED = {
    "list_open": 180,
    "list_added": 8,
    "list_removed": 4,
    "list_close": 184,
    "gp_consultations": 120,
    "other_staff_consultations": 55,
    "attached_mh_contacts": 21,
    "referrals_cmht": 2,
    "referrals_psychiatrist": 1,
    "referrals_dedup": 2,
    "people_13w": 9,
    "people_13w_new": 1,
    "people_13w_strict": 8,
    "person_days": 5642,
}

COUNTED_OF_RETURN = {name: value for name, value in COUNTED.items() if name not in ("people_13w_strict", "person_days")}


@pytest.fixture(autouse=True)
def counted_already(monkeypatch):
    """Here the counts are given; how they come about is tested where they are counted."""
    monkeypatch.setattr("measures.views.prepared.recount", lambda practice, month: None)


@pytest.fixture
def register(practice):
    ListSize.objects.create(practice=practice, on=date(2006, 10, 1), registered=8200, registered_16_64=5330)
    PracticeMonth.objects.create(practice=practice, month=JANUARY, figures=COUNTED, digest="one")
    cover(practice, JANUARY)
    return make_register(practice)


def address(name="return_prepare", *more, code="A99001", period="2007-01"):
    return reverse(name, args=[code, period, *more])


def press(client, **changes):
    """The one button, with what the page has in its form."""
    given = {"registered_all": 8200, "registered_16_64": 5330, "severity_tool": "PHQ9", "seen": "one", **changes}
    return client.post(address("return_prepared_submit"), given)


def work():
    """What the worker does next: the check that was put down."""
    check_monthly_return(Job.objects.get(kind="upload.check.monthly_return"))
    return Upload.objects.get()


def test_every_figure_comes_from_the_register_and_the_list_size(register, practice):
    found = prepare(practice, JANUARY).filled

    assert found.numbers == {
        **{name: value for name, value in COUNTED.items() if name not in ("people_13w_strict", "person_days")},
        "registered_all": 8200,
        "registered_16_64": 5330,
    }
    assert found.not_available == {}


def test_what_no_file_covers_is_not_available_and_never_zero(register, practice):
    figures = {name: value for name, value in COUNTED.items() if not name.startswith("people_13w")}
    missing = dict.fromkeys(("people_13w", "people_13w_new"), "not_covered_sick_notes")
    PracticeMonth.objects.update(figures=figures, not_available=missing)

    found = prepare(practice, JANUARY).filled

    cells = {cell.field: cell for cell in found.cells}
    assert (cells["people_13w"].value, cells["people_13w"].why) == (None, "No file of sick notes covers this month")
    assert found.not_available == {"people_13w": "cannot_count_yet", "people_13w_new": "cannot_count_yet"}


def test_an_old_list_size_is_used_with_a_warning(register, practice):
    ListSize.objects.update(on=date(2005, 9, 30))

    found = prepare(practice, JANUARY).filled

    assert found.numbers["registered_all"] == 8200
    assert "30 September 2005, more than 15 months before" in found.warnings[0]


def test_a_list_size_of_exactly_fifteen_months_is_not_old(register, practice):
    ListSize.objects.update(on=date(2005, 10, 1))

    assert prepare(practice, JANUARY).filled.warnings == ()


def test_one_button_submits_what_needs_no_confirming(register, practice, client_of, manager):
    response = press(client_of(manager))

    upload = work()
    version = MonthlyReturn.objects.get()
    assert response.url == reverse("upload_detail", args=[upload.pk])
    assert upload.state == "submitted"
    assert (version.list_close, version.gp_consultations, version.people_13w) == (184, 120, 9)
    assert (version.submitted_by, version.upload, version.registered_all) == (manager, upload, 8200)


def test_figures_that_need_a_reason_wait_for_it(register, practice, client_of, manager):
    PracticeMonth.objects.update(figures={**COUNTED, "gp_consultations": 3})

    press(client_of(manager))

    assert work().state == "needs_confirming"
    assert not MonthlyReturn.objects.exists()


def test_corrected_list_sizes_and_the_code_list_travel_with_the_return(register, practice, client_of, manager):
    code_list = CodeList.objects.create(version="2006-1", title="First", published_on=date(2006, 1, 1))
    CodeListChoice.objects.create(practice=practice, code_list=code_list, since=date(2006, 6, 1))

    press(client_of(manager), registered_all=8300, registered_16_64="")
    work()

    version = MonthlyReturn.objects.get()
    assert (version.registered_all, version.registered_16_64, version.code_list) == (8300, None, "2006-1")
    assert version.not_available == {"registered_16_64": "not_collected"}


def test_a_sender_whom_somebody_overtook_looks_at_the_differences_first(wave, register, practice, client_of, manager):
    press(client_of(manager))
    make_return(wave, practice, month=JANUARY)

    assert work().state != "submitted"
    assert MonthlyReturn.objects.count() == 1


def test_a_register_that_changed_meanwhile_is_looked_at_again(register, client_of, manager):
    response = press(client_of(manager), seen="two", comment="after the search")

    assert "The register has changed since you opened this page" in response.content.decode()
    assert "after the search" in response.content.decode()
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"registered_16_64": 9000}, "9000 people aged 16 to 64 is more than 8200 registered"),
        ({"registered_16_64": 100}, "There are 184 people on the list: enter 184 or more"),
        ({"comment": "NHS number 943 476 5919"}, "Remove it"),
        ({"comment": f"without {'0f' * 32}"}, "looks like a patient key"),
    ],
)
def test_what_the_check_would_refuse_is_said_beside_its_field(register, client_of, manager, given, message):
    response = press(client_of(manager), **given)

    assert message in response.content.decode()
    assert not Upload.objects.exists()


def test_w7_the_page_names_what_was_sent_differently(wave, register, practice, client_of, manager):
    make_return(wave, practice, month=JANUARY, **{**COUNTED_OF_RETURN, "gp_consultations": 118, "people_13w": 9})

    page = client_of(manager).get(address()).content.decode()

    assert "1 figure differs from what was sent: GP consultations." in page
    assert "Differs: +2" in page


def test_w7_a_file_that_says_otherwise_than_the_register_is_asked_why(register, check):
    upload = check(line(**{**COUNTED_OF_RETURN, "period": "2007-01", "gp_consultations": 118}))

    (problem,) = upload.problems
    assert problem["code"] == "W7"
    assert problem["message"].endswith("differently: gp_consultations 118, register 120")


def test_w7_a_file_that_says_the_same_is_not_asked(register, check):
    assert check(line(**{**COUNTED_OF_RETURN, "period": "2007-01"})).problems == []


def test_attached_contacts_stand_beside_measure_2_and_not_in_it(register, client_of, manager):
    """Domain 3: 55 contacts of 182 people are 30.22; the 21 of attached workers are said beside it."""
    page = client_of(manager).get(address()).content.decode()

    assert "30.22" in page
    assert "Beside it, and not part of it: 21 contacts with attached workers, 11.5 per 100 a month" in page


def test_a_month_without_extracts_says_what_to_do(practice, client_of, manager):
    page = client_of(manager).get(address()).content.decode()

    assert "Your practice keeps no register here yet" in page


def test_a_month_that_runs_is_not_prepared(register, client_of, manager):
    page = client_of(manager).get(address(period="2007-02")).content.decode()

    assert "Feb 2007 has not ended yet" in page
    assert client_of(manager).get(address(period="2007-2")).status_code == 404


def test_d15_who_may_not_see_rows_finds_no_way_to_them(register, client_of, data_officer):
    """A data officer sends returns and sees no patient."""
    page = client_of(data_officer).get(address()).content.decode()

    assert "/rows/" not in page
    assert client_of(data_officer).get(address("return_prepared_rows", "gp_consultations")).status_code == 403


def test_d36_looking_at_the_rows_behind_a_figure_leaves_an_event(register, practice, client_of, manager, monkeypatch):
    rows = [RowBehind(7, date(2007, 1, number % 28 + 1), "Surgery, GP") for number in range(60)]
    monkeypatch.setattr("measures.actions.prepared.rows_behind", lambda *asked: rows)

    page = client_of(manager).get(address("return_prepared_rows", "gp_consultations")).content.decode()

    event = AuditEvent.objects.filter(event="patient.rows_viewed").get()
    assert event.details == {"month": "2007-01", "figure": "gp_consultations", "page": 1, "rows": 50}
    assert "No. 7" in page


def test_the_page_takes_a_fixed_number_of_queries(
    wave, register, practice, client_of, manager, django_assert_max_num_queries
):
    for back in range(1, 4):
        make_return(wave, practice, month=date(2006, 13 - back, 1))

    with django_assert_max_num_queries(30):
        client_of(manager).get(address())


def test_months_are_ready_when_every_kind_covers_them(register, practice):
    cover(practice, date(2006, 12, 1), kinds=["register", "consultations"])

    assert months_ready([practice]) == {practice.pk: [JANUARY]}
