"""What was published about the new workforce: quoted word for word, never computed, never mixed with our own figures. Pure."""

import json
from dataclasses import dataclass
from functools import lru_cache

from workforce.catalogue import FIXTURES

PUBLISHED = FIXTURES / "published_workforce.json"
QUALIFIERS = {"exact": "", "minimum": "over ", "proposed": "proposed: "}


@dataclass(frozen=True)
class PublishedFigure:
    """One figure as its source words it."""

    about: str
    role: str
    quote: str
    value: str
    qualifier: str
    seed: str
    source: str

    @property
    def text(self) -> str:
        return QUALIFIERS[self.qualifier] + self.value


@lru_cache(maxsize=1)
def published_figures() -> tuple[PublishedFigure, ...]:
    content = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return tuple(PublishedFigure(**figure, source=content["sources"][figure["seed"]]) for figure in content["figures"])
