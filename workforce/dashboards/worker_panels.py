"""The page of a worker: who it is, which posts, and to whoever may see pay on which terms."""

from django.db.models import Case, When

from accounts.permissions import Permission
from practices.wording import counted
from workforce.catalogue import role_name
from workforce.dashboards import words
from workforce.dashboards.links import href
from workforce.dashboards.panels import Panel, post_panel, worker_panel
from workforce.dashboards.post_panels import actions, change_of, ending, leavings_of, may_change
from workforce.dashboards.worker_reading import holdings_of, is_held_now
from workforce.models import Post, Terms, scope
from workforce.views.scope import may

TABLE = "workforce/panels/table.html"


@worker_panel
def about(user, worker) -> Panel:
    rows = [
        {"key": "Staff number", "value": worker.staff_number},
        {"key": "PCT that keeps the record", "value": worker.commissioner.name},
    ]
    if worker.modality:
        rows.append({"key": "Therapy", "value": worker.get_modality_display()})
    links = []
    if may(user, Permission.CHANGE_ROSTER, worker):
        rows.append({"key": "Account", "value": worker.user.email if worker.user else "None yet"})
        links = actions(("Change this person", href("worker_edit", worker.pk)))
    return Panel("About", "workforce/panels/summary.html", {"rows": rows, "links": links}, 10)


@worker_panel
def posts(user, worker) -> Panel:
    """All of them to the lead and to the person; to others those that they may see and that are held now."""
    found = holdings_of(worker) if may(user, Permission.VIEW_STAFF_IDENTITY, worker) else []
    seen = posts_seen(user, found)
    if not may(user, Permission.VIEW_PAY, worker):
        found = [one for one in found if one.post_id in seen and is_held_now(one)]
    changeable = {one.post_id for one in found if seen.get(one.post_id)}
    leavings = leavings_of(user, found)
    head = ["Post", "Role", "PCT", "First day", "Last day", "Cohort"]
    head += [*(["Ended because"] if leavings else []), *(["Change"] if changeable else [])]
    table = {
        "caption": counted(len(found), "post"),
        "head": head,
        "first_is_header": True,
        "rows": [row(holding, leavings, seen, changeable) for holding in found],
        "empty": "This person holds no post that you may see.",
    }
    return Panel("Posts", TABLE, {"table": table}, 20)


def posts_seen(user, holdings) -> dict[int, bool]:
    """Ids of those posts that this person may see, and whether they may be changed."""
    may_change = Case(When(scope.posts(user, Permission.CHANGE_ROSTER), then=True), default=False)
    found = Post.objects.visible_to(user).filter(pk__in=[holding.post_id for holding in holdings])
    return dict(found.annotate(may_change=may_change).values_list("pk", "may_change"))


def row(holding, leavings, seen, changeable) -> list:
    """A post of another PCT is named, and leads nowhere."""
    post = holding.post
    cells = [
        {"text": post.number, "href": href("post_detail", post.pk) if post.pk in seen else ""},
        role_name(post.role),
        post.commissioner.name,
        words.day(holding.start),
        words.day(holding.end, words.STILL),
        holding.cohort.name if holding.cohort else "",
    ]
    cells += [ending(leavings.get(holding.pk))] if leavings else []
    return cells + ([change_of(holding) if post.pk in changeable else ""] if changeable else [])


@worker_panel
def terms(user, worker) -> Panel | None:
    """Band, contract and employer over time: the lead and the person alone."""
    if not may(user, Permission.VIEW_PAY, worker):
        return None
    found = Terms.objects.visible_to(user).filter(holding__worker=worker)
    return Panel("Pay and terms", TABLE, {"table": terms_table(found)}, 30)


def terms_table(found, *, is_of_post=False, is_of_employer=False) -> dict:
    """On the page of a post a row says of whom it is, elsewhere of which post. Why more than 1.0 WTE is not the employer's to know:
    it tells of posts with others.
    """
    number = {"text": "WTE", "numeric": True}
    found = found.select_related("holding__post", "holding__worker", "employer").order_by("-start", "holding")
    return {
        "caption": "Terms, latest first",
        "head": [
            "From",
            "Last day",
            "Held by" if is_of_post else "Post",
            number,
            "Scheme",
            "Band",
            "Employer",
            "Contract",
        ],
        "first_is_header": True,
        "compact": True,
        "rows": [terms_row(one, is_of_post, "" if is_of_employer else one.over_reason) for one in found],
        "empty": "No terms are recorded.",
    }


@worker_panel
def agreed_with_us(user, worker) -> Panel | None:
    """Band and contract of the practice's own employee; what others agreed with the same person is none of it."""
    if may(user, Permission.VIEW_PAY, worker):
        return None
    return employees_panel(Terms.objects.of_own_employees(user).filter(holding__worker=worker))


@post_panel
def agreed_with_holders(user, post) -> Panel | None:
    """The same of those of a post's holders whom the practice employs."""
    if may_change(user, post):
        return None
    return employees_panel(Terms.objects.of_own_employees(user).filter(holding__post=post), is_of_post=True)


def employees_panel(found, *, is_of_post=False) -> Panel | None:
    table = terms_table(found, is_of_post=is_of_post, is_of_employer=True)
    notes = ["You see these because your practice is the employer. Terms with other employers are not shown."]
    return Panel("Terms with your practice", TABLE, {"table": table, "notes": notes}, 35) if table["rows"] else None


def terms_row(one, is_of_post: bool, over_reason: str) -> list:
    until = f"until {words.day(one.contract_ends_on)}" if one.contract_ends_on else ""
    return [
        words.day(one.start),
        words.day(one.end, words.STILL),
        f"No. {one.holding.worker.staff_number}" if is_of_post else one.holding.post.number,
        {"text": words.wte(one.wte), "numeric": True, "hint": over_reason},
        one.get_scheme_display(),
        one.band,
        one.employer.name,
        {"text": one.get_contract_display(), "hint": until},
    ]
