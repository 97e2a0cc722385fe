"""The rows of a table: what templates/components/cell.html would print, cell by cell."""

from datetime import date

import pytest
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import mark_safe

from operations import tables

CELLS = [
    "Plain & <bold>",
    mark_safe("<b>meant so</b>"),
    1234,
    0,
    None,
    date(2007, 2, 8),
    {"text": "1,000", "numeric": True},
    {"text": "A post", "href": "/posts/1/?a=1&b=2"},
    {"text": "Here <x>", "hint": "since <1> May"},
    {"tag": {"text": "Vacant", "colour": "orange"}, "hint": "since May"},
    {"tag": {"text": "Closed"}},
    {"text": 0, "numeric": True},
    {"text": "", "numeric": True},
    {"text": "Line", "action": {"text": "Change", "of": "line <1>", "href": "/x/?a&b"}},
]


def printed(cell) -> str:
    return get_template("components/cell.html").render({"cell": cell}).replace("\n", "")


@pytest.mark.parametrize("cell", CELLS, ids=range(len(CELLS)))
def test_a_cell_is_what_the_template_of_a_cell_prints(cell):
    assert tables.content(cell, Context()) == printed(cell)


def test_the_first_cell_heads_its_row_where_the_table_says_so():
    row = tables.body({"rows": [["One", {"text": "2", "numeric": True}]], "first_is_header": True}, Context())

    assert '<th scope="row" class="nhsuk-table__header">One</th>' in row
    assert '<td class="nhsuk-table__cell nhsuk-table__cell--numeric">2</td>' in row


def test_a_head_says_how_its_column_is_sorted_and_what_is_typed_stays_text():
    head = tables.head({"head": [{"text": "<Name>", "href": "?a&b", "sort": "ascending"}]}, Context())

    assert 'aria-sort="ascending"' in head
    assert '<a href="?a&amp;b">&lt;Name&gt;</a>' in head
