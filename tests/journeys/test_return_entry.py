"""A return typed in a real browser: kept cell by cell, judged on the way, surviving a session that ran out (C3, C4, C9, D29)."""

from datetime import date

import pytest
from django.contrib.sessions.models import Session

from measures.actions import drafts
from measures.actions.drafts import Typed
from measures.entry.cells import TYPED, Start
from measures.models import MonthlyReturn, ReturnDraft
from tests.conftest import PASSWORD
from tests.journeys.accessibility import problems_of
from tests.measures.entry.typing import address, cells, work
from tests.measures.test_monthly_return import make_return

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OCTOBER = date(2006, 10, 1)


@pytest.fixture
def form(wave, practice, manager, sign_in):
    """The form of November, with October sent and the list carried over from it."""
    make_return(wave, practice, month=OCTOBER, list_open=180, list_added=6, list_removed=6, list_close=180)
    return sign_in(manager.email, PASSWORD, address())


def leave(page, name, text):
    page.locator(f"#{name}").fill(text)
    page.locator(f"#{name}").blur()


def said(page, name, words):
    page.locator(f"#{name}-state").get_by_text(words).wait_for()


def test_c4_typed_mended_ticked_sent_and_submitted(form):
    page = form
    for name, text in cells(list_close=999).items():
        if name not in ("severity_tool", "nil_return", "registered_all", "registered_16_64", "list_open"):
            leave(page, name, text)
            said(page, name, "Saved") if text else None
    page.locator("#list_close-messages").get_by_text("list_close is 999").wait_for()
    leave(page, "list_close", "198")
    page.locator("#list_close-messages").get_by_text("list_close is 999").wait_for(state="detached")

    page.get_by_role("button", name="Send the return").click()
    page.get_by_role("alert").get_by_text("Tick that this is still right").first.wait_for()
    problems = problems_of(page)
    for name in ("registered_all", "registered_16_64", "list_open", "severity_tool"):
        page.locator(f"#{name}-confirm").check()
        said(page, name, "Confirmed")
    page.get_by_role("button", name="Send the return").click()
    page.wait_for_url("**/uploads/**")
    work()
    page.locator("h1").get_by_text("Check and submit").or_(page.locator("h1").get_by_text("Is this right?")).wait_for()

    assert problems == []
    assert work().state in ("ready", "needs_confirming")
    assert not MonthlyReturn.objects.filter(month="2006-11-01").exists()


def test_c4_a_session_that_ran_out_loses_nothing_that_was_typed(form, manager):
    page = form
    leave(page, "gp_consultations", "142")
    said(page, "gp_consultations", "Saved")
    Session.objects.all().delete()

    leave(page, "people_13w", "11")
    said(page, "people_13w", "You have been signed out: sign in in a new window, then go on")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new window").click()
    window = opened.value
    window.get_by_label("E-mail address").fill(manager.email)
    window.get_by_label("Password", exact=True).fill(PASSWORD)
    window.locator("main").get_by_role("button", name="Sign in").click()
    window.wait_for_url(f"**{address()}")
    page.get_by_role("button", name="Save what is not saved").click()
    said(page, "people_13w", "Saved")

    draft = ReturnDraft.objects.get()
    assert [draft.cells[name]["text"] for name in ("gp_consultations", "people_13w")] == ["142", "11"]
    assert "142" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def test_d29_two_people_at_one_cell_see_both_values(form, wave, practice, data_officer):
    page = form
    drafts.save_cells(
        wave=wave,
        practice=practice,
        month=date(2006, 11, 1),
        start=Start(dict.fromkeys(TYPED, "")),
        typed=[Typed("gp_consultations", "150", "")],
        by=data_officer,
    )

    leave(page, "gp_consultations", "142")
    page.get_by_role("button", name="Keep 142").wait_for()
    kept = ReturnDraft.objects.get().cells["gp_consultations"]["text"]
    page.get_by_role("button", name="Keep 142").click()
    said(page, "gp_consultations", "Saved")

    assert kept == "150"
    assert ReturnDraft.objects.get().cells["gp_consultations"]["text"] == "142"


def test_the_pages_are_accessible_and_quiet(form, practice):
    page, problems = form, []
    for path in (address(), "/returns/paste/", "/returns/"):
        page.goto(path)
        problems += problems_of(page)

    assert problems == []
