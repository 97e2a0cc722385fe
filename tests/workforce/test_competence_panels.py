"""What competences, accreditation and governance bring to the pages of a worker and of a post."""

from datetime import date

import pytest

from tests.workforce import roster
from workforce.dashboards import competence_panel, governance_panel
from workforce.models import Accreditation, CompetenceEvidence, SelfRating

DAY = date(2006, 6, 1)


@pytest.fixture
def worker(trust, practice):
    programme = roster.make_programme()
    worker = roster.make_worker(programme, trust)
    roster.hold(roster.make_post(programme, trust, practice), worker)
    return worker


@pytest.fixture
def lead(worker):
    return roster.lead_of(worker.programme)


def test_competences_are_counted_by_framework_and_standing(worker, lead):
    """P4"""
    values = {"worker": worker, "framework": "ESC", "evidence": "Seen", "evidenced_on": DAY}
    CompetenceEvidence.objects.create(competence="1", signed_off_by=lead, signed_off_on=DAY, **values)
    CompetenceEvidence.objects.create(competence="2", **values)
    panel = competence_panel.competences(lead, worker)
    (row,) = [row for row in panel.context["table"]["rows"] if row[0]["text"].startswith("Ten")]
    assert [cell["text"] for cell in row[1:]] == [1, 1, 0, 8]


def test_the_self_rating_stands_where_the_programme_uses_it(worker, lead):
    SelfRating.objects.create(worker=worker, area="L", rating=2, rated_on=DAY)
    assert competence_panel.self_rating(lead, worker).context["chart"]["is_rated"]
    worker.programme.workforce.frameworks = ["ESC"]
    worker.programme.workforce.save()
    assert competence_panel.self_rating(lead, worker) is None


def test_an_accreditation_that_was_renewed_is_an_earlier_one(worker, lead):
    Accreditation.objects.create(worker=worker, body="BABCP", awarded_on=DAY, expires_on=date(2006, 12, 31))
    Accreditation.objects.create(worker=worker, body="BABCP", awarded_on=date(2007, 1, 1))
    rows = competence_panel.accreditation(lead, worker).context["table"]["rows"]
    assert [row[1]["tag"]["text"] for row in rows] == ["Held", "Earlier"]


def test_the_host_of_the_post_sees_none_of_them(worker, manager):
    """D13"""
    panels = (competence_panel.competences, competence_panel.self_rating, competence_panel.accreditation)
    assert [panel(manager, worker) for panel in panels] == [None, None, None]


def test_only_the_lead_is_offered_to_change_an_accreditation(worker, lead, trust):
    own = roster.staff_member_at(trust, worker)
    assert competence_panel.accreditation(own, worker).context["links"] == []
    assert len(competence_panel.accreditation(lead, worker).context["links"]) == 1


def test_the_page_of_a_post_lists_what_is_missing(worker, manager):
    """8"""
    post = worker.holdings.get().post
    panel = governance_panel.governance(manager, post)
    assert panel.context["notes"] == ["0 of 14 items are in place; 14 are gaps."]
