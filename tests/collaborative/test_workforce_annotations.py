"""P8: starts and vacancies of the posts that a practice hosts, on its charts, for those who may see the posts."""

from datetime import date

import pytest
from django.urls import reverse

from collaborative.dashboards.annotations import read_annotations
from collaborative.dashboards.workforce_annotations import gaps
from measures.chart_annotations import column, legend, what_happened
from measures.chart_lines import STAFFING, Annotation, Line, Signal
from measures.computing.recompute import recompute_wave
from practices import months
from tests.measures.test_monthly_return import make_return
from tests.workforce import roster

JANUARY, MARCH = date(2006, 1, 9), date(2006, 3, 31)
VACANT = "Post POST-77 vacant (Primary care graduate mental health worker)"
STARTS = "Primary care graduate mental health worker starts, post POST-77"
FILES = ("series_csv", "series_svg")


@pytest.fixture
def holding(wave, trust, practice):
    """Somebody was in the post from January to March 2006; it has been empty since."""
    programme = roster.make_programme()
    post = roster.make_post(programme, trust, practice, number="POST-77")
    worker = roster.make_worker(programme, trust, name="Quillan Vantongeren")
    return roster.hold(post, worker, start=JANUARY, end=MARCH, reason="supervision")


@pytest.fixture
def charted(wave, practice, holding):
    make_return(wave, practice, month=date(2006, 5, 1))
    recompute_wave(wave=wave)


def labels(user, wave, practice, level="practice"):
    found = read_annotations(user, wave, with_posts=True).of(level, practice.pk, "referrals")
    return [one.label for one in found]


@pytest.mark.parametrize("role", ["manager", "clinician"])
def test_who_works_in_the_host_sees_start_and_vacancy(request, wave, practice, holding, role):
    assert labels(request.getfixturevalue(role), wave, practice) == [STARTS, VACANT]


@pytest.mark.parametrize("role", ["facilitator", "commissioner", "data_officer", "lay_member"])
def test_others_see_neither(request, wave, practice, agreement, holding, role):
    """D13: an agreement opens figures, not staff."""
    assert labels(request.getfixturevalue(role), wave, practice) == []


def test_they_stand_on_no_chart_but_that_of_the_host(wave, practice, neighbour, trust, holding, manager):
    assert labels(manager, wave, neighbour) == []
    assert labels(manager, wave, trust, "commissioner") == []


def test_a_storyboard_goes_without_them(wave, practice, holding, manager):
    """It is shown to others: only who asks for posts gets them."""
    assert read_annotations(manager, wave).of("practice", practice.pk, "referrals") == ()


def test_the_practices_page_and_files_name_post_and_dates_and_no_person(client, charted, manager):
    """P11, D13."""
    client.force_login(manager)

    texts = [client.get(reverse("practice_dashboard", args=["W1", "A99001"])).content.decode()]
    texts += [
        client.get(reverse(name, args=["W1", "practice", "A99001", "gp_consultations"])).content.decode()
        for name in FILES
    ]

    assert all("Post POST-77 vacant" in text for text in texts)
    assert not any("Vantongeren" in text or "supervision" in text.lower() for text in texts)


@pytest.mark.parametrize("role", ["facilitator", "commissioner"])
def test_partners_open_the_same_chart_without_staff(request, client, charted, agreement, role):
    """D13: chart, drawing and file alike, for whoever sees the figures exactly."""
    client.force_login(request.getfixturevalue(role))

    texts = [client.get(reverse("practice_dashboard", args=["W1", "A99001"])).content.decode()]
    texts += [
        client.get(reverse(name, args=["W1", "practice", "A99001", "gp_consultations"])).content.decode()
        for name in FILES
    ]

    assert not any("POST-77" in text for text in texts)


def test_the_stored_page_of_one_is_not_the_others(client, charted, agreement, manager, facilitator):
    for person, is_there in ((manager, True), (facilitator, False), (manager, True)):
        client.force_login(person)
        text = client.get(reverse("practice_dashboard", args=["W1", "A99001"])).content.decode()
        assert ("Post POST-77 vacant" in text) is is_there


# ---- gaps, pure

DAYS = {name: date(2006, int(name), 1) for name in ("1", "3", "5", "9")}


@pytest.mark.parametrize(
    ("held", "found"),
    [
        ([], [(DAYS["1"], None)]),
        ([(DAYS["1"], None)], []),
        ([(DAYS["3"], None)], [(DAYS["1"], date(2006, 2, 28))]),
        ([(DAYS["1"], date(2006, 2, 28)), (DAYS["5"], None)], [(DAYS["3"], date(2006, 4, 30))]),
        # Two share the post: it is empty when both have gone.
        ([(DAYS["1"], DAYS["5"]), (DAYS["3"], date(2006, 8, 31))], [(DAYS["9"], None)]),
    ],
)
def test_gaps_are_the_days_on_which_nobody_was_there(held, found):
    assert gaps(DAYS["1"], None, held) == found


def test_a_gap_ends_with_the_post():
    assert gaps(DAYS["1"], DAYS["5"], [(DAYS["1"], date(2006, 2, 28))]) == [(DAYS["3"], DAYS["5"])]


# ---- as measures print them


def line(*annotations):
    grid = months.month_range(date(2006, 1, 1), date(2006, 6, 1))
    return Line("x", "X", "per 100", "lower", grid, [1.0] * 6, Signal("none", 6, 6, None), annotations=annotations)


def test_staffing_is_marked_by_small_letters_and_goes_on_until_it_ends():
    found = line(Annotation(DAYS["3"], None, VACANT, STAFFING, "v"))

    [entry] = legend(found)
    assert (entry.mark, entry.kind, entry.text) == ("a", "Staffing", f"{VACANT}, since 1 Mar 2006")
    assert what_happened(found) == "1 change of staffing falls in this chart."
    assert column(found)[2] == f"a {VACANT}, starts"
