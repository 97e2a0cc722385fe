"""What the form of a return says at its top."""

from types import SimpleNamespace

from measures.pages.entry_pages import facts


def test_a_form_that_saves_each_cell_never_says_that_nothing_was_typed():
    """C3: each cell says itself when it was saved; the top of the page does not change with it."""
    untouched = SimpleNamespace(draft=None, current=None)

    assert facts(untouched) == []
