"""W6: a storyboard from the practice's own data, its words its own, shown to others only with its consent."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from collaborative import tasks  # noqa: F401  registers what the worker does
from collaborative.actions import storyboards as actions
from collaborative.dashboards.storyboards import gathered_of
from collaborative.models import ReadingLevel, Storyboard
from collaborative.reports import storyboard as contents
from measures.disclosure import Audience
from operations import jobs
from operations.models import AuditEvent, Job
from tests.collaborative.conftest import two_years
from tests.collaborative.improvement import make_cycle
from tests.collaborative.pages import words_of

WORDS = {"aim": "Fewer visits", "learning": "Noon works"}


@pytest.fixture
def board(wave, practice, team, manager):
    two_years(wave, practice)
    return actions.edit_storyboard(storyboard=actions.storyboard_of(wave, practice), words=WORDS, by=manager)


@pytest.fixture
def shared(board, manager):
    return actions.give_consent(storyboard=board, by=manager)


def address(board, name="detail", *more):
    return reverse(f"storyboard_{name}", args=[board.pk, *more])


def test_the_own_practice_sees_its_exact_figures_with_a_warning(board, manager, client_of):
    page = words_of(client_of(manager).get(address(board)))

    assert "Own data: do not share; small numbers." in page
    assert "Fewer visits" in page and "GP consultations" in page


@pytest.mark.parametrize("who", ["facilitator", "commissioner", "lay_member", "team_member", "administrator"])
def test_nobody_else_sees_it_without_consent(board, who, request, client_of):
    assert client_of(request.getfixturevalue(who)).get(address(board)).status_code == 404


def test_with_consent_the_wave_sees_released_figures_only(shared, lay_member, client_of):
    page = words_of(client_of(lay_member).get(address(shared)))

    assert "Fewer visits" in page and contents.NOTICES[Audience.OTHER] in page
    assert "Own data" not in page


def test_withdrawn_consent_takes_it_away_at_once(shared, manager, lay_member, client_of):
    actions.withdraw_consent(storyboard=shared, by=manager)

    assert client_of(lay_member).get(address(shared)).status_code == 404


@pytest.mark.parametrize("who", ["clinician", "facilitator", "commissioner", "administrator"])
def test_only_the_manager_consents(board, who, request):
    with pytest.raises(PermissionDenied):
        actions.give_consent(storyboard=board, by=request.getfixturevalue(who))


@pytest.mark.parametrize(("who", "may"), [("clinician", True), ("facilitator", False), ("team_member", False)])
def test_the_practice_writes_its_own_words(board, who, may, request):
    person = request.getfixturevalue(who)
    if may:
        assert actions.edit_storyboard(storyboard=board, words={"aim": "Ours"}, by=person).words == {"aim": "Ours"}
    else:
        with pytest.raises(PermissionDenied):
            actions.edit_storyboard(storyboard=board, words={"aim": "Ours"}, by=person)


def test_an_empty_storyboard_is_not_shared(wave, practice, manager):
    with pytest.raises(ValidationError):
        actions.give_consent(storyboard=actions.storyboard_of(wave, practice), by=manager)


def test_words_are_suggested_from_the_own_cycles(wave, practice, team, manager, client_of):
    make_cycle(team, manager, practices=[practice], state="closed", title="Booked calls", learning="Noon works")
    board = actions.storyboard_of(wave, practice)

    page = client_of(manager).get(address(board, "edit")).content.decode()

    assert "Booked calls" in page and "Noon works" in page


def test_an_unshared_cycle_is_not_on_what_others_see(shared, team, practice, manager, lay_member, client_of):
    make_cycle(team, manager, practices=[practice], state="doing", title="Secret try", measure="gp_consultations")
    make_cycle(team, manager, practices=[practice], state="doing", title="Open try", shared_with=ReadingLevel.WAVE)

    page = client_of(lay_member).get(address(shared)).content.decode()

    assert "Open try" in page and "Secret try" not in page


def test_list_names_own_first_and_shared_ones(shared, wave, manager, lay_member, facilitator, neighbour, client_of):
    list_address = reverse("storyboard_list", args=[wave.code])
    own, others, after = (words_of(client_of(one).get(list_address)) for one in (manager, lay_member, facilitator))

    assert "Ash Surgery: shared with the wave" in own
    assert "Ash Surgery" in others and "Not shared yet" not in others
    assert "Not shared yet" in after and neighbour.name in after


def test_a_file_is_made_by_the_worker_from_what_its_reader_may_see(shared, lay_member, manager, client_of):
    client = client_of(lay_member)
    client.post(address(shared, "files"), {"kind": "pptx"})
    jobs.run(Job.objects.get(kind="storyboard.file").pk)

    made = client.get(address(shared, "file", "pptx"))

    assert made.status_code == 200 and made.content[:2] == b"PK"
    assert AuditEvent.objects.filter(event="storyboard.exported").count() == 1
    # What the manager may see is another file, which nobody has asked for.
    assert client_of(manager).get(address(shared, "file", "pptx")).status_code == 404


def test_released_contents_hold_no_exact_figure(shared, lay_member, manager):
    """P11: sentinel. The true counts of the practice that rounding changes are in none of the tables."""
    own, released = (contents.report(shared, gathered_of(person, shared)) for person in (manager, lay_member))
    true, shown = (
        {cell for chart in report.pages[0].blocks[1:] for row in chart.table.rows for cell in row[1:3]}
        for report in (own, released)
    )

    exact = {cell for cell in true if isinstance(cell, int) and cell % 5}
    assert exact
    assert not {cell for cell in shown if isinstance(cell, int) and cell % 5}


def test_g6_a_patient_is_not_stored(board, manager, client_of):
    page = words_of(client_of(manager).post(address(board, "edit"), {"aim": "For 9434765919"}))

    assert "looks like an NHS number" in page
    assert Storyboard.objects.get().words == WORDS
