"""The sections of a measure's page that compare with something: who may see what of them, and what is said when there is nothing."""

from datetime import date

import pytest

from collaborative.dashboards.effects import Wedge, effects
from collaborative.dashboards.gathering import gather, of_measure
from measures import effect_words
from measures.computing.recompute import recompute_wave
from measures.definitions import definition_of
from measures.readers import reader_of
from practices import months
from practices.models import WaveMembership
from tests.collaborative.conftest import agree, send_returns
from tests.conftest import make_organisation, make_practice

PAGE = "/waves/W1/measures/gp_consultations/"
# The wave begins thirteen months before learning workshop 1; this grid goes on for sixteen from there.
LONG = months.month_range(date(2005, 2, 1), date(2007, 6, 1))
CONSULTATIONS = definition_of("gp_consultations")


def body(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def long_wave(wave, trust, other_trust, settings):
    """Eight practices under three trusts, with returns of 29 months; the last two of them join in September 2006."""
    settings.BUSINESS_CLOCK = "2007-07-20T09:00"
    wave.ends_on = date(2007, 6, 30)
    wave.save()
    trusts = [trust, other_trust, make_organisation("5W2", "Third PCT", "commissioner")]
    members = [make_practice(wave, f"A99{place + 100}", f"Practice {place}", trusts[place % 3]) for place in range(8)]
    for place, member in enumerate(members):
        send_returns(wave, member, place, LONG)
    WaveMembership.objects.filter(practice__in=members[-2:]).update(joined_on=date(2006, 9, 4))
    recompute_wave(wave=wave)
    return members


def effects_for(person, wave):
    gathered = gather(person, wave, reader_of(person, wave), of_measure(CONSULTATIONS.code))
    return effects(gathered, CONSULTATIONS)


def test_the_page_says_why_too_short_a_series_is_not_worked_out(
    client_of, wave, returned, facilitator, practice, neighbour, elsewhere
):
    agree(wave, practice, neighbour, elsewhere)
    page = body(client_of(facilitator).get(PAGE))

    assert "Is it more than the trend before?" in page
    assert "Fewer than 12 months after the change can be used" in page
    assert "this cannot say what caused a change" in page


def test_what_is_withheld_of_the_wave_has_no_trend_either(client_of, wave, returned, lay_member):
    page = body(client_of(lay_member).get(PAGE))

    assert "Not worked out. The rates of the wave: withheld: fewer than 3 PCTs contribute." in page


def test_the_page_says_that_practices_which_began_together_are_no_controls(client_of, wave, returned, facilitator):
    page = body(client_of(facilitator).get(PAGE))

    assert "All practices began in the same month, so they cannot be each other&#x27;s controls." in page


def test_before_anything_is_computed_there_is_neither_section(client_of, wave, facilitator):
    assert "trend before" not in body(client_of(facilitator).get(PAGE))


def test_a_long_enough_wave_is_compared_with_its_own_trend(client_of, wave, long_wave, facilitator):
    agree(wave, *long_wave)
    page = body(client_of(facilitator).get(PAGE))

    assert "than if the earlier trend had gone on (95% interval" in page
    assert 'data-chart="gp-consultations-trend-figure"' in page
    assert "13 months before and 14 after can be used" in page


def test_others_get_the_trend_of_the_released_figures(wave, long_wave, facilitator):
    """No figure comes from true ones: the observed rates are those of the counts that are shown."""
    shown = effects_for(facilitator, wave)
    agree(wave, *long_wave)
    true = effects_for(facilitator, wave)

    released, exact = (
        next(t for t in one.chart["figure"]["data"] if t["name"].startswith("Observed"))["y"] for one in (shown, true)
    )
    assert effect_words.ROUNDED in shown.chart["words"][1][1]
    assert effect_words.ROUNDED not in true.chart["words"][1][1]
    assert released != exact
    assert released == pytest.approx(exact, abs=0.5)


def test_practices_are_compared_where_all_of_them_may_be_seen_exactly(wave, long_wave, facilitator):
    agree(wave, *long_wave)
    found = dict(effects_for(facilitator, wave).wedge.words)

    assert "than their controls let expect (95% interval" in found["What we see"]
    assert "8 practices that began in 2 different months" in found["How sure"]


def test_one_practice_without_an_agreement_withholds_the_comparison(wave, long_wave, facilitator):
    """Nothing is worked out of true figures that the reader may not see one by one."""
    agree(wave, *long_wave[1:])

    assert effects_for(facilitator, wave).wedge == Wedge([("What we see", effect_words.WITHHELD_PRACTICES)])


def test_others_are_told_nothing_of_the_comparison_but_that_it_is_withheld(client_of, wave, long_wave, lay_member):
    agree(wave, *long_wave)

    assert effect_words.WITHHELD_PRACTICES in body(client_of(lay_member).get(PAGE))


def test_before_the_workshop_no_practice_has_begun(wave, long_wave, facilitator):
    wave.learning_workshop_1_on = date(2007, 8, 7)

    assert "No practice works differently yet." in effects_for(facilitator, wave).wedge.words[0][1]


def test_more_practices_need_no_more_queries(wave, crowd, facilitator, django_assert_num_queries):
    """The comparison reads what the page has read already."""
    crowd(12)
    gathered = gather(facilitator, wave, reader_of(facilitator, wave), of_measure(CONSULTATIONS.code))

    with django_assert_num_queries(0):
        effects(gathered, CONSULTATIONS)
