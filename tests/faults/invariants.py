"""What must hold after every fault (trust.md, I1 to I9): asked here in other words, and then of the command `verify`."""

import hashlib
from collections import Counter

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from collaborative.verifying.everything import verify
from measures.computing.recompute import measured_waves, recompute_wave
from measures.models import Computation, MonthlyReturn, Series
from operations.chain import first_break
from operations.models import AuditEvent, Job, Message
from practices.models import Upload
from practices.uploads.models import UploadState

UNDER_WAY = [UploadState.RECEIVED, UploadState.CHECKING, UploadState.APPLYING]


def assert_invariants():
    assert not Upload.objects.filter(state__in=UNDER_WAY).exists()
    assert not Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=timezone.now()).exists()
    assert not Job.objects.filter(state=Job.State.QUEUED).exists()
    assert first_break() is None
    assert_one_current_version()
    assert_files_are_those_of_uploads()
    assert_events_fit_the_returns()
    assert_at_most_one_message()
    assert_figures_are_a_clean_runs()
    broken = [(found.code, found.named) for found in verify() if not found.holds]
    assert not broken, broken


def assert_one_current_version():
    current = MonthlyReturn.objects.filter(is_current=True).values_list("wave", "practice", "month")
    assert not [place for place, count in Counter(current).items() if count > 1]


def assert_files_are_those_of_uploads():
    folder = settings.DATA_DIR / "uploads"
    on_disk = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    named = dict(Upload.objects.exclude(stored_path="").values_list("stored_path", "sha256"))
    assert on_disk == set(named)
    assert all(hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest for path, digest in named.items())


def assert_events_fit_the_returns():
    """Each submitted upload was submitted once and stored once; each check ended once for each time it was begun by hand."""
    events = Counter(AuditEvent.objects.filter(about_kind="practices.upload").values_list("event", "about_id"))
    for upload in Upload.objects.filter(state=UploadState.SUBMITTED, kind="monthly_return"):
        assert events["upload.received", str(upload.pk)] == 1
        assert events["upload.checked", str(upload.pk)] == 1
        stored = MonthlyReturn.objects.filter(upload=upload).values("practice").distinct().count()
        assert events["return.submitted", str(upload.pk)] == stored


def assert_at_most_one_message():
    letters = Message.objects.values_list("person_id", "kind", "period")
    assert all(count == 1 for count in Counter(letters).values())


def assert_figures_are_a_clean_runs():
    """What is stored equals, digest for digest, what a run over everything makes of the current returns in an empty place."""
    for wave in measured_waves():
        stored = digests(wave)
        with transaction.atomic():
            Series.objects.filter(wave=wave).delete()
            recompute_wave(wave=wave, kind=Computation.Kind.NIGHTLY, reason="what it should be")
            clean = digests(wave)
            transaction.set_rollback(True)
        assert not stored or stored == clean


def digests(wave):
    found = Series.objects.filter(wave=wave).values_list("level", "organisation", "measure", "digest")
    return {(level, organisation, measure): digest for level, organisation, measure, digest in found}
