"""I1: every upload has exactly one state, and none is in progress longer than its lease."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from collaborative.verifying.findings import ON_ITS_WAY, Finding, of_rows
from operations.models import Job
from practices.models import Upload
from practices.uploads.models import UploadState

IN_PROGRESS = (UploadState.RECEIVED, UploadState.CHECKING, UploadState.APPLYING)


def one_state_within_its_lease() -> Iterator[Finding]:
    unknown = Upload.objects.exclude(state__in=UploadState.values).order_by("pk").values_list("pk", flat=True)
    yield from of_rows(Upload, unknown, "has a state that there is not")
    yield from of_rows(Upload, left_lying(), "is in progress, and nobody works on it")


def left_lying() -> list:
    """Uploads in progress that have no work of their own, or whose worker has not been heard of for too long."""
    before = timezone.now() - ON_ITS_WAY
    states = [Job.State.QUEUED, Job.State.RUNNING]
    dead = Q(state=Job.State.RUNNING, lease_until__lt=before)
    own = Q(key__startswith="check:") | Q(key__startswith="apply:")
    alive = {
        key.split(":")[1]
        for key in Job.objects.filter(own, state__in=states).exclude(dead).values_list("key", flat=True)
    }
    waiting = Upload.objects.filter(state__in=IN_PROGRESS, state_since__lt=before).order_by("pk")
    return [pk for pk in waiting.values_list("pk", flat=True) if str(pk) not in alive]
