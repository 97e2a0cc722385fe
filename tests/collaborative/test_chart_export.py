"""The chart as a page of its own, made by the worker."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from collaborative.dashboards import export
from collaborative.tasks import write_chart
from operations import jobs
from operations.models import Job
from tests.collaborative.pages import body

EXPORT = ["W1", "practice", "A99001", "gp_consultations"]


def test_the_worker_knows_how_to_make_it():
    assert jobs.HANDLERS[export.KIND] is write_chart


def ask_for_export(client):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "publish", lambda job_id: None)
        return client.post(reverse("series_chart", args=EXPORT))


def test_the_worker_writes_the_chart_as_a_page(client_of, returned, manager):
    client = client_of(manager)

    ask_for_export(client)
    jobs.run(Job.objects.get(kind=export.KIND).pk)
    page = body(client.get(reverse("series_chart_file", args=EXPORT)))

    assert "Consultations with a general practitioner: Ash Surgery" in page
    assert "Plotly.newPlot" in page
    assert "Own data, exact: do not share" in page


def test_the_file_of_one_audience_is_not_given_to_another(client_of, returned, manager, facilitator):
    ask_for_export(client_of(manager))
    jobs.run(Job.objects.get(kind=export.KIND).pk)

    assert client_of(facilitator).get(reverse("series_chart_file", args=EXPORT)).status_code == 302


def test_the_page_says_whose_chart_it_is_and_leads_back(client_of, returned, manager):
    page = body(client_of(manager).get(reverse("series_chart", args=EXPORT)))

    assert "Ash Surgery" in page
    assert reverse("practice_dashboard", args=["W1", "A99001"]) in page


def test_asking_twice_is_one_job(client_of, returned, manager):
    client = client_of(manager)
    ask_for_export(client)
    ask_for_export(client)

    assert Job.objects.filter(kind=export.KIND).count() == 1


def test_a_file_is_removed_after_a_day_and_can_be_asked_for_again(client_of, returned, manager):
    client = client_of(manager)
    ask_for_export(client)
    made = Job.objects.get(kind=export.KIND)
    jobs.run(made.pk)
    path = export.path_of(made.payload["key"])
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)

    assert export.remove_old(written + timedelta(hours=23)) == [] and path.exists()
    assert export.remove_old(written + timedelta(hours=25)) == [path.name] and not path.exists()
    ask_for_export(client)

    assert Job.objects.get(kind=export.KIND).state == Job.State.QUEUED


def test_a_file_that_is_being_made_keeps_its_job(client_of, returned, manager):
    ask_for_export(client_of(manager))

    assert export.remove_old(datetime(2100, 1, 1, tzinfo=UTC)) == []
    assert Job.objects.filter(kind=export.KIND).exists()
