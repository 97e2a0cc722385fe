"""Who sees rows about posts and the people in them; what others see is protected figures (workforce.disclosure).

The workforce lead: everything of the programme, or of the PCT. The practice that hosts a post: the post and its holders, not
their supervision, pay or reasons for leaving. The supervisor: supervisees, while the arrangement lasts. The worker: the own
record. A practice that employs somebody itself: the post, and band and contract as agreed with it. Nobody else sees a row; each condition here is on posts or on workers, and each model asks for the one that it hangs on.
"""

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When

from accounts.permissions import Permission, Role
from practices import clock
from practices.models import Programme, Wave

HOSTS = {Role.PRACTICE_MANAGER, Role.PRACTICE_CLINICIAN}
# What an employer knows of an employee who works elsewhere: who it is, and in which post.
KNOWN_TO_EMPLOYER = {Permission.VIEW_ROSTER, Permission.VIEW_STAFF_IDENTITY}


def grants_with(user, permission):
    return [grant for grant in user.acting_grants if grant.allows(permission)] if user.is_authenticated else []


def in_force(prefix="", on=None) -> Q:
    """Rows with `start` and `end`, the last day, that hold on a day."""
    day = on or clock.today()
    end = f"{prefix}end"
    return Q(**{f"{prefix}start__lte": day}) & (Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": day}))


def ends_from(day) -> Q:
    """Rows with `start` and `end` that have not ended before a day: they hold then, or begin later."""
    return Q(end=None) | Q(end__gte=day)


def led(grant, prefix="") -> Q:
    """What belongs to a workforce lead: rows with `programme` and `commissioner`."""
    if grant.programme_id:
        return Q(**{f"{prefix}programme": grant.programme_id})
    return Q(**{f"{prefix}commissioner": grant.organisation_id})


def led_alone(user, permission, prefix="") -> Q | None:
    """The condition where every grant with the permission is a lead's; such rows are found without a list of all that is led."""
    grants = grants_with(user, permission)
    if not grants or any(grant.role != Role.WORKFORCE_LEAD for grant in grants):
        return None
    return reduce(or_, (led(grant, prefix) for grant in grants))


def hosted(grant, post="pk") -> Q:
    """Posts that a practice hosts today."""
    from workforce.models.post import PostHost

    return Q(Exists(PostHost.objects.filter(in_force(), post=OuterRef(post), practice=grant.organisation_id)))


def employed(grant, permission, **where) -> Q:
    """Where `where` leads from today's terms that name the grant's own practice as the employer, to whoever may see those."""
    from workforce.models.post import Terms

    if permission not in KNOWN_TO_EMPLOYER or not grant.allows(Permission.VIEW_PAY_OF_EMPLOYEES):
        return Q(pk__in=[])
    return Q(Exists(Terms.objects.employed_by([grant.organisation_id]).filter(**where)))


def supervised(user, worker="pk") -> Q:
    """Workers whom this person supervises today."""
    from workforce.models.supervision import SupervisionArrangement

    arrangements = SupervisionArrangement.objects.filter(in_force(), supervisor__user=user.pk)
    return Q(Exists(arrangements.filter(worker=OuterRef(worker))))


def placed(grant, worker="pk") -> Q:
    """Workers in a post that lies, today, where a grant is held: at a PCT, or hosted by a practice."""
    from workforce.models.post import Holding

    holdings = Holding.objects.filter(in_force(), worker=OuterRef(worker))
    own = Q(post__commissioner=grant.organisation_id) | hosted(grant, "post")
    return Q(Exists(holdings.filter(own)))


def posts(user, permission=Permission.VIEW_ROSTER) -> Q:
    """A condition on posts."""
    from workforce.models.post import Holding

    reached = Q(pk__in=[])
    for grant in grants_with(user, permission):
        match Role(grant.role):
            case Role.WORKFORCE_LEAD:
                reached |= led(grant)
            case Role.SUPERVISOR:
                held = Holding.objects.filter(in_force(), supervised(user, "worker"), placed(grant, "worker"))
                reached |= Q(Exists(held.filter(post=OuterRef("pk"))))
            case Role.STAFF_MEMBER:
                reached |= Q(Exists(Holding.objects.filter(post=OuterRef("pk"), worker__user=user.pk)))
            case role if role in HOSTS:
                reached |= hosted(grant) | employed(grant, permission, holding__post=OuterRef("pk"))
    return reached


def workers(user, permission=Permission.VIEW_STAFF_IDENTITY) -> Q:
    """A condition on workers."""
    from workforce.models.post import Holding

    reached = Q(pk__in=[])
    for grant in grants_with(user, permission):
        match Role(grant.role):
            case Role.WORKFORCE_LEAD:
                reached |= led(grant)
            case Role.SUPERVISOR:
                reached |= supervised(user) & placed(grant)
            case Role.STAFF_MEMBER:
                reached |= Q(user=user.pk)
            case role if role in HOSTS:
                held = Holding.objects.filter(in_force(), hosted(grant, "post"), worker=OuterRef("pk"))
                reached |= Q(Exists(held)) | employed(grant, permission, holding__worker=OuterRef("pk"))
    return reached


def rights_over(user, worker, permissions) -> dict[Permission, bool]:
    """Which of the permissions this person holds over a worker. One query."""
    from workforce.models.worker import Worker

    columns = {one.value: Case(When(workers(user, one), then=True), default=False) for one in permissions}
    found = Worker.objects.filter(pk=worker.pk).values(**columns).first() or {}
    return {one: found.get(one.value, False) for one in permissions}


def of_workers(user, permission, worker="worker") -> Q:
    """The same condition on rows that hang on a worker."""
    from workforce.models.worker import Worker

    found = led_alone(user, permission, f"{worker}__")
    return found or Q(**{f"{worker}__in": Worker.objects.visible_to(user, permission).values("pk")})


def programmes_of(user, permission=None):
    """Programmes in which this person has a grant (with the permission): held there, at a wave, or where it has posts."""
    reached = Q(pk__in=[])
    for grant in user.acting_grants:
        if permission is None or grant.allows(permission):
            reached |= programmes_reached(grant)
    return Programme.objects.filter(reached).distinct()


def programmes_reached(grant) -> Q:
    if grant.programme_id:
        return Q(pk=grant.programme_id)
    reached = Q(waves__in=Wave.objects.filter(grant.covered_waves()))
    return reached | Q(posts__commissioner=grant.organisation_id) if grant.organisation_id else reached


class PostQuerySet(models.QuerySet):
    """Rows that are posts."""

    def visible_to(self, user, permission=Permission.VIEW_ROSTER):
        return self.filter(posts(user, permission))


class WorkerQuerySet(models.QuerySet):
    """Rows that are workers."""

    def visible_to(self, user, permission=Permission.VIEW_STAFF_IDENTITY):
        return self.filter(workers(user, permission))


class OfPostQuerySet(models.QuerySet):
    """Rows with a `post`."""

    def visible_to(self, user, permission=Permission.VIEW_ROSTER):
        from workforce.models.post import Post

        found = led_alone(user, permission, "post__")
        return self.filter(found or Q(post__in=Post.objects.visible_to(user, permission).values("pk")))


class OfWorkerQuerySet(models.QuerySet):
    """Rows with a `worker`, open to whoever holds `permission` over the worker."""

    permission = Permission.VIEW_STAFF_RECORD

    def visible_to(self, user, permission=None):
        return self.filter(of_workers(user, permission or self.permission))


class SupervisionQuerySet(OfWorkerQuerySet):
    permission = Permission.VIEW_SUPERVISION


class OfLeadQuerySet(models.QuerySet):
    """Rows with a `programme` that belong to its workforce lead, or to the lead of one of its PCTs."""

    def visible_to(self, user):
        from workforce.models.post import Post

        grants = grants_with(user, Permission.CHANGE_ROSTER)
        programmes = [grant.programme_id for grant in grants if grant.programme_id]
        trusts = [grant.organisation_id for grant in grants if grant.organisation_id]
        local = Post.objects.filter(commissioner__in=trusts).values("programme")
        return self.filter(Q(programme__in=programmes) | Q(programme__in=local))
