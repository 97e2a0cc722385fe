"""What "supervision held" comes to, one thing on every page. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Held:
    """Minutes held of those that the standards expect, and of how many people of how many employers any were expected.

    Of the last three full months; so many people and employers decide who may see it.
    """

    expected: float = 0
    held: float = 0
    people: int = 0
    employers: int = 0
