"""The way from the first page to where somebody stands in the workforce: (text, address) pairs.

A worker is named by the staff number: a trail of pages may be read over a shoulder.
"""

from django.urls import reverse

from workforce.dashboards.links import href


def to_workforce(*further):
    return with_addresses(("Home", reverse("home")), ("Workforce", href("workforce_home")), *further)


def to_programme(programme, *further):
    """`further` are (text, address) pairs; those without an address are left out."""
    return to_workforce((programme.name, f"{href('workforce_home')}#{programme.slug}"), *further)


def to_post(post, *further):
    return to_programme(
        post.programme,
        ("Posts", href("roster", post.programme.slug)),
        (f"Post {post.number}", href("post_detail", post.pk)),
        *further,
    )


def to_worker(worker, *further):
    return to_programme(
        worker.programme,
        ("People", href("worker_list", worker.programme.slug)),
        (f"No. {worker.staff_number}", href("worker_detail", worker.pk)),
        *further,
    )


def with_addresses(*pairs):
    return [(text, address) for text, address in pairs if address]
