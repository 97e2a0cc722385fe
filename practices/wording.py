"""How pages say numbers of things and moments, pure. For nouns whose plural takes an s."""

from datetime import datetime

from practices.months import LONDON


def counted(number: int, noun: str) -> str:
    """`0 roles`, `1 role`, `1,200 roles`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def number_of(number: int, noun: str) -> str:
    """For sentences: `no cycles`, `1 cycle`, `12 cycles`."""
    return counted(number, noun) if number else f"no {noun}s"


def moment(when: datetime | None) -> str:
    """`8 Feb 2007 at 09:00`, in London; `Not recorded` where there is none."""
    return f"{when.astimezone(LONDON):%-d %b %Y at %H:%M}" if when else "Not recorded"
