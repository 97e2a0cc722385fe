"""The people of a programme whom somebody may know, with the posts they hold today; fifty a page."""

from django.db.models import Prefetch, Q, QuerySet

from practices.wording import counted
from workforce.catalogue import role_name
from workforce.dashboards.led_places import leads
from workforce.dashboards.links import href
from workforce.models import Holding, Post, Worker


def workers_of(user, programme) -> QuerySet:
    return Worker.objects.visible_to(user).filter(programme=programme).select_related("commissioner")


def found_by(workers: QuerySet, text: str) -> QuerySet:
    """Those whose staff number is the text, or whose name has each word of it."""
    named = Q(*[("name__icontains", word) for word in text.split()])
    return workers.filter(Q(staff_number__iexact=text.strip()) | named) if text.split() else workers


def with_posts(workers: QuerySet, user) -> QuerySet:
    held = Holding.objects.filter(post__in=Post.objects.visible_to(user)).on().select_related("post")
    return workers.prefetch_related(Prefetch("holdings", queryset=held.order_by("post__number"), to_attr="held_now"))


def table(page) -> dict:
    return {
        "caption": f"{page.paginator.count:,} people" if page.paginator.count != 1 else counted(1, "person"),
        "head": ["Name", "Staff number", "PCT", "Role", "Posts held now"],
        "first_is_header": True,
        "compact": True,
        "rows": [row(worker) for worker in page.object_list],
        "empty": "Nobody is found.",
    }


def row(worker) -> list:
    roles = dict.fromkeys(role_name(held.post.role) for held in worker.held_now)
    return [
        {"text": worker.name, "href": href("worker_detail", worker.pk)},
        worker.staff_number,
        worker.commissioner.name,
        ", ".join(roles),
        ", ".join(held.post.number for held in worker.held_now) or "None",
    ]


def links(user, programme) -> list[dict]:
    address = href("worker_create", programme.slug)
    return [{"text": "Add a person", "href": address}] if address and leads(user, programme) else []
