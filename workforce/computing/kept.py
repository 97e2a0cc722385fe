"""Figures that are computed once for all who look, and read while nothing has changed: else they are computed for the page.

A page never shows figures of a roster that has changed since: every change numbers the roster anew (`changed`), in the same
transaction, and figures of another number, of another day or of other fields are not read. Who may see what of them is decided
after reading, by the same words as for figures that are computed for the page.
"""

from django.db.models import F

from practices import clock
from workforce.computing.plain_text import result_of, text_of
from workforce.models import KeptFigures, RosterStamp


def changed(programme: int) -> None:
    """The roster has changed: what was kept of it is not read any longer. In the transaction of the change."""
    if not RosterStamp.objects.filter(programme=programme).update(number=F("number") + 1):
        stamp, _ = RosterStamp.objects.get_or_create(programme_id=programme)
        RosterStamp.objects.filter(pk=stamp.pk).update(number=F("number") + 1)


def number_of(programme) -> int:
    """To be asked before the rows are read: what changes meanwhile has a later one."""
    return RosterStamp.objects.get_or_create(programme=programme)[0].number


def keep(programme, number: int, kind: str, result) -> int:
    """Writes the figures; 1 where they differ from what was kept, else 0."""
    new = {"day": clock.today(), "number": number, "content": text_of(result)}
    old = KeptFigures.objects.filter(programme=programme, kind=kind).values(*new).first()
    if old == new:
        return 0
    KeptFigures.objects.update_or_create(programme=programme, kind=kind, defaults=new)
    return int(old is None or old["content"] != new["content"])


def kept(programme, kind: str, result: type):
    """What was kept, as a `result`; None where nothing current is. One query."""
    content = KeptFigures.objects.current().filter(programme=programme, kind=kind).values_list("content", flat=True)
    return next((result_of(result, text) for text in content), None)
