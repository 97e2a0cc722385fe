"""The page of early warnings: posts in the order of their numbers, each with what is so and what to do next."""

from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Count

from workforce.catalogue import role_name
from workforce.dashboards.links import href
from workforce.models import EarlyWarning, Post

A_PAGE = 50
Kind, Rest = EarlyWarning.Kind, EarlyWarning.Rest
# The filter that shows those which a lead has looked at and lets rest.
ASIDE = "set-aside"
EMPTY = {
    "": "No warning today. The roster is looked through every night.",
    ASIDE: "No warning is set aside.",
}
RESTING = "One that rests leaves the list and its count. It is back when its day comes, or when what it says changes."
# Kind -> (what to do next, name of the page where, what the page is of).
NEXT_STEPS = {
    Kind.SUPERVISION_MISSED: ("See the person's supervision", "worker_detail", "worker"),
    Kind.NO_SUPERVISION: ("Arrange supervision", "arrangement_create", "worker"),
    Kind.CONTRACT_ENDS: ("Change the terms", "terms_change", "holding"),
    Kind.TRAINING_ENDS: ("See what comes next for the person", "worker_detail", "worker"),
    Kind.ALONE: ("See the post and its hosts", "post_detail", "post"),
    Kind.BAND_OVERDUE: ("Change the terms", "terms_change", "holding"),
}


def page_of(found, kind: str, number) -> dict:
    """`found` are the warnings that this person may see; six queries. An unknown kind is none."""
    kind = kind if kind in (ASIDE, *Kind.values) else ""
    chosen = found.set_aside() if kind == ASIDE else found.open().filter(**({"kind": kind} if kind else {}))
    # Asked once of the warnings, and not of each post again.
    posts = Post.objects.filter(pk__in=chosen.order_by().values("holding__post")).order_by("number", "pk")
    page = Paginator(posts, A_PAGE).get_page(number)
    rows = chosen.filter(holding__post__in=[post.pk for post in page]).select_related(
        "holding__post", "holding__worker"
    )
    return {
        "filters": filters(found, kind),
        "posts": listed(rows.order_by("holding__post__number", "holding__post", "holding", "kind")),
        "page": page,
        "page_query": f"kind={kind}" if kind else "",
        "empty": EMPTY.get(kind, "No warning of this kind."),
    }


def filters(found, kind: str) -> list[dict]:
    counts = dict(found.open().order_by().values("kind").annotate(count=Count("pk")).values_list("kind", "count"))
    every = [("", "All", sum(counts.values())), *((one.value, one.label, counts.get(one.value, 0)) for one in Kind)]
    every.append((ASIDE, "Set aside", found.set_aside().count()))
    return [
        {"text": f"{text} ({count})", "href": f"?kind={value}" if value else "?", "current": value == kind}
        for value, text, count in every
    ]


def listed(rows) -> list[dict]:
    return [
        {**of_holding(holding), "warnings": [of_warning(one) for one in warnings]}
        for holding, warnings in groupby(rows, key=lambda one: one.holding)
    ]


def of_holding(holding) -> dict:
    post, worker = holding.post, holding.worker
    return {
        "post": f"Post {post.number}",
        "role": role_name(post.role),
        "href": href("post_detail", post.pk),
        "worker": worker.name,
        "staff_number": worker.staff_number,
        "worker_href": href("worker_detail", worker.pk),
    }


def of_warning(one) -> dict:
    text, name, what = NEXT_STEPS[Kind(one.kind)]
    rows = {"worker": one.holding.worker_id, "holding": one.holding_id, "post": one.holding.post_id}
    return {
        "kind": one.get_kind_display(),
        "reason": one.reason,
        "since": one.since,
        "next": text,
        "href": href(name, rows[what]),
        "rest": rest_words(one),
        "answer_href": href("early_warning_answer", one.holding_id, one.kind),
        "answer": "Set aside" if one.rest == Rest.OPEN else "Change",
    }


def rest_words(one) -> str:
    """Since when it rests, until when, and why; "" of one that waits."""
    if one.rest == Rest.OPEN:
        return ""
    until = f"until {one.set_aside_until:%-d %B %Y}" if one.set_aside_until else "until what it says changes"
    return f"Set aside on {one.set_aside_on:%-d %B %Y} {until}: {one.set_aside_reason}"


def as_it_stands(one) -> dict:
    """What the form opens on."""
    return {"rest": one.rest, "reason": one.set_aside_reason, "until": one.set_aside_until}
