"""Letters to a worker about a request for the own data: that it was refused, approved, or could not be carried out.

Of erasure the letter goes before it is carried out: that takes the address out of the account, or the account from the record,
and afterwards nobody can be written to. So the work waits until the letter was handed over (workforce.jobs.data_rights), an hour
at most: erasure may not depend on a mail server. A worker without an account, or who wants no such letters, is told by nobody
here, and the page of the request says so to whoever decides. No name, number, programme or reason stands in a letter.
"""

from datetime import timedelta

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from operations import messages
from operations.models import Message
from practices.uploads.receipts import address_of, person_of
from workforce.models import StaffRequest

KIND = "workforce.staff_request"
# How long a letter may hold up what was approved.
WAITS = timedelta(hours=1)
State = StaffRequest.State
SUBJECTS = {
    State.REFUSED: "Your request was refused",
    State.APPROVED: "Your request was approved",
    State.DONE: "Your request was carried out",
    State.FAILED: "Your request could not be carried out",
}
UNDER_WAY = [Message.State.WAITING, Message.State.SENDING]
WENT = {
    Message.State.WAITING: "A letter to the worker waits to be sent.",
    Message.State.SENDING: "A letter to the worker is being sent.",
    Message.State.SENT: "A letter has told the worker.",
    Message.State.UNCERTAIN: "A letter to the worker was perhaps sent. Ask whether it came.",
}
NO_LETTER = "No letter reached the worker. Whoever passed the request on, or the workforce lead, tells the person."


def tell_of(request: StaffRequest) -> None:
    """Inside the transaction that moves the request: once for each state of it."""
    person = request.worker.user
    if person is not None:
        subject, body = words_of(request, person)
        messages.put(KIND, period=period_of(request, request.state), person=person, subject=subject, body=body)


def words_of(request: StaffRequest, person) -> tuple[str, str]:
    """Subject and body, for the state in which the request is."""
    may_open = StaffRequest.objects.visible_to(person).filter(pk=request.pk).exists()
    contents = {
        "state": str(request.state),
        "is_erasure": request.kind == StaffRequest.Kind.ERASURE,
        "address": address_of(reverse("staff_request_detail", args=[request.pk])) if may_open else "",
        "choices": address_of(reverse("message_choices")),
    }
    return SUBJECTS[State(request.state)], render_to_string("emails/staff_request.txt", contents)


def about(request: StaffRequest, state: str):
    """The letter that was put down when a request came into a state."""
    return Message.objects.filter(kind=KIND, period=period_of(request, state))


def period_of(request: StaffRequest, state: str) -> str:
    return f"{request.pk}:{state}"


def holds_up(request: StaffRequest) -> bool:
    """Whether the letter of an approval is still on its way, and has not been for too long."""
    is_fresh = request.decided_at is not None and timezone.now() < request.decided_at + WAITS
    return (
        is_fresh
        and request.state == State.APPROVED
        and about(request, State.APPROVED).filter(state__in=UNDER_WAY).exists()
    )


def told_words(request: StaffRequest) -> str:
    """For the request's page: whether a letter tells the worker of the last that happened; "" while nothing is to be told."""
    if State(request.state) not in SUBJECTS:
        return ""
    told_as = State.APPROVED if request.state == State.DONE else request.state
    return WENT.get(about(request, told_as).values_list("state", flat=True).first(), NO_LETTER)


def request_of(message: Message) -> StaffRequest | None:
    pk = message.period.partition(":")[0]
    return StaffRequest.objects.select_related("worker").filter(pk=pk).first()


def letter_now(message: Message) -> tuple[str, str] | None:
    """What is true when it goes; None when another letter tells of what happened meanwhile, or the record is another's now."""
    person, request = person_of(message), request_of(message)
    if person is None or request is None or not concerns(person, request):
        return None
    put_down_as = message.period.partition(":")[2]
    if request.state != put_down_as and request.state != State.DONE:
        return None
    return words_of(request, person)


def concerns(person, request: StaffRequest) -> bool:
    """An erased record is linked to nobody any more: whom the letter was put down for, it is for."""
    return request.worker.user_id == person.pk or request.worker.erased_on is not None


def readable(person, found: list[Message]) -> set[int]:
    """Ids of the letters about records that are, or were until they were erased, this person's. One query."""
    requests = StaffRequest.objects.filter(pk__in=[one.period.partition(":")[0] for one in found])
    own = {str(one.pk) for one in requests.select_related("worker") if concerns(person, one)}
    return {one.pk for one in found if one.period.partition(":")[0] in own}


messages.register(
    messages.Kind(
        KIND,
        "What became of a request about your record",
        "When a copy or erasure is refused, approved or could not be carried out.",
        now=letter_now,
        readable=readable,
    )
)
