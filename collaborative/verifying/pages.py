"""I4: a page carries figures of one computation only. Readers ask for the run that their wave points to (Series.snapshot)."""

from collections.abc import Iterator

from django.db.models import F, Max

from collaborative.verifying.findings import Finding, of_rows
from measures.models import Computation, Series
from practices.models import Wave


def of_one_computation() -> Iterator[Finding]:
    """No series is of another wave's run, of an unfinished one, or newer than the run that its wave points to."""
    ids = Series.objects.order_by("pk").values_list("pk", flat=True)
    yield from of_rows(Series, ids.exclude(computation__wave=F("wave")), "was computed by a run of another wave")
    yield from of_rows(Series, ids.filter(computation__finished_at=None), "was computed by a run that did not finish")
    latest = dict(Series.objects.order_by().values_list("wave").annotate(latest=Max("computation")))
    finished = Computation.objects.finished().order_by()
    newest = dict(finished.filter(wave__in=latest).values_list("wave").annotate(newest=Max("content_version")))
    behind = [wave for wave, computation in sorted(latest.items()) if newest.get(wave, 0) < computation]
    yield from of_rows(Wave, behind, "has series that are newer than the run that its pages name")
