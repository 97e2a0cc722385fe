"""Improvement work as people do it in a browser: a cycle planned and closed with the keyboard alone, and the door of a workshop."""

import pytest

from collaborative.models import PdsaCycle
from tests.collaborative.conftest import two_years
from tests.collaborative.improvement import make_attendance, make_event, make_team
from tests.conftest import PASSWORD
from tests.journeys.accessibility import problems_of
from tests.journeys.test_keyboard import tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def team(wave, trust, practice, neighbour):
    return make_team(wave, trust, practice, neighbour)


def write(page, label, text):
    """Go to a field with Tab and type, as somebody who cannot point would."""
    tab_to(page, label)
    page.keyboard.type(text)


def press(page, name, key):
    tab_to(page, name)
    page.keyboard.press(key)


def follow(page, name):
    """To the page that the link or button of this name leads to."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page, label, first_letters):
    """In a list of choices a keyboard goes to what begins with these letters."""
    tab_to(page, label)
    page.keyboard.type(first_letters)


def plan_with_the_keyboard(page):
    write(page, "What do you call it?", "Call before an appointment")
    write(page, "What do you want to find out?", "Will people take a call instead?")
    write(page, "What do you predict, and why?", "One in ten appointments saved, since most only ask")
    press(page, "Ash Surgery", "Space")
    choose(page, "Measure", "GP")
    choose(page, "Which way", "It falls")
    write(page, "By how many per cent", "10")
    choose(page, "By which month", "Apr 2007")
    follow(page, "Save the cycle")
    page.get_by_role("heading", name="Call before an appointment").wait_for()


def study_with_the_keyboard(page):
    follow(page, "Doing has ended")
    press(page, "Yes", "Space")
    write(page, "What did you see?", "Most liked it")
    follow(page, "Doing has ended")
    follow(page, "Study and decide")
    write(page, "What came out?", "Eleven in a hundred")
    press(page, "Yes", "Space")
    write(page, "What did you learn?", "Calls at lunch time work")
    tab_to(page, "Adopt")
    page.keyboard.press("ArrowDown")
    follow(page, "Close the cycle")
    page.get_by_text("Cycle 2 of this ramp is planned").wait_for()


def test_i1_a_cycle_is_planned_done_and_adapted_without_a_mouse(
    sign_in, wave, practice, neighbour, elsewhere, manager, team
):
    """I1, I2, I3: the prediction is locked when doing starts, adapt makes the next cycle, and the chart of its measure shows it."""
    two_years(wave, practice, neighbour, elsewhere)
    page = sign_in(manager.email, PASSWORD, f"/teams/{team.pk}/cycles/")
    follow(page, "Plan a cycle")
    plan_with_the_keyboard(page)

    follow(page, "Start doing")
    set_day(page, "6", "11", "2006")
    follow(page, "Start and lock the prediction")
    page.get_by_text("The prediction is locked").first.wait_for()
    assert problems_of(page) == []
    page.goto(f"{page.url}edit/")
    assert page.get_by_label("What do you predict, and why?").count() == 0
    page.go_back()
    study_with_the_keyboard(page)
    assert problems_of(page) == []

    first, second = PdsaCycle.objects.order_by("number")
    assert (first.state, first.decision, second.state, second.ramp_id) == ("closed", "adapt", "planned", first.ramp_id)
    page.goto("/waves/W1/practices/A99001/")
    chart = page.locator("figure").filter(has=page.locator("#gp-consultations"))
    assert "Call before an appointment, cycle 1" in chart.locator(".app-happened").inner_text()
    chart.locator("summary").first.press("Enter")
    assert "Call before an appointment, cycle 1" in chart.locator("table").inner_text()


def set_day(page, *parts):
    for label, text in zip(("Day", "Month", "Year"), parts, strict=True):
        write(page, label, text)


@pytest.fixture
def today(wave):
    """A workshop on the day on which the tests stand."""
    return make_event(wave, "other", 0, title="Workshop today", held_on="2007-02-08")


@pytest.fixture
def phone(chromium, live_server):
    """A small screen that is touched, and on which nobody has signed in."""
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 375, "height": 700}, has_touch=True, is_mobile=True
    )
    yield context.new_page()
    context.close()


def test_w2_a_person_signs_in_at_the_door_on_a_phone(phone, sign_in, today, team, facilitator):
    expected = make_attendance(today, team, name="Pat Grey", status="invited")
    notice = sign_in(facilitator.email, PASSWORD, f"/events/{today.pk}/door/")

    phone.goto(notice.locator(".app-door-address").inner_text())
    phone.get_by_label("Your name").fill("Pat Grey")
    phone.get_by_role("button", name="Sign in").tap()
    phone.get_by_role("heading", name="Thank you").wait_for()

    expected.refresh_from_db()
    assert expected.status == "attended"
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375


def words_of_readers(page):
    """Field -> who can read it, as the page says beside it."""
    return {
        name: page.locator(".nhsuk-form-group")
        .filter(has=page.locator(f"#id_{name}"))
        .locator(".app-readers")
        .inner_text()
        for name in ("description", "owner")
    }


def test_g9_a_field_with_a_ceiling_keeps_to_it_whatever_is_chosen(sign_in, manager, team):
    page = sign_in(manager.email, PASSWORD, f"/teams/{team.pk}/barriers/new/")

    page.get_by_label("Who can read this").select_option("Everybody in the wave")
    widest = words_of_readers(page)
    page.get_by_label("Who can read this").select_option("The team alone")
    narrowest = words_of_readers(page)

    assert widest == {
        "description": "Can be read by: everybody in the wave.",
        "owner": "Can be read by: the team, its facilitator and its commissioner.",
    }
    assert set(narrowest.values()) == {"Can be read by: the team alone."}
