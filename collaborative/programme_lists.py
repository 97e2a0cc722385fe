"""The lists of a programme's optional parts, read from fixtures/programme_parts.json. Pure."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "fixtures" / "programme_parts.json"
CASCADE = "cascade"


@dataclass(frozen=True)
class Checklist:
    """`criteria` are (code, text); `answers` are (code, text), from unmet to met. `criterion` and `answer`: what one is called."""

    code: str
    title: str
    criteria: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]
    criterion: str = "Criterion"
    answer: str = "Answer"

    @property
    def met(self) -> str:
        """The answer that meets a criterion in full."""
        return self.answers[-1][0]


@cache
def content() -> dict:
    return json.loads(FILE.read_text(encoding="utf-8"))


def checklists() -> list[Checklist]:
    return [
        Checklist(
            code=one["code"],
            title=one["title"],
            criteria=tuple((criterion["code"], criterion["text"]) for criterion in one["criteria"]),
            answers=tuple((code, content()["answers"][code]) for code in one["answers"]),
            **{name: one[name] for name in ("criterion", "answer") if name in one},
        )
        for one in content()["lists"]
    ]


def cascade() -> list[Checklist]:
    return [one for one in checklists() if one.code == CASCADE]


def other_lists() -> list[Checklist]:
    return [one for one in checklists() if one.code != CASCADE]


def drivers() -> list[tuple[str, str]]:
    """(code, text) of what may drive a redesign."""
    return [(one["code"], one["text"]) for one in content()["drivers"]]


def bodies() -> list[str]:
    """Names of those who commonly decide about primary care mental health."""
    return list(content()["bodies"])
