"""What the pages of questions print: those of one return, and the list of all that somebody asked or is asked."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse

from accounts.permissions import Permission, has_permission
from measures.actions.queries import WHOLE
from measures.disclosure import audience_of
from measures.fields import COUNT_FIELDS
from measures.forms import ReasonForm
from measures.models import MonthlyReturn, ReturnQuery
from measures.readers import readers_of
from measures.return_files.knowledge import values_of
from measures.return_files.wording import TITLES, as_written, in_words
from measures.working_days import working_days_since
from practices import clock, months
from practices.wording import counted, moment

THE_RETURN = "The return as a whole"
NOT_SHOWN = "Its words are shown to those who see the practice's figures."
CLOSED_SHOWN = 50
TO_ANSWER = {"text": "Waiting for an answer", "colour": "orange"}
TO_CLOSE = {"text": "Answered, to be closed", "colour": "blue"}
OUTCOME_TAGS = {
    ReturnQuery.Outcome.STANDS: {"text": "Closed: the figure stands", "colour": "green"},
    ReturnQuery.Outcome.CORRECTED: {"text": "Closed: a later version came", "colour": "grey"},
    ReturnQuery.Outcome.WITHDRAWN: {"text": "Closed: taken back", "colour": "grey"},
}


@dataclass(frozen=True)
class QueryCard:
    """One question as the page of its return shows it, with what this person may do about it."""

    pk: int
    heading: str
    tag: dict
    question: str
    answer: str
    facts: list[str]
    answer_form: ReasonForm | None = None
    answer_href: str = ""
    close_href: str = ""
    close_button: str = ""


def tag_of(query: ReturnQuery) -> dict:
    if query.outcome:
        return OUTCOME_TAGS[ReturnQuery.Outcome(query.outcome)]
    return TO_CLOSE if query.answered_at else TO_ANSWER


def figure_of(query: ReturnQuery) -> str:
    return TITLES.get(query.field, THE_RETURN)


def shows_words(query: ReturnQuery, user, *, is_exact: bool) -> bool:
    """Words may quote a figure: they are for who sees the figures, and one's own where they quote none."""
    return is_exact or (query.asked_by_id == user.pk and not re.search(r"\d", query.question))


def question_words(query: ReturnQuery, user, *, is_exact: bool) -> str:
    return query.question if shows_words(query, user, is_exact=is_exact) else NOT_SHOWN


def answer_words(query: ReturnQuery, *, is_exact: bool) -> str:
    if not query.answered_at:
        return ""
    return query.answer if is_exact else NOT_SHOWN


def age_in_words(query: ReturnQuery) -> str:
    """How long a question has waited for whoever has to act now, in working days."""
    since = (query.answered_at or query.asked_at).astimezone(months.LONDON).date()
    return counted(working_days_since(since, clock.today()), "working day")


# ------------------------------------------------------------------ of one return


def cards(
    user, version: MonthlyReturn, *, is_exact: bool, forms: dict[int, ReasonForm] | None = None
) -> list[QueryCard]:
    """The questions about a version, the open ones first. `forms`: query id -> an answer that was not taken."""
    found = ReturnQuery.objects.filter(version=version).select_related("asked_by", "answered_by", "closed_by")
    may_answer = has_permission(user, Permission.SEND_RETURN, version.practice)
    may_close = {
        "asked": has_permission(user, Permission.QUERY_RETURN, version.practice),
        "any": has_permission(user, Permission.ACCEPT_RETURN, version.practice),
    }
    ordered = sorted(found, key=lambda query: (not query.is_open, query.asked_at, query.pk))
    return [card(query, user, is_exact, may_answer, may_close, (forms or {}).get(query.pk)) for query in ordered]


def card(query, user, is_exact: bool, may_answer: bool, may_close: dict, form: ReasonForm | None) -> QueryCard:
    is_to_answer = may_answer and query.is_open and not query.answered_at
    closes = query.is_open and (may_close["any"] or (may_close["asked"] and query.asked_by_id == user.pk))
    return QueryCard(
        pk=query.pk,
        heading=figure_of(query),
        tag=tag_of(query),
        question=question_words(query, user, is_exact=is_exact),
        answer=answer_words(query, is_exact=is_exact),
        facts=facts_of(query, is_exact=is_exact),
        answer_form=(form or answer_form(query)) if is_to_answer else None,
        answer_href=reverse("query_answer", args=[query.pk]),
        close_href=reverse("query_close", args=[query.pk]) if closes else "",
        close_button="Close it: the figure stands" if query.answered_at else "Take the question back",
    )


def answer_form(query: ReturnQuery, data=None) -> ReasonForm:
    return ReasonForm(data, label="Your answer", missing="Enter an answer", prefix=f"answer-{query.pk}")


def facts_of(query: ReturnQuery, *, is_exact: bool) -> list[str]:
    """Who did what and when; how long it has waited. Who of the practice, only those who see its figures are told."""
    facts = [f"Asked by {query.asked_by} on {moment(query.asked_at)}"]
    if query.answered_at:
        by = f" by {query.answered_by}" if is_exact else ""
        facts.append(f"answered{by} on {moment(query.answered_at)}")
    if query.closed_at:
        by = f" by {query.closed_by or 'itself'}" if is_exact else ""
        return [*facts, f"closed{by} on {moment(query.closed_at)}"]
    return [*facts, f"waiting for {age_in_words(query)}"]


def asked_fields(version: MonthlyReturn) -> set[str]:
    return set(ReturnQuery.objects.open().filter(version=version).values_list("field", flat=True))


def figures_to_ask(version: MonthlyReturn) -> list[tuple[str, str]]:
    """Choices: every count with its value, but those that are asked about already. For who sees the figures."""
    asked, written = asked_fields(version), as_written(values_of(version))
    return [(name, f"{TITLES[name]}: {in_words(written[name])}") for name in COUNT_FIELDS if name not in asked]


def ask_href(version: MonthlyReturn, field: str = WHOLE) -> str:
    return reverse("query_ask", args=[version.pk, field])


# ------------------------------------------------------------------ the list of all


def query_tables(user) -> list[dict]:
    """What is to be answered, what is to be closed, and what was closed lately; three queries and one for the agreements."""
    found = ReturnQuery.objects.visible_to(user).select_related(
        "version__practice", "version__wave__programme", "asked_by", "answered_by", "closed_by"
    )
    unanswered, answered = list(found.unanswered()), list(found.to_close().order_by("answered_at", "pk"))
    closed = list(found.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")[:CLOSED_SHOWN])
    exact = exact_places(user, [query.version for query in (*unanswered, *answered, *closed)])
    tables = [
        ("Waiting for an answer", "No question waits for an answer.", unanswered),
        ("Answered, to be closed by who asked", "No answer waits to be read.", answered),
        ("Closed lately", "No question has been closed yet.", closed),
    ]
    return [query_table(user, caption, empty, queries, exact) for caption, empty, queries in tables]


def exact_places(user, versions: Iterable[MonthlyReturn]) -> set[tuple[int, int]]:
    """(wave, practice) of the returns whose figures this person sees exactly. One query at most."""
    waves = {version.wave_id: version.wave for version in versions}
    readers = readers_of(user, list(waves.values()))
    return {
        (version.wave_id, version.practice_id)
        for version in versions
        if audience_of(readers[version.wave_id], "practice", version.practice.ods_code).is_exact
    }


def query_table(user, caption: str, empty: str, queries: list[ReturnQuery], exact: Collection) -> dict:
    return {
        "caption": caption,
        "first_is_header": True,
        "compact": True,
        "empty": empty,
        "head": ["Return", "Figure", "Question and answer", "Asked", "State"],
        "rows": [query_row(query, user, query_place(query) in exact) for query in queries],
    }


def query_place(query: ReturnQuery) -> tuple[int, int]:
    return query.version.wave_id, query.version.practice_id


def query_row(query: ReturnQuery, user, is_exact: bool) -> list:
    version = query.version
    answer = answer_words(query, is_exact=is_exact)
    where = f"{reverse('return_detail', args=[version.pk])}#query-{query.pk}"
    return [
        {"text": f"{version.practice.name}, {months.label(version.month)}", "href": where},
        figure_of(query),
        {"text": question_words(query, user, is_exact=is_exact), "hint": f"Answer: {answer}" if answer else ""},
        {"text": f"{query.asked_at.astimezone(months.LONDON):%-d %b %Y}", "hint": f"by {query.asked_by}"},
        {"tag": tag_of(query), "hint": "" if query.closed_at else f"for {age_in_words(query)}"},
    ]
