"""The driver diagram as SVG: well-formed, escaped, linked, and told by more than colour."""

from xml.etree import ElementTree

from collaborative.driver_drawing import SHAPES, drawn
from collaborative.driver_layout import Mark, Node, laid_out

SVG = "{http://www.w3.org/2000/svg}"


def picture(*children, text="Fewer appointments"):
    aim = Node(key="driver-1", kind="aim", text=text, words="Not touched yet", heat=0, children=children)
    return drawn(laid_out(aim), title="Driver diagram of <W1>")


def parsed(markup):
    return ElementTree.fromstring(markup.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def idea(**fields):
    values = {"key": "driver-1-idea-2", "kind": "idea", "text": "Call first", "words": "Tried by 1 team", "heat": 1}
    return Node(**values | fields)


def test_every_text_is_escaped():
    markup = picture(idea(text='<script>alert("x")</script> & more', href='/ideas/2/?a="b"'))

    assert "<script" not in markup
    assert "".join(parsed(markup).itertext()).count("<script>alert") == 1


def test_words_of_a_node_are_drawn_in_full():
    text = "Care that comes before it is asked for, from a list that clinicians have validated"
    words = "".join(parsed(picture(idea(text=text))).itertext())

    assert text in words.replace("  ", " ")


def test_a_node_and_each_of_its_cycles_are_links():
    mark = Mark(shape="adopted", words="Call first, cycle 1 of Alder team: adopted", href="/cycles/7/")
    links = [link.get("href") for link in parsed(picture(idea(href="/ideas/2/", marks=(mark, mark)))).iter(f"{SVG}a")]

    assert links == ["/ideas/2/", "/cycles/7/", "/cycles/7/"]


def test_a_cycle_is_named_for_those_who_do_not_see_its_shape():
    mark = Mark(shape="abandoned", words="Call first, cycle 2 of Alder team: abandoned", href="/cycles/8/")
    (link,) = parsed(picture(idea(marks=(mark,)))).iter(f"{SVG}a")

    assert link.get("aria-label") == mark.words


def test_each_state_of_a_cycle_has_a_shape_of_its_own():
    drawings = {picture(idea(marks=(Mark(shape=shape, words="Cycle"),))) for shape in SHAPES}

    assert len(drawings) == len(SHAPES) == 5


def test_nothing_in_the_drawing_needs_a_style():
    markup = picture(idea(marks=(Mark(shape="open", words="Cycle"),)))

    assert " style=" not in markup
