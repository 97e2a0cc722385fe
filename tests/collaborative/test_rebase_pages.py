"""The page of a chart's phases: what is proposed, who may begin or withdraw a phase, who reads why."""

from dataclasses import replace
from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from collaborative.dashboards.phase_notes import read_phase_notes
from collaborative.dashboards.rebases import (
    cautions,
    month_choices,
    no_proposal_words,
    proposal_of,
    proposal_words,
)
from measures.actions.rebases import withdraw_rebase
from measures.chart_lines import Line, Signal
from measures.computing.recompute import recompute_wave
from measures.disclosure import Audience
from measures.models import MonthlyReturn, Rebase
from measures.statistics.analysis import Analysis, Phase
from measures.statistics.run_chart import RunChart
from practices import months
from tests.collaborative.conftest import STEADY, agree, send_returns
from tests.measures.test_rebases import MEASURE, MONTH, make_rebase

GRID = months.month_range(date(2005, 2, 1), date(2006, 12, 1))
GIVEN = {"starts": "2006-05", "reason": "Telephone follow-up began", "cycle": "PDSA 3"}
SHIFTED = [5.0, 4.0] * 7 + [1.0] * 9


def href(level="practice", code="A99001", measure=MEASURE):
    return reverse("series_rebase", args=["W1", level, code, measure])


def told(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


# ---- beginning a phase


def test_i9_a_new_phase_is_begun_with_a_month_a_reason_and_a_cycle(client_of, returned, manager):
    response = client_of(manager).post(href(), GIVEN)

    rebase = Rebase.objects.get()
    assert (rebase.starts, rebase.reason, rebase.cycle) == (MONTH, "Telephone follow-up began", "PDSA 3")
    assert response.url == reverse("practice_dashboard", args=["W1", "A99001"])
    assert "begins in May 2006" in told(response)
    assert "The new phase has 8 months" in told(response)


@pytest.mark.parametrize(
    ("level", "code", "page"),
    [
        ("wave", "wave", ("wave_dashboard", ["W1"])),
        ("commissioner", "5W0", ("commissioner_dashboard", ["W1", "5W0"])),
        ("commissioner_now", "5W0", ("commissioner_dashboard", ["W1", "5W0"])),
    ],
)
def test_the_facilitator_rebases_charts_of_pcts_and_the_wave(
    client_of, returned, wave, practice, neighbour, elsewhere, facilitator, level, code, page
):
    agree(wave, practice, neighbour, elsewhere)

    response = client_of(facilitator).post(href(level, code), GIVEN)

    assert response.url == reverse(page[0], args=page[1])
    assert Rebase.objects.get().level == ("wave" if level == "wave" else "commissioner")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"starts": ""}, "Choose the first month"),
        ({"starts": "2005-02"}, "Choose one of the months"),
        ({"starts": "2007-06"}, "Choose one of the months"),
        ({"starts": "soon"}, "Choose one of the months"),
        ({"reason": " "}, "a rebase needs a known cause"),
        ({"reason": "Patient 943 476 5919 was called"}, "looks like"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_stored(client_of, returned, manager, changes, said):
    response = client_of(manager).post(href(), GIVEN | changes)

    assert response.status_code == 200
    assert said in response.content.decode()
    assert not Rebase.objects.exists()


def test_a_month_that_somebody_rebased_meanwhile_is_refused_with_words(client_of, returned, manager, monkeypatch):
    client = client_of(manager)
    client.post(href(), GIVEN)
    monkeypatch.setattr(
        "collaborative.dashboards.rebases.month_choices", lambda line, starts: [("2006-05", "May 2006")]
    )

    response = client.post(href(), GIVEN)

    assert "A new phase begins in May 2006 already" in response.content.decode()
    assert Rebase.objects.count() == 1


def test_trap_7_a_month_whose_value_has_gone_is_moved_and_this_is_said(
    client_of, returned, wave, practice, manager, monkeypatch
):
    MonthlyReturn.objects.filter(practice=practice, month=MONTH).delete()
    recompute_wave(wave=wave)
    monkeypatch.setattr(
        "collaborative.dashboards.rebases.month_choices", lambda line, starts: [("2006-05", "May 2006")]
    )

    response = client_of(manager).post(href(), GIVEN)

    assert Rebase.objects.get().starts == date(2006, 6, 1)
    assert "May 2006 has no value, so the phase begins in the next month that has one" in told(response)


# ---- who may


@pytest.mark.parametrize(
    ("person", "status"), [("data_officer", 403), ("commissioner", 403), ("lay_member", 404), ("stranger", 404)]
)
def test_who_may_not_rebase_a_practice(request, client_of, returned, person, status):
    client = client_of(request.getfixturevalue(person))

    assert client.post(href(), GIVEN).status_code == status
    assert not Rebase.objects.exists()


@pytest.mark.parametrize("person", ["manager", "commissioner", "lay_member"])
def test_the_waves_phases_are_read_by_all_and_begun_by_its_facilitator_alone(request, client_of, returned, person):
    client = client_of(request.getfixturevalue(person))

    page = client.get(href("wave", "wave")).content.decode()

    assert "Phases of this chart" in page
    assert "<textarea" not in page
    assert client.post(href("wave", "wave"), GIVEN).status_code == 403


def test_links_say_what_one_may_do(client_of, returned, manager, data_officer):
    address = reverse("practice_dashboard", args=["W1", "A99001"])

    assert "Begin a new phase (rebase)" in client_of(manager).get(address).content.decode()
    officers = client_of(data_officer).get(address).content.decode()
    assert "Begin a new phase (rebase)" not in officers
    assert href() in officers


# ---- history and withdrawal


def test_i9_every_phase_that_was_begun_is_listed_with_who_when_and_why(client_of, returned, wave, practice, manager):
    withdrawn = {"withdrawn_at": timezone.now(), "withdrawn_by": manager, "withdrawn_reason": "It never began"}
    make_rebase(wave, practice, created_by=manager, **withdrawn)
    make_rebase(wave, practice, created_by=manager, starts=date(2006, 9, 1), cycle="PDSA 4")

    page = client_of(manager).get(href()).content.decode()

    for words in ("It never began", "Telephone follow-up began", "PDSA 4", "Withdrawn", "In force", manager.name):
        assert words in page
    assert page.count("Withdraw the phase from") == 1


def test_a_practices_words_are_for_itself_and_its_partners(client_of, returned, wave, practice, manager, commissioner):
    """As those of its returns: without its agreement others see when a phase begins, not why."""
    make_rebase(wave, practice, created_by=manager, cycle="PDSA 4")
    address = href()

    before = client_of(commissioner).get(address).content.decode()
    agree(wave, practice)
    after = client_of(commissioner).get(address).content.decode()

    assert "May 2006" in before
    assert [words in before for words in ("Telephone", "PDSA 4", manager.name)] == [False] * 3
    assert [words in after for words in ("Telephone", "PDSA 4", manager.name)] == [True] * 3


def test_why_a_practice_withdrew_is_not_told_to_whoever_began_the_phase(
    client_of, returned, wave, practice, manager, facilitator
):
    """Each reads the words of their own; those of the practice are for itself and its partners."""
    withdrawn = {"withdrawn_at": timezone.now(), "withdrawn_by": manager, "withdrawn_reason": "Only three came"}
    make_rebase(wave, practice, created_by=facilitator, **withdrawn)
    address = href()

    before = client_of(facilitator).get(address).content.decode()
    agree(wave, practice)
    after = client_of(facilitator).get(address).content.decode()

    assert [words in before for words in ("Telephone", "Only three came", manager.name)] == [True, False, False]
    assert [words in after for words in ("Telephone", "Only three came", manager.name)] == [True] * 3


@pytest.mark.parametrize("level", ["commissionerx", "commissioner_", "nowhere"])
def test_a_level_that_does_not_exist_has_no_page_of_phases(client_of, returned, facilitator, level):
    assert client_of(facilitator).get(href(level, "5W0")).status_code == 404


def test_a_rebase_is_withdrawn_with_a_reason(client_of, returned, wave, practice, manager):
    rebase = make_rebase(wave, practice, created_by=manager)
    address = reverse("rebase_withdraw", args=[rebase.pk])

    response = client_of(manager).post(address, {f"withdraw-{rebase.pk}-reason": "It never began"})

    rebase.refresh_from_db()
    assert rebase.withdrawn_reason == "It never began"
    assert "withdrawn" in told(response)


def test_a_withdrawal_without_a_reason_is_refused_on_the_page(client_of, returned, wave, practice, manager):
    rebase = make_rebase(wave, practice, created_by=manager)

    response = client_of(manager).post(reverse("rebase_withdraw", args=[rebase.pk]), {})

    page = response.content.decode()
    assert "Say why the new phase is withdrawn" in page
    assert f'action="{href()}"' in page
    assert Rebase.objects.in_force().exists()


def test_a_withdrawal_that_somebody_else_was_quicker_with_is_said(client_of, returned, wave, practice, manager):
    rebase = make_rebase(wave, practice, created_by=manager)
    address, given = reverse("rebase_withdraw", args=[rebase.pk]), {f"withdraw-{rebase.pk}-reason": "It never began"}
    client = client_of(manager)
    client.post(address, given)

    response = client.post(address, given)

    assert "withdrawn already" in response.content.decode()


@pytest.mark.parametrize(("person", "status"), [("data_officer", 403), ("commissioner", 403), ("stranger", 404)])
def test_who_may_not_withdraw(request, client_of, returned, wave, practice, manager, person, status):
    rebase = make_rebase(wave, practice, created_by=manager)

    client = client_of(request.getfixturevalue(person))

    assert client.post(reverse("rebase_withdraw", args=[rebase.pk])).status_code == status


# ---- what the page makes of a line


def made_line(values, *, standing="", direction="LOWER_IS_BETTER", breaks=()):
    signal = Signal("long_run", len(values), len(values), median=3.0, longest_run=9, longest_run_limit=8)
    return Line(
        identifier="test",
        title="Test",
        unit="per 100",
        direction=direction,
        months=GRID[: len(values)],
        values=values,
        signal=signal,
        list_standing=standing,
        breaks=breaks,
    )


def test_i9_a_shift_that_lasts_is_proposed_and_asks_for_its_cause():
    line = made_line(SHIFTED)

    words = " ".join(proposal_words(line, proposal_of(line, [])))

    assert "9 months with a value in a row, Apr 2006 to Dec 2006, lie below the centre line" in words
    assert "A rebase needs a known cause: which change was made, and when?" in words
    assert "rebase 35 charts in 100" in words
    assert "for the worse" not in words


@pytest.mark.parametrize(("strength", "proposed"), [("none", False), ("trial", True), ("firm", True)])
def test_a_shift_is_proposed_only_where_the_chart_flags_one(strength, proposed):
    """A phase of fewer than 13 points has no limits, and no rule judges it."""
    line = made_line([*SHIFTED[:14], *[1.0] * 7])
    phase = Phase(0, 20, 21, 3.0, "mean", strength, lower=(0.0,) * 21, upper=(6.0,) * 21)
    run = RunChart(21, 21, 3.0, 7, 7, 10, 6, "none")
    analysis = Analysis("u", "", "making_data_count", (phase,), (0,) * 21, run)

    found = proposal_of(replace(line, analysis=analysis), [])

    assert (found is not None) == proposed


@pytest.mark.parametrize(("name", "said"), [("none", "No shift reaches"), ("too_few_points", "too few points")])
def test_the_page_says_why_nothing_is_proposed(name, said):
    line = made_line([5.0, 1.0] * 6)

    assert said in no_proposal_words(replace(line, signal=replace(line.signal, name=name)))


def test_a_rebase_that_the_computation_has_not_followed_yet_ends_the_proposal():
    line = made_line(SHIFTED)
    phase = Phase(0, 22, 23, 3.0, "mean", "firm", lower=(0.0,) * 23, upper=(6.0,) * 23)
    analysis = Analysis(
        "u", "", "making_data_count", (phase,), (0,) * 23, RunChart(23, 23, 3.0, 9, 8, 13, 7, "long_run")
    )

    assert proposal_of(replace(line, analysis=analysis), [GRID[10]]) is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (made_line(SHIFTED, direction="HIGHER_IS_BETTER"), "This shift is for the worse"),
        (made_line(SHIFTED, standing="moved"), "The list is still moving"),
    ],
    ids=["worse", "list"],
)
def test_a_proposal_warns_of_what_a_new_phase_would_hide(line, said):
    assert said in " ".join(proposal_words(line, proposal_of(line, [])))


def test_a_rebase_or_a_new_definition_inside_the_shift_ends_the_proposal():
    assert proposal_of(made_line(SHIFTED), [date(2006, 7, 1)]) is None
    assert proposal_of(made_line(SHIFTED, breaks=[(date(2006, 7, 1), "Definition 2")]), []) is None


def test_only_months_with_a_value_and_a_point_before_them_can_begin_a_phase():
    choices = month_choices(made_line([None, 1.0, None, 2.0, 3.0, 4.0]), [GRID[4]])

    assert choices == [
        ("2005-05", "May 2005 (1 before, 1 from then on)"),
        ("2005-07", "Jul 2005 (1 before, 1 from then on)"),
    ]


def test_short_phases_are_warned_of_and_not_forbidden():
    said = cautions(made_line([1.0] * 23), GRID[20], [GRID[20]])

    assert len(said) == 1
    assert said[0].startswith("The new phase has 3 months")


def test_the_note_beside_a_phase_names_its_cycle_or_its_reason_to_whoever_may_be_told(wave, practice, manager):
    make_rebase(wave, practice, created_by=manager, cycle="PDSA 4")
    make_rebase(wave, practice, created_by=manager, starts=date(2006, 9, 1), reason="a" * 200)
    notes = read_phase_notes(wave)

    told = notes.of("practice", practice.pk, MEASURE, Audience.PARTNER)
    untold = notes.of("practice", practice.pk, MEASURE, Audience.OTHER)

    assert told == ((MONTH, "PDSA 4"), (date(2006, 9, 1), "a" * 119 + "\N{HORIZONTAL ELLIPSIS}"))
    assert [text for _, text in untold] == ["a known change"] * 2


@pytest.mark.parametrize("level", ["commissioner", "commissioner_now"])
def test_the_note_of_a_pct_is_for_everybody_however_its_practices_are_grouped(wave, trust, manager, level):
    make_rebase(wave, trust, level="commissioner", created_by=manager)

    notes = read_phase_notes(wave).of(level, trust.pk, MEASURE, Audience.OTHER)

    assert notes == ((MONTH, "Telephone follow-up began"),)


def test_i9_the_chart_shows_both_phases_and_the_withdrawn_one_no_more(client_of, returned, wave, practice, manager):
    rebase = make_rebase(wave, practice, created_by=manager, cycle="PDSA 4")
    recompute_wave(wave=wave)
    address = reverse("practice_dashboard", args=["W1", "A99001"])

    rebased = client_of(manager).get(address).content.decode()
    withdraw_rebase(rebase=rebase, reason="It never began", by=manager)
    recompute_wave(wave=wave)
    restored = client_of(manager).get(address).content.decode()

    assert "Phase 2, from May 2006 (PDSA 4); the earlier phase stays on the chart" in rebased
    assert "Phase 2" not in restored


def test_without_two_visible_figures_there_is_no_form(client_of, wave, elsewhere, facilitator):
    """Of a practice that has not agreed, the facilitator sees no month with three referrals, and learns none from the choices."""
    send_returns(wave, elsewhere, 0, counts=(*STEADY[:9], 2, 1, 3, *STEADY[12:]))
    recompute_wave(wave=wave)

    page = client_of(facilitator).get(href(code="A99003", measure="referrals")).content.decode()

    assert "There are not two months with a figure that you may see" in page
    assert "<option" not in page


def test_the_costs_of_the_page_do_not_grow_with_practices(client_of, crowd, facilitator, django_assert_max_num_queries):
    crowd(30)
    client = client_of(facilitator)

    with django_assert_max_num_queries(25):
        client.get(href(code="A99100"))
