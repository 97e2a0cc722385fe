"""All invariants, one after the other: what each says, how it is looked at, how long that took."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from collaborative.verifying import figures, files, pages, returns, trail, uploads, work
from collaborative.verifying.findings import Finding
from operations.models import Job
from practices.wording import counted

# Of more than these only the number is said.
MOST_NAMED = 50


@dataclass(frozen=True)
class Invariant:
    """`not_here` says what this command cannot look at, and who does."""

    code: str
    words: str
    find: Callable[[], Iterator[Finding]]
    not_here: str = ""


@dataclass(frozen=True)
class Checked:
    """One invariant, looked at; `named` are the first of `number` findings."""

    code: str
    words: str
    number: int
    named: tuple[Finding, ...]
    seconds: float
    note: str = ""

    @property
    def holds(self) -> bool:
        return not self.number

    @property
    def said(self) -> str:
        return "holds" if self.holds else counted(self.number, "finding")

    def as_dict(self) -> dict:
        return asdict(self) | {"named": [asdict(finding) for finding in self.named]}


ISOLATION = (
    "That no page shows another practice's data is proven by tests (permission matrix, crawl of every page), not here."
)

INVARIANTS = (
    Invariant("I1", "Every upload has exactly one state, and none is in progress longer than its lease", uploads.one_state_within_its_lease),
    Invariant("I2", "One current version per practice, data set and month", returns.one_current_version),
    Invariant("I3", "Every stored figure equals a fresh computation from the current versions", figures.as_computed_anew),
    Invariant("I4", "A page carries figures of one computation only", pages.of_one_computation),
    Invariant("I5", "The audit chain holds, and there is an event for each change of state", trail.whole_and_told),
    Invariant("I6", "Stored files, their rows and their sha256 agree, with no orphan either way; what was frozen has its digest", files.agree_with_their_rows),
    Invariant("I7", "The list of work to do empties", work.list_empties),
    Invariant("I8", "At most one message per person, kind and period", work.one_message_each),
    Invariant("I9", "No server error without a reference number", work.errors_have_references, ISOLATION),
)  # fmt: skip
CODES = tuple(invariant.code for invariant in INVARIANTS)


def verify(only: Iterable[str] = CODES, anchor_file: Path | None = None) -> Iterator[Checked]:
    """Look at the invariants named, in their order. `anchor_file` holds anchors that were kept elsewhere."""
    for invariant in INVARIANTS:
        if invariant.code in only:
            find = partial(invariant.find, anchor_file) if invariant.code == "I5" else invariant.find
            yield looked_at(invariant, find)


def looked_at(invariant: Invariant, find) -> Checked:
    began = time.perf_counter()
    found = list(find())
    note = invariant.not_here if invariant.code != "I7" else failed_words()
    seconds = round(time.perf_counter() - began, 3)
    return Checked(invariant.code, invariant.words, len(found), tuple(found[:MOST_NAMED]), seconds, note)


def failed_words() -> str:
    failed = Job.objects.filter(state=Job.State.FAILED).count()
    if not failed:
        return ""
    verbs = "has failed for good and waits" if failed == 1 else "have failed for good and wait"
    return f"{counted(failed, 'job')} {verbs} for somebody."
