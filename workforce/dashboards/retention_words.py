"""How the figures of retention are put into words and cells. Pure."""

from workforce.released_retention import Figure, Rate
from workforce.retention import MEAN_UNTIL, Group

INTERVAL_NAME = "95% interval, log-log"


def per_cent(value: float | int) -> str:
    """One decimal, and none of what was released in whole per cent."""
    return f"{value}%" if isinstance(value, int) else f"{value:.1f}%"


def figure_words(figure: Figure) -> str:
    if figure.value is None:
        return figure.reason
    if figure.lower is None:
        return f"{per_cent(figure.value)}, no interval"
    return f"{per_cent(figure.value)} ({per_cent(figure.lower)} to {per_cent(figure.upper)})"


def rate_words(rate: Rate) -> str:
    return rate.reason if rate.value is None else per_cent(rate.value)


def months_words(value: float | None) -> str:
    return "not reached" if value is None else f"{value:.1f}"


def median_words(group: Group) -> str:
    """Months by which half have left."""
    if group.curve.reason:
        return "not available"
    lower, upper = group.curve.median_interval
    if group.curve.median is None:
        return "not reached, more than half stay"
    return f"{months_words(group.curve.median)} ({months_words(lower)} to {months_words(upper)})"


def mean_words(group: Group) -> str:
    if group.mean is None:
        return "not available"
    until, mean, error = group.mean
    until_words = "" if until == MEAN_UNTIL else f", of the first {until:.1f}"
    return f"{mean:.1f} (standard error {error:.1f}){until_words}"


def curve_words(name: str, group: Group, figures: tuple[Figure, ...]) -> str:
    """The sentence under a curve; never a share without its interval."""
    if group.curve.reason:
        return f"{name}: no curve, for at no time were 5 people at risk."
    known = [figure for figure in figures if figure.value is not None]
    start = f" Given in post at {group.curve.start:.1f} months." if group.curve.start > 0 else ""
    parts = ", ".join(f"{figure_words(figure)} after {figure.month} months" for figure in known)
    still = f"Still in the role: {parts}." if parts else "Nobody was followed for 6 months."
    months = "" if group.curve.median is None else " months"
    return f"{still}{start} Median time in the role: {median_words(group)}{months}."


def number(value) -> dict:
    """A cell of a table."""
    return {"text": f"{value:,}" if isinstance(value, int) else str(value), "numeric": True}


def numeric(text: str) -> dict:
    return {"text": text, "numeric": True}
