"""What the pages about requests for workers' data print: where each stands, whose turn it is, what goes and what stays."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from practices.retention import schedule
from practices.wording import counted
from workforce.actions.staff_request_letters import told_words
from workforce.actions.staff_requests import decides_now
from workforce.dashboards.links import href
from workforce.models import StaffRequest, Worker

COLOURS = {
    "asked": "yellow", "confirmed": "yellow", "approved": "blue", "done": "green", "refused": "grey", "withdrawn": "grey",
    "failed": "red",
}  # fmt: skip
# Within which a request is to be answered (Data Protection Act 1998, section 7).
ANSWERED_WITHIN = timedelta(days=40)
# A copy is to be fetched and handed over.
COPY_DAYS = 7
NEXT = {
    "asked": "The workforce lead confirms first. Then the auditor of the programme decides.",
    "confirmed": "The auditor of the programme decides. It cannot be the person who confirmed it.",
    "approved": "It is carried out as soon as the letter to the worker went, at the latest in an hour. Open this page again then.",
    "done": "Nothing more is to be done.",
    "refused": "A new request can be made.",
    "withdrawn": "The worker took it back. Nothing was changed.",
    "failed": "It could not be carried out and nothing was changed in part. See whether the person holds a post again.",
}
MOST = 500


def what_goes() -> list[dict]:
    """Rows of a summary list: the same words for the worker, the lead and the auditor."""
    rules = {rule.table: rule for rule in schedule().rules}
    return [
        {"key": "What goes", "value": GOES},
        {"key": "What stays", "value": f"{rules['Holding'].what}. {rules['Holding'].reason}."},
        {"key": "What cannot go", "value": CANNOT_GO},
        {"key": "After a restored backup", "value": "It is erased again before anybody can open the pages."},
    ]


GOES = (
    "Name, staff number, account with its e-mail address, self-ratings, evidence of competences, accreditation, disputes, "
    "reasons written about hours, personal links to surveys, and every staff file that names the person."
)
CANNOT_GO = (
    "The audit trail: a chain in which nothing can be changed. It has numbers, and the name of whoever did something, but no "
    "pay and no reason. Answers to surveys: they were never stored with anybody. Frozen releases: they name nobody."
)


def table(user) -> dict:
    """Requests in scope, those still open first, in one query; the person by staff number alone."""
    found = StaffRequest.objects.visible_to(user).select_related("worker__programme")[:MOST]
    rows = sorted(found, key=lambda request: not request.is_open)
    return {
        "caption": "Open requests come first",
        "first_is_header": True,
        "head": ["Asked on", "Programme", "No.", "What", "Answer by", "State"],
        "rows": [row(request) for request in rows],
        "empty": "Nobody has asked for a copy or for erasure of a worker's record where you act.",
    }


def row(request) -> list:
    return [
        {"text": day(request.asked_at), "href": href("staff_request_detail", request.pk)},
        request.worker.programme.name,
        request.worker.staff_number,
        request.get_kind_display(),
        day(request.asked_at + ANSWERED_WITHIN) if request.is_open else "–",
        {"tag": state_tag(request)},
    ]


def state_tag(request) -> dict:
    return {"text": request.get_state_display(), "colour": COLOURS[request.state]}


def day(moment) -> str:
    return f"{timezone.localtime(moment):%-d %B %Y}"


def facts(request, *, identity: bool) -> list[dict]:
    """The summary list of one request. `identity`: with the name, which the caller has put on the trail."""
    worker = request.worker
    rows = [
        ("Programme", worker.programme.name),
        ("PCT", worker.commissioner.name),
        ("Staff number", worker.staff_number),
        ("Name", worker.name if identity else ""),
        ("What", request.get_kind_display()),
        ("Reason", request.reason),
        ("Asked", f"{day(request.asked_at)}, by {asked_by(request)}"),
        ("Answer by", day(request.asked_at + ANSWERED_WITHIN) if request.is_open else ""),
        ("Confirmed", f"{day(request.confirmed_at)}, by {request.confirmed_by}" if request.confirmed_by else ""),
        ("Decided", f"{day(request.decided_at)}, by {request.decided_by}" if request.decided_by else ""),
        ("Why it was refused", request.decision_reason),
        ("Whether the worker knows", told_words(request)),
        ("Done", day(request.done_at) if request.done_at else ""),
        ("Rows removed or emptied", counts_words(request.counts)),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def asked_by(request) -> str:
    """The lead by name, the worker not: this page is read by whoever may know the number alone."""
    by_lead = request.asked_by_id == request.confirmed_by_id
    return f"{request.asked_by}, who passed it on" if by_lead else "the worker"


def counts_words(counts: dict) -> str:
    return "\n".join(f"{name}: {number}" for name, number in counts.items())


def waiting_for(user):
    """Requests on which it is this person's turn to decide (workforce.actions.staff_requests.decides_now), the oldest first."""
    led = Worker.objects.visible_to(user, Permission.CHANGE_ROSTER)
    audited = StaffRequest.objects.visible_to(user, Permission.APPROVE_DATA_REQUESTS)
    turn = Q(state=StaffRequest.State.ASKED, worker__in=led.values("pk"))
    turn |= Q(state=StaffRequest.State.CONFIRMED, pk__in=audited.values("pk"))
    found = StaffRequest.objects.filter(turn).exclude(worker__user=user.pk).exclude(confirmed_by=user.pk)
    return found.order_by("asked_at", "pk")


def waiting_elsewhere(user) -> str:
    """What waits for this person in roles that are not acted under now, and which to choose; no query without such a role."""
    deciding = [grant for grant in user.other_grants if grant.allows(Permission.DECIDE_STAFF_REQUESTS)]
    if not deciding:
        return ""
    other = User(pk=user.pk)
    other.act_under(deciding)
    number = waiting_for(other).count()
    if not number:
        return ""
    roles = " or ".join(str(grant) for grant in deciding)
    return f"{counted(number, 'request')} about a worker's data for which you do not act now. At the top of the page choose: {roles}."


def may_fetch(user, request) -> bool:
    """The copy, for the lead who hands it over, while it is there to be fetched."""
    is_there = request.kind == StaffRequest.Kind.COPY and request.state == StaffRequest.State.DONE
    is_fresh = is_there and timezone.now() < request.done_at + timedelta(days=COPY_DAYS)
    return is_fresh and Worker.objects.visible_to(user, Permission.CHANGE_ROSTER).filter(pk=request.worker_id).exists()


def next_step(user, request) -> dict:
    if may_fetch(user, request):
        text = f"Fetch the copy and hand it over. It can be fetched for {COPY_DAYS} days."
        return {"text": text, "href": href("staff_request_file", request.pk), "action": "Download the copy (JSON)"}
    if decides_now(request, user):
        return {"text": "It is your turn to decide, below."}
    return {"text": NEXT[request.state]}


def requests_of(worker, user, empty: str) -> dict:
    """Those about one worker, for a panel."""
    requests = StaffRequest.objects.visible_to(user).filter(worker=worker).select_related("worker__programme")
    return {
        "caption": "Requests",
        "caption_hidden": True,
        "first_is_header": True,
        "head": ["Asked on", "What", "State"],
        "rows": [[row(one)[0], one.get_kind_display(), {"tag": state_tag(one)}] for one in requests],
        "empty": empty,
    }
