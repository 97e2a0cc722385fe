"""Whether the audit trail still is what was written: read once from the first event to the last, in chunks, values only.

The first bad row is named after an edit, a deletion in the middle or at the tail, an insertion or a swap. A chain that was
written anew with its head hangs together by itself; only an anchor kept elsewhere (operations/anchors.py) shows that.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from operations.anchors import Anchor
from operations.audit import START, hash_of
from operations.models import AuditEvent, AuditHead

FIELDS = (
    "id",
    "hash",
    "previous_hash",
    "at",
    "event",
    "actor_id",
    "actor_name",
    "organisation_code",
    "about_kind",
    "about_id",
    "details",
)
READ_AT_ONCE = 2_000


@dataclass(frozen=True)
class Break:
    """The first row that is not as it should be; `row` is None when no row remains. `what` holds no value of an event."""

    row: int | None
    what: str


@dataclass
class Place:
    """How far the trail has been read."""

    events: int = 0
    row: int | None = None
    hash: str = START
    hash_before: str = ""
    # The first row after the last anchor that held: a chain written anew differs from there on, at the earliest.
    after_anchor: int | None = None
    anchor_held: bool = True


def first_break(anchors: Iterable[Anchor] = ()) -> Break | None:
    """None when the chain holds, agrees with its head, and has every event that an anchor speaks of."""
    place, expected = Place(), by_number(anchors)
    while True:
        before = place.events
        for row in rows_after(place.row):
            if found := broken_link(place, row) or broken_anchor(place, expected):
                return found
        head = AuditHead.objects.filter(id=1).first() or AuditHead()
        if (head.events, head.last_hash) == (place.events, place.hash):
            return missing_tail(place, expected)
        # Events are written while we read: what the head knows and we do not may just have come.
        if place.events == before or head.events < place.events:
            return off_the_head(place, head)


def by_number(anchors: Iterable[Anchor]) -> dict[int, list[Anchor]]:
    found = defaultdict(list)
    for anchor in anchors:
        found[anchor.events].append(anchor)
    return found


def rows_after(row: int | None) -> Iterator[tuple]:
    rows = AuditEvent.objects.filter(id__gt=row) if row else AuditEvent.objects.all()
    return rows.order_by("id").values_list(*FIELDS).iterator(chunk_size=READ_AT_ONCE)


def broken_link(place: Place, row: tuple) -> Break | None:
    """Step on to the row, unless it does not follow."""
    pk, own_hash, previous, *content = row
    if previous != place.hash:
        if place.hash_before and previous == place.hash_before:
            return Break(place.row, "was put in: the event after it follows the one before it")
        return Break(pk, "does not follow from the event before it")
    if own_hash != hash_of(previous, *content):
        return Break(pk, "says something else than was written")
    if place.anchor_held:
        place.after_anchor, place.anchor_held = pk, False
    place.hash_before, place.hash, place.row = place.hash, own_hash, pk
    place.events += 1
    return None


def broken_anchor(place: Place, expected: dict[int, list[Anchor]]) -> Break | None:
    for anchor in expected.get(place.events, ()):
        if anchor.hash != place.hash:
            return Break(
                place.after_anchor, f"or one after it, up to row {place.row}, is not what was anchored at {anchor.at}"
            )
        place.anchor_held = True
    return None


def missing_tail(place: Place, expected: dict[int, list[Anchor]]) -> Break | None:
    """Events that an anchor counted, and that neither the trail nor its head knows."""
    later = [number for number in expected if number > place.events]
    if not later:
        return None
    anchor = expected[max(later)][-1]
    return Break(
        place.row, f"is the last one left: {anchor.events - place.events} after it, anchored at {anchor.at}, are gone"
    )


def off_the_head(place: Place, head: AuditHead) -> Break:
    if head.events > place.events:
        return Break(place.row, f"is the last one left: {head.events - place.events} after it are gone")
    if head.events == place.events:
        return Break(place.row, "is not the one that the head of the trail names")
    extra = AuditEvent.objects.order_by("id").values_list("id", flat=True)[head.events : head.events + 1]
    # Without its head the trail ends nowhere: then its last event is named.
    return Break(extra[0] if head.events else place.row, "is beyond the head of the trail")
