"""The report as slides with native charts."""

import re
from dataclasses import replace

import pytest
from pptx import Presentation
from pptx.util import Inches

from collaborative.reports import pptx
from collaborative.reports.contents import Page
from tests.collaborative.rendering.made_files import charts, entries, slide_texts, written_elsewhere
from tests.collaborative.rendering.report_builder import chart, small_report


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("pptx") / "report.pptx"
    pptx.write(small_report(), path)
    return path


@pytest.fixture(scope="module")
def presentation(written):
    return Presentation(written)


def graphics(presentation, kind):
    return [shape for slide in presentation.slides for shape in slide.shapes if getattr(shape, f"has_{kind}", False)]


def test_every_chart_is_native_with_its_sentence_for_who_cannot_see_it(presentation):
    frames = graphics(presentation, "chart")

    said = [frame._element.nvGraphicFramePr.cNvPr.get("descr") for frame in frames]
    assert said == [f"{one.title}. {one.sentence}" for one in charts(small_report())]


def test_lines_have_their_months_and_values_with_gaps_left_open(presentation):
    first = graphics(presentation, "chart")[0].chart
    wanted = charts(small_report())[0]

    series = first.plots[0].series
    assert [one.name for one in series] == [trace.name for trace in wanted.traces]
    assert tuple(series[0].values) == wanted.traces[0].values
    assert wanted.traces[0].values[17] is None
    assert 'dispBlanksAs val="gap"' in first.part.blob.decode()


def test_limits_are_dashed_and_the_centre_is_not(presentation):
    xml = graphics(presentation, "chart")[0].chart.part.blob.decode()

    assert re.findall(r'prstDash val="(\w+)"', xml) == ["solid", "solid", "dash", "dash"]


def test_funnel_is_a_native_chart_of_points(presentation):
    funnels = [frame.chart for frame in graphics(presentation, "chart") if "spread of practices" in frame.name]

    assert len(funnels) == 4
    assert "c:scatterChart" in funnels[0].part.blob.decode()


def test_what_happened_is_one_group_of_native_shapes(presentation):
    slide = next(slide for slide in presentation.slides if slide.shapes.title.text_frame.text == "The wave")

    group = next(shape for shape in slide.shapes if shape.name.startswith("Marks: "))
    assert [shape.name for shape in group.shapes][:5] == ["AP1", "AP2", "AP3", "Cycle 1", "Cycle 2"]
    assert group._element.nvGrpSpPr.cNvPr.get("descr") == "Behind the chart: AP1, AP2, AP3, 1, 2, Learning workshop 2."


def test_no_two_shapes_of_a_slide_share_a_number(presentation):
    for slide in presentation.slides:
        numbers = slide.shapes.element.xpath("//p:cNvPr/@id")
        assert len(numbers) == len(set(numbers))


def test_every_slide_has_a_title_and_its_notes_tell_the_charts(presentation):
    titles = [slide.shapes.title.text_frame.text for slide in presentation.slides]

    assert titles[0] == small_report().title and all(titles)
    slide = next(slide for slide in presentation.slides if slide.shapes.title.text_frame.text == "The wave")
    assert all(one.sentence in slide.notes_slide.notes_text_frame.text for one in small_report().pages[1].blocks)


def test_long_table_goes_on_beneath_its_head(presentation):
    slides = [slide for slide in presentation.slides if slide.shapes.title.text_frame.text.startswith("Barriers")]

    assert slides[0].shapes.title.text_frame.text == f"Barriers (1 of {len(slides)})"
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    assert len(tables) == len(slides) > 1
    assert {table.cell(0, 0).text for table in tables} == {"Barrier"}
    assert sum(len(table.rows) - 1 for table in tables) == 48


def test_nothing_lies_beyond_the_slide(presentation):
    assert (presentation.slide_width, presentation.slide_height) == (Inches(13.333), Inches(7.5))
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= presentation.slide_width + Inches(0.01)
            assert shape.top >= 0 and shape.top + shape.height <= presentation.slide_height + Inches(0.01)


def test_nothing_of_a_person_a_machine_or_the_moment_is_written(written):
    content = entries(written)

    assert content.keys().isdisjoint({"docProps/thumbnail.jpeg", "docProps/app.xml"})
    assert b"2006-01-01T00:00:00Z" in content["docProps/core.xml"]
    assert (
        b"<dc:creator></dc:creator>" in content["docProps/core.xml"] or b"<dc:creator/>" in content["docProps/core.xml"]
    )


def test_same_report_is_the_same_bytes_again_and_in_another_process(written, tmp_path):
    pptx.write(small_report(), tmp_path / "again.pptx")

    assert (tmp_path / "again.pptx").read_bytes() == written.read_bytes()
    assert written_elsewhere("pptx", tmp_path / "there.pptx") == written.read_bytes()


def test_words_that_are_markup_elsewhere_are_words(tmp_path):
    nasty = "<a & \"b\"> \x08 'c'"
    page = Page(
        "one", nasty, (replace(chart("Elm", nasty), title=nasty, sentence=nasty, notes=(nasty,)),), section=nasty
    )

    pptx.write(small_report(title=nasty, pages=(page,)), tmp_path / "report.pptx")

    assert "<a & \"b\">  'c'" in slide_texts(tmp_path / "report.pptx")[1]


def test_progress_names_each_page(tmp_path):
    steps = []

    pptx.write(small_report(), tmp_path / "report.pptx", lambda *step: steps.append(step))

    assert [done for done, _, _ in steps] == list(range(len(small_report().pages) + 1))
    assert "Who came" in steps[0][2]
