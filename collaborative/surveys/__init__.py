"""Questions for service users: each file is one set, loaded and checked when it is first asked for. Pure, standard library only.

A set that has been asked is never edited: its counts would mean something else. A new file is a new set.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
CURRENT = "care_2006"
FEWEST_QUESTIONS, MOST_QUESTIONS = 3, 5
OPTIONS_A_QUESTION = 5


@dataclass(frozen=True)
class Question:
    """`short` is what a table calls it."""

    code: str
    text: str
    short: str


@dataclass(frozen=True)
class QuestionSet:
    """Options are the same for all questions, the best first; those up to `good_from`, counted from one, are good or better."""

    code: str
    introduction: str
    options: tuple[str, ...]
    good_from: int
    questions: tuple[Question, ...]


@cache
def question_set(code: str) -> QuestionSet:
    """Raises FileNotFoundError for an unknown set and ValueError for a file that is none."""
    content = tomllib.loads((FOLDER / f"{code}.toml").read_text())
    questions = tuple(Question(**question) for question in content["questions"])
    found = QuestionSet(code, content["introduction"], tuple(content["options"]), content["good_from"], questions)
    if not FEWEST_QUESTIONS <= len(questions) <= MOST_QUESTIONS or len(found.options) != OPTIONS_A_QUESTION:
        raise ValueError(f"{code}: a set has three to five questions of five options")
    return found
