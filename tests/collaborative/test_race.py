"""What two people do to improvement work at the same moment is done once, and nobody is met with an error."""

from datetime import date
from decimal import Decimal

import pytest

from collaborative.actions import change_packages, comments, pairings, reports, storyboards, team_reports
from collaborative.actions.progress_scores import score_progress
from collaborative.models import Driver, PackageItem, Pairing, ProgressScore, WorkshopReport
from collaborative.reports import making
from operations.models import AuditEvent, Job
from tests.collaborative.improvement import make_comment, make_event
from tests.collaborative.rivals import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_i4_a_package_that_is_begun_many_times_at_once_is_begun_once(wave, facilitator):
    done = at_once(lambda number: change_packages.start_package(wave=wave, by=facilitator))

    assert sum(items is not None for items in done) == 1
    assert Driver.objects.filter(wave=wave, kind="aim").count() == 1
    assert PackageItem.objects.filter(wave=wave).values("code").distinct().count() == PackageItem.objects.count()


def test_i6_of_many_scores_for_one_month_at_once_one_stands(team, facilitator):
    def score(number):
        return score_progress(
            team=team, month=date(2007, 1, 1), score=Decimal(number + 1), reason="Seen", suggested=2.0, by=facilitator
        ).score

    done = at_once(score)

    assert sorted(done) == [1, 2, 3, 4]
    assert ProgressScore.objects.get().score in done
    assert AuditEvent.objects.filter(event="progress.scored").count() == 4


def test_i7_an_answer_that_is_sent_many_times_at_once_is_kept_once(team, facilitator, manager):
    question = make_comment(team, facilitator, asks_answer=True)

    at_once(lambda number: comments.answer_comment(comment=question, text="Twelve", by=manager))

    assert question.replies.count() == 1


def test_i7_a_months_report_that_is_begun_many_times_at_once_is_one(team, manager):
    done = at_once(lambda number: team_reports.start_report(team=team, month=date(2006, 12, 1), by=manager).pk)

    assert len(set(done)) == 1
    assert AuditEvent.objects.filter(event="team_report.started").count() == 1


def test_w5_many_clicks_at_once_make_one_report_and_one_job(wave, facilitator):
    event = make_event(wave)

    def click(number):
        report = reports.start_report(event=event, kind="workshop", by=facilitator)
        return making.request_making(report, facilitator).pk

    done = at_once(click)

    assert len(set(done)) == Job.objects.filter(kind=making.KIND).count() == 1
    assert WorkshopReport.objects.count() == 1


def test_w6_a_storyboard_that_is_opened_many_times_at_once_is_one(wave, practice):
    assert len(set(at_once(lambda number: storyboards.storyboard_of(wave, practice).pk))) == 1


def test_two_practices_are_asked_once(wave, practice, neighbour, facilitator):
    fields = {"measure": "referrals", "learner": practice, "example": neighbour, "reason": "Alike"}

    done = at_once(lambda number: pairings.propose_pairing(wave=wave, by=facilitator, **fields))

    assert sum(one is not None for one in done) == Pairing.objects.count() == 1
