"""The questions of an event's evaluation form, read from fixtures/event_evaluation.json, and what the answers add up to. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "fixtures" / "event_evaluation.json"
# As for surveys: with fewer answers somebody might be recognised.
LEAST_ANSWERS = 10


@dataclass(frozen=True)
class Question:
    code: str
    text: str


@dataclass(frozen=True)
class QuestionResult:
    """How many gave each answer, from the first ("Not at all") to the last; None where too few answered."""

    question: Question
    answered: int
    counts: tuple[int, ...] | None

    @property
    def good(self) -> int | None:
        """How many gave one of the two best answers."""
        return sum(self.counts[-2:]) if self.counts else None

    @property
    def words(self) -> str:
        if self.counts is None:
            return f"Fewer than {LEAST_ANSWERS} people answered this"
        return f"{self.good} of {self.answered} said mostly or very much"


@lru_cache(maxsize=1)
def form() -> dict:
    return json.loads(FILE.read_text(encoding="utf-8"))


def questions() -> list[Question]:
    return [Question(**question) for question in form()["questions"]]


def answer_words() -> list[str]:
    return form()["answers"]


def results(answers: Sequence[Mapping[str, int]]) -> list[QuestionResult]:
    """Each question with its counts; `answers` are question code -> 1 to 5, blank ones left out."""
    return [
        result(question, [given[question.code] for given in answers if given.get(question.code)])
        for question in questions()
    ]


def result(question: Question, given: Sequence[int]) -> QuestionResult:
    steps = range(1, len(answer_words()) + 1)
    counts = tuple(given.count(step) for step in steps)
    return QuestionResult(question, len(given), counts if len(given) >= LEAST_ANSWERS else None)
