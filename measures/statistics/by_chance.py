"""How many of many lie outside limits although nothing is the matter, as numbers and in words. Pure.

Of 97 practices without any real difference, 4.9 lie outside 95% limits and at least one does 99.3% of the time (trap 15):
a reader who is not told takes them for findings.
"""

from measures.statistics.funnel import OUTSIDE_INNER, OUTSIDE_OUTER

LEAST_SAID = 0.01
ONE_POINT = (
    "A practice like all others lies outside the 95% limits 1 time in 20 "
    "and outside the 99.8% limits 1 time in 500 by chance alone."
)


def expected_by_chance(units: int, measures: int = 1) -> tuple[float, float]:
    """How many points lie outside the 95% and the 99.8% limits when nothing differs."""
    points = units * measures
    return points * OUTSIDE_INNER, points * OUTSIDE_OUTER


def chance_of_any(units: int, measures: int = 1) -> tuple[float, float]:
    """The probability that at least one lies outside the 95% and the 99.8% limits when nothing differs."""
    points = units * measures
    return 1 - (1 - OUTSIDE_INNER) ** points, 1 - (1 - OUTSIDE_OUTER) ** points


def chance_words(units: int, measures: int = 1) -> str:
    """One sentence, empty where there is nobody."""
    if units <= 0 or measures <= 0:
        return ""
    if units * measures == 1:
        return ONE_POINT
    inner, outer = expected_by_chance(units, measures)
    return (
        f"Of {these(units, measures)} about {roughly(inner)} {verb(inner)} outside the 95% limits "
        f"and {roughly(outer)} outside the 99.8% limits by chance alone."
    )


def these(units: int, measures: int) -> str:
    practices = f"{units:,} practice" + ("" if units == 1 else "s")
    if measures == 1:
        return practices
    return f"the {units * measures:,} points of {practices} on {measures} measures"


def roughly(number: float) -> str:
    """Whole numbers from 3 upwards, one decimal below, two below 0.1, and nothing finer than a hundredth."""
    if number >= 2.95:
        return f"{number:,.0f}"
    if number >= 0.095:
        return f"{number:.1f}".removesuffix(".0")
    return f"{number:.2f}" if number >= LEAST_SAID / 2 else f"fewer than {LEAST_SAID}"


def verb(number: float) -> str:
    return "lies" if roughly(number) == "1" else "lie"
