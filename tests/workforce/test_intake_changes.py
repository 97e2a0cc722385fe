"""An opened intake is changed: what stood there before stays on the trail, and two people see each other's values (D29)."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.permissions import Role
from operations.models import AuditEvent
from tests.conftest import make_person
from tests.test_edits import inputs
from tests.workforce import roster


@pytest.fixture
def intake(graduates, practice):
    roster.join(graduates, practice)
    return roster.make_intake(graduates)


def address(intake):
    return reverse("intake_edit", args=[intake.pk])


def test_the_page_of_an_intake_leads_to_its_change(client_of, lead, intake):
    page = client_of(lead).get(reverse("intake_detail", args=[intake.pk])).content.decode()

    assert address(intake) in page
    assert "Opens on 9 January 2006, 25 places." in page


def test_name_day_and_places_are_changed_and_the_trail_has_both(client_of, lead, intake):
    client = client_of(lead)
    sent = inputs(client.get(address(intake)))

    client.post(address(intake), sent | {"name": "2006, second course", "opens_on-month": "3", "places": "30"})

    intake.refresh_from_db()
    assert (intake.name, intake.opens_on, intake.places) == ("2006, second course", date(2006, 3, 9), 30)
    event = AuditEvent.objects.get(event="intake.changed")
    assert (event.about_id, event.actor_id) == (str(intake.pk), lead.pk)
    assert event.details == {
        "name": ["2006", "2006, second course"],
        "opens_on": ["2006-01-09", "2006-03-09"],
        "places": [25, 30],
    }


def test_the_trail_names_only_what_changed(client_of, lead, intake):
    client = client_of(lead)
    client.post(address(intake), inputs(client.get(address(intake))) | {"places": "26"})

    assert AuditEvent.objects.get(event="intake.changed").details == {"places": [25, 26]}


def test_saving_without_a_change_leaves_no_trace(client_of, lead, intake):
    client = client_of(lead)

    answer = client.post(address(intake), inputs(client.get(address(intake))))

    assert answer.status_code == 302
    assert not AuditEvent.objects.filter(event="intake.changed").exists()


def test_the_name_of_another_intake_is_refused(client_of, lead, intake):
    other = roster.make_intake(intake.programme, "2007")
    client = client_of(lead)

    page = client.post(address(other), inputs(client.get(address(other))) | {"name": "2006"})

    assert "There is an intake of that name already. Choose another" in page.content.decode()
    other.refresh_from_db()
    assert other.name == "2007"


def test_the_second_to_save_sees_both_values_and_who_came_first(client_of, lead, intake):
    client = client_of(lead)
    opened = inputs(client.get(address(intake)))
    client.post(address(intake), opened | {"places": "30"})

    refused = client.post(address(intake), opened | {"places": "28"})

    assert refused.status_code == 409
    page = refused.content.decode()
    assert "30" in page and "28" in page and lead.name in page
    intake.refresh_from_db()
    assert intake.places == 30

    client.post(address(intake), inputs(refused))

    intake.refresh_from_db()
    assert intake.places == 28


def test_candidates_stay_where_they_are(client_of, lead, intake):
    intake.candidates.create(number=1, interested_on=date(2006, 2, 1))
    client = client_of(lead)

    client.post(address(intake), inputs(client.get(address(intake))) | {"opens_on-year": "2007", "places": "0"})

    assert intake.candidates.get().interested_on == date(2006, 2, 1)


def test_an_intake_is_changed_by_leads_alone_and_not_found_by_strangers(client_of, trust, stranger, intake):
    other = make_person("buyer@example.org", Role.COMMISSIONER, organisation=trust)

    assert client_of(other).get(address(intake)).status_code == 403
    assert client_of(stranger).get(address(intake)).status_code == 404
