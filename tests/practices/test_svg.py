"""Drawings as text."""

from practices.svg import labelled


def test_words_of_a_drawing_are_escaped_and_its_markup_is_not():
    drawn = labelled("<g/>", identifier='a"b', width=10, height=5, title="1 < 2", words="R&D", css_class="x")

    assert drawn.__html__() == (
        '<svg class="x" viewBox="0 0 10 5" role="img" aria-labelledby="a&quot;b-t a&quot;b-d">'
        '<title id="a&quot;b-t">1 &lt; 2</title><desc id="a&quot;b-d">R&amp;D</desc><g/></svg>'
    )
