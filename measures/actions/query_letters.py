"""Letters about questions: that one was asked, that it was answered. Never its words, which may quote a figure."""

from collections.abc import Collection

from django.urls import reverse

from accounts.permissions import Permission
from measures.contacts import contacts_of
from measures.models import MonthlyReturn, ReturnQuery
from measures.return_files.wording import TITLES
from operations import messages
from practices import months
from practices.models import Organisation
from practices.uploads.receipts import address_of, person_of

ASKED, ANSWERED = "query.asked", "query.answered"
THE_RETURN = "the return as a whole"


def tell_of_question(version: MonthlyReturn, queries: Collection[ReturnQuery], *, by) -> None:
    """To whoever is asked for the practice's returns; not to the person who asked."""
    month = months.label(version.month)
    subject = f"A question about the return of {version.practice} for {month}"
    figures = "\n".join(f"- {figure_name(query.field)}" for query in queries)
    text = f"{by} asks about the return of {version.practice} for {month}:\n\n{figures}\n\nRead the question and answer it:"
    period = f"{version.pk}:{queries[0].pk}"
    letters = [
        messages.Letter(ASKED, period, person, subject, f"{text}\n{page_of(version)}\n")
        for person in contacts_of([version.practice])[version.practice_id].people
        if person != by
    ]
    messages.put_all(letters)


def tell_of_answer(query: ReturnQuery) -> None:
    version = query.version
    month = months.label(version.month)
    subject = f"An answer about the return of {version.practice} for {month}"
    text = f"{version.practice} has answered your question about {figure_name(query.field)} in {month}. Read it and close it:"
    messages.put(
        ANSWERED,
        period=str(query.pk),
        person=query.asked_by,
        subject=subject,
        body=f"{text}\n{page_of(version)}\n",
    )


def figure_name(field: str) -> str:
    return TITLES.get(field, THE_RETURN)


def page_of(version: MonthlyReturn) -> str:
    return address_of(reverse("return_detail", args=[version.pk]))


def still_asked(message):
    """The letter as it was put down, while a question about the return waits and the person may answer it."""
    waits = ReturnQuery.objects.unanswered().filter(version=id_in(message)).exists()
    return words_for(message, readable_questions) if waits else None


def still_open(message):
    """The same for an answer, while it waits to be read and the person still looks after the practice."""
    is_open = ReturnQuery.objects.to_close().filter(pk=id_in(message)).exists()
    return words_for(message, readable_answers) if is_open else None


def words_for(message, readable) -> tuple[str, str] | None:
    """The words of a letter, unless whom it is to has lost the role that it is about."""
    person = person_of(message)
    return (message.subject, message.body) if person and readable(person, [message]) else None


def readable_questions(person, found) -> set[int]:
    """Ids of the letters about returns of practices for which this person sends. One query."""
    return about_returns(person, found, Permission.SEND_RETURN)


def readable_answers(person, found) -> set[int]:
    """Ids of the letters about questions at practices about whose returns this person may ask. One query."""
    places = Organisation.objects.visible_to(person, Permission.QUERY_RETURN)
    asked = ReturnQuery.objects.filter(pk__in=map(id_in, found), version__practice__in=places)
    return among(found, asked)


def about_returns(person, found, permission: Permission) -> set[int]:
    """Ids of the letters whose period begins with a return at which this person holds the permission."""
    places = Organisation.objects.visible_to(person, permission)
    return among(found, MonthlyReturn.objects.filter(pk__in=map(id_in, found), practice__in=places))


def among(found, rows) -> set[int]:
    still = set(rows.values_list("pk", flat=True))
    return {one.pk for one in found if id_in(one) in still}


def id_in(message) -> int:
    """The row that a letter is about: its period begins with it."""
    return int(message.period.partition(":")[0])


messages.register(
    messages.Kind(
        ASKED,
        "Questions about our returns",
        "When somebody asks about a figure you sent",
        now=still_asked,
        readable=readable_questions,
    )
)
messages.register(
    messages.Kind(
        ANSWERED,
        "Answers to my questions",
        "When a practice answers what you asked",
        now=still_open,
        readable=readable_answers,
    )
)
