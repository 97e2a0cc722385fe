"""Programmes and waves, by the cast: the administrator changes, the others look on."""

from datetime import date

import pytest

from accounts.permissions import Role
from operations.models import AuditEvent, Job
from practices.models import Programme, Wave
from tests.conftest import make_person

WAVE_DATA = {
    "code": "W2",
    "number": "2",
    "name": "Second wave",
    "orientation_on": "2007-02-06",
    "learning_workshop_1_on": "2007-03-06",
    "learning_workshop_2_on": "2007-07-10",
    "learning_workshop_3_on": "2007-11-06",
    "ends_on": "2008-02-29",
    "region_label": "SHA",
    "commissioner_label": "PCT",
}
PROGRAMME_DATA = {"name": "Workers in primary care", "kind": "workforce", "aim": "", "rules_off": "w14, E7"}
NEW_WAVE = "/programmes/test/waves/new/"
EDIT_WAVE = "/waves/W1/calendar/edit/"


def errors_of(answer):
    return {name: messages[0] for name, messages in answer.context["form"].errors.items()}


def wave_data(**changed):
    return WAVE_DATA | changed


# ------------------------------------------------------------------ programmes


def test_programme_is_created_and_its_creator_acts_for_it(client_of, administrator):
    answer = client_of(administrator).post("/programmes/new/", PROGRAMME_DATA, follow=True)

    programme = Programme.objects.get(slug="workers-in-primary-care")
    assert answer.status_code == 200
    assert programme.rules_off == ["E7", "W14"]
    assert administrator.grants.get(programme=programme).role == Role.PROGRAMME_ADMINISTRATOR
    assert AuditEvent.objects.filter(event="programme_created", actor_id=administrator.pk).exists()


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("name", "New"), ("name", "Test"), ("rules_off", "all")])
def test_programme_is_refused_with_a_bad_value(client_of, administrator, field, value):
    answer = client_of(administrator).post("/programmes/new/", PROGRAMME_DATA | {field: value})

    assert field in errors_of(answer)
    assert Programme.objects.count() == 1


def test_programme_edit_keeps_the_address_and_records_what_changed(client_of, administrator):
    data = PROGRAMME_DATA | {"name": "Renamed", "kind": "measures", "slug": "taken-over", "is_invented": ""}

    client_of(administrator).post("/programmes/test/edit/", data)

    programme = Programme.objects.get()
    assert (programme.name, programme.slug, programme.is_invented) == ("Renamed", "test", True)  # D14
    changed = AuditEvent.objects.get(event="programme_changed").details["changed"]
    assert changed["name"] == ["Test collaborative", "Renamed"]


@pytest.mark.parametrize("address", ["/programmes/new/", "/programmes/test/edit/", NEW_WAVE, EDIT_WAVE])
@pytest.mark.parametrize("person", ["facilitator", "commissioner", "manager", "data_officer", "lay_member"])
def test_nobody_but_the_administrator_changes_the_calendar(request, client_of, person, address):
    client = client_of(request.getfixturevalue(person))

    assert client.get(address).status_code == 403
    assert client.post(address, WAVE_DATA | PROGRAMME_DATA).status_code == 403
    assert Wave.objects.count() == 1
    assert Programme.objects.count() == 1


@pytest.mark.parametrize(
    "address", ["/programmes/test/", "/programmes/test/edit/", NEW_WAVE, EDIT_WAVE, "/waves/W1/calendar/"]
)
def test_administrator_of_another_programme_is_a_stranger_here(client_of, wave, address):
    other = Programme.objects.create(name="Other", slug="other")
    person = make_person("other@example.org", Role.PROGRAMME_ADMINISTRATOR, programme=other)

    assert client_of(person).get(address).status_code == 404
    assert client_of(person).post(address, WAVE_DATA).status_code in {404, 405}


def test_list_of_programmes_shows_only_those_in_scope(client_of, manager):
    Programme.objects.create(name="Somebody else's", slug="else")

    answer = client_of(manager).get("/programmes/").content.decode()

    assert "Test collaborative" in answer
    assert "Somebody else" not in answer


# ------------------------------------------------------------------ waves


def test_wave_is_created(client_of, administrator):
    answer = client_of(administrator).post(NEW_WAVE, WAVE_DATA)

    wave = Wave.objects.get(code="W2")
    assert answer.url == "/waves/W2/calendar/"
    assert wave.programme.slug == "test"
    assert AuditEvent.objects.get(event="wave_created").about_id == str(wave.pk)


def test_date_may_be_given_in_three_boxes(client_of, administrator):
    data = wave_data() | {"orientation_on-day": "5", "orientation_on-month": "2", "orientation_on-year": "2007"}
    del data["orientation_on"]

    client_of(administrator).post(NEW_WAVE, data)

    assert Wave.objects.get(code="W2").orientation_on == date(2007, 2, 5)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("learning_workshop_1_on", "2007-02-05", "after 6 February 2007"),
        ("learning_workshop_2_on", "2007-03-06", "after 6 March 2007"),
        ("learning_workshop_3_on", "2007-07-09", "after 10 July 2007"),
        ("ends_on", "2007-11-05", "after 6 November 2007"),
        ("orientation_on", "", "Enter a date"),
        ("orientation_on", "2007-02-31", "real date"),
        ("code", "W 2", "capital letters"),
        ("code", "../x", "capital letters"),
        ("code", "w1", "already"),
        ("number", "1", "already"),
        ("number", "-1", "greater than or equal"),
    ],
)
def test_wave_is_refused_with_a_message_at_the_field(client_of, administrator, wave, field, value, message):
    answer = client_of(administrator).post(NEW_WAVE, wave_data(**{field: value}))

    assert message in errors_of(answer)[field]
    assert list(errors_of(answer)) == [field]
    assert Wave.objects.count() == 1


def test_workshop_1_may_be_on_the_day_of_orientation(client_of, administrator):
    client_of(administrator).post(NEW_WAVE, wave_data(learning_workshop_1_on="2007-02-06"))

    assert Wave.objects.filter(code="W2").exists()


def test_wave_edit_changes_dates_but_never_code_or_programme(client_of, administrator, wave):
    """D14; and what was computed for the wave is put down to be computed anew, in the same transaction (D27)."""
    other = Programme.objects.create(name="Other", slug="other")
    data = wave_data(number="1", code="W9", programme=other.pk, name="First wave, moved")

    client_of(administrator).post(EDIT_WAVE, data)

    wave.refresh_from_db()
    assert (wave.code, wave.programme.slug, wave.name) == ("W1", "test", "First wave, moved")
    assert AuditEvent.objects.get(event="wave_changed").details["changed"]["orientation_on"] == [
        "2006-02-07",
        "2007-02-06",
    ]
    assert Job.objects.get(kind="practices.wave_changed").payload["wave"] == wave.pk


def test_wave_edit_with_dates_out_of_order_stores_nothing(client_of, administrator, wave):
    client_of(administrator).post(EDIT_WAVE, wave_data(number="1", ends_on="2001-01-01"))

    wave.refresh_from_db()
    assert wave.name == "First wave"
    assert not AuditEvent.objects.filter(event="wave_changed").exists()
    assert not Job.objects.exists()


def test_calendar_page_shows_dates_months_and_who_takes_part(client_of, lay_member, practice, neighbour, elsewhere):
    page = client_of(lay_member).get("/waves/W1/calendar/")

    text = page.content.decode()
    assert "11 July 2006" in text
    assert "Dec 2005, Jan 2006, Feb 2006" in text  # the baseline
    assert page.context["months"]["rows"][0][0] == "Feb 2006"
    assert {row[0]["text"] for row in page.context["practices"]["rows"]} == {"Alder PCT", "Birch PCT"}


def test_months_count_the_practices_that_are_expected(client_of, lay_member, practice, neighbour, wave):
    wave.memberships.filter(practice=neighbour).update(joined_on=date(2006, 4, 3), left_on=date(2006, 8, 15))

    rows = client_of(lay_member).get("/waves/W1/calendar/").context["months"]["rows"]

    expected = {row[0]: row[2]["text"] for row in rows}
    assert [expected[month] for month in ("Mar 2006", "Apr 2006", "Jul 2006", "Aug 2006")] == [1, 2, 2, 1]


def test_agreement_and_reason_for_leaving_are_shown_within_scope_only(client_of, manager, neighbour, agreement, wave):
    wave.memberships.filter(practice=neighbour).update(left_on=date(2006, 8, 15), left_reason="A quarrel")

    page = client_of(manager).get("/waves/W1/calendar/")

    rows = {row[2]: row for row in page.context["practices"]["rows"]}
    assert rows["A99001"][5]["text"] == "In force"
    assert rows["A99002"][5] == "Not shown to you"
    assert "A quarrel" not in page.content.decode()


def test_calendar_page_asks_the_database_the_same_however_many_practices(
    client_of, administrator, wave, practice, neighbour, elsewhere, django_assert_max_num_queries
):
    client = client_of(administrator)
    with django_assert_max_num_queries(30):
        client.get("/waves/W1/calendar/")


def test_list_of_waves_shows_only_those_in_scope(client_of, manager, wave):
    Wave.objects.create(
        **{field: getattr(wave, field) for field in ("programme", "orientation_on", "learning_workshop_1_on")},
        **{field: getattr(wave, field) for field in ("learning_workshop_2_on", "learning_workshop_3_on", "ends_on")},
        code="W2",
        number=2,
        name="Second wave",
    )

    page = client_of(manager).get("/waves/").content.decode()

    assert "First wave" in page
    assert "Second wave" not in page
