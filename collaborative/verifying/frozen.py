"""I6, of what is frozen in a row and not in a file: releases of workforce figures and reports still have their digest."""

import zlib
from collections.abc import Iterator

from collaborative.models import WorkshopReport
from collaborative.reports import snapshot
from collaborative.verifying.findings import Finding, of_rows
from workforce.models import WorkforceRelease
from workforce.releases.contents import digest_of

ALTERED = "its contents are not what was frozen: another sha256"
GONE = "its frozen contents are gone"
STILL_THERE = "was taken back, and its figures are still there"
# One at a time: the contents of a report are large.
AT_ONCE = 20


def have_their_digests() -> Iterator[Finding]:
    yield from of_releases()
    yield from of_reports()


def of_releases() -> Iterator[Finding]:
    rows = WorkforceRelease.objects.order_by("pk").only("state", "contents", "sha256").iterator(chunk_size=AT_ONCE)
    for release in rows:
        if what := fault_of_release(release):
            yield from of_rows(WorkforceRelease, [release.pk], what)


def fault_of_release(release: WorkforceRelease) -> str:
    """What is wrong; "" for nothing. Of a release that was refused or withdrawn the digest stays, not the figures."""
    is_kept = release.is_waiting or release.is_approved
    if not release.contents:
        return GONE if is_kept else ""
    if not is_kept:
        return STILL_THERE
    return "" if digest_of(release.contents) == release.sha256 else ALTERED


def of_reports() -> Iterator[Finding]:
    for copy in ("exact", "shared"):
        kept = WorkshopReport.objects.exclude(**{f"{copy}_sha256": ""}).order_by("pk")
        rows = kept.values_list("pk", f"{copy}_contents", f"{copy}_sha256").iterator(chunk_size=AT_ONCE)
        altered = [pk for pk, contents, sha256 in rows if not has_digest(contents, sha256)]
        yield from of_rows(WorkshopReport, altered, f"{copy} copy: {ALTERED}")


def has_digest(packed, sha256: str) -> bool:
    """Bytes that cannot be unpacked any more are other bytes too."""
    try:
        return packed is not None and snapshot.digest_of(bytes(packed)) == sha256
    except (OSError, EOFError, zlib.error):
        return False
