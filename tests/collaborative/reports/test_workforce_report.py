"""The workforce page of a report: protected in both copies, with nothing of measures in a workforce wave."""

from zipfile import ZipFile

import pytest

from accounts.permissions import Role
from collaborative.reports import csv, html, pdf, pptx
from collaborative.reports.copies import contents
from tests.collaborative.improvement import make_event, make_team
from tests.collaborative.reports.conftest import keys_of, page_of, table_of
from tests.collaborative.test_workforce_programme import share_lesson
from tests.collaborative.workforce import NAMES, three_trusts
from tests.conftest import make_organisation, make_person

COPIES = ["exact", "shared"]
OF_MEASURES = {"wave", "spread", "definitions", "data-quality", "method", "pairings"}


@pytest.fixture
def graduates(wave, trust, other_trust):
    return three_trusts(wave, [trust, other_trust, make_organisation("5W2", "Cherry PCT", "commissioner")])


@pytest.fixture
def guide(graduates):
    return make_person("guide@example.org", Role.FACILITATOR, wave=graduates.waves.get())


@pytest.fixture
def made(graduates, guide, trust, make):
    """The report of the workforce wave."""
    roles = graduates.waves.get()
    make_team(roles, trust)
    share_lesson(graduates, guide)
    return make(by=guide, event=make_event(roles, number=2, held_on=roles.learning_workshop_2_on))


@pytest.mark.parametrize("copy", COPIES)
def test_figures_are_protected_in_both_copies(made, copy):
    found = {row[0]: row[1] for row in table_of(page_of(made, "workforce", copy), "The whole").rows}

    assert (found["Posts"], found["Vacant posts"], found["Leavers"]) == ("10", "* (0 to 7)", "* (0 to 7)")


@pytest.mark.parametrize("copy", COPIES)
def test_a_workforce_wave_has_no_pages_of_measures(made, copy):
    """Row 1."""
    keys = keys_of(made, copy)

    assert not OF_MEASURES & set(keys)
    assert not any(key.startswith(("practice-", "spread-")) for key in keys)


@pytest.mark.parametrize("copy", COPIES)
def test_it_has_engagement_and_lessons_beside(made, copy):
    page = page_of(made, "workforce", copy)

    assert table_of(page, "Managers and commissioners").rows[0][:2] == ("PCTs with a sponsor named", "0 of 3")
    assert any("it failed" in item for block in page.blocks if block.kind == "bullets" for item in block.items)


@pytest.mark.parametrize("copy", COPIES)
def test_it_has_retention_protected_and_says_where_pay_is(made, copy):
    """P2: nobody who prepares a report leads the roster, so figures are those that anybody outside may see."""
    page = page_of(made, "workforce", copy)

    assert "withheld" in " ".join(table_of(page, "Still in the role").rows[-1])
    assert table_of(page, "People, and how").rows[-1][2] == "*"
    assert any("pay and terms" in words for block in page.blocks if block.kind == "text" for words in block.paragraphs)


@pytest.mark.parametrize("copy", COPIES)
def test_satisfaction_of_fewer_than_two_rounds_is_said(made, copy):
    texts = [
        words for block in page_of(made, "workforce", copy).blocks if block.kind == "text" for words in block.paragraphs
    ]

    assert any("two rounds of the pulse have not been closed yet" in words for words in texts)


def test_the_wave_book_has_the_page_too(graduates, guide, make):
    roles = graduates.waves.get()
    book = make(kind="wave_book", by=guide, event=make_event(roles, number=3, held_on=roles.learning_workshop_3_on))

    assert "workforce" in keys_of(book)
    assert not OF_MEASURES & set(keys_of(book))


def test_a_wave_of_measures_has_it_where_its_pcts_have_posts(graduates, make):
    assert {"wave", "workforce"} <= set(keys_of(make()))


def test_a_wave_of_measures_without_posts_goes_without(make):
    assert "workforce" not in keys_of(make())


@pytest.mark.parametrize("copy", COPIES)
def test_no_name_pct_or_reason_is_on_the_page(made, copy):
    """D13."""
    text = repr(page_of(made, "workforce", copy))

    assert not any(name in text for name in [*NAMES, "Alder PCT", "Birch PCT", "Cherry PCT", "provider"])


def test_every_kind_of_file_says_the_same(made, tmp_path):
    """P11."""
    report = contents(made, "shared")

    for write, name in ((pdf.write, "a.pdf"), (pptx.write, "a.pptx"), (csv.write, "a.zip")):
        write(report, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 0
    assert "Vacant posts" in html.page(report)


def test_no_name_is_in_a_file_that_is_taken_away(made, tmp_path):
    """D13, D21: nor in what a slide keeps behind its charts."""
    pptx.write(contents(made, "shared"), tmp_path / "a.pptx")

    with ZipFile(tmp_path / "a.pptx") as slides:
        kept = b"".join(slides.read(name) for name in slides.namelist())
    assert b"Vacant posts" in kept
    assert not any(name.encode() in kept for name in NAMES)
