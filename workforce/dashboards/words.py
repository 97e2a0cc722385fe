"""How the roster says days, stretches, shares and WTE."""

from datetime import date
from decimal import Decimal

STILL = "No end is set"


def day(value: date | None, otherwise: str = "") -> str:
    """`9 Jan 2006`."""
    return f"{value:%-d %b %Y}" if value else otherwise


def wte(value: Decimal | None) -> str:
    """`1.00`; blank where it is not said."""
    return "" if value is None else f"{value:.2f}"


def per_cent(value: Decimal) -> str:
    """`50%`, `33.33%`."""
    return f"{value.normalize():f}%"
