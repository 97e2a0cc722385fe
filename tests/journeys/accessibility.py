"""One gate for every page: axe, no message in the console, no sideways scrolling, at three widths."""

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve

WIDTHS = {375: "phone", 768: "tablet", 1280: "desk"}
EVERY_WIDTH = tuple(WIDTHS.values())
# The header moves its links into a menu in the frame after the width has changed.
AFTER_LAYOUT = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


def assert_page_is_accessible(page):
    """The page as it stands, at each width; `page` comes from the browser_page fixture, which collects the console."""
    assert not (problems := problems_of(page)), problems


def problems_of(page, *, axe_at=EVERY_WIDTH):
    """What is wrong with the page, as lines of text that name it; empties the collected console. axe is slow: it may be asked
    at fewer widths.
    """
    problems = [f"console: {message}" for message in page.console]
    page.console.clear()
    for width, name in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(AFTER_LAYOUT)
        if name in axe_at:
            found = Axe().run(page, options=RULES).response["violations"]
            problems += [f"{name}: {fault['id']} at {node['target']}" for fault in found for node in fault["nodes"]]
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 0:
            problems.append(f"{name}: {overflow} pixels wider than the screen")
    return [f"{page.url} {problem}" for problem in problems]


def addresses_of(page):
    """Paths of this site that the page links to, without files."""
    links = page.eval_on_selector_all(
        "a[href]:not([download])", "all => all.map(a => [a.pathname + a.search, a.origin === location.origin])"
    )
    return [path for path, is_ours in links if is_ours and not path.split("?")[0].endswith((".csv", ".xlsx", ".html"))]


def walk(page, *, start, seen):
    """Follow every link from `start`, one page for each kind of address not in `seen`; yields the page as it stands there."""
    waiting = [start]
    while waiting:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind is None or kind in seen:
            continue
        seen.add(kind)
        page.goto(path)
        waiting += addresses_of(page)
        yield page


def kind_of(path):
    """The name of the address, or None where it must not be followed: signing out, files."""
    try:
        match = resolve(path.split("?")[0])
    except Resolver404:
        return path  # a link that leads nowhere: let the browser find it
    name = match.url_name
    is_file = name.endswith(("_csv", "_download", "_file", "_template", "_export")) or name == "health"
    return None if is_file or name == "account_logout" else name
