"""Holding a review from the worklist and coming back to it, in a real browser and with the keyboard alone."""

import pytest
from django.urls import reverse

from registers.actions import standings
from registers.models import LocalOffer, StepReview
from tests.conftest import PASSWORD
from tests.journeys.accessibility import assert_page_is_accessible
from tests.registers.people import make_entry, make_step

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FAR_ENOUGH = 60


@pytest.fixture
def overdue(practice, clinician):
    """No. 12, whose review was due on 30 January 2007."""
    review = make_step(make_entry(practice, 12))[1]
    standings.refresh(practice)
    return review


def worklist():
    return reverse("worklist", args=["A99001", "overdue-reviews"])


def test_a_review_is_held_in_three_clicks_from_the_worklist_and_back(overdue, sign_in):
    page = sign_in("clinician@example.org", PASSWORD, worklist())

    page.get_by_role("link", name="Hold the review").click()
    assert_page_is_accessible(page)
    page.get_by_label("Go on at this step").check()
    page.get_by_label("Why?").fill("Goes on as agreed")
    page.get_by_role("button", name="Save this review").click()

    page.wait_for_url(f"**{worklist()}")
    assert page.get_by_text("Nobody is on this worklist today").is_visible()
    assert StepReview.objects.get(pk=overdue.pk).outcome == "continue"


def press_to(page, name):
    for _ in range(FAR_ENOUGH):
        page.keyboard.press("Tab")
        words = "() => document.activeElement.labels?.[0]?.innerText || document.activeElement.innerText"
        if name in page.evaluate(words):
            return
    pytest.fail(f"Tab never reaches {name!r} on {page.url}")


def test_d47_a_review_is_held_without_a_mouse(overdue, sign_in):
    page = sign_in("clinician@example.org", PASSWORD, reverse("review_hold", args=["A99001", 12, overdue.pk]))
    page.wait_for_load_state("networkidle")

    press_to(page, "Go on at this step")
    page.keyboard.press("ArrowDown")
    press_to(page, "Why?")
    page.keyboard.type("Worse than before")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**{reverse('entry_detail', args=['A99001', 12])}")
    assert StepReview.objects.get(pk=overdue.pk).outcome == "up"


PAGES = ["care_step_start", "review_plan", "intervention_create", "work_support_create", "pharmacy_pack_create",
         "perinatal_plan", "presentation_edit", "symptoms_edit", "entry_detail"]  # fmt: skip


def test_the_forms_of_a_person_are_accessible(overdue, sign_in):
    page = sign_in("clinician@example.org", PASSWORD, reverse("care_due", args=["A99001"]))
    assert_page_is_accessible(page)

    for name in PAGES:
        page.goto(reverse(name, args=["A99001", 12]))
        assert_page_is_accessible(page)


def test_the_directory_and_the_counts_are_accessible(practice, overdue, sign_in):
    LocalOffer.objects.create(practice=practice, name="Library books", kind="books")
    page = sign_in("clinician@example.org", PASSWORD, reverse("offer_list", args=["A99001"]))
    assert_page_is_accessible(page)

    for name in ("offer_create", "uptake"):
        page.goto(reverse(name, args=["A99001"]))
        assert_page_is_accessible(page)
