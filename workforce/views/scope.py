"""What a page of the workforce is about: found in the person's scope, or 404; in scope without the right, 403."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from accounts.permissions import Permission, Role
from practices.models import Programme
from workforce.models import Post, Worker
from workforce.models.scope import programmes_of, rights_over

# What the page of a worker asks.
ASKED_TOGETHER = (
    Permission.VIEW_STAFF_IDENTITY,
    Permission.VIEW_STAFF_RECORD,
    Permission.VIEW_PAY,
    Permission.VIEW_SUPERVISION,
    Permission.VIEW_SUPERVISION_COMPLIANCE,
    Permission.VIEW_OWN_RECORD,
    Permission.CHANGE_ROSTER,
    Permission.CHANGE_SUPERVISION,
    Permission.CHANGE_ARRANGEMENTS,
)


def programme_to_see(request, slug, permission=Permission.VIEW_WORKFORCE_FIGURES) -> Programme:
    """404 for a programme that no grant reaches, 403 when none that does holds the permission."""
    programme = get_object_or_404(programmes_of(request.user), slug=slug)
    if not programmes_of(request.user, permission).filter(pk=programme.pk).exists():
        raise PermissionDenied(permission.value)
    return programme


def programme_to_lead(request, slug) -> Programme:
    """For those who change the roster. A lead of one PCT leads the programme's part there: filter rows by visible_to."""
    return programme_to_see(request, slug, Permission.CHANGE_ROSTER)


def sees_exactly(user, programme) -> bool:
    """Whether this person leads the whole programme: the lead of one PCT sees the others as everybody does."""
    return any(grant.role == Role.WORKFORCE_LEAD and grant.programme_id == programme.pk for grant in user.acting_grants)


def post_of(request, pk, permission=Permission.VIEW_ROSTER) -> Post:
    """404 for a post out of scope; 403 in scope without the permission over this post."""
    found = Post.objects.visible_to(request.user).select_related("programme", "commissioner")
    post = get_object_or_404(found, pk=pk)
    if permission != Permission.VIEW_ROSTER and not found.visible_to(request.user, permission).filter(pk=pk).exists():
        raise PermissionDenied(permission.value)
    return post


def worker_of(request, pk, permission=Permission.VIEW_STAFF_IDENTITY) -> Worker:
    """404 for a worker out of scope; 403 in scope without the permission over this worker."""
    found = Worker.objects.visible_to(request.user).select_related("programme", "commissioner")
    worker = get_object_or_404(found, pk=pk)
    if permission != Permission.VIEW_STAFF_IDENTITY and not may(request.user, permission, worker):
        raise PermissionDenied(permission.value)
    return worker


def may(user, permission, worker) -> bool:
    """Whether this person holds a permission over a worker: asked once of one row of a worker, for all panels of a page."""
    known = worker.__dict__.setdefault("rights_known", {})
    if (user.pk, permission) not in known:
        asked = dict.fromkeys((permission, *ASKED_TOGETHER))
        known |= {(user.pk, one): holds for one, holds in rights_over(user, worker, asked).items()}
    return known[user.pk, permission]


def row_of_worker(request, model, pk, permission):
    """A row with a `worker`: 404 when the worker is out of scope, 403 in scope without the permission over the worker."""
    found = model.objects.visible_to(request.user, Permission.VIEW_STAFF_IDENTITY)
    row = get_object_or_404(found.select_related("worker__programme", "worker__commissioner"), pk=pk)
    if not may(request.user, permission, row.worker):
        raise PermissionDenied(permission.value)
    return row
