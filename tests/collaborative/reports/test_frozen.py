"""M7: a frozen report renders the same, byte for byte, after later corrections, and lists the figures since revised."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError

from collaborative.actions import reports as actions
from collaborative.dashboards.reports import revised_since
from collaborative.models import ReadingLevel, Story, Storyboard, WorkshopReport
from collaborative.reports import html
from collaborative.reports.copies import contents, digest_of
from collaborative.reports.snapshot import digest_of as digest_of_bytes
from measures.computing.recompute import recompute_wave
from measures.models import MonthlyReturn
from operations.models import AuditEvent
from tests.collaborative.conftest import agree
from tests.collaborative.improvement import make_story
from tests.collaborative.reports.conftest import page_of, share_storyboard


def correct(practice, **counts):
    """Change what a practice returned for November 2006, and compute anew."""
    MonthlyReturn.objects.filter(practice=practice, month="2006-11-01").update(**counts)
    recompute_wave(wave=practice.memberships.get().wave)


@pytest.fixture
def frozen(make, facilitator, returned, wave, practice, team):
    agree(wave, practice)
    report = make()
    actions.comment(report=report, page="wave", text="A good summer.", seen=actions.stamp(""), by=facilitator)
    return actions.freeze(report=report, by=facilitator)


def test_a_frozen_report_renders_the_same_bytes_after_a_correction(frozen, practice):
    before = [html.page(contents(frozen, copy)) for copy in ("exact", "shared")]

    correct(practice, gp_consultations=999)

    again = WorkshopReport.objects.get()
    assert [html.page(contents(again, copy)) for copy in ("exact", "shared")] == before


def test_the_figures_since_revised_are_listed(frozen, practice):
    correct(practice, gp_consultations=999)

    found = revised_since(frozen, "exact")
    numerators = [one for one in found if "Ash Surgery" in one.chart and one.figure == "Numerator"]
    assert [(one.month, one.now) for one in numerators] == [("Nov 2006", 999)]
    assert numerators[0].was != 999


def test_nothing_is_revised_before_anything_is_corrected(frozen):
    assert revised_since(frozen, "exact") == []


def test_a_computation_that_changed_nothing_revises_nothing(frozen, wave):
    recompute_wave(wave=wave)

    assert revised_since(frozen, "exact") == []


def test_a_practice_that_agreed_later_is_not_a_revision(frozen, wave, neighbour, practice):
    """What was rounded then is compared with what is rounded now."""
    agree(wave, neighbour)
    correct(practice, gp_consultations=999)

    assert not [one for one in revised_since(frozen, "exact") if "Beech" in one.chart]


def test_a_revision_within_the_rounding_does_not_show_in_the_copy_for_the_wave(make, facilitator, sentinels):
    """P6: 4219 and 4221 are both released as 4220."""
    report = actions.freeze(report=make(), by=facilitator)

    correct(sentinels, gp_consultations=4221)

    assert revised_since(report, "shared") == []


def test_a_revision_of_released_figures_shows_in_the_copy_for_the_wave(make, facilitator, sentinels):
    report = actions.freeze(report=make(), by=facilitator)

    correct(sentinels, gp_consultations=8219)

    assert {one.month for one in revised_since(report, "shared")} == {"Nov 2006"}


def test_a_later_month_is_no_revision(frozen, wave, practice, settings):
    settings.BUSINESS_CLOCK = "2007-04-08T09:00"
    recompute_wave(wave=wave)

    assert not [one for one in revised_since(frozen, "exact") if one.month in ("Feb 2007", "Mar 2007")]


def test_commentary_is_frozen_with_the_report(frozen):
    WorkshopReport.objects.update(commentary={"wave": "Something else"})

    assert page_of(WorkshopReport.objects.get(), "wave").commentary == "A good summer."


def test_the_digest_is_that_of_what_is_kept(frozen):
    report = WorkshopReport.objects.get()

    assert digest_of_bytes(bytes(report.exact_contents)) == report.exact_sha256 == digest_of(report, "exact")
    assert digest_of_bytes(bytes(report.shared_contents)) == report.shared_sha256


def test_freezing_is_written_down_with_the_digests(frozen):
    event = AuditEvent.objects.get(event="workshop_report.frozen")

    assert event.details == {"exact": frozen.exact_sha256, "shared": frozen.shared_sha256}


def kept(report):
    return WorkshopReport.objects.filter(pk=report.pk).values_list(
        "exact_contents", "shared_contents", "exact_sha256", "shared_sha256", "commentary"
    ).get()  # fmt: skip


@pytest.mark.parametrize(
    "action",
    [
        actions.freeze,
        actions.make_anew,
        partial(actions.comment, page="wave", text="Better", seen=actions.stamp("A good summer.")),
    ],
    ids=["freeze", "make_anew", "comment"],
)
def test_no_action_changes_a_frozen_report(action, frozen, facilitator):
    before = kept(frozen)

    with pytest.raises(ValidationError, match="frozen"):
        action(report=frozen, by=facilitator)

    assert kept(frozen) == before


def test_releasing_changes_nothing_of_what_is_kept(frozen, administrator):
    before = kept(frozen)

    actions.release(report=frozen, by=administrator)

    assert kept(frozen) == before


def test_a_report_that_is_being_made_cannot_be_frozen(facilitator, workshop):
    report = actions.start_report(event=workshop, kind="workshop", by=facilitator)

    with pytest.raises(ValidationError, match="still being made"):
        actions.freeze(report=report, by=facilitator)


def test_after_freezing_a_new_report_gets_the_next_number(frozen, facilitator, workshop):
    assert actions.start_report(event=workshop, kind="workshop", by=facilitator).number == 2


@pytest.mark.parametrize("kind", ["storyboard", "story"])
def test_what_was_taken_back_since_is_not_released(kind, make, facilitator, administrator, wave, practice, team):
    """Consent that ended before the release counts, although the frozen copy still has it."""
    board = share_storyboard(wave, practice, facilitator)
    story = make_story(team, facilitator, shared_with=ReadingLevel.WAVE)
    report = actions.freeze(report=make(), by=facilitator)
    if kind == "storyboard":
        Storyboard.objects.filter(pk=board.pk).update(withdrawn_at=report.frozen_at)
    else:
        Story.objects.filter(pk=story.pk).update(shared_with=ReadingLevel.FACILITATOR)

    with pytest.raises(ValidationError, match="1 item was taken back"):
        actions.release(report=report, by=administrator)


def test_what_is_still_shared_is_released(make, facilitator, administrator, wave, practice, team):
    share_storyboard(wave, practice, facilitator)
    make_story(team, facilitator, shared_with=ReadingLevel.WAVE)
    report = actions.freeze(report=make(), by=facilitator)

    assert actions.release(report=report, by=administrator).is_released
