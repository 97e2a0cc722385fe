"""What was published of the real first wave: verbatim, qualified, and never as a figure of this site."""

import pytest
from django.urls import reverse

from collaborative.demonstration.published import Qualifier, first_wave_publication


def published(about):
    return [(figure.value, figure.qualifier) for figure in first_wave_publication().figures if figure.about == about]


def test_published_sizes_are_as_quoted():
    assert published("PCTs") == [("16", Qualifier.EXACT)]
    assert published("Practices") == [("97", Qualifier.EXACT), ("100", Qualifier.EXACT)]
    assert published("People covered") == [("726,225", Qualifier.EXACT)]


def test_floors_and_maxima_are_named_as_such():
    assert published("GPs taking part") == [("100", Qualifier.MINIMUM)]
    assert published("GP consultations") == [("-21%", Qualifier.UP_TO)]


def test_nothing_is_invented_for_the_measure_without_a_result():
    assert first_wave_publication().result_of("other_staff_consultations") is None


def test_all_nine_inconsistencies_are_listed():
    assert len(first_wave_publication().inconsistencies) == 9


@pytest.fixture
def page_of(client_of, settings):
    settings.DEMONSTRATION = True

    def page(person):
        return client_of(person).get(reverse("published_results"))

    return page


def test_published_results_page_quotes_and_says_what_is_invented(page_of, lay_member):
    text = page_of(lay_member).content.decode()

    assert "“Up to 21% reduction in GP consultations across sites”" in text
    assert "up to; a maximum, not a mean" in text
    assert "The demonstration is invented" in text
    assert "97 or 100 practices" in text


def test_published_results_page_shows_no_computed_figures_without_permission(page_of, data_officer):
    text = page_of(data_officer).content.decode()

    assert text.count("Your role does not show the wave&#x27;s figures") == 4


def test_published_results_page_is_for_people_who_are_signed_in(client):
    assert client.get(reverse("published_results")).status_code == 302
