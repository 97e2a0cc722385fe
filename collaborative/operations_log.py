"""What was done, what is to be done, what was computed: who may read which rows, and how a row is said."""

import json
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.permissions import Permission, has_permission
from measures.models import Computation
from operations.models import AuditEvent, Job
from practices.models import Organisation, Wave

# The sweep passes every minute; what has waited for five of its rounds is not being taken up.
STUCK_AFTER = timedelta(minutes=5)
AUDIT_HEADINGS = ["When", "What", "Who", "Organisation", "About", "Details"]


def audit_events_for(user):
    """The whole trail for the auditor; else what the person did, and what concerned the places they answer for."""
    if has_permission(user, Permission.VIEW_WHOLE_AUDIT_TRAIL):
        return AuditEvent.objects.all()
    places = Organisation.objects.visible_to(user, Permission.VIEW_AUDIT_TRAIL_OF_PLACE)
    return AuditEvent.objects.filter(Q(actor_id=user.pk) | Q(organisation_code__in=places.values("ods_code")))


def said_event(event):
    """One event as texts, in the order of AUDIT_HEADINGS. Times are real, not those of the business clock."""
    return [
        f"{timezone.localtime(event.at):%-d %b %Y %H:%M:%S}",
        words(event.event),
        event.actor_name or "The system",
        event.organisation_code,
        f"{event.about_kind.split('.')[-1]} {event.about_id}".strip(),
        "; ".join(f"{words(name).lower()}: {said(value)}" for name, value in event.details.items()),
    ]


def words(code):
    return code.replace("_", " ").replace(".", " ").capitalize()


def said(value):
    return value if isinstance(value, str) else "none" if value is None else json.dumps(value, ensure_ascii=False)


def unfinished_jobs():
    """Work that waits, runs or has failed: the failed first, then the oldest."""
    states = [Job.State.FAILED, Job.State.RUNNING, Job.State.QUEUED]
    return Job.objects.filter(state__in=states).order_by("state", "created_at")


def is_stuck(job, now):
    """Waiting for longer than the sweep would leave it, or running without a sign of life (O1)."""
    if job.state == Job.State.QUEUED:
        return job.not_before < now - STUCK_AFTER
    return job.state == Job.State.RUNNING and job.lease_until < now - STUCK_AFTER


def find_jobs():
    return Job.objects.all()


def age(moment, now):
    """How long ago, in the largest unit that says something: 40 seconds, 12 minutes, 3 hours, 2 days."""
    seconds = max(int((now - moment).total_seconds()), 0)
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return f"{seconds // size} {unit}{'' if seconds // size == 1 else 's'}"
    return f"{seconds} second{'' if seconds == 1 else 's'}"


def kind_of_error(error):
    """The first words of an error: what follows the colon may hold a value out of somebody's file."""
    return error.split(":")[0][:100]


def computations_for(user):
    waves = Wave.objects.visible_to(user)
    return Computation.objects.filter(wave__in=waves).select_related("wave")
