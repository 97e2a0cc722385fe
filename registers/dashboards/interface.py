"""What the pages of work with other teams print: a practice's, one person's, and the panel on a person's page."""

from accounts.permissions import Permission, has_permission
from practices import clock
from registers.dashboards import interface_alerts
from registers.dashboards.interface_tables import (
    agreement_table,
    cpa_sentence,
    person_href,
    person_tables,
    shared_care_table,
)
from registers.dashboards.links import href
from registers.dashboards.panels import Panel, panel
from registers.models import (
    AdviceRecord,
    CpaContribution,
    LinkAgreement,
    MedicationChange,
    PracticeRegister,
    SharedCareResponsibility,
)

OFF = "This practice does not keep records of work with other teams."
LISTED = 200


def is_on(practice) -> bool:
    return PracticeRegister.objects.filter(practice=practice, keeps_interface_records=True).exists()


def may_write(user, practice) -> bool:
    return has_permission(user, Permission.CHANGE_INTERFACE_RECORDS, practice)


def practice_page(user, practice) -> dict:
    """Alerts first, then what is agreed and shared; a fixed number of queries."""

    def rows(model):
        return model.objects.visible_to(user).filter(practice=practice)

    today, writes = clock.today(), may_write(user, practice)
    found = interface_alerts.alerts(user, practice, today)
    shared = rows(SharedCareResponsibility).filter(ended_on__isnull=True).select_related("person")
    return {
        "practice": practice,
        "alerts": interface_alerts.table(found, writes=writes),
        "sentence": sentence(found),
        "agreements": agreement_table(rows(LinkAgreement), practice, writes),
        "create_agreement": href("link_agreement_create", practice.ods_code) if writes else None,
        "shared": shared_care_table(shared, practice, writes),
        "to_tell": to_tell_table(rows(MedicationChange).still_to_tell(today).select_related("person"), practice),
        "advice": advice_table(rows(AdviceRecord).select_related("person")[:LISTED], practice),
        "cpa": cpa_sentence(rows(CpaContribution).values_list("how", flat=True)),
    }


def sentence(found) -> str:
    count = len(found)
    return f"{count} {'thing asks' if count == 1 else 'things ask'} for attention." if count else ""


def to_tell_table(changes, practice):
    return {
        "caption": "Changes of medication that nobody was told of yet",
        "head": ["About", "Changed on", "Next contact of the other team"],
        "rows": [
            [
                {"text": f"No. {row.person.local_number}", "href": person_href(practice, row.person)},
                f"{row.changed_on:%-d %B %Y}",
                f"{row.next_contact_on:%-d %B %Y}" if row.next_contact_on else "Not known",
            ]
            for row in changes
        ],
        "empty": "Every change was told to the other teams, or is listed above.",
    }


def advice_table(records, practice):
    return {
        "caption": "Advice, the newest first",
        "head": ["About", "Date", "How"],
        "rows": [
            [
                {"text": f"No. {row.person.local_number}", "href": person_href(practice, row.person)},
                f"{row.given_on:%-d %B %Y}",
                row.get_channel_display(),
            ]
            for row in records
        ],
        "empty": "No advice is recorded. Begin on the page of the person whom it is about.",
    }


def person_page(user, practice, person) -> dict:
    """Everything recorded about one person, and the forms for more."""
    writes = may_write(user, practice)
    found = interface_alerts.alerts(user, practice, clock.today(), person=person)
    return {
        "number": person.local_number,
        "alerts": interface_alerts.table(found, writes=writes, with_person=False),
        "sentence": sentence(found),
        "sections": person_tables(user, practice, person, writes),
    }


@panel
def interface(user, entry) -> Panel | None:
    """On a person's page: what asks for attention, and the way to the records. Nothing where the module is off."""
    practice = entry.practice
    if not has_permission(user, Permission.VIEW_INTERFACE_RECORDS, practice) or not is_on(practice):
        return None
    found = interface_alerts.alerts(user, practice, clock.today(), person=entry.person)
    context = {
        "alerts": interface_alerts.table(found, writes=may_write(user, practice), with_person=False),
        "sentence": sentence(found) or "Nothing asks for attention.",
        "href": person_href(practice, entry.person),
    }
    return Panel("Work with other teams", "registers/panels/interface.html", context, order=70, anchor="other-teams")
