"""Questions of the pulse: each file is one set, loaded and checked when it is first asked for. Pure, standard library only.

Unlike a survey of service users (collaborative.surveys) options rise from the least to the most, so that a mean can be read,
and every question is answered: all figures of a round are then of the same people.
A set that has been asked is never edited: its counts would mean something else. A new file is a new set.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
CURRENT = "pulse_2006"
FEWEST_QUESTIONS, MOST_QUESTIONS = 5, 9
OPTIONS = (1, 2, 3, 4, 5)
# Options in three classes, as results are shown: disagree, neither, agree.
CLASSES = ((1, 2), (3,), (4, 5))
CLASS_NAMES = ("Disagree", "Neither", "Agree")
# Of the work itself, which the variation between PCTs is drawn of.
SUPERVISION = "supervision"


@dataclass(frozen=True)
class PulseQuestion:
    """A statement to agree with; `short` is what a table calls it."""

    code: str
    text: str
    short: str


@dataclass(frozen=True)
class PulseQuestions:
    code: str
    introduction: str
    options: tuple[str, ...]
    questions: tuple[PulseQuestion, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(question.code for question in self.questions)


@cache
def pulse_questions(code: str) -> PulseQuestions:
    """Raises FileNotFoundError for an unknown set and ValueError for a file that is none."""
    content = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    questions = tuple(PulseQuestion(**question) for question in content["questions"])
    found = PulseQuestions(code, content["introduction"], tuple(content["options"]), questions)
    if not FEWEST_QUESTIONS <= len(questions) <= MOST_QUESTIONS or len(found.options) != len(OPTIONS):
        raise ValueError(f"{code}: a set has five to nine questions of five options")
    return found
