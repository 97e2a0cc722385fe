"""What may be said of the answers to a survey, once it is closed. Pure.

Fewer than ten answers to a question are hidden from everybody. Those who count the paper forms know what is on them, so the
answers by link are left out where they alone are fewer than ten: else paper subtracted from the sum would leave somebody's answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from collaborative.surveys import Question, QuestionSet
from measures.statistics.intervals import wilson

FEWEST_ANSWERS = 10
LINK, PAPER = "link", "paper"
# (source, question, option counted from one) -> answers
Counts = Mapping[tuple[str, str, int], int]


@dataclass(frozen=True)
class QuestionResult:
    """`answers` is None where they are hidden, and so is all that follows from it. Shares lie between 0 and 1."""

    question: Question
    answers: int | None = None
    good: int | None = None
    share: float | None = None
    lower: float | None = None
    upper: float | None = None
    by_option: tuple[int, ...] = ()
    # Answers by link are among `answers`.
    has_links: bool = True


def results_of(counts: Counts, questions: QuestionSet) -> list[QuestionResult]:
    """One result a question, in their order."""
    return [result_of(counts, question, questions) for question in questions.questions]


def result_of(counts: Counts, question: Question, questions: QuestionSet) -> QuestionResult:
    links, paper = (answers_from(counts, source, question, questions) for source in (LINK, PAPER))
    has_links = sum(links) >= FEWEST_ANSWERS
    by_option = [a + b for a, b in zip(links, paper, strict=True)] if has_links else paper
    answers = sum(by_option)
    if answers < FEWEST_ANSWERS:
        return QuestionResult(question, has_links=has_links)
    good = sum(by_option[: questions.good_from])
    interval = wilson(good, answers)
    return QuestionResult(
        question,
        answers=answers,
        good=good,
        share=float(interval.values),
        lower=float(interval.lower),
        upper=float(interval.upper),
        by_option=tuple(by_option),
        has_links=has_links,
    )


def answers_from(counts: Counts, source: str, question: Question, questions: QuestionSet) -> list[int]:
    """Answers per option, the best first."""
    return [counts.get((source, question.code, place), 0) for place in range(1, len(questions.options) + 1)]
