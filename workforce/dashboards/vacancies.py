"""Posts that stand empty now: since when, for how many months, and how much of them."""

from datetime import timedelta

import pandas as pd
from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from practices import clock
from practices.wording import counted
from workforce.catalogue import role_name
from workforce.dashboards import roster, words
from workforce.dashboards.links import href
from workforce.models import Holding, Terms
from workforce.models.scope import in_force
from workforce.role_spells import calendar_months
from workforce.vacant_time import vacancies

HEAD = [
    "Post",
    "Role",
    "PCT",
    "Hosted by",
    {"text": "WTE vacant", "numeric": True},
    "Vacant since",
    {"text": "Months", "numeric": True},
]
EMPTY = "No post is vacant."
FRAME = {"post": "int64", "role": "object", "commissioner": "int64", "start": "datetime64[s]", "end": "datetime64[s]"}


def posts_of(user, programme) -> QuerySet:
    """Vacant posts, longest first; to whoever knows the holders' terms also those that are held in part."""
    posts = roster.posts_of(user, programme).filter(in_force())
    # Asked of the people of the programme: two lists of ids at once are walked one in the other where a database has no statistics.
    filled = held_wte(user, holding__worker__programme=programme)
    partly = filled.filter(total__lt=F("holding__post__wte")).values("holding__post")
    empty = Q(is_held=False) | Q(pk__in=partly)
    found = posts.filter(empty).order_by("is_held", Coalesce("held_until", "start"), "number", "pk")
    return roster.with_people(found, user)


def held_wte(user, **where) -> QuerySet:
    """{"holding__post", "total"}: the WTE worked today in each post, by those terms that are there and this person may know."""
    terms = Terms.objects.visible_to(user).on().filter(**where).order_by()
    return terms.values("holding__post").annotate(total=Sum("wte"))


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
        role_name(post.role),
        post.commissioner.name,
        roster.hosted_by(post.hosts_now),
        {"text": words.wte(vacant), "numeric": True},
        *since(post, months),
    ]


def months_vacant(posts) -> list[float]:
    """Until today, and today too."""
    starts = pd.Series([roster.vacant_since(post) for post in posts], dtype="datetime64[s]")
    tomorrow = pd.Timestamp(clock.today() + timedelta(days=1))
    return list(calendar_months(starts, pd.Series([tomorrow] * len(starts), dtype="datetime64[s]")))


def since(post, months) -> list:
    """Of a post that is held in part there is no one day."""
    if post.is_held:
        return ["Held in part", {"text": "", "numeric": True}]
    start = roster.vacant_since(post)
    return [words.day(start), {"text": f"{months:.1f}", "numeric": True}]


def notes(*, is_whole: bool) -> list[str]:
    first = "A post is vacant while it is open and nobody holds it."
    whole = "These are all posts of the programme." if is_whole else "These are the posts that you may see."
    return [f"{first} {whole}"]


def of_post(post) -> list[dict]:
    """Each stretch in which one post stood empty: {"start", "end" (first day held again, or None), "months"}."""
    holdings = Holding.objects.filter(post=post).values_list("post", "start", "end")
    held = pd.DataFrame(list(holdings), columns=["post", "start", "end"]).astype(
        {"post": "int64", "start": "datetime64[s]", "end": "datetime64[s]"}
    )
    this = pd.DataFrame([[post.pk, post.role, post.commissioner_id, post.start, post.end]], columns=list(FRAME))
    found = vacancies(this.astype(FRAME), held, clock.today())
    return [
        {"start": start.date(), "end": None if is_now else end.date(), "months": months}
        for start, end, months, is_now in found[["start", "end", "months", "is_now"]].itertuples(index=False)
    ]
