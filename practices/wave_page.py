"""What the page of a wave shows: its phase, action periods, months and practices, as tables."""

from django.urls import reverse

from practices import clock, months
from practices.forms.waves import SEVERITY_TOOLS
from practices.models import Parent, SharingAgreement
from practices.wording import counted


def phase_tag(wave, day):
    phase = wave.phase_on(day)
    return {"text": phase, "colour": "grey" if phase in ("Not begun", "Ended") else "blue"}


def action_periods_table(wave):
    return {
        "caption": "Action periods",
        "head": ["Period", "From", "To"],
        "first_is_header": True,
        "rows": [[label, f"{start:%-d %b %Y}", f"{end:%-d %b %Y}"] for start, end, label in wave.action_periods],
    }


def months_table(wave, memberships):
    """Each month from orientation to the end, when its return is due, and how many practices it is expected from."""
    spans = [(membership.first_expected_month, membership.last_month) for membership in memberships]
    return {
        "caption": "Months for which returns are expected",
        "head": ["Month", "Due by", {"text": "Practices", "numeric": True}, "In the calendar"],
        "first_is_header": True,
        "rows": [
            [
                months.label(month),
                f"{months.due_at(month):%-d %b %Y}",
                {"text": sum(first <= month <= last for first, last in spans), "numeric": True},
                ", ".join(marks_of(wave, month)),
            ]
            for month in months.month_range(wave.orientation_month, wave.last_month)
        ],
    }


def marks_of(wave, month):
    """What the calendar has in a month."""
    marks = [
        (wave.orientation_on, "Orientation"),
        (wave.learning_workshop_1_on, "Learning workshop 1"),
        (wave.learning_workshop_2_on, "Learning workshop 2"),
        (wave.learning_workshop_3_on, "Learning workshop 3"),
    ]
    named = [name for day, name in marks if months.first_of(day) == month]
    return [*named, "Baseline"] if month in wave.baseline_months else named


def practices_table(wave, memberships, *, in_scope, agreement_known, can_change):
    """Who takes part, under whom now. Why a practice left, and whether it shares, is for those whose scope it is in."""
    parents = parents_now([membership.practice_id for membership in memberships])
    names = dict(SEVERITY_TOOLS)
    sharing = set(SharingAgreement.objects.filter(wave=wave).in_force().values_list("practice", flat=True))
    rows = [
        [
            {"text": parents.get(row.practice_id, "None recorded")},
            practice_cell(row.practice),
            row.practice.ods_code,
            f"{row.joined_on:%-d %b %Y}",
            left_cell(row, row.practice_id in in_scope),
            agreement_cell(row, sharing, agreement_known),
            tool_cell(row, names, can_change),
            *([end_cell(row)] if can_change else []),
        ]
        for row in memberships
    ]
    rows.sort(key=lambda row: (row[0]["text"], row[1]["text"]))
    head = [wave.commissioner_label, "Practice", "Code", "Joined", "Left", "Sharing agreement", "Severity tool"]
    return {
        "caption": counted(len(rows), "practice"),
        "head": [*head, "Change"] if can_change else head,
        "rows": rows,
        "empty": "No practice takes part yet.",
    }


def parents_now(practice_ids):
    links = Parent.objects.filter(child__in=practice_ids).on(clock.today()).select_related("parent")
    return {link.child_id: link.parent.name for link in links}


def practice_cell(practice):
    return {"text": practice.name, "href": reverse("organisation_detail", args=[practice.ods_code])}


def left_cell(membership, in_scope):
    if membership.left_on is None:
        return ""
    return {"text": f"{membership.left_on:%-d %b %Y}", "hint": membership.left_reason if in_scope else ""}


def agreement_cell(membership, sharing, agreement_known):
    if membership.practice_id not in agreement_known:
        return "Not shown to you"
    address = reverse("sharing_agreement", args=[membership.wave.code, membership.practice.ods_code])
    return {"text": "In force" if membership.practice_id in sharing else "None in force", "href": address}


def tool_cell(membership, names, can_change):
    tool = names.get(membership.severity_tool, membership.severity_tool) or "Not registered yet"
    if not can_change:
        return tool
    return {"text": tool, "href": reverse("membership_edit", args=[membership.wave.code, membership.practice.ods_code])}


def end_cell(membership):
    if membership.left_on:
        return ""
    address = reverse("membership_end", args=[membership.wave.code, membership.practice.ods_code])
    return {"text": "End its part", "href": address, "hint": membership.practice.name}
