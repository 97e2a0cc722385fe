"""What asks for attention in the work with other teams: set-wise, in one query for each kind, however many people."""

from collections import defaultdict
from dataclasses import dataclass

from registers.dashboards.links import href
from registers.models import (
    AdviceRecord,
    LinkAgreement,
    MedicationChange,
    PhysicalHealthCheck,
    SharedCareResponsibility,
)

Component, Function = SharedCareResponsibility.Component, SharedCareResponsibility.Function


@dataclass(frozen=True)
class Alert:
    """One thing to do: about whom (the local number, or an agreement), what, where it is done, and where it is read."""

    about: str
    text: str
    change_href: str | None
    read_href: str | None


def alerts(user, practice, today, *, person=None) -> list[Alert]:
    """Of a whole practice, or of one person; a query for each kind of record."""

    def rows(model):
        found = model.objects.visible_to(user).filter(practice=practice).select_related("person")
        return found.filter(person=person) if person else found

    agreements = LinkAgreement.objects.visible_to(user).filter(practice=practice)
    return [
        *([] if person else agreement_alerts(agreements.unreviewed(today), practice)),
        *advice_alerts(rows(AdviceRecord).not_followed_up(), practice),
        *shared_care_alerts(rows(SharedCareResponsibility).filter(ended_on__isnull=True), practice),
        *medication_alerts(rows(MedicationChange).not_told_in_time(today), practice),
        *overshadowing_alerts(rows(PhysicalHealthCheck).filter(may_be_overshadowed=True), practice),
    ]


def about_person(person, text, practice, change_href) -> Alert:
    read_href = href("interface_person", practice.ods_code, person.local_number)
    return Alert(f"No. {person.local_number}", text, change_href, read_href)


def place_of(row, practice):
    return practice.ods_code, row.person.local_number, row.pk


def agreement_alerts(agreements, practice):
    for row in agreements:
        text = f"The review of this agreement was due on {row.review_due_on:%-d %B %Y}"
        yield Alert(str(row), text, href("link_agreement_edit", practice.ods_code, row.pk), None)


def advice_alerts(records, practice):
    for row in records:
        is_telephone = row.channel == AdviceRecord.Channel.TELEPHONE
        missing = "no written follow-up was sent" if is_telephone else "it is not filed in the primary care record"
        text = f"Advice of {row.given_on:%-d %B %Y} by {row.get_channel_display().lower()}: {missing}"
        yield about_person(row.person, text, practice, href("advice_edit", *place_of(row, practice)))


def shared_care_alerts(cells, practice):
    """A function that nobody fills, or a team without a professional, or the other way round."""
    for (person, component), grid in grids(cells).items():
        if empty := empty_functions(grid):
            text = f"{Component(component).label}: not named who {' or '.join(empty)}"
            address = href("shared_care_edit", practice.ods_code, person.local_number, component)
            yield about_person(person, text, practice, address)


def grids(cells) -> dict:
    """(person, component) -> function -> row."""
    found = defaultdict(dict)
    for row in cells:
        found[row.person, row.component][row.function] = row
    return found


def empty_functions(grid) -> list[str]:
    return [function.label.lower() for function in Function if function not in grid or grid[function].is_empty]


def medication_alerts(changes, practice):
    for row in changes:
        told = f"told on {row.notified_on:%-d %B %Y}" if row.notified_on else "not told"
        contact = f"its next contact was on {row.next_contact_on:%-d %B %Y}"
        text = f"Change of {row.changed_on:%-d %B %Y}: the other team was {told}, {contact}"
        yield about_person(row.person, text, practice, href("medication_edit", *place_of(row, practice)))


def overshadowing_alerts(checks, practice):
    """Until somebody has looked again and taken the flag away."""
    for row in checks:
        text = "Physical symptoms may have been put down to the mental illness"
        yield about_person(row.person, text, practice, href("health_check_edit", *place_of(row, practice)))


def table(found: list[Alert], *, writes: bool, with_person=True) -> dict:
    """Each alert leads whoever writes to the form, and whoever reads to the records."""
    return {
        "caption": "What asks for attention",
        "head": ["About", "What is missing"] if with_person else ["What is missing"],
        "rows": [[*([one.about] if with_person else []), linked(one, writes)] for one in found],
        "empty": "Nothing asks for attention.",
    }


def linked(one: Alert, writes):
    address = one.change_href if writes else one.read_href
    return {"text": one.text, "href": address} if address else one.text
