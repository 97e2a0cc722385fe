"""The letter that proves a submission: reference, hash, what was stored, who and when (S6); once for a file, whatever its kind."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from operations import messages
from operations.messages import Letter
from operations.models import Message
from practices import clock
from practices.models import Organisation, Upload
from practices.months import LONDON
from practices.uploads.kinds import KINDS

RECEIPT, COPY = "upload.receipt", "upload.copy"
State = Message.State
WENT = {
    State.WAITING: "will be sent to {}",
    State.SENDING: "is being sent to {}",
    State.SENT: "went to {}",
    State.BOUNCED: "could not be delivered to {}",
    State.UNCERTAIN: "perhaps went to {}",
}
# What rows become, under the names that kinds give in context["differences"]["summary"].
BECAME = {
    "added": "New",
    "changed": "Changed",
    "removed": "Removed",
    "unchanged": "As before",
    "left_out": "Left out, being of people who are not on the register",
}


@dataclass(frozen=True)
class Part:
    """What was stored of one thing that the file holds, such as a practice's month. Never what people typed in a file."""

    title: str
    rows: list[tuple[str, object]]
    organisation_id: int | None = None


def post(upload: Upload, *, by) -> None:
    """Put the letters down, inside the transaction that submits: one to the sender, one to each who has a copy."""
    kind = KINDS[upload.kind]
    parts = kind.letter(upload) or [counts_of(upload)]
    letters = [letter(RECEIPT, upload.reference, by, upload, parts, by)]
    for organisation, person in kind.copies(upload).items():
        own = [part for part in parts if part.organisation_id == organisation.pk]
        if own and person.pk != by.pk:
            letters.append(letter(COPY, f"{upload.reference}:{organisation.ods_code}", person, upload, own, by))
    messages.put_all(letters)


def counts_of(upload: Upload) -> Part:
    """Numbers of rows and nothing that a row says."""
    summary = upload.context.get("differences", {}).get("summary", {})
    became = [(words, summary[name]) for name, words in BECAME.items() if name in summary]
    return Part("What was stored", [("Rows in the file", upload.rows_read), *became])


def letter(kind: str, period: str, person, upload: Upload, parts: list[Part], by) -> Letter:
    title = KINDS[upload.kind].title
    contents = {
        "name": str(person),
        "title": title,
        "is_copy": kind == COPY,
        "reference": upload.reference,
        "sha256": upload.sha256,
        "by": str(by),
        "at": in_london(clock.now()),
        "parts": parts,
        "address": "" if kind == COPY else address_of(reverse("upload_detail", args=[upload.pk])),
    }
    subject = f"{'Copy of receipt' if kind == COPY else 'Receipt'} {upload.reference}: {title.lower()}"
    return Letter(kind, period, person, subject, render_to_string("emails/receipt.txt", contents))


def in_london(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%-d %B %Y at %H:%M}"


def address_of(path: str) -> str:
    """Where a page is, from the settings and never from what a request calls itself; the path alone where no address is set."""
    return settings.SITE_ADDRESS.rstrip("/") + path


def went_to(upload: Upload) -> list[str]:
    """For the receipt's page: what became of the letters, in words."""
    found = Message.objects.filter(kind=RECEIPT, period=upload.reference) | Message.objects.filter(
        kind=COPY, period__startswith=f"{upload.reference}:"
    )
    return [WENT[letter.state].format(letter.person_name) for letter in found.order_by("id") if letter.state in WENT]


def person_of(message: Message) -> User | None:
    return User.objects.filter(pk=message.person_id, is_active=True).first()


def receipt_now(message: Message) -> tuple[str, str] | None:
    """Not to somebody who may not open the file any more."""
    person = person_of(message)
    return (message.subject, message.body) if person and readable_receipts(person, [message]) else None


def copy_now(message: Message) -> tuple[str, str] | None:
    """Not to somebody who does not send for the practice any more."""
    person = person_of(message)
    return (message.subject, message.body) if person and readable_copies(person, [message]) else None


def readable_receipts(person, found: list[Message]) -> set[int]:
    """Ids of those that this person may read now, in one query."""
    references = {one.period for one in found}
    still = set(Upload.objects.visible_to(person).filter(reference__in=references).values_list("reference", flat=True))
    return {one.pk for one in found if one.period in still}


def readable_copies(person, found: list[Message]) -> set[int]:
    codes = {one.period.partition(":")[2] for one in found}
    places = Organisation.objects.visible_to(person, Permission.SEND_RETURN).filter(ods_code__in=codes)
    still = set(places.values_list("ods_code", flat=True))
    return {one.pk for one in found if one.period.partition(":")[2] in still}


messages.register(
    messages.Kind(
        RECEIPT,
        "Receipts of files that you send",
        "Reference, hash and what was stored. The receipt stays on its page.",
        now=receipt_now,
        readable=readable_receipts,
    )
)
messages.register(
    messages.Kind(
        COPY,
        "Copies of receipts, when somebody else sends for your practice",
        "Only where you are the person who is asked for the return.",
        now=copy_now,
        readable=readable_copies,
    )
)
