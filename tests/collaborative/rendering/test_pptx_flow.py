"""What goes on which slide."""

import pytest

from collaborative.reports.contents import Bullets, Facts, Mark, Page, Quote, Table, Text
from collaborative.reports.pptx_charts import month_numbers
from collaborative.reports.pptx_flow import BODY_HEIGHT, IN_THE_NOTES, TOP, chart_width, column_widths, slides, words_of
from collaborative.reports.pptx_marks import lanes
from tests.collaborative.rendering.report_builder import MEASURES, chart, full_report

FOUR = tuple(chart("Elm", measure) for measure in MEASURES)


def laid(*blocks, commentary=""):
    """The kinds of the pieces of each slide."""
    return [
        [one.piece.blocks[0].kind for one in slide]
        for slide in slides(Page("key", "Title", blocks, commentary=commentary))
    ]


def test_four_charts_are_one_slide():
    (slide,) = slides(Page("key", "Title", FOUR))

    assert [len(one.piece.blocks) for one in slide] == [4]
    assert slide[0].height == pytest.approx(BODY_HEIGHT)


def test_short_facts_stand_above_the_charts():
    assert laid(Facts((("Cycles", "7", ""),)), *FOUR) == [["facts", "chart"]]


def test_charts_go_first_where_they_do_not_fit_beneath_the_rest():
    assert laid(Text(("Word " * 400,)), *FOUR) == [["chart"], ["text"]]


def test_page_without_blocks_is_one_slide():
    assert laid() == [[]]


def test_no_piece_goes_below_the_slide():
    for page in full_report().pages:
        for slide in slides(page):
            assert all(one.top >= TOP and one.top + one.height <= TOP + BODY_HEIGHT + 0.01 for one in slide)


def test_every_row_of_a_long_table_is_on_one_slide():
    table = Table("Rows", ("Number", "Words"), tuple((number, "Some words. " * (number % 30)) for number in range(200)))

    parts = [one.piece.blocks[0] for slide in slides(Page("key", "Title", (table,))) for one in slide]

    assert [row for part in parts for row in part.rows] == list(table.rows)


@pytest.mark.parametrize(
    "block", [Bullets("List", ("A long item of words. " * 12,) * 60), Text(("Words and words. " * 30,) * 60)]
)
def test_long_texts_are_divided(block):
    parts = [one.piece.blocks[0] for slide in slides(Page("key", "Title", (block,))) for one in slide]

    assert len(parts) > 1
    name = "items" if block.kind == "bullets" else "paragraphs"
    assert sum(len(getattr(part, name)) for part in parts) == 60


def test_many_short_items_stand_in_columns():
    assert laid(Bullets("Practices", tuple(f"Practice {number}" for number in range(97)))) == [["bullets"]]


def test_what_is_too_long_beneath_a_chart_is_said_in_the_notes():
    many = chart("Elm", "Referrals")
    long = type(many)(
        **vars(many)
        | {"notes": tuple(f"{number}: a change that somebody tried in one practice" for number in range(40))}
    )

    words = words_of(long, (), chart_width(4))

    assert many.sentence in words and words.endswith(IN_THE_NOTES)


def test_widths_of_columns_fill_the_slide():
    table = Table("Rows", ("A", "B"), (("x", "y " * 80),))

    assert sum(column_widths(table, 11)) == pytest.approx(12.333, abs=0.01)


def test_quotes_follow_each_other():
    assert laid(Quote("Said.", "Carer"), Quote("Said.", "Nurse")) == [["quote", "quote"]]


def test_stretches_that_overlap_lie_in_lanes_of_their_own():
    marks = [Mark("1", 0, 4, "cycle"), Mark("2", 2, 6, "cycle"), Mark("3", 4, 5, "cycle"), Mark("4", 7, 8, "cycle")]

    assert lanes(marks) == [0, 1, 0, 0]


def test_more_stretches_than_lanes_share_the_last():
    assert lanes([Mark(str(number), 0, 5, "cycle") for number in range(6)]) == [0, 1, 2, 3, 3, 3]


def test_months_become_days_as_workbooks_count_them():
    """1 January 2006 is day 38718 of every spreadsheet program."""
    assert month_numbers(["Jan 2006", "February 2006"]) == [38718, 38749]
    assert month_numbers(["Jan 2006", "Month 2"]) == []
