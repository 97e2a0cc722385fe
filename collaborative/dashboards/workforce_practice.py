"""The workforce of one practice: the posts it hosts, who holds them, and its posts beside its list and its contacts.

Each part is for whoever may see it: posts and names as the roster lets them, compliance with supervision as per cent alone,
and the practice's own counts for the practice alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Sum

from accounts.permissions import Permission, has_permission
from collaborative.dashboards.workforce_figures import Value, hosted_wte
from collaborative.dashboards.workforce_wave import value_cell
from measures.chart_tables import numeric
from measures.models import MonthlyReturn
from practices import clock, months
from practices.models import Organisation
from workforce.catalogue import role_name
from workforce.dashboards.links import href
from workforce.models import Holding, Post, PostHost, SupervisionMonth
from workforce.models.scope import HOSTS

MONTHS_SHOWN = 12
# Supervision is told over so many months, so that one missed session is not a finding.
SUPERVISION_MONTHS = 3
NO_POSTS = "No post that you may see is hosted here today."
NO_LIST = Value(None, "no return of this practice says how many people are on the list")
EMPTY_LIST = Value(None, "nobody is on the list")
NOT_YOURS = "The practice's own counts, for the practice alone."


@dataclass(frozen=True)
class PracticeWorkforcePage:
    """Ready for the template."""

    posts: dict
    facts: list[dict] = field(default_factory=list)
    contacts: dict | None = None
    why_no_counts: str = ""
    charts: list[dict] = field(default_factory=list)


def practice_workforce_page(user, practice) -> PracticeWorkforcePage:
    """A fixed number of queries, however many posts are hosted."""
    hosted = list(hosted_posts(user, practice))
    if not owns_figures(user, practice):
        return PracticeWorkforcePage(posts_table(user, practice, hosted), why_no_counts=NOT_YOURS)
    returns = latest_returns(practice)
    return PracticeWorkforcePage(
        posts=posts_table(user, practice, hosted),
        facts=facts(practice, returns),
        contacts=contacts_table(returns),
        charts=chart_links(practice),
    )


def owns_figures(user, practice) -> bool:
    """Those who work in the practice and see its figures; nobody who looks after it from outside."""
    return any(
        grant.organisation_id == practice.pk and grant.role in HOSTS and grant.allows(Permission.VIEW_PRACTICE_FIGURES)
        for grant in user.acting_grants
    )


# ---- posts


def hosted_posts(user, practice):
    """Shares of posts that the practice hosts today, of those that this person may see."""
    seen = Post.objects.visible_to(user).values("pk")
    rows = PostHost.objects.on().filter(practice=practice, post__in=seen)
    return rows.select_related("post__commissioner").order_by("post__number", "post")


def posts_table(user, practice, hosted: Sequence[PostHost]) -> dict:
    held = holdings_by_post(user, hosted)
    compliance = held_shares(user, practice, held)
    return {
        "caption": "Posts hosted today",
        "compact": True,
        "first_is_header": True,
        "empty": NO_POSTS,
        "head": ["Post", "Role", numeric("WTE"), numeric("Share here"), "In post", *supervision_head(compliance)],
        "rows": [post_row(one, held.get(one.post_id, []), compliance) for one in hosted],
    }


def supervision_head(compliance: dict | None) -> list:
    return [] if compliance is None else [numeric(f"Supervision held, {SUPERVISION_MONTHS} months")]


def post_row(one: PostHost, holdings: Sequence[Holding], compliance: dict | None) -> list:
    post = one.post
    row = [
        {"text": post.number, "href": href("post_detail", post.pk)},
        role_name(post.role),
        numeric(f"{post.wte:.2f}"),
        numeric(f"{one.share:.0f}%"),
        {"text": "; ".join(who(holding) for holding in holdings)} if holdings else {"tag": VACANT},
    ]
    return row if compliance is None else [*row, supervision_cell(holdings, compliance)]


VACANT = {"text": "Vacant", "colour": "orange"}


def who(holding: Holding) -> str:
    return f"{holding.worker.name}, since {holding.start:%-d %B %Y}"


def supervision_cell(holdings: Sequence[Holding], compliance: dict) -> dict:
    """Per cent alone, of each holder in the order of the names; dates and minutes are for those who supervise and lead."""
    shares = [compliance.get(holding.worker_id, Value(None, "not computed yet")) for holding in holdings]
    if len(shares) == 1:
        return value_cell(shares[0])
    return numeric("; ".join(share.text for share in shares) or "nobody in post")


def holdings_by_post(user, hosted: Sequence[PostHost]) -> dict[int, list[Holding]]:
    """Holdings in force, with those of whose holders this person may see the name."""
    rows = Holding.objects.visible_to(user).on().filter(post__in=[one.post_id for one in hosted])
    found: dict[int, list[Holding]] = {}
    for row in rows.select_related("worker").order_by("worker__name", "pk"):
        found.setdefault(row.post_id, []).append(row)
    return found


def held_shares(user, practice, held: dict[int, list[Holding]]) -> dict[int, Value] | None:
    """Worker -> held minutes as per cent of those expected, whole per cents; None for whoever may not know."""
    if not has_permission(user, Permission.VIEW_SUPERVISION_COMPLIANCE, practice):
        return None
    workers = [holding.worker_id for holdings in held.values() for holding in holdings]
    first = months.add_months(months.first_of(clock.today()), -SUPERVISION_MONTHS)
    rows = SupervisionMonth.objects.filter(
        worker__in=workers, month__gte=first, month__lt=months.first_of(clock.today())
    )
    sums = rows.order_by().values_list("worker").annotate(expected=Sum("expected_minutes"), held=Sum("held_minutes"))
    return {worker: held_share(minutes, expected) for worker, expected, minutes in sums}


def held_share(minutes: int, expected: float | None) -> Value:
    if not expected:
        return Value(None, "none was expected")
    return Value(round(100 * minutes / expected), "", 0, "%")


# ---- beside the practice's own figures


def latest_returns(practice) -> list[MonthlyReturn]:
    """The current return of each of the latest months, newest first; of two waves the one sent last."""
    first = months.add_months(months.first_of(clock.today()), -MONTHS_SHOWN)
    rows = MonthlyReturn.objects.current().filter(practice=practice, month__gte=first)
    found: dict[date, MonthlyReturn] = {}
    for row in rows.order_by("-month", F("submitted_at").desc(nulls_last=True), "-pk"):
        found.setdefault(row.month, row)
    return list(found.values())


def facts(practice: Organisation, returns: Sequence[MonthlyReturn]) -> list[dict]:
    """WTE hosted here, and for each 1,000 people on the practice's list."""
    latest = next((one for one in returns if one.list_close is not None), None)
    day = months.last_day(latest.month) if latest else clock.today()
    wte = hosted_wte([practice.pk], day)
    when = f"on {day:%-d %B %Y}, in the share of each post that is hosted here"
    return [
        {"key": "WTE in post here", "value": f"{wte:.2f}, {when}"},
        {"key": "WTE per 1,000 people on the list", "value": said(wte_per_thousand(wte, latest), latest)},
    ]


def wte_per_thousand(wte: float, latest: MonthlyReturn | None) -> Value:
    if latest is None:
        return NO_LIST
    return Value(1000 * wte / latest.list_close, "", 2) if latest.list_close else EMPTY_LIST


def said(value: Value, latest: MonthlyReturn | None) -> str:
    if value.number is None:
        return f"No value: {value.why}."
    return f"{value.text}, with {latest.list_close:,} on the list at the end of {months.label(latest.month)}"


def contacts_table(returns: Sequence[MonthlyReturn]) -> dict:
    """Contacts with attached workers beside measure 2 and never inside it, per 100 on the list too; measure 1 after them."""
    return {
        "caption": "Contacts with attached workers beside measure 2, and not part of it",
        "compact": True,
        "first_is_header": True,
        "empty": "This practice has returned nothing in the last twelve months.",
        "head": ["Month", *map(numeric, CONTACT_HEAD)],
        "rows": [contacts_row(one) for one in returns],
    }


BESIDE = ("other_staff_consultations", "attached_mh_contacts")
CONTACT_HEAD = (
    "Other practice staff (measure 2)", "Per 100 on the list", "Attached workers", "Per 100 on the list",
    "GP consultations (measure 1)", "On the list",
)  # fmt: skip


def contacts_row(one: MonthlyReturn) -> list:
    pairs = (cell for name in BESIDE for cell in (count_cell(one, name), rate_cell(one, name)))
    return [months.label(one.month), *pairs, count_cell(one, "gp_consultations"), count_cell(one, "list_close")]


def rate_cell(one: MonthlyReturn, name: str) -> dict:
    """Of the list at the month's end, so that the two can be read beside each other; the measure itself has person-months."""
    number = getattr(one, name)
    if number is None or one.list_close is None:
        return value_cell(Value(None, "one of the two is not known"))
    return value_cell(Value(100 * number / one.list_close, "", 1) if one.list_close else EMPTY_LIST)


def count_cell(one: MonthlyReturn, name: str) -> dict:
    """Zero is a counted nought; where there is no number, why."""
    number = getattr(one, name)
    if number is None:
        return {"text": "No value", "hint": one.not_available.get(name, "not given").replace("_", " "), "numeric": True}
    return numeric(f"{number:,}")


def chart_links(practice: Organisation) -> list[dict]:
    """The practice's charts, on which these posts stand, in each wave of measures that it takes part in."""
    members = (
        practice.memberships.filter(wave__programme__kind="measures").select_related("wave").order_by("wave__code")
    )
    return [
        {"text": f"Our charts in {one.wave.name}", "href": href("practice_dashboard", one.wave.code, practice.ods_code)}
        for one in members
    ]
