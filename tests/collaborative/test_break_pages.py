"""Breaks in series on their pages: said and withdrawn by whoever may begin a phase, listed for whoever sees the figures."""

import pytest
from django.urls import reverse

from measures.actions.breaks import break_series
from measures.computing.recompute import recompute_wave
from measures.computing.series_data import read
from measures.definitions import definition_of
from measures.models import Series, SeriesBreak
from tests.collaborative.conftest import agree
from tests.collaborative.pages import PRACTICE, url
from tests.measures.test_breaks import MAY

SAID = {
    "kind": "system",
    "place": "",
    "measure": "",
    "month": "2006-05",
    "reason": "All moved to a new clinical system",
}
CREATE, LIST = reverse("break_create", args=["W1"]), reverse("break_list", args=["W1"])


@pytest.fixture
def cut(wave, practice, facilitator, returned):
    agree(wave, practice)
    found = break_series(wave=wave, practice=practice, kind="system", month=MAY, reason="A new system", by=facilitator)
    recompute_wave(wave=wave)
    return found


def test_a_facilitator_cuts_the_whole_wave(client_of, facilitator, returned):
    shown = client_of(facilitator).post(CREATE, SAID, follow=True).content.decode()

    found = SeriesBreak.objects.get()
    assert (found.practice, found.month, found.created_by) == (None, MAY, facilitator)
    assert "The series is cut" in shown
    assert SAID["reason"] in shown


def test_a_practice_cuts_its_own_figures_and_no_other_s(client_of, manager, returned):
    client = client_of(manager)

    client.post(CREATE, SAID | {"place": "A99001"})
    client.post(CREATE, SAID | {"place": "A99002"})
    client.post(CREATE, SAID)

    assert [found.practice.ods_code for found in SeriesBreak.objects.all()] == ["A99001"]


def test_a_patient_s_number_in_the_reason_is_refused_and_not_repeated(client_of, facilitator, returned):
    shown = client_of(facilitator).post(CREATE, SAID | {"reason": "Asked about 943 476 5919"}).content.decode()

    assert not SeriesBreak.objects.exists()
    assert "Remove it" in shown


def test_a_month_outside_the_wave_is_refused_on_the_form(client_of, facilitator, returned):
    shown = client_of(facilitator).post(CREATE, SAID | {"month": "2004-01"})

    assert shown.status_code == 200
    assert "Error:" in shown.content.decode().split("</title>")[0]


def test_the_chart_of_the_practice_says_that_it_is_cut(client_of, manager, cut):
    shown = client_of(manager).get(url(PRACTICE)).content.decode()

    assert "From May 2006: The clinical system changed. The line is cut there" in shown
    assert "break in series: the figures count something else since the baseline" in shown


def test_a_break_is_withdrawn_with_a_reason_and_stays_in_the_list(client_of, facilitator, cut):
    client, address = client_of(facilitator), reverse("break_withdraw", args=[cut.pk])

    refused = client.post(address, {f"withdraw-{cut.pk}-reason": ""}).content.decode()
    done = client.post(address, {f"withdraw-{cut.pk}-reason": "Another practice"}, follow=True).content.decode()

    assert "Say why the break is withdrawn" in refused
    assert "Withdrawn: Another practice" in done
    assert SeriesBreak.objects.get().withdrawn_by == facilitator


def test_a_lay_member_sees_no_break_of_a_practice(client_of, lay_member, cut):
    shown = client_of(lay_member).get(LIST).content.decode()

    assert "A new system" not in shown
    assert client_of(lay_member).get(CREATE).status_code == 403


def test_the_latest_three_months_have_no_rate_over_a_break(client_of, wave, practice, facilitator, returned):
    """One rate of both sides would be of neither; before the break was said, and in the wave's own tile, it is there."""
    agree(wave, practice)
    words = "something else is counted from within them"
    client, address = client_of(facilitator), url(PRACTICE)
    before = client.get(address).content.decode()
    latest = Series.objects.filter(level="practice", organisation=practice).first()
    month = read(latest.payload, definition_of(latest.measure)).current_months[-1]
    break_series(wave=wave, practice=practice, kind="system", month=month, reason="A new system", by=facilitator)
    recompute_wave(wave=wave)

    after = client.get(address).content.decode()

    assert words not in before
    assert words in after
