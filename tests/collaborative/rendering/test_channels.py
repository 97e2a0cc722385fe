"""Every channel holds the figures of the contents, and no channel another (P11)."""

from dataclasses import replace

import pytest

from collaborative.reports import csv, html, pdf, pptx
from collaborative.reports.cells import cell_text
from collaborative.reports.contents import Page
from tests.collaborative.rendering.made_files import (
    chart_numbers,
    charts,
    entries,
    is_number,
    slide_texts,
    table_numbers,
    trace_numbers,
    workbook_numbers,
)
from tests.collaborative.rendering.report_builder import chart, small_report


@pytest.fixture(scope="module")
def slides(tmp_path_factory):
    path = tmp_path_factory.mktemp("channels") / "report.pptx"
    pptx.write(small_report(), path)
    return path


def test_native_charts_draw_the_numbers_of_the_contents_and_no_other_P11(slides):
    assert chart_numbers(slides) == trace_numbers(small_report())


def test_workbooks_behind_them_hold_the_same_and_nothing_else_P11(slides):
    assert workbook_numbers(slides) == trace_numbers(small_report())


def test_native_tables_hold_the_cells_of_the_contents_P11(slides):
    text = " ".join(slide_texts(slides))

    tables = [block for page in small_report().pages for block in page.blocks if block.kind == "table"]
    assert all(cell_text(cell) in text for table in tables for row in table.rows for cell in row)


def test_web_report_holds_every_figure_of_the_tables_P11():
    text = html.page(small_report())

    assert all(f">{cell_text(number)}<" in text for number in table_numbers(small_report()))


def test_csv_holds_every_figure_of_tables_and_charts_and_no_other_P11(tmp_path):
    csv.write(small_report(), tmp_path / "report.zip")

    found = set()
    for content in entries(tmp_path / "report.zip", start="0").values():
        lines = content.decode("utf-8-sig").split("\r\n\r\n")[1].splitlines()[1:]
        found |= {float(cell) for line in lines for cell in line.split(",") if is_number(cell)}
    assert found == table_numbers(small_report()) | trace_numbers(small_report())


def test_withheld_count_is_a_star_on_every_channel_P11(tmp_path):
    made = chart("Elm", "Referrals")
    rows = tuple((month, "*", *others) for month, _, *others in made.table.rows)
    report = small_report(pages=(Page("one", "One", (replace(made.table, rows=rows),)),))

    csv.write(report, tmp_path / "report.zip")
    pptx.write(report, tmp_path / "report.pptx")

    (content,) = entries(tmp_path / "report.zip", start="0").values()
    assert content.count(b",*,") == html.page(report).count("<td class=n>*</td>") == 30
    assert pdf.body(report, 0).count("<td class=n>*</td>") == 30
    assert " ".join(slide_texts(tmp_path / "report.pptx")).count("*") == 30


def test_pdf_is_set_from_the_same_blocks_as_the_web_report_P11():
    report = small_report()

    text = pdf.body(replace(report, pages=report.pages[-5:]), 0)

    tables = [block for page in report.pages[-5:] for block in page.blocks if block.kind == "table"]
    assert all(f">{cell_text(cell)}<" in text for table in tables for row in table.rows for cell in row)
    assert all(one.sentence in text for page in report.pages[-5:] for one in charts(replace(report, pages=(page,))))
