"""W5: one button, the worker's true progress, and one report however often it is asked for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collaborative.actions import reports as actions
from collaborative.dashboards.reports import making_trouble
from collaborative.models import WorkshopReport
from collaborative.reports import making
from operations import jobs
from operations.models import AuditEvent, Job
from tests.collaborative.conftest import two_years
from tests.collaborative.improvement import make_cycle, make_team
from tests.collaborative.reports.conftest import keys_of, page_of, share_storyboard, work
from tests.conftest import make_organisation, make_practice


@pytest.fixture
def heard(monkeypatch):
    """What the worker says of its progress."""
    found = []
    said = jobs.report
    monkeypatch.setattr(jobs, "report", lambda job, percent, text="": (found.append((percent, text)), said(job, percent, text)))  # fmt: skip
    return found


def test_a_report_has_every_page_of_the_handbook(make, returned, team, other_team):
    """W5: cover, attendance, progress, wave, teams, practices, barriers, storyboards, themes, spread, plan, appendix."""
    keys = keys_of(make())

    assert keys[:5] == ["cover", "attendance", "progress", "agreed", "wave"]
    assert keys[5:10] == ["team-5w0", "practice-a99001", "practice-a99002", "team-5w1", "practice-a99003"]
    assert keys[10:14] == ["barriers", "storyboards", "themes", "spread"]
    assert keys[-6:] == ["pairings", "plan", "reflections", "definitions", "data-quality", "method"]


def test_the_worker_says_which_team_it_is_at(heard, make, returned, team, other_team):
    make()

    texts = [text for _, text in heard]
    assert f"Team 1 of 2: {team.name}" in texts
    assert f"Team 2 of 2: {other_team.name}" in texts
    assert texts[0] == "Reading the figures."


def test_progress_never_goes_back(heard, make, returned, team):
    make()

    percents = [percent for percent, _ in heard]
    assert percents == sorted(percents)
    assert percents[-1] == 99


def test_two_clicks_make_one_report(facilitator, workshop):
    first = actions.start_report(event=workshop, kind="workshop", by=facilitator)
    again = actions.start_report(event=workshop, kind="workshop", by=facilitator)

    assert again.pk == first.pk
    assert AuditEvent.objects.filter(event="workshop_report.asked_for").count() == 1


def test_one_making_is_one_job(facilitator, workshop):
    report = actions.start_report(event=workshop, kind="workshop", by=facilitator)
    found = {making.request_making(report, facilitator).pk for _ in range(2)}

    assert len(found) == 1


def test_a_job_that_runs_twice_does_no_harm(make, returned):
    report = make()
    job = Job.objects.get(key=making.key_of(report))

    again = making.make(job)

    assert not again["kept"]
    assert WorkshopReport.objects.get().exact_sha256 == report.exact_sha256


def test_what_an_earlier_making_brings_is_not_taken(facilitator, workshop, returned):
    report = actions.start_report(event=workshop, kind="workshop", by=facilitator)
    first = making.request_making(report, facilitator)
    report = actions.make_anew(report=report, by=facilitator)
    first.payload["makings"] = 1

    jobs.run(first.pk)

    assert WorkshopReport.objects.get().makings == 2


def test_making_it_anew_keeps_the_commentary(make, facilitator, returned):
    report = make()
    actions.comment(report=report, page="wave", text="A good summer.", seen=actions.stamp(""), by=facilitator)

    again = work(actions.make_anew(report=report, by=facilitator), facilitator)

    assert (again.state, page_of(again, "wave").commentary) == ("draft", "A good summer.")


def test_a_making_that_failed_says_what_to_do(facilitator, workshop, monkeypatch):
    monkeypatch.setattr(making, "sources", lambda report, person: 1 / 0)
    report = actions.start_report(event=workshop, kind="workshop", by=facilitator)
    for _ in range(jobs.MAXIMUM_ATTEMPTS):
        Job.objects.update(not_before="2006-01-01T00:00Z")
        jobs.run(making.request_making(report, facilitator).pk)

    assert "make it again" in making_trouble(report)
    assert "ZeroDivisionError" not in making_trouble(report)


def test_a_report_can_be_made_before_anything_was_returned(make, team):
    report = make()

    assert "Nothing has been returned yet." in str(page_of(report, "wave"))


def test_practices_without_a_team_have_their_pages_too(make, returned, team):
    keys = keys_of(make())

    assert keys.index("practice-a99003") > keys.index("team-5w0")


def queries_for(make, by, captured):
    with captured as found:
        make(by=by)
    return len(found)


def test_the_number_of_queries_does_not_grow_with_teams_and_practices(
    make, facilitator, wave, returned, team, other_team, practice, monkeypatch
):
    monkeypatch.setattr(jobs, "report", lambda job, percent, text="": None)
    share_storyboard(wave, practice, facilitator)
    make_cycle(team, facilitator, practices=[practice], state="doing", measure="referrals")
    few = queries_for(make, facilitator, CaptureQueriesContext(connection))
    WorkshopReport.objects.all().delete()
    Job.objects.all().delete()
    trust = make_organisation("5W2", "Cedar PCT", "commissioner")
    more = [make_practice(wave, f"A9901{place}", f"Dogwood {place}", trust) for place in range(3)]
    third = make_team(wave, trust, *more)
    for other in more:
        share_storyboard(wave, other, facilitator)
        make_cycle(third, facilitator, practices=[other], state="doing", measure="referrals")
    two_years(wave, *more)

    assert queries_for(make, facilitator, CaptureQueriesContext(connection)) <= few
