"""The page of a post: what it is, who hosts it, who holds it, and when it stood empty."""

from accounts.permissions import Permission
from operations.first_use import when_first_used
from practices.wording import counted
from workforce.catalogue import role_name
from workforce.dashboards import words
from workforce.dashboards.links import href
from workforce.dashboards.panels import Panel, post_panel
from workforce.models import Holding, Leaving, Post, Terms

vacancies = when_first_used("workforce.dashboards.vacancies")

TABLE = "workforce/panels/table.html"


def may_change(user, post) -> bool:
    return Post.objects.visible_to(user, Permission.CHANGE_ROSTER).filter(pk=post.pk).exists()


def actions(*pairs) -> list[dict]:
    """Buttons: (text, address); what has no address is left out."""
    return [{"text": text, "href": address} for text, address in pairs if address]


@post_panel
def about(user, post) -> Panel:
    rows = [
        {"key": "Role", "value": role_name(post.role), "href": href("role_detail", post.role)},
        {"key": "Title", "value": post.title or "As the role"},
        {"key": "PCT", "value": post.commissioner.name},
        {"key": "Established WTE", "value": words.wte(post.wte)},
        {"key": "Open from", "value": words.day(post.start)},
        {"key": "Last day", "value": words.day(post.end, words.STILL)},
    ]
    links = []
    if may_change(user, post):
        rows.insert(4, {"key": "Funding line", "value": post.funding or "Not said"})
        links = changes(post)
        if post.end:
            rows.append({"key": "Why it closed", "value": post.close_reason})
    return Panel("About this post", "workforce/panels/summary.html", {"rows": rows, "links": links}, 10)


def changes(post) -> list[dict]:
    edit = ("Change this post", href("post_edit", post.pk))
    close = ("Close this post", href("post_close", post.pk))
    reopen = ("Open this post again", href("post_reopen", post.pk))
    return actions(edit, reopen if post.end else close)


@post_panel
def hosts(user, post) -> Panel:
    found = list(post.hosts.visible_to(user).select_related("practice").order_by("-start", "-share", "practice__name"))
    is_open = post.end is None and may_change(user, post)
    links = actions(("Change the hosts", href("post_host_change", post.pk))) if is_open else []
    table = {
        "caption": counted(len(found), "share"),
        "head": ["Practice", {"text": "Share", "numeric": True}, "From", "Last day"],
        "first_is_header": True,
        "rows": [
            [
                host.practice.name,
                {"text": words.per_cent(host.share), "numeric": True},
                words.day(host.start),
                words.day(host.end, words.STILL),
            ]
            for host in found
        ],
        "empty": "No practice hosts this post.",
    }
    return Panel("Hosted by", TABLE, {"table": table, "links": links}, 20)


@post_panel
def holders(user, post) -> Panel:
    """Those whom the person may know: the lead everybody there ever was, a practice whoever is there now."""
    found = Holding.objects.visible_to(user).filter(post=post)
    changes_it = may_change(user, post)
    found = found if changes_it else found.on()
    found = list(found.select_related("worker", "cohort"))
    terms, leavings = terms_of(user, found), leavings_of(user, found)
    head = ["Held by", "First day", "Last day", "Cohort"]
    head += [{"text": "WTE", "numeric": True}, "Ended because", "Change"] if changes_it else []
    rows = [row(holding, terms, leavings, changes_it) for holding in found]
    add = actions(("Add a holder", href("holding_create", post.pk))) if changes_it and post.end is None else []
    table = {
        "caption": counted(len(rows), "holder"),
        "head": head,
        "first_is_header": True,
        "rows": rows,
        "empty": "Nobody has held this post." if changes_it else nobody(post),
    }
    notes = [] if changes_it else ["You see who holds it now, as far as you may know them."]
    return Panel("Held by", TABLE, {"table": table, "links": add, "notes": notes}, 30)


def nobody(post) -> str:
    held = Holding.objects.filter(post=post).on().exists()
    return "Somebody holds this post whom you may not see." if held else "Nobody holds this post now."


def terms_of(user, holdings) -> dict:
    """The latest terms of each holding that this person may see."""
    found = Terms.objects.visible_to(user).filter(holding__in=holdings).order_by("start")
    return {terms.holding_id: terms for terms in found}


def leavings_of(user, holdings) -> dict:
    return {found.holding_id: found for found in Leaving.objects.visible_to(user).filter(holding__in=holdings)}


def row(holding, terms, leavings, changes_it) -> list:
    cells = [
        {
            "text": holding.worker.name,
            "href": href("worker_detail", holding.worker_id),
            "hint": f"No. {holding.worker.staff_number}",
        },
        words.day(holding.start),
        words.day(holding.end, words.STILL),
        holding.cohort.name if holding.cohort else "",
    ]
    if not changes_it:
        return cells
    cells[1] = {"text": cells[1], "action": start_of(holding)}
    current = terms.get(holding.pk)
    wte = {"text": words.wte(current.wte if current else None), "numeric": True}
    return [*cells, wte, ending(leavings.get(holding.pk)), change_of(holding)]


def ending(leaving) -> str:
    """Why a holding ended, and where the person went."""
    if leaving is None:
        return ""
    role = role_name(leaving.next_role) if leaving.next_role else ""
    found = (leaving.get_reason_display(), role, leaving.get_destination_display())
    return "; ".join(text for text in found if text)


def start_of(holding) -> dict:
    """The way to another first day, or another cohort."""
    of = f"the holding of No. {holding.worker.staff_number}"
    return {"text": "Correct", "of": of, "href": href("holding_start_correct", holding.pk)}


def change_of(holding):
    """The way to new terms and to the end of the holding; of one that has ended, to another end or to none."""
    of = f"the holding of No. {holding.worker.staff_number}"
    if holding.end is not None:
        reopen = {"text": "Take the end back", "of": of, "href": href("holding_reopen", holding.pk)}
        return {"text": "Correct the end", "href": href("holding_end_correct", holding.pk), "action": reopen}
    end = {"text": "End", "of": of, "href": href("holding_end", holding.pk)}
    return {"text": "New terms", "href": href("terms_change", holding.pk), "action": end}


@post_panel
def empty_times(user, post) -> Panel:
    found = vacancies.of_post(post)
    table = {
        "caption": counted(len(found), "vacancy") if len(found) == 1 else f"{len(found)} vacancies",
        "head": ["Vacant from", "Until", {"text": "Months", "numeric": True}],
        "first_is_header": True,
        "rows": [
            [
                words.day(gap["start"]),
                words.day(gap["end"], "Now"),
                {"text": f"{gap['months']:.1f}", "numeric": True},
            ]
            for gap in found
        ],
        "empty": "Somebody has held this post since it opened.",
    }
    return Panel("Vacancies", TABLE, {"table": table}, 40)
