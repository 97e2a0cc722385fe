"""The first page of those who send returns: what is due, how late, one button (C7)."""

import pytest
from django.urls import reverse

from tests.conftest import make_person
from tests.measures.entry.typing import address
from tests.measures.test_monthly_return import make_return

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer_of_two(practice, neighbour):
    person = make_person("officer@example.org", "data_officer", organisation=practice)
    person.grants.create(role="data_officer", organisation=neighbour, starts_on="2006-01-01")
    return person


def home(client):
    return client.get(reverse("return_home")).content.decode()


def test_c7_the_one_button_opens_the_oldest_months_form(client_of, manager):
    text = home(client_of(manager))

    assert f'<a class="nhsuk-button" href="{address(period="2006-02")}"' in text
    assert text.partition("</main>")[0].count('class="nhsuk-button"') == 1


def test_upload_and_paste_stand_beside_it(client_of, manager):
    text = home(client_of(manager))

    assert reverse("return_upload") in text and reverse("return_paste") in text


def test_the_first_page_of_all_says_the_same(client_of, manager):
    text = client_of(manager).get(reverse("home")).content.decode()

    assert "It was due by 23:59 on 10 March 2006, 335 days ago" in text
    assert address(period="2006-02") in text


def test_several_practices_have_a_line_each(client_of, officer_of_two, wave):
    client = client_of(officer_of_two)
    client.post(reverse("acting_scope_choose"), {"scope": "all", "next": "/"})

    text = home(client)

    assert "What is due at your practices" in text
    assert address(period="2006-02") in text and address(period="2006-02", code="A99002") in text


def test_b68_a_month_that_closed_is_not_the_one_to_fill_in(client_of, manager, programme):
    programme.lock_after_days = 60
    programme.save()

    text = home(client_of(manager))

    assert f'<a class="nhsuk-button" href="{address(period="2006-12")}"' in text
    assert "closed without a return" in text


def test_nothing_owed_shows_the_next_deadline(client_of, manager, wave, practice):
    wave.memberships.update(joined_on="2006-12-01")
    make_return(wave, practice, month="2006-12-01")

    text = home(client_of(manager))

    assert "Send the return for Jan 2007" in text
    assert "It is due by 23:59 on 10 February 2007" in text


def test_the_page_takes_as_many_queries_for_two_practices_as_for_one(
    client_of, manager, officer_of_two, django_assert_max_num_queries
):
    client = client_of(officer_of_two)
    client.post(reverse("acting_scope_choose"), {"scope": "all", "next": "/"})

    with django_assert_max_num_queries(26):
        home(client)
