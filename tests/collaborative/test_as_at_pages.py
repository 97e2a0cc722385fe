"""As at: any page or file of figures, and any return, as it stood on a day that the address names."""

import re
from datetime import date, datetime

import pytest
from django.urls import reverse

import collaborative.tasks  # noqa: F401  (the handlers of jobs)
from measures.actions.returns import withdraw_return
from measures.computing.recompute import recompute_wave
from measures.models import MonthlyReturn
from operations import jobs
from operations.models import Job
from practices.months import LONDON
from tests.collaborative.conftest import agree
from tests.collaborative.pages import COMMISSIONER, MEASURE, PRACTICE, WAVE, url

DECEMBER = date(2006, 12, 1)
BANNER = "As it stood on 20 Nov 2006"
PAGES = [
    WAVE,
    COMMISSIONER,
    PRACTICE,
    MEASURE,
    ("show_working", ["W1", "practice", "A99001", "long_absence", "2006-10"]),
    ("wave_matrix", ["W1"]),
    ("wave_multiples", ["W1", "long_absence"]),
    ("wave_funnel", ["W1", "long_absence"]),
    ("wave_worth_a_look", ["W1"]),
    ("wave_figures", ["W1"]),
    ("series_rules", ["W1", "wave", "wave", "long_absence"]),
    ("series_chart", ["W1", "wave", "wave", "long_absence"]),
    ("return_tracker", ["W1"]),
    ("return_versions", ["W1", "A99001"]),
]


@pytest.fixture
def client_then(client_of, facilitator, wave, returned, practice):
    """A facilitator to whom the practice has agreed."""
    agree(wave, practice)
    return client_of(facilitator)


def test_every_page_says_of_which_day_it_is_and_its_links_lead_there(client_then):
    for page in PAGES:
        shown = client_then.get(url(page), {"as_at": "2006-11-20"})
        text = re.sub(r'<a class="app-today"[^>]*>', "", shown.content.decode())

        assert (shown.status_code, BANNER in text) == (200, True), page
        figures = re.findall(r'href="(/waves/W1/(?:practices|pcts)/\w+/(?:\?[^"]*)?)"', text)
        assert [href for href in figures if "as_at=2006-11-20" not in href] == [], page


def test_a_month_that_had_not_ended_is_not_there(client_then):
    text = client_then.get(url(("series_csv", ["W1", "practice", "A99001", "long_absence"])), {"as_at": "2006-11-20"})

    assert "2006-10" in text.content.decode()
    assert "2006-11," not in text.content.decode()


def test_a_page_of_an_earlier_day_asks_for_no_return(client_then):
    """What was due then is no work for today."""
    assert "Next return" in client_then.get(url(PRACTICE)).content.decode()

    assert "Next return" not in client_then.get(url(PRACTICE), {"as_at": "2006-11-20"}).content.decode()


def test_a_file_says_in_its_name_and_its_facts_of_which_day_it_is(client_then):
    page = url(("series_csv", ["W1", "wave", "wave", "long_absence"]))
    file = client_then.get(page, {"as_at": "2006-11-20", "figures": "accepted"})

    assert "-as-at-2006-11-20-accepted.csv" in file["Content-Disposition"]
    assert "as_at,2006-11-20" in file.content.decode()
    assert "figures_shown,accepted only" in file.content.decode()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2007-02-09", "has not come yet"),
        ("2004-01-01", "before the first month"),
        ("yesterday", "written like"),
        ("2006-02-30", "written like"),
    ],
)
def test_a_day_of_which_nothing_can_be_said_gets_a_page_that_asks_for_another(client_then, day, words):
    shown = client_then.get(url(WAVE), {"as_at": day})

    assert shown.status_code == 400
    assert words in shown.content.decode()
    assert 'name="as_at"' in shown.content.decode()


def test_the_day_after_withdrawal_has_no_figure_and_the_day_before_has(client_then, wave, practice, settings):
    settings.BUSINESS_CLOCK = "2007-01-20T09:00"
    version = MonthlyReturn.objects.get(practice=practice, month=DECEMBER)
    withdraw_return(version=version, by=None, reason="Counted twice")
    settings.BUSINESS_CLOCK = "2007-02-08T09:00"
    recompute_wave(wave=wave)
    page = url(("show_working", ["W1", "practice", "A99001", "long_absence", "2006-12"]))

    before, after = (client_then.get(page, {"as_at": day}).content.decode() for day in ("2007-01-19", "2007-01-20"))

    assert reverse("return_detail", args=[version.pk]) in before
    assert reverse("return_detail", args=[version.pk]) not in after


def test_what_was_agreed_then_and_withdrawn_since_is_hidden_of_that_day_too(client_then, wave, practice):
    """R5"""
    page = url(("series_csv", ["W1", "practice", "A99001", "long_absence"]))
    exact = client_then.get(page, {"as_at": "2006-11-20"}).content.decode()
    practice.sharing_agreements.update(revoked_on=date(2007, 2, 1))

    hidden = client_then.get(page, {"as_at": "2006-11-20"}).content.decode()

    assert "figures,exact" in exact
    assert "figures,exact" not in hidden
    assert 'figures,"protected' in hidden


def test_a_return_has_the_state_that_it_had(client_then, practice):
    version = MonthlyReturn.objects.get(practice=practice, month=date(2006, 10, 1))
    accepted_at = datetime(2006, 12, 1, 9, tzinfo=LONDON)
    MonthlyReturn.objects.filter(pk=version.pk).update(accepted_at=accepted_at)
    page = reverse("return_detail", args=[version.pk])

    then, later = (client_then.get(page, {"as_at": day}).content.decode() for day in ("2006-11-20", "2006-12-01"))

    assert "Submitted, provisional" in then
    assert "Submitted, provisional" not in later
    assert client_then.get(page, {"as_at": "2006-10-27"}).status_code == 400


def test_the_tracker_counts_what_had_come(client_then, practice):
    MonthlyReturn.objects.filter(practice=practice, month=date(2006, 10, 1)).update(
        submitted_at=datetime(2006, 11, 25, 9, tzinfo=LONDON)
    )
    words = {}
    for day in ("2006-11-24", "2006-11-25"):
        shown = client_then.get(reverse("return_tracker", args=["W1"]), {"as_at": day}).content.decode()
        words[day] = shown.count("Oct 2006: Late, not here yet")

    assert words == {"2006-11-24": 1, "2006-11-25": 0}


def test_accepted_figures_alone_leave_the_provisional_month_out(client_then):
    """S4"""
    page = url(("series_csv", ["W1", "practice", "A99001", "long_absence"]))

    both, accepted = (client_then.get(page, {"figures": name}).content.decode() for name in ("", "accepted"))

    december = [re.search(r"^2006-12,([^,]*)", text, re.MULTILINE)[1] for text in (both, accepted)]
    assert december[0] != ""
    assert december[1] == ""


def test_accepted_totals_are_withheld_where_they_would_tell_a_few_practices_apart(client_of, commissioner, returned):
    """Three practices are provisional in December: the totals with and without them would tell these three."""
    page = url(("series_csv", ["W1", "wave", "wave", "gp_consultations"]))

    accepted = client_of(commissioner).get(page, {"figures": "accepted"}).content.decode()

    rates = {line.split(",")[3] for line in accepted.splitlines() if line.startswith("200")}
    assert rates == {""}


def test_all_figures_of_a_day_are_a_file_of_their_own(client_then):
    page, file = url(("wave_figures", ["W1"])), url(("wave_figures_file", ["W1", "csv"]))
    asked = client_then.post(f"{page}?as_at=2006-11-20")
    jobs.run(Job.objects.get(kind="export.wave_figures").pk)

    sent = client_then.get(file, {"as_at": "2006-11-20"})

    assert asked["Location"].endswith("?as_at=2006-11-20")
    assert "-as-at-2006-11-20.csv" in sent["Content-Disposition"]
    assert "as_at,2006-11-20" in sent.content.decode()
    assert client_then.get(file).status_code == 404
