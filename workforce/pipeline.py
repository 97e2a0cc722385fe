"""The pipeline of recruitment: how many reached each stage, went on, wait there, or are out. Pure.

At every stage, reached = went on + still here + out; and what went on from one stage reached the next.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from measures.disclosure import MINIMUM_COUNT_OF_CHANGE, MINIMUM_DENOMINATOR, SUPPRESSED, Published
from measures.statistics.intervals import wilson
from workforce.disclosure import shown

WITHHELD = f"withheld: fewer than {MINIMUM_DENOMINATOR} people"
NOBODY = "nobody has left this stage"
NO_PLACES = "no places are set"


@dataclass(frozen=True)
class StageCount:
    """One stage. `out` says how many left the pipeline there, by outcome; at the last stage `still_here` have started."""

    code: str
    name: str
    reached: int
    went_on: int
    still_here: int
    out: Mapping[str, int]

    @property
    def out_in_all(self) -> int:
        return sum(self.out.values())


@dataclass(frozen=True)
class Share:
    """A share in per cent with its 95% interval (Wilson); or the reason why there is none."""

    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    reason: str = ""


def stages(counts: Mapping[tuple[str, str], int], names: Mapping[str, str]) -> list[StageCount]:
    """Count every stage. `counts`: people by (furthest stage reached, outcome), the outcome "" while not out.

    `names` are the stages in order, code to words. Raises KeyError for a stage that is not among them.
    """
    people = {code: Counter() for code in names}
    for (furthest, outcome), number in counts.items():
        people[furthest][outcome] += number
    return counted(people, names)


def counted(people: Mapping[str, Counter], names: Mapping[str, str]) -> list[StageCount]:
    """From the last stage back: whoever went on from a stage is whoever reached the next."""
    found, went_on = [], 0
    for code in reversed(list(names)):
        out = {outcome: number for outcome, number in people[code].items() if outcome and number}
        still_here = people[code][""]
        reached = went_on + still_here + sum(out.values())
        found.append(StageCount(code, names[code], reached, went_on, still_here, out))
        went_on = reached
    return found[::-1]


def conversion(stage: StageCount, *, exact: bool) -> Share:
    """How many of those who left a stage went on: those who wait there are not yet known."""
    return share(stage.went_on, stage.went_on + stage.out_in_all, exact=exact, nobody=NOBODY)


def share(count: int, of: int, *, exact: bool, nobody: str) -> Share:
    """`count` of `of`; for others than those who see candidates from protected counts, to whole per cents."""
    if exact:
        return proportion(count, of, reason=nobody)
    count, of = shown(count, exact=False), shown(of, exact=False)
    if SUPPRESSED in (count, of) or of < MINIMUM_DENOMINATOR or count >= of:
        return Share(reason=WITHHELD)
    return rounded(proportion(count, of, reason=nobody), has_interval=count >= MINIMUM_COUNT_OF_CHANGE)


def proportion(count: int, of: int, *, reason: str) -> Share:
    if not of:
        return Share(reason=reason)
    found = wilson(count, of)
    return Share(*(float(values) * 100 for values in (found.values, found.lower, found.upper)))


def rounded(found: Share, *, has_interval: bool) -> Share:
    if not has_interval:
        return Share(float(round(found.value)))
    return Share(*(float(round(value)) for value in (found.value, found.lower, found.upper)))


def words(found: Share) -> str:
    """The share as a page prints it: "62% (95% interval 51% to 72%)", or its reason."""
    if found.value is None:
        return found.reason
    if found.lower is None:
        return f"{found.value:.0f}%"
    return f"{found.value:.0f}% (95% interval {found.lower:.0f}% to {found.upper:.0f}%)"


def places_taken(started: int, places: int, *, exact: bool) -> str:
    """How many places were taken, and of how many: places are public, those who started are people."""
    if not places:
        return NO_PLACES
    taken: Published = shown(started, exact=exact)
    percent = "" if taken == SUPPRESSED else f" ({taken / places:.0%})"
    return f"{taken} of {places} places{percent}"
