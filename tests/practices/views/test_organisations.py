"""The directory: public to everybody signed in who may view organisations."""

from datetime import date

import pytest

from practices.models import ListSize, Organisation, Parent, Succession
from tests.conftest import make_organisation, make_person


def page(client, address):
    return client.get(address).content.decode()


@pytest.fixture
def merged(trust, practice):
    """Alder PCT becomes Oak PCT on 1 October 2006."""
    successor = make_organisation("5W9", "Oak PCT", "commissioner")
    Parent.objects.filter(child=practice).update(end=date(2006, 9, 30))
    Parent.objects.create(child=practice, parent=successor, start=date(2006, 10, 1))
    Succession.objects.create(old=trust, new=successor, on=date(2006, 10, 1), kind="merge")
    return successor


@pytest.mark.parametrize("typed", ["st andrews", "St.  Andrew's", "A99050", "a99 050", "tŷ", "ty andrew"])
def test_organisation_is_found_by_name_or_code_however_it_is_typed(client_of, manager, typed):
    make_organisation("A99050", "ST ANDREW'S Tŷ SURGERY", "practice")

    found = client_of(manager).get("/organisations/", {"name": typed}).context["page"].object_list

    assert [row.ods_code for row in found] == ["A99050"]


def test_list_shows_fifty_and_the_next_page_keeps_what_was_asked(client_of, manager):
    Organisation.objects.bulk_create(
        Organisation(ods_code=f"A98{number:03}", name=f"Elm {number}", kind="practice") for number in range(60)
    )

    answer = client_of(manager).get("/organisations/", {"name": "elm"})

    assert len(answer.context["page"].object_list) == 50
    assert "name=elm&amp;page=2" in answer.content.decode()


def test_list_can_leave_the_closed_out_by_the_business_clock(client_of, manager, elsewhere):
    Organisation.objects.filter(pk=elsewhere.pk).update(closed=date(2006, 12, 31))

    assert "Cedar Surgery" not in page(client_of(manager), "/organisations/?open_only=on")


def test_odd_question_is_answered_with_all_of_them(client_of, manager):
    answer = client_of(manager).get("/organisations/?kind=hospital&page=zzz")

    assert answer.status_code == 200
    assert "Ash Surgery" in answer.content.decode()


def test_directory_shows_other_tiers_and_places_too(client_of, manager, elsewhere):
    assert "Cedar Surgery" in page(client_of(manager), "/organisations/A99003/")


def test_unknown_code_is_404(client_of, manager):
    assert client_of(manager).get("/organisations/A99999/").status_code == 404


def test_person_without_a_role_sees_no_directory(client_of, stranger, practice):
    assert client_of(stranger).get("/organisations/").status_code == 403
    assert client_of(stranger).get("/organisations/A99001/").status_code == 403


def test_anonymous_is_sent_to_sign_in(client, practice):
    assert client.get("/organisations/").status_code == 302


def test_posting_to_a_page_that_only_shows_is_405(client_of, manager):
    assert client_of(manager).post("/organisations/").status_code == 405


def under(client, address):
    rows = client.get(address).context["summary"]
    return next(row["value"] for row in rows if row["key"] == "Under")


def test_organisation_as_it_is_now_and_as_it_was(client_of, manager, merged):
    """M6: both answers on one page, by the month that is chosen."""
    client = client_of(manager)

    assert under(client, "/organisations/A99001/") == "Oak PCT"
    assert under(client, "/organisations/A99001/?month=2006-09") == "Alder PCT"
    assert under(client, "/organisations/A99001/?month=2006-10") == "Oak PCT"


def test_month_may_be_typed_in_other_ways(client_of, manager, merged):
    assert under(client_of(manager), "/organisations/A99001/?month=September+2006") == "Alder PCT"


def test_month_that_is_none_says_how_to_write_one(client_of, manager):
    answer = client_of(manager).get("/organisations/A99001/?month=soon")

    assert answer.status_code == 200
    assert "Enter a month, for example 2006-09" in answer.content.decode()


def test_page_of_a_merged_trust_names_its_successor(client_of, manager, merged):
    assert "Merged into" in page(client_of(manager), "/organisations/5W0/")
    assert "Took in" in page(client_of(manager), "/organisations/5W9/")


def test_list_size_is_the_latest_by_that_month(client_of, manager, practice):
    ListSize.objects.create(practice=practice, on=date(2006, 4, 1), registered=7000)
    ListSize.objects.create(practice=practice, on=date(2007, 1, 1), registered=7100, registered_16_64=0)
    client = client_of(manager)

    assert "7,000 registered on 1 April 2006" in page(client, "/organisations/A99001/?month=2006-12")
    now = page(client, "/organisations/A99001/")
    assert "7,100 registered on 1 January 2007" in now
    assert "Not recorded" in now  # no 16 to 64 for April; zero for January stays zero


def test_waves_are_shown_only_to_those_who_may_see_them(client_of, manager_of_no_wave, practice, wave):
    """R4: the directory is public, taking part is the wave's."""
    assert "First wave" not in page(client_of(manager_of_no_wave), "/organisations/A99001/")


@pytest.fixture
def manager_of_no_wave(db):
    alone = make_organisation("A99077", "Yew Surgery", "practice")
    return make_person("yew@example.org", "practice_manager", organisation=alone)


def test_manager_is_led_to_what_was_done_at_the_own_practice_only(client_of, manager, neighbour):
    link = "/operations/audit/?organisation="

    assert f"{link}A99001" in page(client_of(manager), "/organisations/A99001/")
    assert link not in page(client_of(manager), "/organisations/A99002/")
