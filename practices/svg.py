"""Drawings as SVG text, with the words that screen readers get. Pure."""

from html import escape


class Drawn(str):
    """Markup that our own code made, every text in it escaped; templates print it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def labelled(content: str, *, identifier: str, width: int, height: int, title: str, words: str, css_class="") -> Drawn:
    """The drawing of `content`. `title` and `words` say the same for whoever cannot see it."""
    key = escape(identifier)
    attribute = f'class="{css_class}" ' if css_class else ""
    return Drawn(
        f'<svg {attribute}viewBox="0 0 {width} {height}" role="img" aria-labelledby="{key}-t {key}-d">'
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(words)}</desc>{content}</svg>'
    )
