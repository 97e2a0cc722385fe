"""What several panels of a worker's page print, read once of one row of a worker however many of them ask.

Whether somebody may know of it the panels ask (workforce.views.scope.may).
"""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects

from practices import clock
from workforce.dashboards.accreditations import latest
from workforce.models import Accreditation, Enrolment, Holding


def holdings_of(worker) -> list[Holding]:
    """All, the latest first, with posts, PCTs and cohorts."""
    return read_once(worker, "holdings", Holding.objects.select_related("post__commissioner", "cohort"))


def is_held_now(holding) -> bool:
    today = clock.today()
    return holding.start <= today and (holding.end is None or holding.end >= today)


def enrolments_of(worker) -> list[Enrolment]:
    """All, the latest first, with cohorts."""
    return read_once(worker, "enrolments", Enrolment.objects.select_related("cohort"))


def accreditations_of(worker) -> list[Accreditation]:
    """All, each with `is_current`: whether it counts today."""
    counts = Exists(latest(Accreditation.objects.filter(pk=OuterRef("pk"))))
    return read_once(worker, "accreditations", Accreditation.objects.annotate(is_current=counts))


def read_once(worker, name: str, rows: QuerySet) -> list:
    """Django reads no more what is there under `to_attr`."""
    prefetch_related_objects([worker], Prefetch(name, rows, to_attr=f"all_{name}"))
    return getattr(worker, f"all_{name}")
