from practices.search_text import folded


def test_folded_takes_accents_apostrophes_capitals_and_double_spaces_away():
    assert folded("ST ANDREW'S  Tŷ-Glas") == "st andrews ty glas"


def test_folded_keeps_digits_and_codes():
    assert folded(" 5E1 ") == "5e1"
