"""Starts and vacancies of the posts that a practice hosts, on the practice's charts, for those who may see the posts (P8).

Dates, post numbers and roles; who it is stands on the page of the post, for whoever may open it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from accounts.permissions import Permission, has_permission
from measures.chart_lines import EVENT, STAFFING, Annotation
from practices import clock
from practices.models import WaveMembership
from workforce.catalogue import role_name
from workforce.dashboards.links import href
from workforce.models import Holding, Post, PostHost

DAY = timedelta(days=1)
# First and last day; None still goes on.
Spell = tuple[date, date | None]


@dataclass(frozen=True)
class Hosted:
    """A post for as long as a practice hosts it."""

    post: int
    practice: int
    number: str
    role: str
    start: date
    end: date | None


def read_posts(user, wave) -> dict[int, list[Annotation]]:
    """Practice -> what happened in the posts that it hosts, of those that this person may see: two queries, or none."""
    if not has_permission(user, Permission.VIEW_ROSTER):
        return {}
    hosted = read_hosted(user, wave)
    held = read_held({one.post for one in hosted}) if hosted else {}
    found: dict[int, list[Annotation]] = defaultdict(list)
    for one in hosted:
        found[one.practice] += of_post(one, held.get(one.post, []))
    return dict(found)


FIELDS = (
    "post", "practice", "post__number", "post__role", "start", "end", "post__start", "post__end",
)  # fmt: skip


def read_hosted(user, wave) -> list[Hosted]:
    members = WaveMembership.objects.filter(wave=wave).values("practice")
    seen = Post.objects.visible_to(user).values("pk")
    rows = PostHost.objects.filter(post__in=seen, practice__in=members).order_by("post__number", "start", "pk")
    return [
        Hosted(post, practice, number, role, max(start, opened), earliest(end, closed))
        for post, practice, number, role, start, end, opened, closed in rows.values_list(*FIELDS)
    ]


def earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def read_held(posts: Iterable[int]) -> dict[int, list[Spell]]:
    """Post -> from when to when somebody was in it, whoever that was."""
    found: dict[int, list[Spell]] = defaultdict(list)
    rows = Holding.objects.filter(Q(post__in=posts), start__lte=clock.today()).order_by("start", "pk")
    for post, start, end in rows.values_list("post", "start", "end"):
        found[post].append((start, end))
    return found


# ---- pure


def of_post(one: Hosted, held: Sequence[Spell]) -> list[Annotation]:
    address, role = href("post_detail", one.post), role_name(one.role)
    starts = [start for start, _ in held if one.start <= start and (one.end is None or start <= one.end)]
    return [
        *(
            Annotation(start, None, f"{role} starts, post {one.number}", EVENT, f"start-{one.post}-{start}", address)
            for start in starts
        ),
        *(
            Annotation(
                start, end, f"Post {one.number} vacant ({role})", STAFFING, f"vacant-{one.post}-{start}", address
            )
            for start, end in gaps(one.start, one.end, held)
        ),
    ]


def gaps(first: date, last: date | None, held: Sequence[Spell]) -> list[Spell]:
    """Stretches from `first` to `last` (None: not over) in which nobody was there. `held` in the order of their start."""
    found, free = [], first
    for start, end in held:
        if free is None or (last is not None and start > last):
            break
        if start > free:
            found.append((free, start - DAY))
        free = None if end is None else max(free, end + DAY)
    if free is not None and (last is None or free <= last) and free <= clock.today():
        found.append((free, last))
    return found
