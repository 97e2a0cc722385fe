"""The kinds of file that the application takes. Each app names its own when it starts (AppConfig.ready).

One mechanism serves them all: `practices.uploads` stores, reads, says what is wrong and shows what will change; the kind
says who may send and open it, and what its rows mean.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from accounts.permissions import Permission
from practices.spreadsheets.tables import Limits


@dataclass(frozen=True)
class UploadKind:
    """What differs from kind to kind.

    `submit(upload, by)` takes what is ready, or puts down the job that does; it raises practices.uploads.actions.Overtaken
    when what is there has changed since the check. `check(upload)` is what the check job calls. `ready(request, upload)`
    and `receipt(request, upload)` give what the two pages of the kind print, in the templates named.
    """

    name: str
    title: str
    view: Permission
    send: Permission
    check: Callable
    submit: Callable
    ready: Callable
    receipt: Callable
    ready_template: str
    receipt_template: str
    home: Callable
    """home(upload) -> [(text, href), ...]: the breadcrumbs of its pages; the last is where one sends such files."""
    limits: Limits = Limits()
    check_job: str = ""
    change_words: str = "Somebody else has sent figures for one of these months."


KINDS: dict[str, UploadKind] = {}


def register(kind: UploadKind) -> None:
    KINDS[kind.name] = kind


def kinds_by_permission() -> dict[Permission, list[str]]:
    """The permission to open a file -> the kinds that it opens."""
    found = defaultdict(list)
    for kind in KINDS.values():
        found[kind.view].append(kind.name)
    return found
