"""Letters about questions: that one was asked, that it was answered. Never its words, which may quote a figure."""

from collections.abc import Collection
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from measures.contacts import contacts_of
from measures.models import MonthlyReturn, ReturnQuery
from measures.return_files.wording import TITLES
from operations import messages
from practices import months

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
        messages.Letter(ASKED, period, person, subject, f"{text}\n{address_of(version)}\n")
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
        body=f"{text}\n{address_of(version)}\n",
    )


def figure_name(field: str) -> str:
    return TITLES.get(field, THE_RETURN)


def address_of(version: MonthlyReturn) -> str:
    return urljoin(settings.SITE_ADDRESS, reverse("return_detail", args=[version.pk]))


def still_asked(message):
    """The letter as it was put down, while a question about the return waits for its answer."""
    version = message.period.split(":")[0]
    waits = ReturnQuery.objects.unanswered().filter(version=version).exists()
    return (message.subject, message.body) if waits else None


def still_open(message):
    is_open = ReturnQuery.objects.to_close().filter(pk=message.period).exists()
    return (message.subject, message.body) if is_open else None


messages.register(
    messages.Kind(ASKED, "Questions about our returns", "When somebody asks about a figure you sent", now=still_asked)
)
messages.register(
    messages.Kind(ANSWERED, "Answers to my questions", "When a practice answers what you asked", now=still_open)
)
