"""As at: every link to figures leads to the same day, and no other link does."""

import pytest

from measures.kept_links import carried

DAY = {"as_at": "2007-01-03"}


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("/waves/W1/", "/waves/W1/?as_at=2007-01-03"),
        ("/waves/W1/matrix.csv?pct=5W0", "/waves/W1/matrix.csv?pct=5W0&amp;as_at=2007-01-03"),
        ("?clock=workshop#charts", "?clock=workshop&amp;as_at=2007-01-03#charts"),
        (
            "/waves/W1/data/practice/A99001/referrals.svg",
            "/waves/W1/data/practice/A99001/referrals.svg?as_at=2007-01-03",
        ),
        ("/waves/W1/practices/A99001/returns/", "/waves/W1/practices/A99001/returns/?as_at=2007-01-03"),
        ("/returns/12/", "/returns/12/?as_at=2007-01-03"),
    ],
)
def test_links_to_figures_lead_to_the_same_day(href, kept):
    assert carried(f'<a class="x" href="{href}">A</a>', DAY) == f'<a class="x" href="{kept}">A</a>'


@pytest.mark.parametrize(
    "href",
    [
        "/",
        "#charts",
        "/waves/W1/revisions/",
        "/waves/W1/improvement/teams/",
        "/waves/W1/data/wave/wave/referrals/rebase/",
        "/waves/W1/data/wave/wave/referrals/2006-11/ask/",
        "/returns/12/file/",
        "https://example.org/waves/W1/",
    ],
)
def test_what_is_decided_or_is_no_figure_stays_of_today(href):
    link = f'<a href="{href}">A</a>'

    assert carried(link, DAY) == link


def test_forms_that_filter_carry_the_day_and_the_form_for_another_day_does_not():
    hidden = '<input type="hidden" name="as_at" value="2007-01-03">'

    assert carried('<form method="get" class="app-filter">', DAY) == f'<form method="get" class="app-filter">{hidden}'
    for form in ('<form class="app-filter app-as-at-form" method="get">', '<form method="post">'):
        assert carried(form, DAY) == form


def test_the_way_back_to_today_is_left_alone():
    link = '<a class="app-today" href="/waves/W1/">A</a>'

    assert carried(link, DAY) == link
