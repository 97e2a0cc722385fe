"""The report on the web and as one file."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from collaborative.reports import html
from collaborative.reports.contents import Bullets, Facts, Page, Quote, Table, Text
from tests.collaborative.rendering.made_files import charts
from tests.collaborative.rendering.report_builder import full_report, small_report

VOID = {"meta", "link", "br", "img", "path", "rect", "circle", "col"}


def address_of(key):
    return f"/reports/1/?page={key}&copy=exact"


def section(report, key, **more):
    return html.section(report, key, address_of, overview_at="/reports/1/", **more)


class Balanced(HTMLParser):
    """Fails where an element is closed that is not open."""

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_whole_report_is_well_formed_and_has_every_chart_once():
    report = small_report()

    text = html.page(report)

    reader = Balanced()
    reader.feed(text)
    assert reader.open == []
    assert text.count("<figure ") == text.count("<svg ") == len(charts(report))


def test_every_identifier_in_the_whole_report_is_used_once():
    identifiers = re.findall(r'\sid="([^"]+)"', html.page(full_report()))

    assert len(identifiers) == len(set(identifiers))


def test_every_link_within_the_whole_report_leads_somewhere():
    text = html.page(small_report())

    targets = set(re.findall(r'href="#([^"]+)"', text))
    assert targets <= set(re.findall(r'\sid="([^"]+)"', text))


def test_every_reference_for_screen_readers_is_there():
    text = html.page(small_report())

    named = {name for names in re.findall(r'aria-labelledby="([^"]+)"', text) for name in names.split()}
    assert named <= set(re.findall(r'\sid="([^"]+)"', text))


def test_whole_report_of_460_charts_is_small_enough_to_send():
    """Measured: about 5 MB, a tenth of that compressed."""
    assert len(html.page(full_report())) < 8_000_000


def test_overview_links_every_page_and_has_no_chart():
    report = small_report()

    text = html.overview(report, address_of)

    assert all(f'href="/reports/1/?page={page.key}&amp;copy=exact"' in text for page in report.pages)
    assert "<svg" not in text and report.notice in text


def test_section_has_its_page_its_neighbours_and_the_way_back():
    text = section(small_report(), "team-alder")

    assert "<h1" in text and "Alder PCT" in text
    assert 'rel="prev" href="/reports/1/?page=wave' in text
    assert 'rel="next" href="/reports/1/?page=practice-0' in text
    assert 'href="/reports/1/"' in text


@pytest.mark.parametrize(("key", "missing"), [("attendance", "prev"), ("reflections", "next")])
def test_first_and_last_page_have_one_neighbour(key, missing):
    assert f'rel="{missing}"' not in section(small_report(), key)


def test_page_that_is_not_there_is_empty():
    assert section(small_report(), "another") == ""


def test_chart_has_sentence_table_and_download():
    report = small_report()
    chart = charts(report)[0]

    text = section(report, "wave", csv_of=lambda identifier: f"/csv/{identifier}/?a=1&b=2")

    assert chart.sentence in text
    assert f'href="/csv/{chart.identifier}/?a=1&amp;b=2" download' in text
    assert f"<caption>{chart.table.caption}</caption>" in text


def test_what_people_wrote_is_escaped_everywhere():
    nasty = "<script>&\"'</script>"
    blocks = (
        Table(nasty, (nasty, nasty), ((nasty, nasty),)),
        Table(nasty, (nasty,), (), empty=nasty),
        Text((nasty,)),
        Bullets(nasty, (nasty,)),
        Facts(((nasty, nasty, nasty),)),
        Quote(nasty, nasty),
    )
    report = small_report(title=nasty, subtitle=nasty, as_at=nasty, notice=nasty, about=((nasty, nasty),),
                          pages=(Page("one", nasty, blocks, nasty, nasty),))  # fmt: skip

    for text in (html.page(report), html.overview(report, address_of), section(report, "one")):
        assert "<script" not in text


def test_no_inline_style_or_script_for_the_content_policy():
    text = html.overview(small_report(), address_of) + section(small_report(), "team-alder")

    assert " style=" not in text and "<style" not in text and "<script" not in text and " onclick" not in text


def test_zero_blank_and_no_value_are_three_things():
    table = Table(
        "Returns", ("Month", "Received", "Late"), (("January 2007", 0, None), ("February 2007", "no return", 1234.5))
    )

    text = section(small_report(pages=(Page("returns", "Returns", (table,)),)), "returns")

    assert "<td class=n>0</td><td></td>" in text
    assert "<td>no return</td><td class=n>1,234.5</td>" in text


def test_commentary_stands_before_what_it_is_about():
    page = replace(small_report().pages[0], commentary="First line.\nSecond line.")

    text = section(small_report(pages=(page,)), page.key)

    assert text.index("<p>First line.</p><p>Second line.</p>") < text.index("<table>")
