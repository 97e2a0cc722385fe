"""The figures of a report as CSV files."""

from dataclasses import replace

from collaborative.reports import csv
from collaborative.reports.contents import Page, Table
from tests.collaborative.rendering.made_files import charts, entries, written_elsewhere
from tests.collaborative.rendering.report_builder import small_report


def rows(content: bytes) -> list[list[str]]:
    return [line.split(",") for line in content.decode("utf-8-sig").splitlines()]


def test_every_chart_and_table_has_a_file_that_the_index_names(tmp_path):
    report = small_report()

    csv.write(report, tmp_path / "report.zip")

    found = entries(tmp_path / "report.zip")
    tables = sum(block.kind == "table" for page in report.pages for block in page.blocks)
    funnels = sum(chart.form == "funnel" for chart in charts(report))
    assert len(found) == 1 + len(charts(report)) + funnels + tables
    assert {row[0] for row in rows(found["index.csv"]) if row[0].endswith(".csv")} == set(found) - {"index.csv"}


def test_chart_file_holds_its_table_and_what_the_chart_draws():
    report = small_report()
    chart = charts(report)[0]

    content = csv.chart_csv(report, chart.identifier)

    last = rows(content)[-1]
    assert last[0] == chart.table.rows[-1][0]
    assert float(last[9]) == chart.traces[0].values[-1]
    assert f'what_we_see,"{chart.sentence}"' in content.decode("utf-8-sig")


def test_month_without_a_value_is_an_empty_cell_and_no_zero():
    report = small_report()
    chart = charts(report)[0]

    line = rows(csv.chart_csv(report, chart.identifier))[-30 + 17]

    assert line[1] == "" and line[3] == "no return" and line[9] == ""


def test_chart_that_the_report_does_not_have_has_no_file():
    assert csv.chart_csv(small_report(), "another") is None


def test_text_cannot_act_as_a_formula(tmp_path):
    table = Table("Barriers", ("=HYPERLINK(1)", "Days"), (("@SUM(A1)", -3),))
    report = small_report(pages=(Page("barriers", "Barriers", (table,)),))

    csv.write(report, tmp_path / "report.zip")

    (content,) = entries(tmp_path / "report.zip", start="0001").values()
    assert content.decode("utf-8-sig").splitlines()[-2:] == ["'=HYPERLINK(1),Days", "'@SUM(A1),-3"]


def test_same_report_is_the_same_bytes(tmp_path):
    csv.write(small_report(), tmp_path / "here.zip")

    assert (tmp_path / "here.zip").read_bytes() == written_elsewhere("csv", tmp_path / "there.zip")


def test_funnel_without_a_table_is_still_written(tmp_path):
    report = small_report()
    page = next(page for page in report.pages if page.key == "spread")
    funnel = replace(page.blocks[0], table=replace(page.blocks[0].table, rows=()))

    csv.write(small_report(pages=(replace(page, blocks=(funnel,)),)), tmp_path / "report.zip")

    drawn = rows(entries(tmp_path / "report.zip", start="0002").popitem()[1])
    assert drawn[-97][0] == "Practice 1"
