"""I7: the list of work to do empties. I8: at most one message per person, kind and period. I9: an error has a reference."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, F
from django.template import Context
from django.template.base import VariableNode
from django.template.loader import get_template
from django.template.loader_tags import BlockNode, ExtendsNode
from django.utils import timezone

from collaborative.verifying.findings import ON_ITS_WAY, Finding, of_rows
from operations.health import LONGEST_WAIT_SECONDS
from operations.models import Job, Message

# The longest that any work takes; what runs on is going round in circles.
LONGEST_RUN = timedelta(hours=6)
PAGES_OF_FAULTS = ("500.html", "503.html")


def list_empties() -> Iterator[Finding]:
    """Work that failed is off the list: it is shown, and waits for somebody."""
    now = timezone.now()
    jobs, too_long = Job.objects.order_by("pk"), timedelta(seconds=LONGEST_WAIT_SECONDS)
    waiting = jobs.filter(state=Job.State.QUEUED, not_before__lt=now - too_long)
    yield from of_rows(Job, ids(waiting), "has waited for more than five minutes")
    running = jobs.filter(state=Job.State.RUNNING)
    yield from of_rows(Job, ids(running.filter(lease_until__lt=now - ON_ITS_WAY)), "was left by a worker that died")
    endless = running.filter(started_at__lt=now - LONGEST_RUN, lease_until__gte=now - ON_ITS_WAY)
    yield from of_rows(Job, ids(endless), "has run for more than six hours")
    letters = Message.objects.order_by("pk")
    unsent = letters.filter(state=Message.State.WAITING, not_before__lt=now - too_long)
    yield from of_rows(Message, ids(unsent), "should have been sent more than five minutes ago")
    held = letters.filter(state=Message.State.SENDING, lease_until__lt=now - ON_ITS_WAY)
    yield from of_rows(Message, ids(held), "was left while it was being handed over")


def ids(rows):
    return rows.values_list("pk", flat=True)


def one_message_each() -> Iterator[Finding]:
    """The database keeps this by a constraint, which I2 looks for; a restore could have lost both."""
    same = Message.objects.order_by().values("person_id", "kind", "period").annotate(n=Count("*")).filter(n__gt=1)
    for found in same:
        row = f"{found['person_id']} {found['kind']}"
        yield Finding(f"{found['n']} messages of one period", Message._meta.label, row)
    sent = Message.objects.order_by("pk").filter(state=Message.State.SENT)
    yield from of_rows(Message, ids(sent.filter(sent_at=None)), "was sent at no time")
    yield from of_rows(Message, ids(sent.filter(attempts=0)), "was sent without an attempt")


def errors_have_references() -> Iterator[Finding]:
    """Both pages print the reference that the log has; work that failed says why."""
    silent = [name for name in PAGES_OF_FAULTS if not prints_reference(name)]
    yield from (Finding("prints no reference", "templates", name) for name in silent)
    failed = Job.objects.filter(state=Job.State.FAILED).order_by("pk")
    yield from of_rows(Job, ids(failed.filter(error="")), "has failed and does not say why")
    yield from of_rows(Job, ids(failed.filter(finished_at__lt=F("created_at"))), "ended before it was put down")


def prints_reference(name: str) -> bool:
    """Whether the content of a page has it. Not drawn: that would load every page of the site into the worker."""
    while name:
        nodes = get_template(name).template.nodelist
        content = [block for block in nodes.get_nodes_by_type(BlockNode) if block.name == "content"]
        if content:
            printed = content[0].nodelist.get_nodes_by_type(VariableNode)
            return any(str(node.filter_expression) == "reference" for node in printed)
        parents = nodes.get_nodes_by_type(ExtendsNode)
        name = parents[0].parent_name.resolve(Context()) if parents else ""
    return False
