"""What an evaluation says: shown when it is over, so that no single answer can be told by looking before and after it."""

from dataclasses import dataclass

from collaborative.event_questions import LEAST_ANSWERS, QuestionResult, answer_words, results
from collaborative.models import EvaluationReceipt, Event

BAR_WIDTH, BAR_HEIGHT = 300, 16


@dataclass(frozen=True)
class EvaluationPage:
    """`withheld` says why there are no results; comments are empty for everybody but the facilitator."""

    answered: int
    withheld: str
    bars: list[dict]
    table: dict
    learned: list[str]
    improve: list[str]


def evaluation_page(event: Event, *, with_comments: bool) -> EvaluationPage:
    # Keys are by chance, so this order is a shuffled one.
    rows = list(event.evaluations.order_by("pk"))
    withheld = reason_withheld(event, len(rows))
    found = [] if withheld else results([row.answers for row in rows])
    comments = rows if with_comments and not withheld else []
    return EvaluationPage(
        answered=len(rows),
        withheld=withheld,
        bars=[bar(one) for one in found],
        table=result_table(found),
        learned=[row.learned for row in comments if row.learned],
        # In an order of its own, or two remarks of one person would stand at the same place of both lists.
        improve=sorted(row.improve for row in comments if row.improve),
    )


def reason_withheld(event: Event, answered: int) -> str:
    if not event.evaluation_is_over:
        return f"Results are shown once the evaluation is over, after {event.evaluation_ends_on:%-d %B %Y}."
    if answered < LEAST_ANSWERS:
        return f"Fewer than {LEAST_ANSWERS} people answered, so no results are shown."
    return ""


def bar(result: QuestionResult) -> dict:
    """One question as a bar: the share of the two best answers, said in words beside it; no bar where it is withheld."""
    return {
        "text": result.question.text,
        "words": result.words,
        "is_drawn": result.counts is not None,
        "width": round(BAR_WIDTH * result.good / result.answered) if result.counts else None,
        "full": BAR_WIDTH,
        "height": BAR_HEIGHT,
    }


def result_table(found: list[QuestionResult]) -> dict:
    numeric = [{"text": words, "numeric": True} for words in ("Answers", *answer_words())]
    return {
        "caption": "How many gave each answer",
        "first_is_header": True,
        "head": ["Question", *numeric],
        "rows": [result_row(one) for one in found],
    }


def result_row(result: QuestionResult) -> list:
    if result.counts is None:
        return [result.question.text, {"text": result.words, "colspan": 1 + len(answer_words())}]
    return [result.question.text, *({"text": value, "numeric": True} for value in (result.answered, *result.counts))]


def has_answered(event: Event, user) -> bool:
    return EvaluationReceipt.objects.filter(event=event, person=user).exists()
