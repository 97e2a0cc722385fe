"""Links that never overlap: dated parents, mergers in the middle of a wave."""

from datetime import date

import pytest

from practices.dated_links import LinkRefused, Span, end_link, set_link

OCTOBER = date(2006, 10, 1)


def test_first_link_is_added_as_it_is():
    new = Span("5W0", None, None)

    assert set_link([], new) == ("added", [])
    assert new.end is None


def test_new_link_ends_the_one_before_it_the_day_before():
    old = Span("5W0", None, None)

    outcome, changed = set_link([old], Span("5W9", OCTOBER, None))

    assert outcome == "added"
    assert changed == [old]
    assert old.end == date(2006, 9, 30)


def test_undated_link_set_afterwards_ends_before_the_dated_one():
    later = Span("00K", date(2013, 4, 1), None)
    new = Span("5E1", None, None)

    assert set_link([later], new) == ("added", [])
    assert new.end == date(2013, 3, 31)
    assert later.end is None


def test_same_link_again_is_unchanged_even_when_it_has_been_ended():
    ended = Span("5W0", None, date(2006, 9, 30))

    assert set_link([ended], Span("5W0", None, None)) == ("unchanged", [])
    assert ended.end == date(2006, 9, 30)


def test_end_that_was_not_known_is_taken():
    link = Span("5W0", None, None)

    assert set_link([link], Span("5W0", None, OCTOBER)) == ("changed", [link])
    assert link.end == OCTOBER


def test_another_parent_from_the_same_day_is_refused():
    with pytest.raises(LinkRefused, match="5W0"):
        set_link([Span("5W0", None, None)], Span("5W1", None, None))


def test_end_link_never_lengthens_one_and_never_ends_one_before_it_starts():
    assert not end_link(Span("5W0", None, date(2006, 9, 30)), date(2007, 3, 31))
    assert not end_link(Span("5W0", date(2013, 4, 1), None), date(2013, 3, 31))
    assert end_link(Span("5W0", None, None), date(2013, 3, 31))
