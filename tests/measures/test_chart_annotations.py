"""What happened in the months of a chart: marks that never overlap, a list, a column, and words."""

from datetime import date, timedelta
from itertools import pairwise

import plotly.graph_objects as graph_objects
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures import chart_annotations, chart_tables, chart_words, charts, line_drawings, svg_charts
from measures.chart_annotations import LEAST_DAYS, MOST_LANES, happenings
from measures.chart_lines import CYCLE, EVENT, STARTED, Annotation
from tests.measures.lines import GRID, line_of

FIRST = GRID[0]


def cycle(start, days=30, label="Telephone review, cycle 1", end=True):
    return Annotation(start, start + timedelta(days=days) if end else None, label, CYCLE, f"cycle-{label}-{start}")


def event(day, label="Learning workshop 2"):
    return Annotation(day, None, label, EVENT, f"event-{label}")


def with_them(*annotations):
    return line_of(annotations=annotations)


annotations = st.lists(
    st.tuples(st.integers(-200, 900), st.integers(0, 400), st.sampled_from([CYCLE, EVENT])), max_size=40
)


@given(annotations)
def test_marks_never_overlap_and_fill_few_lanes(made):
    """I2: tidy when many."""
    given = [
        Annotation(FIRST + timedelta(days=start), FIRST + timedelta(days=start + days) if kind == CYCLE else None, "a", kind, f"{n}")
        for n, (start, days, kind) in enumerate(made)
    ]  # fmt: skip
    found = sorted(happenings(with_them(*given)), key=lambda one: (one.lane, one.start))

    pairs = [(one, after) for one, after in pairwise(found) if one.lane == after.lane]
    assert all(after.start > max(one.end, one.start + timedelta(days=LEAST_DAYS)) for one, after in pairs)
    assert all(one.lane < MOST_LANES for one in found)


def test_cycles_have_numbers_and_events_letters():
    line = with_them(cycle(date(2006, 4, 3)), event(date(2006, 3, 7)), cycle(date(2006, 9, 4)))

    assert [one.text for one in happenings(line)] == ["A", "1", "2"]


def test_those_that_began_together_share_a_mark_that_names_them():
    line = with_them(*(cycle(date(2006, 4, day), 200, f"Cycle {day}") for day in range(1, 6)))

    [mark] = happenings(line)

    assert mark.text == "1\N{EN DASH}5"
    assert mark.words == "5 cycles: Cycle 1; Cycle 2; Cycle 3; Cycle 4; Cycle 5"
    assert len(chart_annotations.legend(line)) == 5


def test_a_cycle_that_still_goes_on_lasts_to_the_end_of_the_chart():
    line = with_them(cycle(date(2006, 10, 2), end=False))

    assert happenings(line)[0].end == date(2007, 1, 31)
    assert chart_annotations.legend(line)[0].text == "Telephone review, cycle 1, since 2 Oct 2006"


def test_what_lies_outside_the_months_is_left_out():
    line = with_them(cycle(date(2004, 1, 1)), event(date(2008, 1, 1)))

    assert happenings(line) == []
    assert chart_annotations.what_happened(line) == ""


def test_how_many_began_stand_in_the_lowest_lane():
    began = Annotation(date(2006, 4, 1), date(2006, 4, 30), "3 cycles started", STARTED, "s", count=3)
    line = with_them(event(date(2006, 4, 4)), began)

    assert [(one.text, one.lane) for one in happenings(line)] == [("A", 0), ("3", 1)]
    assert chart_annotations.legend(line)[-1].text.endswith("started in the month: Apr 2006 3")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([cycle(date(2006, 4, 3))], "1 cycle falls in this chart."),
        (
            [cycle(date(2006, 4, 3)), cycle(date(2006, 6, 3)), event(date(2006, 7, 11))],
            "2 cycles and learning workshop 2 fall in this chart.",
        ),
        ([event(date(2006, month, 7), f"Event {month}") for month in range(3, 8)], "5 events fall in this chart."),
    ],
)
def test_i2_a_sentence_says_what_falls_in_the_chart(given, words):
    line = with_them(*given)

    assert chart_annotations.what_happened(line) == words
    assert ("What happened", words) in chart_words.parts(line)


def test_i2_the_table_twin_names_them_in_their_months():
    line = with_them(cycle(date(2006, 4, 3), 58), event(date(2006, 4, 11)))
    table = chart_tables.table(line)

    told = {row[0]: row[-1] for row in table["rows"] if row[-1]}

    assert table["head"][-1] == "What happened"
    assert told == {
        "Apr 2006": "1 Telephone review, cycle 1, starts; A Learning workshop 2",
        "May 2006": "1 Telephone review, cycle 1, ends",
    }


def test_without_them_a_chart_is_as_it_was():
    """A reader who may read none is shown no empty place for them."""
    plain, line = charts.figure(line_of()), charts.figure(with_them())

    assert plain == line
    assert "What happened" not in chart_tables.table(line_of())["head"]


@pytest.mark.parametrize("draw", [charts.figure, charts.three_line_figure])
@pytest.mark.parametrize("workshop", [None, date(2006, 3, 1)])
def test_plotly_accepts_the_strip_and_words_it(draw, workshop):
    figure = draw(with_them(cycle(date(2006, 4, 3)), event(date(2006, 7, 11))), workshop=workshop)

    assert graph_objects.Figure(figure).to_plotly_json()["layout"]["height"] > 420
    assert [note["text"] for note in figure["layout"]["annotations"]][-2:] == ["1", "\N{BLACK DIAMOND}A"]


def test_the_small_drawing_grows_by_its_lanes_and_names_them():
    svg = svg_charts.chart(line_drawings.drawing(with_them(cycle(date(2006, 4, 3))), title="Title"), "chart")

    assert f'viewBox="0 0 360 {svg_charts.HEIGHT + svg_charts.LANE}"' in svg
    assert "<title>Telephone review, cycle 1, 3 Apr 2006 to 3 May 2006</title>" in svg


def test_a_file_has_a_line_for_each_and_a_column():
    line = with_them(cycle(date(2006, 4, 3)))
    rows = chart_tables.csv_rows(line, chart_tables.analysis_facts(line))

    assert ["what_happened_1", "PDSA cycle: Telephone review, cycle 1, 3 Apr 2006 to 3 May 2006"] in rows
    assert chart_tables.FILE_HEAD[-1] == "what_happened"
