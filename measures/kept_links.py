"""Links that lead to the same day: every address of figures on a page carries `as_at` and `figures` on. Pure, text in and out.

A page has hundreds of links, made in as many places; what they have in common is done once, when its content is made.
"""

import re
from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

# Dashboards, their files and the returns behind them. What people decide or write is of today, and stays so.
FIGURES = re.compile(
    r"/waves/[^/]+/"
    r"(?:(?:pcts|measures|working|multiples|funnel|deciles)/.*|data/(?!.*/(?:rebase|ask)/$).*"
    r"|(?:worth-a-look|matrix|figures|tracker)(?:/|\.\w+)?|practices/[^/]+/(?:returns/)?)?"
    r"|/returns/\d+/"
)
# The way back to today and the form for another day are the two that do not keep it.
LINK = re.compile(r'(<a\b(?![^>]*\bapp-today\b)[^>]*?\bhref=")([^"]*)(")')
FORM = re.compile(r'<form\b(?![^>]*\bapp-as-at-form\b)[^>]*\bmethod="get"[^>]*>')


def carried(content: str, query: Mapping[str, str]) -> str:
    """The content with its links to figures, and its forms that ask for figures, carrying the query on."""
    if not query:
        return content
    hidden = "".join(f'<input type="hidden" name="{escape(k)}" value="{escape(v)}">' for k, v in query.items())
    linked = LINK.sub(lambda found: f"{found[1]}{kept(found[2], query)}{found[3]}", content)
    return FORM.sub(lambda found: f"{found[0]}{hidden}", linked)


def kept(href: str, query: Mapping[str, str]) -> str:
    """An address as HTML writes it, with the query where it leads to figures."""
    address, mark, anchor = href.partition("#")
    path, _, asked = address.partition("?")
    if not query or not address or (path and not FIGURES.fullmatch(path)):
        return href
    return f"{path}?{'&amp;'.join(filter(None, [asked, urlencode(query)]))}{mark}{anchor}"
