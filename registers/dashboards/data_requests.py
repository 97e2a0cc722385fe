"""What the pages of data requests print. Only the practice sees which entry one is about."""

from django.utils import timezone

from accounts.permissions import Permission, has_permission
from registers.dashboards.links import href
from registers.models import DataRequest

COLOURS = {"requested": "yellow", "approved": "blue", "done": "green", "refused": "grey", "failed": "red"}
HEAD = ["Asked on", "Practice", "What", "Reason", "State"]


def table(user) -> dict:
    """Requests of the practices in scope, the newest first, in one query."""
    requests = DataRequest.objects.visible_to(user).select_related("practice")[:500]
    return {
        "caption": "Requests",
        "head": HEAD,
        "rows": [row(request) for request in requests],
        "empty": "Nobody has asked for a copy or for erasure of a person's data.",
    }


def row(request):
    return [
        {"text": day(request.requested_at), "href": href("data_request_decide", request.practice.ods_code, request.pk)},
        str(request.practice),
        request.get_kind_display(),
        request.reason,
        {"tag": state_tag(request)},
    ]


def state_tag(request):
    return {"text": request.get_state_display(), "colour": COLOURS[request.state]}


def day(moment):
    return f"{timezone.localtime(moment):%-d %B %Y}"


def facts(user, request) -> list[dict]:
    """The summary list of one request; the number of the entry for the practice alone."""
    of_practice = has_permission(user, Permission.EXPORT_PATIENT_ROWS, request.practice)
    rows = [
        ("Practice", str(request.practice)),
        ("Number on the list", str(request.local_number) if of_practice else None),
        ("What", request.get_kind_display()),
        ("Reason", request.reason),
        ("Asked by", f"{request.requested_by}, {day(request.requested_at)}"),
        ("Decided by", f"{request.decided_by}, {day(request.decided_at)}" if request.decided_by else None),
        (said_label(request), request.decision_reason or None),
        ("Done", day(request.done_at) if request.done_at else None),
        ("Rows", counts_words(request.counts) if of_practice and request.counts else None),
    ]
    return [{"key": key, "value": value} for key, value in rows if value is not None]


def said_label(request) -> str:
    return "Why it was refused" if request.state == DataRequest.State.REFUSED else "Said about it"


def counts_words(counts) -> str:
    return "\n".join(f"{name}: {count}" for name, count in counts.items())


def files(user, request) -> list[dict]:
    """The copy, for the practice, while it is kept."""
    if not request.stored_path or not has_permission(user, Permission.EXPORT_PATIENT_ROWS, request.practice):
        return []
    names = {"csv": "Copy for a spreadsheet (CSV)", "json": "Copy for another program (JSON)"}
    code = request.practice.ods_code
    return [
        {"text": text, "href": href("data_request_file", code, request.pk, extension)}
        for extension, text in names.items()
    ]


def next_step(user, request) -> dict:
    """What happens now, in words, for whoever looks."""
    words = {
        "requested": "The auditor of the programme decides. Nobody decides on a request of their own.",
        "approved": "It is being carried out, which takes less than a minute. Open this page again then.",
        "done": "Nothing more is to be done.",
        "refused": "Tell the person why. A new request can be made.",
        "failed": "It could not be carried out. Tell whoever looks after this service; nothing was changed in part.",
    }
    text = words[request.state]
    if files(user, request):
        text = "Fetch the copy and hand it over. It is removed here 7 days after it was made."
    return {"text": text}
