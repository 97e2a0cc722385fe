"""The order of a report's pages under their headings."""

from collaborative.reports.contents import Page
from collaborative.reports.outline import opens_section, outline, turned_to
from tests.collaborative.rendering.report_builder import small_report


def pages(*titles):
    """ "Team/Practice" is a page under a heading."""
    split = [title.rpartition("/") for title in titles]
    return tuple(Page(f"key-{number}", title, (), section) for number, (section, _, title) in enumerate(split))


def outlined(*titles):
    return [
        (one.title, one.key, [child.title for child in one.children])
        for one in outline(small_report(pages=pages(*titles)))
    ]


def test_pages_stand_under_the_page_of_their_section():
    assert outlined("Cover", "Alder", "Alder/One", "Alder/Two", "Plan") == [
        ("Cover", "key-0", []),
        ("Alder", "key-1", ["One", "Two"]),
        ("Plan", "key-4", []),
    ]


def test_section_without_a_page_is_a_heading_alone():
    assert outlined("Cover", "Spread/Referrals") == [("Cover", "key-0", []), ("Spread", "", ["Referrals"])]


def test_only_the_first_page_under_a_heading_alone_opens_it():
    found = pages("Alder", "Alder/One", "Spread/A", "Spread/B")

    assert [opens_section(found, place) for place in range(4)] == [False, False, True, False]


def test_neighbours_of_a_page():
    found = turned_to(small_report(pages=pages("A", "B", "C")), "key-1")

    assert (found.previous.title, found.page.title, found.following.title) == ("A", "B", "C")
    assert turned_to(small_report(), "another") is None
