"""The table of a rule's worked example."""

from measures.pages.rule_pages import heading


def test_heading_of_numbers_stands_above_the_numbers():
    """V4: the heading is aligned as its numbers are, also where one row has none."""
    assert heading("list_close", [180, None]) == {"text": "On the list at the end", "numeric": True}
    assert heading("period", ["2006-10"]) == {"text": "Period", "numeric": False}
