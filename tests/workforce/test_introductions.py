"""Introducing a role: plan, engagement and communication log, lessons (row 66)."""

from datetime import date

import pytest
from django.urls import reverse

from operations.models import AuditEvent
from tests.workforce import roster
from workforce.models import Engagement, Lesson, RolePlan

PLAN = {"purpose": "Help early", "owner": "Workforce lead", "start": "2006-6-1"}
FAILED = {"on": "2006-6-1", "tried": "One hour for two", "result": "failed", "learning": "An hour each is needed"}


@pytest.fixture
def plan(graduates):
    values = {"purpose": "Help early", "owner": "Workforce lead", "start": date(2005, 6, 6)}
    return RolePlan.objects.create(programme=graduates, role="GMHW", **values)


def make_lesson(plan, by, **fields):
    values = {"on": date(2006, 6, 1), "tried": "A", "result": "failed", "learning": "B", **fields}
    return Lesson.objects.create(plan=plan, created_by=by, **values)


def test_a_plan_is_begun_and_changed(client_of, graduates, lead):
    """66"""
    client_of(lead).post(reverse("introduction_create", args=["graduates"]), {"role": "PSW", **PLAN})
    plan = RolePlan.objects.get()
    client_of(lead).post(reverse("introduction_edit", args=[plan.pk]), {**PLAN, "in_place": "A library"})
    plan.refresh_from_db()
    assert (plan.role, plan.in_place) == ("PSW", "A library")
    assert list(AuditEvent.objects.order_by("pk").values_list("event", flat=True)) == [
        "role_plan.begun",
        "role_plan.changed",
    ]


def test_a_role_has_one_plan_in_a_programme(client_of, graduates, lead, plan):
    page = client_of(lead).post(reverse("introduction_create", args=["graduates"]), {"role": "GMHW", **PLAN})
    assert (page.status_code, RolePlan.objects.count()) == (200, 1)


def test_engagement_is_logged_difficult_conversations_too(client_of, lead, plan):
    """66"""
    sent = {"on": "2006-6-1", "kind": "difficult", "audience": "Counsellors", "said": "They fear to be replaced"}
    client_of(lead).post(reverse("engagement_create", args=[plan.pk]), sent)
    assert Engagement.objects.get().kind == "difficult"
    page = client_of(lead).get(reverse("introduction_detail", args=[plan.pk]))
    assert "They fear to be replaced" in page.content.decode()


@pytest.mark.parametrize(
    ("fields", "words"), [({"on": "2008-6-1"}, "not in the future"), ({"said": "943 476 5919"}, "an NHS number")]
)
def test_the_log_refuses_days_to_come_and_patients(client_of, lead, plan, fields, words):
    sent = {"on": "2006-6-1", "kind": "visit", "audience": "A team", "said": "Rooms are short", **fields}
    page = client_of(lead).post(reverse("engagement_create", args=[plan.pk]), sent)
    assert words in page.content.decode()
    assert not Engagement.objects.exists()


def test_a_failed_test_is_filed_as_learning_for_everybody(client_of, graduates, lead, plan):
    """66"""
    client_of(lead).post(reverse("lesson_create", args=[plan.pk]), {**FAILED, "is_shared": "on"})
    (lesson,) = Lesson.objects.shared_in([graduates])
    assert (lesson.result, lesson.learning, lesson.created_by) == ("failed", "An hour each is needed", lead)


def test_a_lesson_that_is_not_shared_or_of_another_programme_is_not_among_the_shared(graduates, programme, plan, lead):
    make_lesson(plan, lead)
    theirs = RolePlan.objects.create(programme=programme, role="GMHW", purpose="A", owner="B", start=date(2006, 1, 1))
    make_lesson(theirs, lead, is_shared=True)
    assert list(Lesson.objects.shared_in([graduates])) == []


def test_a_lesson_says_what_was_learnt(client_of, lead, plan):
    page = client_of(lead).post(reverse("lesson_create", args=[plan.pk]), {**FAILED, "learning": " "})
    assert "Say what was learnt" in page.content.decode()


def test_a_lesson_is_changed_and_its_place_is_a_pct_of_the_programme(client_of, graduates, trust, lead, plan):
    roster.make_post(graduates, trust)
    lesson = make_lesson(plan, lead)
    sent = {**FAILED, "result": "partly", "commissioner": trust.pk}
    client_of(lead).post(reverse("lesson_edit", args=[lesson.pk]), sent)
    lesson.refresh_from_db()
    assert (lesson.result, lesson.commissioner) == ("partly", trust)


def test_the_plans_are_for_the_leads(client_of, graduates, trust, plan, commissioner, lead):
    roster.make_post(graduates, trust)
    lesson = make_lesson(plan, lead)
    addresses = [
        reverse("introduction_list", args=["graduates"]),
        reverse("introduction_detail", args=[plan.pk]),
        reverse("lesson_edit", args=[lesson.pk]),
    ]
    assert [client_of(commissioner).get(address).status_code for address in addresses] == [403] * 3
    local = roster.local_lead_of(trust)
    assert [client_of(local).get(address).status_code for address in addresses] == [200] * 3


def test_the_plans_of_another_programme_are_not_found(client_of, plan, wave, facilitator):
    assert client_of(facilitator).get(reverse("introduction_detail", args=[plan.pk])).status_code == 404


def test_the_list_counts_the_log_and_the_lessons(client_of, lead, plan):
    for result in ("failed", "worked"):
        make_lesson(plan, lead, result=result)
    page = client_of(lead).get(reverse("introduction_list", args=["graduates"]))
    (row,) = page.context["table"]["rows"]
    assert (row[3], row[4]) == ("0 entries", {"text": "2 lessons", "hint": "1 from what failed"})
