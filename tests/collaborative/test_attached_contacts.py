"""P8: contacts with attached workers beside a practice's measure 2, never in it, for whoever sees its counts exactly."""

import csv
from datetime import date

import pytest
from django.urls import reverse

from measures.computing.recompute import recompute_wave
from measures.models import MonthlyReturn
from operations.models import AuditEvent
from tests.collaborative.conftest import two_years
from tests.collaborative.pages import words_of
from tests.workforce import roster

NOVEMBER = date(2006, 11, 1)
TITLE = "Beside measure 2: contacts with attached workers"


@pytest.fixture
def given(wave, practice, neighbour, elsewhere):
    """18 contacts with attached workers in each of two years' months."""
    return two_years(wave, practice, neighbour, elsewhere)


def page(client, person):
    client.force_login(person)
    return client.get(reverse("practice_dashboard", args=["W1", "A99001"]))


def file_of(client, person, **query):
    client.force_login(person)
    return client.get(reverse("attached_contacts_csv", args=["W1", "A99001"]), query)


def rows_of(answer):
    """Month -> the rest of its row."""
    rows = csv.reader(answer.content.decode("utf-8-sig").splitlines())
    return {row[0]: row[1:] for row in rows if row and row[0].startswith("20")}


def change(practice, month=NOVEMBER, **values):
    MonthlyReturn.objects.filter(practice=practice, month=month).update(**values)


@pytest.mark.parametrize("role", ["manager", "clinician"])
def test_the_practice_sees_them_under_measure_2(request, client, given, role):
    words = words_of(page(client, request.getfixturevalue(role)))

    assert TITLE in words
    assert "never added into it" in words
    assert "Nov 2006 18 4.50" in words
    assert "Not part of measure 2" in words


def test_they_stand_after_measure_2_and_before_measure_3(client, given, manager):
    text = page(client, manager).content.decode()

    places = [text.index(f'id="{name}-title"') for name in ("other-staff-consultations", "attached-contacts")]
    assert places[0] < places[1] < text.index('id="referrals-title"')


def test_measure_2_is_the_same_whatever_attached_workers_did(client, wave, practice, given, manager):
    client.force_login(manager)
    address = reverse("series_csv", args=["W1", "practice", "A99001", "other_staff_consultations"])
    before = rows_of(client.get(address))
    MonthlyReturn.objects.filter(practice=practice).update(attached_mh_contacts=97)

    run = recompute_wave(wave=wave)

    assert run.series_written == 0
    assert rows_of(client.get(address)) == before


@pytest.mark.parametrize("role", ["facilitator", "commissioner"])
def test_partners_see_them_under_the_agreement_alone(request, client, given, agreement, role):
    person = request.getfixturevalue(role)
    assert "Nov 2006 18 4.50" in words_of(page(client, person))
    assert file_of(client, person).status_code == 200

    agreement.revoked_on = date(2006, 12, 1)
    agreement.save()

    assert TITLE not in words_of(page(client, person))
    assert file_of(client, person).status_code == 404


@pytest.mark.parametrize("role", ["lay_member", "data_officer", "administrator"])
def test_whoever_is_not_shown_exact_counts_sees_no_figure_of_them(request, client, given, role):
    person = request.getfixturevalue(role)
    own = role == "data_officer"

    answer = page(client, person)

    assert (TITLE in answer.content.decode()) is own
    assert (file_of(client, person).status_code == 200) is own


def test_without_any_number_nothing_is_shown(client, given, practice, manager):
    """A practice without attached workers says so once and is not asked to look at an empty chart."""
    MonthlyReturn.objects.filter(practice=practice).update(
        attached_mh_contacts=None, not_available={"attached_mh_contacts": "not_collected"}
    )

    assert TITLE not in words_of(page(client, manager))
    assert file_of(client, manager).status_code == 404


def test_zero_not_available_and_no_return_are_three_things(client, wave, given, practice, manager):
    change(practice, NOVEMBER, attached_mh_contacts=0)
    change(
        practice,
        date(2006, 10, 1),
        attached_mh_contacts=None,
        not_available={"attached_mh_contacts": "not_collected"},
    )
    change(practice, date(2006, 9, 1), attached_mh_contacts=None)
    MonthlyReturn.objects.filter(practice=practice, month=date(2006, 8, 1)).delete()
    recompute_wave(wave=wave)

    words = words_of(page(client, manager))
    rows = rows_of(file_of(client, manager))

    assert "Nov 2006 0 0.00" in words
    assert "Oct 2006 No value not available: not collected here" in words
    assert "Sep 2006 No value the return does not say" in words
    assert "Aug 2006 No value no return" in words
    assert [rows[f"2006-{month}"][0] for month in ("11", "10", "09", "08")] == ["0", "", "", ""]
    assert rows["2006-11"][2] == "0.0"
    assert rows["2006-10"][3] == "not available: not collected here"


def test_without_a_list_the_contacts_stand_and_the_rate_says_why(client, given, practice, manager):
    change(
        practice,
        NOVEMBER,
        list_open=None,
        list_close=None,
        not_available=dict.fromkeys(["list_open", "list_close"], "list_not_ready"),
    )

    assert "Nov 2006 18 No value not available: list not ready" in words_of(page(client, manager))


def test_the_file_holds_what_the_rate_is_made_of_and_is_written_down(client, given, manager):
    answer = file_of(client, manager)

    assert rows_of(answer)["2006-11"][:3] == ["18", "400.0", "4.5"]
    assert "not part of it" in answer.content.decode("utf-8-sig")
    event = AuditEvent.objects.filter(event="figures.exported").latest("pk")
    assert event.details["file"] == "w1-a99001-attached-contacts.csv"


def test_another_practice_has_no_file_for_the_manager(client, given, manager):
    client.force_login(manager)

    assert client.get(reverse("attached_contacts_csv", args=["W1", "A99002"])).status_code == 404


def test_as_at_an_earlier_day_the_file_is_of_that_day(client, given, manager):
    """Its last months had not been sent then."""
    rows = rows_of(file_of(client, manager, as_at="2006-10-31"))

    assert rows["2006-09"][0] == "18"
    assert "2006-11" not in rows


def test_a_post_that_the_practice_hosts_is_named_in_the_months_of_its_start(client, given, trust, practice, manager):
    programme = roster.make_programme()
    post = roster.make_post(programme, trust, practice, number="POST-77")
    worker = roster.make_worker(programme, trust, name="Quillan Vantongeren")
    roster.hold(post, worker, start=date(2006, 1, 9))

    rows = rows_of(file_of(client, manager))

    assert rows["2006-01"][-1] == "A Primary care graduate mental health worker starts, post POST-77"
