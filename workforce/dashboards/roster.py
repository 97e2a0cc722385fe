"""The roster of a programme: its posts with hosts and holders, fifty a page, in a number of queries that does not grow.

Whoever looks sees the posts of their scope, and of the holders those whose identity they may know.
"""

from datetime import timedelta

from django.db.models import Case, DateField, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.permissions import Permission
from practices import clock
from practices.models import Organisation
from practices.wording import counted
from workforce import catalogue
from workforce.catalogue import role_name
from workforce.dashboards import words
from workforce.dashboards.led_places import leads
from workforce.dashboards.links import href
from workforce.models import Cohort, Employer, Holding, Post, PostHost, Terms
from workforce.models.scope import in_force

OPEN, VACANT, CLOSED, ALL = "open", "vacant", "closed", "all"
BY_NUMBER, BY_ROLE, BY_TRUST, BY_VACANCY, BY_OPENING = "number", "role", "pct", "vacant", "opened"
# Who holds it comes second: a phone shows the first columns.
HEAD = ["Post", "Held by", "Role", "PCT", "Hosted by", {"text": "WTE", "numeric": True}]
EMPTY = "No post is found. Choose fewer conditions, or clear them."


def posts_of(user, programme, permission=None) -> QuerySet:
    """The programme's posts that this person may see, each with `is_held` and the day after which it was last held."""
    found = Post.objects.visible_to(user) if permission is None else Post.objects.visible_to(user, permission)
    return with_standing(found.filter(programme=programme)).select_related("commissioner")


def with_standing(posts: QuerySet) -> QuerySet:
    """Held or not is asked of all holdings: a holder whom one may not know is no vacancy."""
    holdings = Holding.objects.filter(post=OuterRef("pk"))
    ended = holdings.filter(end__lt=clock.today()).order_by("-end").values("end")[:1]
    return posts.annotate(
        is_held=Exists(holdings.filter(in_force())), held_until=Subquery(ended, output_field=DateField())
    )


def in_state(posts: QuerySet, state: str) -> QuerySet:
    today = clock.today()
    match state:
        case "vacant":
            return posts.filter(in_force(), is_held=False)
        case "closed":
            return posts.filter(end__lt=today)
        case "all":
            return posts
    return posts.filter(Q(end=None) | Q(end__gte=today))


def narrowed(posts: QuerySet, user, wanted: dict) -> QuerySet:
    """`wanted` is what the filter form gives: state, role, commissioner, cohort, employer; empty ones narrow nothing."""
    posts = in_state(posts, wanted.get("state") or OPEN)
    if wanted.get("role"):
        posts = posts.filter(role=wanted["role"])
    if wanted.get("commissioner"):
        posts = posts.filter(commissioner=wanted["commissioner"])
    if wanted.get("funding"):
        posts = posts.filter(funding=wanted["funding"])
    if wanted.get("practice"):
        hosts = PostHost.objects.visible_to(user).on().filter(practice=wanted["practice"], post=OuterRef("pk"))
        posts = posts.filter(Exists(hosts))
    known = Holding.objects.visible_to(user).filter(post=OuterRef("pk"))
    if wanted.get("cohort"):
        posts = posts.filter(Exists(known.filter(cohort=wanted["cohort"])))
    if wanted.get("employer"):
        terms = Terms.objects.visible_to(user).on().filter(employer=wanted["employer"], holding__post=OuterRef("pk"))
        posts = posts.filter(Exists(terms))
    return posts


def in_order(posts: QuerySet, order: str) -> QuerySet:
    """By number unless another order is asked for; within it by number."""
    match order:
        case "role":
            names = sorted(catalogue.roles().values(), key=lambda role: role.name)
            places = [When(role=role.code, then=Value(place)) for place, role in enumerate(names)]
            return posts.order_by(Case(*places, default=Value(len(names))), "number", "pk")
        case "pct":
            return posts.order_by("commissioner__name", "number", "pk")
        case "vacant":
            return posts.order_by("is_held", Coalesce("held_until", "start"), "number", "pk")
        case "opened":
            return posts.order_by("-start", "number", "pk")
    return posts.order_by("number", "pk")


def found_by(posts: QuerySet, user, text: str) -> QuerySet:
    """Posts whose number is the text, or that somebody holds whose staff number it is or whose name has each word of it."""
    words_of = text.split()
    named = Q(*[("worker__name__icontains", word) for word in words_of]) | Q(worker__staff_number__iexact=text)
    # Asked once of the holders, and not of each post again.
    held = Holding.objects.visible_to(user).filter(in_force(), named)
    return posts.filter(Q(number__iexact=text) | Q(pk__in=held.values("post"))) if words_of else posts


def with_hosts(posts: QuerySet) -> QuerySet:
    """For one page: the hosts of today."""
    hosts = PostHost.objects.on().select_related("practice").order_by("-share", "practice__name")
    return posts.prefetch_related(Prefetch("hosts", queryset=hosts, to_attr="hosts_now"))


def with_people(posts: QuerySet, user) -> QuerySet:
    """The hosts of today and the holders of today that this person may know."""
    holders = Holding.objects.visible_to(user).on().select_related("worker").order_by("worker__name")
    return with_hosts(posts).prefetch_related(Prefetch("holdings", queryset=holders, to_attr="holders_now"))


def table(page) -> dict:
    """The posts of one page for templates/components/table.html."""
    return {
        "caption": counted(page.paginator.count, "post"),
        "head": HEAD,
        "first_is_header": True,
        "compact": True,
        "rows": [row(post) for post in page.object_list],
        "empty": EMPTY,
    }


def row(post) -> list:
    return [
        {"text": post.number, "href": href("post_detail", post.pk)},
        held_by(post),
        role_name(post.role),
        post.commissioner.name,
        hosted_by(post.hosts_now),
        {"text": words.wte(post.wte), "numeric": True},
    ]


def hosted_by(hosts) -> str:
    return ", ".join(f"{host.practice.name} {words.per_cent(host.share)}" for host in hosts) or "No practice"


def held_by(post):
    if post.end and post.end < clock.today():
        return {"tag": {"text": "Closed", "colour": "grey"}, "hint": f"last day {words.day(post.end)}"}
    if post.holders_now:
        return ", ".join(f"{held.worker.name} ({held.worker.staff_number})" for held in post.holders_now)
    if post.is_held:
        return "Held"
    if post.start > clock.today():
        return f"Opens {words.day(post.start)}"
    return {"tag": {"text": "Vacant", "colour": "orange"}, "hint": f"since {words.day(vacant_since(post))}"}


def vacant_since(post):
    """The first day on which nobody held the post."""
    return post.held_until + timedelta(days=1) if post.held_until else post.start


def choices(user, programme) -> dict:
    """What the filter offers: roles, PCTs and hosts of the person's own posts; the rest to whoever leads the roster."""
    posts = Post.objects.visible_to(user).filter(programme=programme)
    roles = sorted(set(posts.order_by().values_list("role", flat=True).distinct()), key=role_name)
    trusts = Organisation.objects.filter(pk__in=posts.order_by().values("commissioner"))
    cohorts = Cohort.objects.visible_to(user).filter(programme=programme)
    return {
        "role": [(role, role_name(role)) for role in roles],
        "commissioner": named(trusts),
        "practice": named(hosts_of(user, programme)),
        "funding": [(line, line) for line in funding_of(user, programme)],
        "cohort": list(cohorts.order_by("-starts_on", "code").values_list("pk", "name")),
        "employer": list(Employer.objects.visible_to(user).order_by("name").values_list("pk", "name")),
    }


def named(organisations) -> list[tuple]:
    return list(organisations.order_by("name").values_list("pk", "name"))


def hosts_of(user, programme) -> QuerySet:
    """Those that host one of the programme's posts today."""
    hosts = PostHost.objects.visible_to(user).on().filter(post__programme=programme)
    return Organisation.objects.filter(pk__in=hosts.order_by().values("practice"))


def funding_of(user, programme) -> list[str]:
    """The sources of money of the posts that this person leads (row 63)."""
    led = Post.objects.visible_to(user, Permission.CHANGE_ROSTER).filter(programme=programme).exclude(funding="")
    return sorted(set(led.order_by().values_list("funding", flat=True).distinct()))


def links(user, programme) -> list[dict]:
    """What whoever leads the programme, or a part of it, can do here."""
    if not leads(user, programme):
        return []
    found = [
        {"text": "Add a post", "href": href("post_create", programme.slug)},
        {"text": "Add a person", "href": href("worker_create", programme.slug)},
        {"text": "Carry posts over to another PCT", "href": href("post_transfer", programme.slug)},
        *[
            {"text": f"Download ({kind.upper()})", "href": href("roster_file", programme.slug, kind)}
            for kind in ("csv", "xlsx")
        ],
    ]
    return [link for link in found if link["href"]]
