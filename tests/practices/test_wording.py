"""Numbers of things in words."""

import pytest

from practices.wording import counted, number_of


@pytest.mark.parametrize(("number", "words"), [(0, "0 roles"), (1, "1 role"), (1200, "1,200 roles")])
def test_things_are_counted(number, words):
    assert counted(number, "role") == words


@pytest.mark.parametrize(("number", "words"), [(0, "no cycles"), (1, "1 cycle"), (12, "12 cycles")])
def test_in_a_sentence_none_is_a_word(number, words):
    assert number_of(number, "cycle") == words
