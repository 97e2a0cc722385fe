"""What the facilitator says of a page, while two of them may write at once."""

import pytest
from django.urls import reverse

from collaborative.actions import reports as actions
from collaborative.models import WorkshopReport
from tests.collaborative.improvement import make_report


@pytest.fixture
def draft(workshop, facilitator):
    return make_report(workshop, facilitator, state="draft")


def address(report, page="cover"):
    return reverse("report_commentary", args=[report.pk], query={"page": page} if page else {})


def test_commentary_stands_on_its_page(client_of, facilitator, draft):
    client = client_of(facilitator)

    page = client.post(address(draft), {"text": "A good\r\nsummer.", "seen": actions.stamp("")}, follow=True)

    assert "A good" in page.content.decode()
    assert WorkshopReport.objects.get().commentary == {"cover": "A good\nsummer."}


def test_of_two_who_write_at_once_the_second_sees_both_texts(client_of, facilitator, draft):
    client = client_of(facilitator)
    client.post(address(draft), {"text": "Mine", "seen": actions.stamp("")})

    page = client.post(address(draft), {"text": "Theirs", "seen": actions.stamp("")}).content.decode()

    assert "Somebody else has changed" in page
    assert "Mine" in page
    assert "Theirs" in page
    assert WorkshopReport.objects.get().commentary == {"cover": "Mine"}


def test_what_was_seen_may_be_written_over(client_of, facilitator, draft):
    client = client_of(facilitator)
    client.post(address(draft), {"text": "Mine", "seen": actions.stamp("")})

    client.post(address(draft), {"text": "Ours", "seen": actions.stamp("Mine")})

    assert WorkshopReport.objects.get().commentary == {"cover": "Ours"}


def test_an_empty_commentary_is_none(client_of, facilitator, draft):
    client = client_of(facilitator)
    client.post(address(draft), {"text": "Mine", "seen": actions.stamp("")})

    client.post(address(draft), {"text": "", "seen": actions.stamp("Mine")})

    assert WorkshopReport.objects.get().commentary == {}


def test_commentary_names_no_patient(client_of, facilitator, draft):
    """G6"""
    page = client_of(facilitator).post(
        address(draft), {"text": "NHS number 943 476 5919 came", "seen": actions.stamp("")}
    )

    assert "Remove it" in page.content.decode()
    assert WorkshopReport.objects.get().commentary == {}


def test_the_form_says_who_reads_it(client_of, facilitator, draft):
    """G9"""
    assert "Can be read by: everybody in the wave" in client_of(facilitator).get(address(draft)).content.decode()


def test_every_page_is_listed_with_its_commentary(client_of, facilitator, draft):
    page = client_of(facilitator).get(address(draft, page="")).content.decode()

    assert "About this report" in page


def test_a_frozen_report_takes_no_commentary(client_of, facilitator, workshop):
    report = make_report(workshop, facilitator, state="frozen")

    page = client_of(facilitator).get(address(report), follow=True).content.decode()

    assert "does not change any more" in page
