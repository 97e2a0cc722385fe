"""Figures that are kept until the roster changes: what pages show is the same with them and without, for every reader."""

import re
from datetime import date

import pytest
from django.urls import reverse

from practices import clock
from practices.models import Programme, Wave
from tests.workforce import roster
from workforce.actions.caseload import record_caseload
from workforce.computing import kept
from workforce.dashboards import retention, supervision, throughput, turnover, variation
from workforce.jobs import recompute
from workforce.models import Holding, KeptFigures, RosterStamp

PAGES = ("retention", "turnover", "supervision", "supervision_overdue", "variation", "throughput", "vacancy_list")
READERS = ("lead", "local_lead", "commissioner", "facilitator", "administrator", "lay_member")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
KINDS = {
    "retention by cohort": retention.Behind,
    "retention by commissioner": retention.Behind,
    "supervision": supervision.Behind,
    "throughput": throughput.Behind,
    "turnover": turnover.Parts,
    "variation today": variation.Behind,
}


@pytest.fixture
def graduates(trust, other_trust, practice, elsewhere):
    """Nine in one PCT and eight in the other, three of whom left; supervised, and seeing patients."""
    programme = roster.make_programme()
    roster.join(programme, practice)
    workers = roster.make_team(programme, trust, practice, 9, prefix="A", band="4", wte="0.6")
    workers += roster.make_team(programme, other_trust, elsewhere, 8, prefix="B", band="5")
    boss = roster.make_worker(programme, trust, "BOSS")
    for worker in workers:
        arrangement = roster.make_arrangement(worker, boss)
        roster.make_session(arrangement, date(2007, 1, 9))
    Holding.objects.filter(worker__in=workers[:3]).update(end=date(2006, 9, 1))
    return programme


@pytest.fixture
def lead(graduates):
    return roster.lead_of(graduates)


def page(client, programme, name) -> str:
    answer = client.get(reverse(name, args=[programme.slug]))
    # What is refused has a reference of its own.
    return TOKEN.sub("", answer.content.decode()) if answer.status_code == 200 else str(answer.status_code)


@pytest.mark.parametrize("reader", READERS)
def test_pages_are_the_same_from_what_is_kept_and_from_the_rows(reader, request, graduates, client_of):
    """To the last letter, so that rights and thresholds hold of both."""
    client = client_of(
        roster.local_lead_of(graduates.posts.first().commissioner)
        if reader == "local_lead"
        else request.getfixturevalue(reader)
    )
    recompute.recompute_programme(graduates)
    from_kept = {name: page(client, graduates, name) for name in PAGES}

    KeptFigures.objects.all().delete()

    assert {name: page(client, graduates, name) for name in PAGES} == from_kept


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_is_kept_is_read_as_it_was_written(kind, graduates):
    recompute.recompute_programme(graduates)
    found = kept.kept(graduates, kind, KINDS[kind])

    assert found is not None
    assert kept.text_of(found) == KeptFigures.objects.get(kind=kind).content


def test_pages_read_what_is_kept(graduates, lead, client_of):
    """Or the other tests would compare the rows with themselves."""
    recompute.recompute_programme(graduates)
    Holding.objects.filter(end__isnull=False).update(end=None)

    assert "Left it: 3;" in page(client_of(lead), graduates, "retention")


def test_a_change_shows_on_the_next_page(graduates, lead, client_of):
    recompute.recompute_programme(graduates)
    Holding.objects.filter(end__isnull=False).update(end=None)

    holding = Holding.objects.first()
    record_caseload(holding=holding, month=date(2007, 1, 1), new_patients=20, active=30, by=lead)

    assert "Left it: 0;" in page(client_of(lead), graduates, "retention")


def test_figures_of_another_day_are_not_read(graduates):
    recompute.recompute_programme(graduates)
    KeptFigures.objects.update(day=date(2007, 2, 7))

    assert clock.today() == date(2007, 2, 8)
    assert kept.kept(graduates, "turnover", turnover.Parts) is None


def test_figures_of_other_fields_are_not_read(graduates):
    """What an earlier version of the programme has written."""
    recompute.recompute_programme(graduates)

    assert kept.kept(graduates, "turnover", supervision.Behind) is None


def test_a_change_while_figures_are_computed_makes_them_old(graduates):
    number = kept.number_of(graduates)
    kept.changed(graduates.pk)

    turnover.keep_parts(graduates, number)

    assert kept.kept(graduates, "turnover", turnover.Parts) is None
    assert RosterStamp.objects.get().number == number + 1


def test_another_orientation_day_is_another_time_of_observation(graduates, lead, client_of):
    recompute.recompute_programme(graduates)
    Wave.objects.update(orientation_on=date(2006, 1, 3))

    assert "observed since 3 January 2006" in page(client_of(lead), graduates, "retention")


def test_one_roster_that_changes_leaves_the_figures_of_another(graduates):
    other = Programme.objects.create(name="Others", slug="others", is_invented=True)
    recompute.recompute_programme(graduates)

    recompute.put_down(other)

    assert kept.kept(graduates, "turnover", turnover.Parts) is not None


def test_a_roster_that_changed_after_its_rows_were_read_is_left_to_the_next_job(graduates):
    """Figures of an older roster are not written over newer ones, and nobody would read them."""
    number, _ = recompute.recompute_rows(graduates)
    recompute.put_down(graduates)

    assert recompute.keep_figures(graduates, number) == 0
    assert not KeptFigures.objects.exists()
