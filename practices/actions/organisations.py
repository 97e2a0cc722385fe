"""Bringing the published organisation files into the directory: added, changed, closed, refused; never deleted."""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from operations import audit
from practices import ods
from practices.dated_links import LinkRefused, Span, end_link, set_link
from practices.models import ListSize, Organisation, Parent, Succession

STATED_FIELDS = ["name", "address", "opened", "closed", "status", "prescribing_setting"]
# The strongest outcome of a row counts: one that was added is not also changed.
OUTCOMES = ["refused", "added", "closed", "changed", "unchanged"]


@dataclass
class ImportReport:
    """What became of each row of the file, and what could not be done, with row numbers."""

    rows: int = 0
    outcomes: dict[int, str] = field(default_factory=dict)
    refused: list[ods.Refusal] = field(default_factory=list)
    notes: list[ods.Refusal] = field(default_factory=list)
    unknown_parents: Counter = field(default_factory=Counter)
    sha256: str = ""

    @property
    def counts(self):
        found = Counter(self.outcomes.values())
        return {outcome: found[outcome] for outcome in OUTCOMES}

    def note(self, row, outcome):
        known = self.outcomes.get(row, OUTCOMES[-1])
        self.outcomes[row] = min(known, outcome, key=OUTCOMES.index)

    def refuse(self, row, ods_code, reason):
        self.refused.append(ods.Refusal(row, ods_code, reason))
        self.outcomes[row] = "refused"


class Directory:
    """The directory as it stands, read in two queries, and what is to be written."""

    def __init__(self):
        self.organisations = {row.ods_code: row for row in Organisation.objects.all()}
        self.links, self.links_under = defaultdict(list), defaultdict(list)
        by_pk = {row.pk: row for row in self.organisations.values()}
        for link in Parent.objects.all():
            link.child, link.parent = by_pk[link.child_id], by_pk[link.parent_id]
            self.know(link)
        self.new, self.changed = [], []
        self.new_links, self.changed_links = [], {}

    def children_of(self, parent, on):
        """The links under a parent that hold on a day or begin later."""
        return [link for link in self.links_under[parent.pk] if link.end is None or link.end >= on]

    def know(self, link):
        self.links[link.child_id].append(link)
        self.links_under[link.parent_id].append(link)

    def set_parent(self, child, span):
        outcome, ended = set_link(self.links[child.pk], span)
        self.changed_links |= {link.pk: link for link in ended if link.pk}
        if outcome == "added":
            link = Parent(child=child, parent=span.parent, start=span.start, end=span.end)
            self.know(link)
            self.new_links.append(link)
        return outcome

    def end(self, link, last):
        if not end_link(link, last):
            return False
        if link.pk:
            self.changed_links[link.pk] = link
        return True

    def write_organisations(self):
        Organisation.objects.bulk_create(self.new, batch_size=1000)
        self.organisations |= {row.ods_code: row for row in self.new}
        # An insert that meets its own code updates it: one statement for a thousand rows.
        Organisation.objects.bulk_create(
            [copy_of(organisation) for organisation in self.changed],
            update_conflicts=True,
            unique_fields=["ods_code"],
            update_fields=[*STATED_FIELDS, "search_text"],
            batch_size=1000,
        )

    def write_links(self):
        """Ends first, so that no two links of a child are open at once."""
        ended = defaultdict(list)
        for link in self.changed_links.values():
            ended[link.end].append(link.pk)
        # Most end on one and the same day: one statement for five hundred of them.
        for end, pks in ended.items():
            for start in range(0, len(pks), 500):
                Parent.objects.filter(pk__in=pks[start : start + 500]).update(end=end)
        Parent.objects.bulk_create(self.new_links, batch_size=1000)


def copy_of(organisation):
    fields = [*STATED_FIELDS, "ods_code", "kind", "is_invented"]
    return Organisation(**{name: getattr(organisation, name) for name in fields})


@transaction.atomic
def import_organisations(*, kind, filename, content, by=None):
    """Bring one published file in, whole or not at all; the same file again changes nothing.

    Raises OdsError or SpreadsheetError when it is not a file of that kind. A row that cannot be used is refused
    with its number; organisations invented for the demonstration are never touched.
    """
    extract = ods.read(kind, content)
    report = ImportReport(rows=extract.rows, sha256=hashlib.sha256(content).hexdigest())
    for refusal in extract.refused:
        report.refuse(refusal.row, refusal.ods_code, refusal.reason)
    directory = Directory()
    for row in extract.organisations:
        take_organisation(directory, row, report)
    directory.write_organisations()
    take_parents(directory, extract, report)
    take_events(directory, extract, report)
    directory.write_links()
    take_list_sizes(directory, extract, report)
    report.refused.sort(key=lambda refusal: refusal.row)
    audit.record(
        "organisations_imported",
        by=by,
        kind=kind,
        file=filename,
        sha256=report.sha256,
        rows=report.rows,
        **report.counts,
    )
    return report


def take_organisation(directory, row, report):
    known = directory.organisations.get(row.ods_code)
    if known is None:
        directory.new.append(Organisation(ods_code=row.ods_code, kind=row.kind, **row.stated))
        report.note(row.row, "added")
        return
    reason = why_not(known, row)
    if reason:
        report.refuse(row.row, row.ods_code, reason)
        return
    was_open = known.closed is None
    differing = [name for name, value in row.stated.items() if getattr(known, name) != value]
    for name in differing:
        setattr(known, name, row.stated[name])
    if differing:
        directory.changed.append(known)
    closed = was_open and known.closed is not None
    report.note(row.row, "closed" if closed else "changed" if differing else "unchanged")


def why_not(known, row):
    """The reason why a row may not change the organisation that stands in the directory, or an empty text."""
    if known.is_invented:
        return "the code belongs to an invented organisation, which no import changes"
    if known.kind != row.kind:
        return f"the code belongs to a {known.kind}"
    opened, closed = row.stated.get("opened", known.opened), row.stated.get("closed", known.closed)
    if opened and closed and closed < opened:
        return f"it would have opened on {opened} and closed on {closed}, before"
    return ""


def take_parents(directory, extract, report):
    """Links to parents that the directory has; a practice with an unknown parent stays, and the code is counted."""
    has_organisations = bool(extract.organisations)
    for row in extract.parents:
        if report.outcomes.get(row.row) == "refused":
            continue
        child, parent = directory.organisations.get(row.child), directory.organisations.get(row.parent)
        if has_organisations and parent is None:
            report.unknown_parents[row.parent] += 1
            continue
        reason = why_not_linked(row, child, parent)
        try:
            if not reason:
                outcome = directory.set_parent(child, Span(parent, row.start, row.end))
                # A practice with a new parent is changed; only in a file of nothing but links is it the link that counts.
                report.note(row.row, "changed" if has_organisations and outcome == "added" else outcome)
        except LinkRefused as refused:
            reason = str(refused)
        if reason and has_organisations:
            report.notes.append(ods.Refusal(row.row, row.child, reason))
        elif reason:
            report.refuse(row.row, row.child, reason)


def why_not_linked(row, child, parent):
    for ods_code, organisation in ((row.child, child), (row.parent, parent)):
        if organisation is None:
            return f"{ods_code} is not in the directory; import it first"
        if organisation.is_invented:
            return f"{ods_code} is an invented organisation, which no import changes"
    return ""


def take_list_sizes(directory, extract, report):
    known = {(size.practice_id, size.on): size for size in ListSize.objects.filter(source=ods.LIST_SIZE_SOURCE)}
    taken = {(size.practice_id, size.on) for size in ListSize.objects.filter(on=ods.LIST_SIZE_PUBLISHED)} - set(known)
    new, changed = [], []
    for row in extract.list_sizes:
        practice = directory.organisations[row.practice]
        key = (practice.pk, row.on)
        if report.outcomes.get(row.row) == "refused" or key in taken:
            continue
        if key not in known:
            new.append(ListSize(practice=practice, on=row.on, registered=row.registered, source=row.source))
        elif known[key].registered != row.registered:
            known[key].registered = row.registered
            changed.append(known[key])
        else:
            continue
        report.note(row.row, "changed")
    ListSize.objects.bulk_create(new, batch_size=1000)
    ListSize.objects.bulk_update(changed, ["registered"], batch_size=500)


# ------------------------------------------------------------------ what happened: open, close, merge, split, rename


def take_events(directory, extract, report):
    if not extract.events:
        return
    known = {(old, new) for old, new in Succession.objects.values_list("old", "new")}
    dated, successions = [], []
    for row in extract.events:
        old, new = directory.organisations.get(row.ods_code), directory.organisations.get(row.new)
        reason = why_no_event(row, old, new)
        if reason:
            report.refuse(row.row, row.ods_code, reason)
            continue
        report.note(row.row, set_dates(directory, row, old))
        if new and (old.pk, new.pk) not in known:
            successions.append(Succession(old=old, new=new, on=row.on, kind=row.what))
            report.note(row.row, "changed")
        if new and row.what != "split":
            move_children(directory, old, new, row.on)
        dated.append(old)
    Organisation.objects.bulk_update(dated, ["opened", "closed"], batch_size=500)
    Succession.objects.bulk_create(successions)


def why_no_event(row, old, new):
    for ods_code, organisation in ((row.ods_code, old), (row.new, new)):
        if ods_code and organisation is None:
            return f"{ods_code} is not in the directory; import it first"
        if ods_code and organisation.is_invented:
            return f"{ods_code} is an invented organisation, which no import changes"
    if row.what != "open" and old.opened and row.on <= old.opened:
        return f"it opened on {old.opened} only"
    return "" if row.what != "open" or old.closed is None or row.on < old.closed else f"it closed on {old.closed}"


def set_dates(directory, row, old):
    """The opening, or the last day and the end of every link at it; whether that changed anything."""
    if row.what == "open":
        changed, old.opened = old.opened != row.on, row.on
        return "changed" if changed else "unchanged"
    last = row.on if row.what == "close" else row.on - timedelta(days=1)
    if row.what == "close":
        for link in directory.children_of(old, last):
            directory.end(link, last)
    for link in directory.links[old.pk]:
        directory.end(link, last)
    outcome = "unchanged" if old.closed == last else "closed" if old.closed is None else "changed"
    old.closed = last
    return outcome


def move_children(directory, old, new, on):
    """Who stood under the old organisation stands under the new one from that day."""
    for link in directory.children_of(old, on):
        if link.start is None or link.start < on:
            directory.set_parent(link.child, Span(new, on, link.end))
