"""The kinds of file that the application takes. Each app names its own when it starts (AppConfig.ready).

One mechanism serves them all: `practices.uploads` stores a file, `practices.views.uploads` shows it being read, what is
wrong with it and what it will change; the kind says who may send and open it, and what its rows mean.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from accounts.permissions import Permission
from practices.spreadsheets.tables import Limits


@dataclass(frozen=True)
class UploadKind:
    """What differs from kind to kind.

    Two jobs do the work, both with the payload {"upload": id}: `check_job` ends in needs_fixing, needs_confirming or
    ready, or fails; `apply_job` stores what is ready, for kinds whose `submit` leaves that to a worker
    (practices.uploads.actions.submit_to_worker). `submit(upload=, by=)` raises practices.uploads.actions.Overtaken when
    what is there has changed since the check. `ready(request, upload)` and `receipt(request, upload)` give what the two
    pages of the kind print, in the templates named.
    """

    name: str
    title: str
    view: Permission
    send: Permission
    submit: Callable
    ready: Callable
    receipt: Callable
    ready_template: str
    receipt_template: str
    home: Callable
    """home(upload) -> [(text, href), ...]: the breadcrumbs of its pages; the last names where such files wait."""
    send_page: Callable
    """send_page(upload) -> the address of the page where such a file is chosen."""
    check_job: str
    schema: Callable
    """schema(upload) -> FileSchema: by which the file is read, and written when it comes back to be mended."""
    apply_job: str = ""
    help_links: Callable = lambda upload: []
    """help_links(upload) -> [(text, href), ...]: what helps to mend such a file."""
    limits: Limits = field(default_factory=Limits)
    within: Callable | None = None
    """within(user) -> Q: whose uploads of the kind are, where their organisations alone do not say it. Else `view` is asked
    at each of their organisations, and `send` before they are confirmed or submitted."""
    sends_for: Callable | None = None
    """sends_for(user, upload) -> the codes for which this person may send such a file today; else those with `send`."""
    typed_at: Callable = lambda upload: ""
    """typed_at(upload) -> the address of the form in which it was typed, where it is mended as well; "" for a file."""
    change_words: str = "Somebody else has sent figures for one of these months."
    letter: Callable = lambda upload: []
    """letter(upload) -> [receipts.Part, ...]: what was stored, for the letter that confirms it; numbers of rows where it says nothing."""
    copies: Callable = lambda upload: {}
    """copies(upload) -> {organisation: person} who has a copy of the own organisation's part."""


KINDS: dict[str, UploadKind] = {}


def register(kind: UploadKind) -> None:
    KINDS[kind.name] = kind


def kinds_with_a_condition() -> list[UploadKind]:
    """The kinds that say themselves whose their files are."""
    return [kind for kind in KINDS.values() if kind.within]


def kinds_by_permission() -> dict[Permission, list[str]]:
    """The permission to open a file -> the kinds that it opens, but for those that say themselves whose they are."""
    found = defaultdict(list)
    for kind in KINDS.values():
        if not kind.within:
            found[kind.view].append(kind.name)
    return found
