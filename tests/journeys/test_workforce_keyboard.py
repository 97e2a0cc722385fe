"""The workforce with the keyboard alone (D47): the lead fills a vacant post and ends a holding, the supervisor records a
week, the worker reads the own record, disputes an entry, and answers the pulse by link.
"""

from datetime import date

import pytest
from django.urls import reverse

from tests.conftest import PASSWORD
from tests.journeys.accessibility import AFTER_LAYOUT
from tests.workforce import roster
from workforce.actions import pulses
from workforce.models import Dispute, Leaving, PulseCount, PulseLink, SupervisionSession
from workforce.pulses import CURRENT, pulse_questions

pytestmark = [pytest.mark.browser, pytest.mark.walked_once, pytest.mark.django_db(transaction=True)]

FAR_ENOUGH = 80
# What a screen reader would say of what has the focus; the page itself, which has it before the first Tab, is called nothing.
FOCUSED = """() => {
    const one = document.activeElement;
    const words = one === document.body ? '' : one.labels?.[0]?.innerText || one.innerText || '';
    return words.replace(/\\s+/g, ' ').trim();
}"""
CHOSEN = "() => document.activeElement.selectedOptions[0].text"
ROUND = {"name": "Winter 2007", "opens_on": date(2007, 2, 1), "closes_on": date(2007, 2, 28)}


@pytest.fixture
def place(trust, practice):
    """A programme with one vacant post, P1, and a worker in another, S1, who is supervised this week."""
    programme = roster.make_programme()
    roster.join(programme, practice)
    roster.make_post(programme, trust, practice, number="P1")
    roster.make_worker(programme, trust, "S2")
    worker = roster.make_worker(programme, trust, "S1")
    roster.hold(roster.make_post(programme, trust, practice, number="P2"), worker)
    return programme, worker


@pytest.fixture
def session(place, trust):
    programme, worker = place
    supervisor = roster.make_worker(programme, trust, "V1")
    roster.supervisor_at(trust, supervisor)
    return roster.make_session(roster.make_arrangement(worker, supervisor), date(2007, 2, 6), state="planned")


def tab_to(page, name):
    """Press Tab until what has the focus is called `name` or begins with it."""
    for _ in range(FAR_ENOUGH):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(name):
            return
    pytest.fail(f"Tab never reaches {name!r} on {page.url}")


def arrive(page):
    """A page that is still being loaded may take the focus away again; the scripts, being modules, have run once it is loaded."""
    page.wait_for_load_state("load")
    page.evaluate(AFTER_LAYOUT)


def follow(page, name, heading):
    """Go to the link or button, press Enter, and wait for the page with that heading."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("h1", has_text=heading).wait_for()
    arrive(page)


def write(page, name, text):
    tab_to(page, name)
    page.keyboard.type(text)


def choose(page, name, option):
    """Walk down a list with the arrow until the option is the chosen one."""
    tab_to(page, name)
    for _ in range(FAR_ENOUGH):
        if page.evaluate(CHOSEN) == option:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"No arrow reaches {option!r} in {name!r}")


def write_date(page, day, month, year):
    for name, text in (("Day", day), ("Month", month), ("Year", year)):
        write(page, name, text)


def sign_in_by_keyboard(page, email):
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    arrive(page)
    write(page, "E-mail address", email)
    write(page, "Password", PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_text("Acting for").wait_for()
    arrive(page)


def fill_the_vacant_post(page):
    follow(page, "See the vacancies", "Vacancies")
    follow(page, "P1", "Post P1")
    follow(page, "Add a holder", "Add a holder")
    write(page, "Staff number of the person", "S2")
    write_date(page, "5", "2", "2007")
    choose(page, "Employer", "Alder PCT")
    choose(page, "Terms of employment", "Agenda for Change")
    write(page, "Band or grade", "4")
    choose(page, "Contract", "Permanent")
    follow(page, "Save the holder", "Post P1")


def end_the_holding(page):
    follow(page, "End in the holding of No. S2", "End the holding of No. S2")
    write_date(page, "7", "2", "2007")
    choose(page, "Why it ends", "Pay")
    follow(page, "End the holding", "Post P1")


def test_d47_row_5_the_lead_fills_a_vacant_post_and_records_a_leaving_without_a_mouse(place, browser_page):
    roster.lead_of(place[0])

    sign_in_by_keyboard(browser_page, "workforce-lead@example.org")
    fill_the_vacant_post(browser_page)
    end_the_holding(browser_page)

    left = Leaving.objects.get()
    assert (left.reason, left.holding.worker.staff_number) == ("pay", "S2")
    assert (left.holding.start, left.holding.end) == (date(2007, 2, 5), date(2007, 2, 7))


def test_d47_row_6_the_supervisor_records_a_week_without_a_mouse(session, browser_page):
    page = browser_page

    sign_in_by_keyboard(page, "supervisor@example.org")
    follow(page, "Record sessions", "The people you supervise")
    follow(page, "Record a whole week at once", "Week of 5 February 2007")
    choose(page, "What became of it", "Held")
    tab_to(page, "Minutes")
    page.keyboard.press("Control+a")
    page.keyboard.type("45")
    follow(page, "Save this week", "")

    recorded = SupervisionSession.objects.get()
    assert (recorded.state, recorded.minutes) == ("held", 45)


def test_d47_the_worker_reads_the_own_record_and_disputes_an_entry_without_a_mouse(place, trust, browser_page):
    page = browser_page
    roster.staff_member_at(trust, place[1])

    sign_in_by_keyboard(page, "worker@example.org")
    follow(page, "Open your record", "Your record")
    assert "P2" in page.locator("main").inner_text()
    follow(page, "Dispute an entry", "Dispute an entry")
    # The arrow chooses the next one of a group of radio buttons.
    tab_to(page, "Post, dates or reason for leaving")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    write(page, "Which entry?", "The band from January 2006")
    write(page, "What is wrong, and what is right?", "It was 4, not 5")
    follow(page, "Send to your workforce lead", "Your record")

    assert Dispute.objects.get().about == "terms"


def test_d47_row_4_a_pulse_is_answered_by_its_link_without_a_mouse(place, browser_page):
    page, (programme, worker) = browser_page, place
    lead = roster.lead_of(programme)
    pulse = pulses.create_pulse(programme=programme, by=lead, **ROUND)
    pulses.make_links(pulse=pulse, by=lead)
    link = PulseLink.objects.get(worker=worker)

    page.goto(reverse("pulse_answer", args=[pulses.token_for(link)]))
    arrive(page)
    for _ in pulse_questions(CURRENT).codes:
        tab_to_a_choice(page)
        page.keyboard.press("Space")
    follow(page, "Send", "Thank you")

    assert PulseLink.objects.get(worker=worker).is_used
    assert PulseCount.objects.filter(count__gt=0).exists()


def tab_to_a_choice(page):
    """The next group of radio buttons: Tab enters each once."""
    for _ in range(FAR_ENOUGH):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            return
    pytest.fail(f"Tab reaches no more choices on {page.url}")
