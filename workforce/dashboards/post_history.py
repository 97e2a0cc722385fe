"""All that happened to a post on one page, latest first: opened, hosted, held, on which terms, closed, and what was corrected."""

from dataclasses import dataclass
from datetime import date

from practices.wording import counted
from workforce.dashboards import words
from workforce.dashboards.panels import Panel, post_panel
from workforce.dashboards.post_panels import TABLE, ending, leavings_of, may_change
from workforce.models import FormerClosing, FormerEnd, Holding, Terms


@dataclass(frozen=True)
class Happening:
    """One thing on one day; `order` puts those of one day as they follow one another."""

    day: date
    order: int
    what: str
    details: str = ""


@post_panel
def history(user, post) -> Panel | None:
    """For whoever leads the roster there: others see who hosts and holds it now."""
    if not may_change(user, post):
        return None
    found = [*of_post(user, post), *of_hosts(user, post), *of_holdings(user, post), *of_terms(user, post)]
    found.sort(key=lambda one: (one.day, one.order), reverse=True)
    table = {
        "caption": counted(len(found), "entry") if len(found) == 1 else f"{len(found)} entries, latest first",
        "head": ["Day", "What", "Details"],
        "first_is_header": True,
        "compact": True,
        "rows": [[words.day(one.day), one.what, one.details] for one in found],
        "empty": "Nothing is recorded of this post.",
    }
    return Panel("History", TABLE, {"table": table}, 45)


def of_post(user, post) -> list[Happening]:
    found = [Happening(post.start, 0, "The post opened", f"{words.wte(post.wte)} WTE as established now")]
    if post.end:
        found.append(Happening(post.end, 9, "Last day of the post", post.close_reason))
    for one in FormerClosing.objects.visible_to(user).filter(post=post):
        details = until_then(one, one.reason)
        found.append(Happening(one.replaced_on, 8, "The post was opened again, or its last day changed", details))
    return found


def of_hosts(user, post) -> list[Happening]:
    found = []
    for host in post.hosts.visible_to(user).select_related("practice"):
        share = f"{words.per_cent(host.share)} of the post"
        found.append(Happening(host.start, 1, f"{host.practice.name} hosts it", share))
        if host.end:
            found.append(Happening(host.end, 7, f"Last day at {host.practice.name}", share))
    return found


def of_holdings(user, post) -> list[Happening]:
    holdings = list(Holding.objects.visible_to(user).filter(post=post).select_related("worker", "cohort"))
    leavings = leavings_of(user, holdings)
    found = []
    for holding in holdings:
        found.append(
            Happening(holding.start, 2, f"Held by {named(holding)}", holding.cohort.name if holding.cohort else "")
        )
        if holding.end:
            found.append(Happening(holding.end, 6, f"Last day of {named(holding)}", ending(leavings.get(holding.pk))))
    former = FormerEnd.objects.visible_to(user).filter(holding__in=holdings).select_related("holding__worker")
    for one in former:
        what = f"The end of {named(one.holding)} was corrected or taken back"
        found.append(Happening(one.replaced_on, 8, what, until_then(one, ending(one) if one.reason else "")))
    return found


def until_then(former, why: str) -> str:
    """What an end was before it was another."""
    said = "; ".join(filter(None, (f"last day {words.day(former.end)}", why)))
    return f"Until {words.day(former.replaced_on)} it said: {said}"


def named(holding) -> str:
    return f"{holding.worker.name} (No. {holding.worker.staff_number})"


def of_terms(user, post) -> list[Happening]:
    found = Terms.objects.visible_to(user).filter(holding__post=post).select_related("holding__worker", "employer")
    return [Happening(one.start, 3, f"Terms of No. {one.holding.worker.staff_number}", agreed(one)) for one in found]


def agreed(one) -> str:
    contract = one.get_contract_display()
    until = f" until {words.day(one.contract_ends_on)}" if one.contract_ends_on else ""
    return f"{one.get_scheme_display()} {one.band}, {words.wte(one.wte)} WTE, {one.employer.name}, {contract.lower()}{until}"
