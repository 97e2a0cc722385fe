"""Anchors of the audit trail: how many events there were at a moment, and the last one's hash, in one line kept elsewhere.

Whoever could write the whole chain anew, its head included, cannot write the lines that lie on another disk, in a log or in
somebody's mail. After a restore the trail is shorter than it was, and says so: a line marked `restored` takes back the
anchors of events that the backup did not have.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from operations.models import AuditHead

RESTORED = "restored"
HASH_LENGTH = 64


@dataclass(frozen=True)
class Anchor:
    """`at` is real time, as written by isoformat()."""

    at: str
    events: int
    hash: str
    is_restored: bool = False

    @property
    def line(self) -> str:
        return f"{self.at} {self.events} {self.hash}{f' {RESTORED}' if self.is_restored else ''}"


def take(*, is_restored=False) -> Anchor:
    """The trail as it stands now."""
    head = AuditHead.objects.filter(id=1).first() or AuditHead()
    return Anchor(timezone.now().isoformat(timespec="seconds"), head.events, head.last_hash, is_restored)


def kept_in() -> Path:
    """Where the nightly anchor goes: the setting AUDIT_ANCHOR_FILE, best on another disk."""
    return Path(settings.AUDIT_ANCHOR_FILE or Path(settings.DATA_DIR) / "anchors" / "audit-trail.txt")


def append(anchor: Anchor, path: Path | None = None) -> Path:
    """Add a line, on the disk when this returns. Raises OSError when it cannot be written."""
    path = path or kept_in()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a", encoding="ascii") as stream:
        stream.write(f"{anchor.line}\n")
        stream.flush()
        os.fsync(stream.fileno())
    return path


def read(path: Path | None = None) -> list[Anchor]:
    """The anchors that still hold the trail to its word; none where there is no file. Raises ValueError naming a bad line."""
    path = path or kept_in()
    if not path.exists():
        return []
    lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    return in_force([parsed(line, number) for number, line in enumerate(lines, start=1) if line.strip()])


def parsed(line: str, number: int) -> Anchor:
    parts = line.split()
    is_well_formed = len(parts) in (3, 4) and parts[1].isdecimal() and len(parts[2]) == HASH_LENGTH
    if not is_well_formed or parts[3:] not in ([], [RESTORED]):
        raise ValueError(f"Line {number} of the anchors is not an anchor: time, number of events, hash")
    return Anchor(parts[0], int(parts[1]), parts[2], parts[3:] == [RESTORED])


def in_force(anchors: Iterable[Anchor]) -> list[Anchor]:
    """Without those of events that a restored backup did not have."""
    found: list[Anchor] = []
    for anchor in anchors:
        if anchor.is_restored:
            found = [earlier for earlier in found if earlier.events <= anchor.events]
        found.append(anchor)
    return found
