"""The tables of records of work with other teams."""

from collections import Counter
from dataclasses import dataclass

from registers.dashboards.interface_alerts import grids
from registers.dashboards.links import href
from registers.models import (
    AdviceRecord,
    CpaContribution,
    MedicationChange,
    PhysicalHealthCheck,
    SharedCareResponsibility,
    WrapPlan,
)
from registers.models.interface import WRAP_PARTS

Component, Function = SharedCareResponsibility.Component, SharedCareResponsibility.Function


@dataclass(frozen=True)
class Section:
    """A kind of record about one person: its table, and where one more is written."""

    title: str
    table: dict
    create: str | None = None
    button: str = ""
    note: str = ""


def day(value) -> str:
    return f"{value:%-d %B %Y}" if value else "Not recorded"


def missing(is_missing, text="Missing"):
    return {"tag": {"text": text, "colour": "red"}} if is_missing else None


def person_tables(user, practice, person, writes) -> list[Section]:
    """One section for each kind of record; a query each."""

    def rows(model):
        return model.objects.visible_to(user).filter(practice=practice, person=person)

    def create(name):
        return href(name, practice.ods_code, person.local_number) if writes else None

    def edit(name, key):
        return href(name, practice.ods_code, person.local_number, key) if writes else None

    shared = rows(SharedCareResponsibility).filter(ended_on__isnull=True).select_related("person")
    note = "Advice about a person whom the adviser has not seen. It is not a referral and does not count as one."
    return [
        Section("Advice", advice(rows(AdviceRecord), edit), create("advice_create"), "Record advice", note),
        Section(
            "Shared care", shared_care_table(shared, practice, writes, with_person=False), create("shared_care_create"),
            "Share a part of care",
        ),
        Section("Medication changes", medication(rows(MedicationChange), edit), create("medication_create"), "Record a change",
                "That something was changed, never what: drugs belong in the clinical record."),
        Section("CPA reviews", contributions(rows(CpaContribution), edit), create("cpa_create"), "Record a contribution"),
        Section("Recovery plan (WRAP)", plans(rows(WrapPlan), edit), create("wrap_create"), "Record a plan",
                "Only dates and which parts exist. What is in the plan stays with the person."),
        Section("Physical health checks", checks(rows(PhysicalHealthCheck), edit), create("health_check_create"), "Record a check"),
    ]  # fmt: skip


def first(row, text, edit, name):
    return {"text": text, "href": edit(name, row.pk)} if edit(name, row.pk) else text


def advice(records, edit):
    return {
        "caption": "Advice",
        "caption_hidden": True,
        "head": ["Date", "How", "Who asked whom", "Problem", "Advice", "Written follow-up", "Filed"],
        "rows": [
            [
                first(row, day(row.given_on), edit, "advice_edit"),
                row.get_channel_display(),
                " asked ".join(name for name in (row.asker, row.adviser) if name),
                row.problem,
                row.advice,
                missing(row.channel == "telephone" and not row.written_follow_up_on) or day(row.written_follow_up_on),
                missing(row.channel == "email" and not row.filed_on) or day(row.filed_on),
            ]
            for row in records
        ],
        "empty": "No advice is recorded.",
    }


def medication(changes, edit):
    return {
        "caption": "Medication changes",
        "caption_hidden": True,
        "head": ["Changed on", "Next contact of the other team", "Other teams told on", "Monitoring plan"],
        "rows": [
            [
                first(row, day(row.changed_on), edit, "medication_edit"),
                day(row.next_contact_on),
                missing(not row.notified_on, "Not told yet") or day(row.notified_on),
                "In the clinical record" if row.has_monitoring_plan else "None noted",
            ]
            for row in changes
        ],
        "empty": "No change is recorded.",
    }


def contributions(rows, edit):
    return {
        "caption": "CPA reviews",
        "caption_hidden": True,
        "head": ["Review", "How the practice took part"],
        "rows": [[first(row, day(row.review_on), edit, "cpa_edit"), row.get_how_display()] for row in rows],
        "empty": "No review is recorded.",
    }


def cpa_sentence(hows) -> str:
    """How many reviews had a contribution; a telephone call or a letter before counts as well as being there."""
    counts = Counter(hows)
    total = sum(counts.values())
    if not total:
        return "No CPA review is recorded."
    given = total - counts[CpaContribution.How.NONE]
    by_telephone = counts[CpaContribution.How.TELEPHONE]
    return f"The practice contributed to {given} of {total} CPA reviews, to {by_telephone} of them by telephone."


def plans(rows, edit):
    return {
        "caption": "Recovery plan",
        "caption_hidden": True,
        "head": ["Made on", "Reviewed on", "Parts"],
        "rows": [
            [
                first(row, day(row.made_on), edit, "wrap_edit"),
                day(row.reviewed_on),
                ", ".join(label for part, label in WRAP_PARTS.items() if part in row.parts) or "None noted",
            ]
            for row in rows
        ],
        "empty": "No plan is recorded.",
    }


def checks(rows, edit):
    return {
        "caption": "Physical health checks",
        "caption_hidden": True,
        "head": ["Offered on", "Done on", "Overshadowing"],
        "rows": [
            [
                first(row, day(row.offered_on), edit, "health_check_edit"),
                day(row.done_on),
                missing(row.may_be_overshadowed, "Symptoms may be overlooked") or "",
            ]
            for row in rows
        ],
        "empty": "No check is recorded.",
    }


def agreement_table(agreements, practice, writes):
    def name(row):
        return (
            {"text": str(row), "href": href("link_agreement_edit", practice.ods_code, row.pk)} if writes else str(row)
        )

    return {
        "caption": "Agreements with other teams",
        "head": ["Teams", "Principal record", "Who does what", "Review due", "Ended"],
        "rows": [
            [
                name(row),
                f"Notes of {row.host_team}",
                row.responsibilities,
                day(row.review_due_on),
                day(row.ended_on) if row.ended_on else "In force",
            ]
            for row in agreements
        ],
        "empty": "There is no agreement about work within another team.",
    }


def shared_care_table(cells, practice, writes, *, with_person=True):
    """A grid: a row for each person and component, a column for each function; an empty cell says so."""
    return {
        "caption": "Who prescribes, monitors and reviews",
        "head": [*(["About"] if with_person else []), "Component", *(function.label for function in Function)],
        "rows": [
            [
                *(
                    [{"text": f"No. {person.local_number}", "href": person_href(practice, person)}]
                    if with_person
                    else []
                ),
                component_cell(practice, person, component, writes),
                *(cell(grid.get(function)) for function in Function),
            ]
            for (person, component), grid in grids(cells).items()
        ],
        "empty": "No care is shared with another team.",
    }


def person_href(practice, person):
    return href("interface_person", practice.ods_code, person.local_number)


def component_cell(practice, person, component, writes):
    label = Component(component).label
    address = href("shared_care_edit", practice.ods_code, person.local_number, component) if writes else None
    return {"text": label, "href": address} if address else label


def cell(row):
    if row is None or not (row.team or row.professional):
        return missing(True, "Nobody")
    if row.is_empty:
        return {
            "text": row.team or row.professional,
            "hint": "Team not named" if not row.team else "Professional not named",
        }
    return f"{row.professional}, {row.team}"
