"""Questions about figures of a return: asked, answered, closed. The return stands as queried while one is unanswered.

The words stand with the question and in no event, because they may quote a figure; events name the fields alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import transaction

from measures.actions.moving import locked_return, move_return, record
from measures.actions.query_letters import tell_of_answer, tell_of_question
from measures.models import MonthlyReturn, ReturnQuery
from measures.models.monthly_return import IllegalTransition
from practices import clock

State = MonthlyReturn.State
Outcome = ReturnQuery.Outcome
WHOLE = "all"


class AlreadyAsked(Exception):
    """There is an open question about one of the figures; its names are the exception's arguments."""


@transaction.atomic
def ask(*, version: MonthlyReturn, by, fields: Collection[str], question: str) -> list[ReturnQuery]:
    """Ask one question about some figures; a blank field is the return as a whole (then it is sent back, S3).

    Raises IllegalTransition for a return that is no longer to be decided on, AlreadyAsked.
    """
    version = locked_return(version)
    if version.state not in (State.SUBMITTED, State.QUERIED):
        raise IllegalTransition(f"A return that is {version.state} is not asked about")
    if asked := ReturnQuery.objects.open().filter(version=version, field__in=fields).values_list("field", flat=True):
        raise AlreadyAsked(*asked)
    written = [
        ReturnQuery(version=version, field=field, question=question, asked_by=by, asked_at=clock.now())
        for field in fields
    ]
    ReturnQuery.objects.bulk_create(written)
    move_or_record(version, State.QUERIED, "return.queried", by=by, fields=named(fields))
    tell_of_question(version, written, by=by)
    return written


@transaction.atomic
def answer(*, query: ReturnQuery, by, words: str) -> ReturnQuery:
    """The practice stands by its figure and says why. Raises IllegalTransition when it is closed or answered already."""
    version, query = held(query)
    if not query.is_open or query.answered_at:
        raise IllegalTransition(f"{query} is answered or closed")
    query.answer, query.answered_by, query.answered_at = words, by, clock.now()
    query.save(update_fields=["answer", "answered_by", "answered_at"])
    move_or_record(version, state_by_questions(version), "return.answered", by=by, fields=named([query.field]))
    tell_of_answer(query)
    return query


@transaction.atomic
def close(*, query: ReturnQuery, by) -> ReturnQuery:
    """Whoever asked, or who accepts, is done: an answered figure stands, an unanswered question is taken back.

    Raises IllegalTransition when it is closed already.
    """
    version, query = held(query)
    if not query.is_open:
        raise IllegalTransition(f"{query} is closed")
    query.outcome = Outcome.STANDS if query.answered_at else Outcome.WITHDRAWN
    query.closed_by, query.closed_at = by, clock.now()
    query.save(update_fields=["outcome", "closed_by", "closed_at"])
    details = {"fields": named([query.field]), "outcome": query.outcome}
    move_or_record(version, state_by_questions(version), "return.query_closed", by=by, **details)
    return query


def held(query: ReturnQuery) -> tuple[MonthlyReturn, ReturnQuery]:
    """The return, held, and the question as it is now: whoever asks, answers or closes waits for the others."""
    version = locked_return(query.version)
    return version, ReturnQuery.objects.select_related("version", "asked_by").get(pk=query.pk)


def state_by_questions(version: MonthlyReturn) -> str:
    """Queried while a question is unanswered, else submitted; a state that questions do not change stays."""
    if version.state not in (State.SUBMITTED, State.QUERIED):
        return version.state
    return State.QUERIED if ReturnQuery.objects.unanswered().filter(version=version).exists() else State.SUBMITTED


def move_or_record(version: MonthlyReturn, state: str, event: str, *, by, **details) -> None:
    """One event, whether or not the state is another now."""
    if version.state != state:
        move_return(version, state, event, by=by, details=details)
    else:
        record(event, version, by=by, **details)


def close_all(versions: Iterable[MonthlyReturn], outcome: str, *, by) -> None:
    """The open questions about these returns end with what became of the returns; one event for each return."""
    by_version = defaultdict(list)
    for query in ReturnQuery.objects.open().filter(version__in=versions).select_related("version__practice"):
        by_version[query.version].append(query.field)
    ReturnQuery.objects.open().filter(version__in=by_version).update(
        outcome=outcome, closed_by=by, closed_at=clock.now()
    )
    for version, fields in by_version.items():
        record("return.query_closed", version, by=by, fields=named(fields), outcome=outcome)


def named(fields: Iterable[str]) -> list[str]:
    return [field or WHOLE for field in fields]
