"""What was published of the real first wave, word for word, pure. Never shown as if it had been computed here."""

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

FILE = Path(__file__).parents[2] / "fixtures" / "published_first_wave.json"


class Qualifier(StrEnum):
    """How far a published figure commits itself."""

    EXACT = "exact"
    MINIMUM = "minimum"
    UP_TO = "up_to"

    @property
    def words(self):
        return {"exact": "as stated", "minimum": "at least", "up_to": "up to; a maximum, not a mean"}[self.value]


@dataclass(frozen=True)
class PublishedFigure:
    """One figure as published: `quote` is verbatim, `value` its number, `locus` where it stands.

    `measure` is the code of the measure that it is a result of, or "".
    """

    about: str
    quote: str
    value: str
    qualifier: Qualifier
    locus: str
    measure: str = ""


@dataclass(frozen=True)
class Inconsistency:
    """Something in the publication that does not fit together. Shown, not resolved."""

    title: str
    text: str


@dataclass(frozen=True)
class Publication:
    source: str
    figures: tuple[PublishedFigure, ...]
    inconsistencies: tuple[Inconsistency, ...]

    def result_of(self, measure: str) -> PublishedFigure | None:
        """The published result of a measure; None when nothing was published of it."""
        return next((figure for figure in self.figures if figure.measure == measure), None)


@cache
def first_wave_publication() -> Publication:
    """The published account of the real first wave. Raises ValueError for a qualifier that is not known."""
    content = json.loads(FILE.read_text(encoding="utf-8"))
    figures = (
        PublishedFigure(**{**figure, "qualifier": Qualifier(figure["qualifier"])}) for figure in content["figures"]
    )
    return Publication(
        source=content["source"],
        figures=tuple(figures),
        inconsistencies=tuple(Inconsistency(**item) for item in content["inconsistencies"]),
    )
