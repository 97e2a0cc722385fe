"""Posts that stand empty now: since when, for how many months, and how much of them."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from practices import clock
from practices.wording import counted
from workforce.catalogue import role_name
from workforce.computing.kept import keep, kept
from workforce.dashboards import roster, words
from workforce.dashboards.links import href
from workforce.models import Holding, Terms
from workforce.models.scope import in_force
from workforce.role_spells import calendar_months
from workforce.vacant_time import empty_times, stretches_of
from workforce.views.scope import sees_exactly

KIND = "posts held in part"
HEAD = [
    "Post",
    # Since when comes first: a phone shows the first columns.
    "Vacant since",
    {"text": "Months", "numeric": True},
    {"text": "WTE vacant", "numeric": True},
    "Role",
    "PCT",
    "Hosted by",
]
EMPTY = "No post is vacant."


def posts_of(user, programme) -> QuerySet:
    """Vacant posts, longest first; to whoever knows the holders' terms also those that are held in part."""
    posts = roster.posts_of(user, programme).filter(in_force())
    empty = Q(is_held=False) | Q(pk__in=partly_held(user, programme))
    found = posts.filter(empty).order_by("is_held", Coalesce("held_until", "start"), "number", "pk")
    return roster.with_hosts(found)


@dataclass(frozen=True)
class PartlyHeld:
    """Ids of the posts of a programme whose holders work less than is established; kept until its roster changes."""

    posts: tuple[int, ...]


def keep_partly_held(programme, number: int) -> int:
    """Returns 1 where they are others than before."""
    found = in_part(Terms.objects.all(), programme).order_by("holding__post").values_list("holding__post", flat=True)
    return keep(programme, number, KIND, PartlyHeld(tuple(found)))


def partly_held(user, programme):
    """To whoever leads the programme those that were kept; to others as far as they may know the terms."""
    found = kept(programme, KIND, PartlyHeld) if sees_exactly(user, programme) else None
    return found.posts if found else in_part(Terms.objects.visible_to(user), programme).values("holding__post")


def in_part(terms, programme):
    # Asked of the people of the programme: two lists of ids at once are walked one in the other where a database has no statistics.
    filled = wte_of(terms, holding__worker__programme=programme)
    return filled.filter(total__lt=F("holding__post__wte"))


def held_wte(user, **where) -> QuerySet:
    """{"holding__post", "total"}: the WTE worked today in each post, by those terms that are there and this person may know."""
    return wte_of(Terms.objects.visible_to(user), **where)


def wte_of(terms, **where):
    return terms.on().filter(**where).order_by().values("holding__post").annotate(total=Sum("wte"))


def table(page, user) -> dict:
    posts = list(page.object_list)
    held = {row["holding__post"]: row["total"] for row in held_wte(user, holding__post__in=posts)}
    return {
        "caption": counted(page.paginator.count, "vacant post"),
        "head": HEAD,
        "first_is_header": True,
        "compact": True,
        "rows": [
            row(post, held.get(post.pk, 0), months) for post, months in zip(posts, months_vacant(posts), strict=True)
        ],
        "empty": EMPTY,
    }


def row(post, held, months: float) -> list:
    vacant = post.wte - held if post.is_held else post.wte
    return [
        {"text": post.number, "href": href("post_detail", post.pk)},
        *since(post, months),
        {"text": words.wte(vacant), "numeric": True},
        role_name(post.role),
        post.commissioner.name,
        roster.hosted_by(post.hosts_now),
    ]


def months_vacant(posts) -> list[float]:
    """Until today, and today too."""
    starts = [roster.vacant_since(post) for post in posts]
    return calendar_months(starts, [clock.today() + timedelta(days=1)] * len(starts)).tolist()


def since(post, months) -> list:
    """Of a post that is held in part there is no one day."""
    if post.is_held:
        return ["Held in part", {"text": "", "numeric": True}]
    start = roster.vacant_since(post)
    return [words.day(start), {"text": f"{months:.1f}", "numeric": True}]


def notes(*, is_whole: bool) -> list[str]:
    first = "A post is vacant while it is open and nobody holds it, or less WTE than is established. Vacant longest comes first; open a post to see its months and to name its next holder."
    whole = "These are all posts of the programme." if is_whole else "These are the posts that you may see."
    return [f"{first} {whole}"]


def of_post(post) -> list[dict]:
    """Each stretch in which one post stood empty: {"start", "end" (first day held again, or None), "months"}."""
    held = Holding.objects.filter(post=post).values_list("post", "start", "end")
    found = empty_times(stretches_of([(post.pk, post.start, post.end)]), stretches_of(list(held)), clock.today())
    columns = (found.start.tolist(), found.end.tolist(), found.months.tolist(), found.is_now.tolist())
    return [
        {"start": start, "end": None if is_now else end, "months": months}
        for start, end, months, is_now in zip(*columns, strict=True)
    ]
