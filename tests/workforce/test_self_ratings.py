"""The self-rating in the six HEALTH areas (row 48)."""

from datetime import date

import pytest
from django.urls import reverse

from operations.models import AuditEvent
from tests.workforce import roster
from workforce.frameworks import self_rated
from workforce.models import SelfRating

AREAS = [area.code for area in self_rated().competences]


@pytest.fixture
def worker(trust, practice):
    programme = roster.make_programme()
    worker = roster.make_worker(programme, trust)
    roster.hold(roster.make_post(programme, trust, practice), worker)
    return worker


@pytest.fixture
def own(trust, worker):
    return roster.staff_member_at(trust, worker)


def test_the_worker_rates_all_six_areas_and_the_trail_has_no_rating(client_of, worker, own):
    client_of(own).post(reverse("self_rating", args=[worker.pk]), dict.fromkeys(AREAS, "4"))
    assert list(SelfRating.objects.values_list("rating", "rated_on")) == [(4, date(2007, 2, 8))] * 6
    assert AuditEvent.objects.get(event="competence.self_rated").details == {"areas": 6}


def test_rating_again_on_one_day_replaces_and_later_is_kept_beside(client_of, worker, own):
    SelfRating.objects.create(worker=worker, area="L", rating=2, rated_on=date(2006, 6, 1))
    for rating in ("4", "5"):
        client_of(own).post(reverse("self_rating", args=[worker.pk]), dict.fromkeys(AREAS, rating))
    page = client_of(own).get(reverse("self_rating", args=[worker.pk]))
    assert SelfRating.objects.count() == 7
    (lifestyle,) = [row for row in page.context["chart"]["table"]["rows"] if row[0] == "Lifestyle"]
    assert (lifestyle[1]["text"], lifestyle[2]["text"], lifestyle[4]["text"]) == (5, 0, 2)


def test_an_area_left_out_is_asked_for(client_of, worker, own):
    page = client_of(own).post(reverse("self_rating", args=[worker.pk]), dict.fromkeys(AREAS[1:], "4"))
    assert "Choose 1 to 5 for health promotion" in page.content.decode()
    assert not SelfRating.objects.exists()


def test_the_lead_reads_it_and_does_not_rate(client_of, worker):
    lead = roster.lead_of(worker.programme)
    address = reverse("self_rating", args=[worker.pk])
    page = client_of(lead).get(address)
    assert (page.status_code, page.context["form"]) == (200, None)
    assert client_of(lead).post(address, dict.fromkeys(AREAS, "4")).status_code == 403


def test_the_host_of_the_post_does_not_read_it(client_of, worker, manager):
    assert client_of(manager).get(reverse("self_rating", args=[worker.pk])).status_code == 403


def test_the_chart_can_be_downloaded(client_of, worker, own):
    SelfRating.objects.create(worker=worker, area="L", rating=2, rated_on=date(2006, 6, 1))
    text = client_of(own).get(reverse("self_rating_csv", args=[worker.pk])).content.decode("utf-8-sig")
    assert "Lifestyle,2,3,2006-06-01," in text
    assert "Holistic approach,,,," in text


def test_switched_off_the_self_rating_is_hidden_and_kept(client_of, worker):
    """48"""
    lead = roster.lead_of(worker.programme)
    SelfRating.objects.create(worker=worker, area="L", rating=2, rated_on=date(2006, 6, 1))
    worker.programme.workforce.frameworks = ["ESC"]
    worker.programme.workforce.save()

    for name in ("self_rating", "self_rating_csv"):
        assert client_of(lead).get(reverse(name, args=[worker.pk])).status_code == 404
    assert SelfRating.objects.count() == 1
