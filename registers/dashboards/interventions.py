"""The panels of what a person was offered, and of what is recorded beside stepped care."""

from practices import clock
from registers.care_rules import is_overdue
from registers.dashboards.panels import Panel, panel
from registers.dashboards.reviews import due_tag, short_day, week_tag
from registers.dashboards.stepped_care import links, may_change, to
from registers.models import Intervention, PerinatalScreening, PharmacyPack, WorkSupportReferral

TAKEN_UP = {True: "Taken up", False: "Not taken up", None: "Not known yet"}


@panel
def interventions(user, entry) -> Panel:
    """Everything that was offered in this episode, the latest first."""
    rows = Intervention.objects.visible_to(user).filter(entry=entry).select_related("offer")
    can_change = may_change(user, entry) and entry.is_open
    context = {
        "table": interventions_table(entry, rows.order_by("-offered_on", "-pk"), can_change),
        "links": links(("Write down what was offered", to("intervention_create", entry))) if can_change else [],
    }
    return Panel("Offered and taken up", "registers/panels/interventions.html", context, order=40, anchor="offered")


def interventions_table(entry, rows, can_change) -> dict:
    return {
        "caption": "Offers to this person",
        "caption_hidden": True,
        "compact": True,
        "first_is_header": True,
        "head": ["What", "Offered on", "Taken up?", "From", "To"],
        "rows": [
            [
                name_cell(entry, row, can_change),
                short_day(row.offered_on),
                TAKEN_UP[row.taken_up],
                short_day(row.taken_up_on),
                short_day(row.ended_on),
            ]
            for row in rows
        ],
        "empty": "Nothing was written down as offered yet.",
    }


def name_cell(entry, row, can_change):
    text, hint = (row.offer.name, row.get_kind_display()) if row.offer else (row.get_kind_display(), "")
    return {"text": text, "hint": hint, "href": to("intervention_edit", entry, row.pk) if can_change else None}


@panel
def beside_care(user, entry) -> Panel:
    """Work support, the pharmacist's packs, and screening after a birth."""
    can_change = may_change(user, entry) and entry.is_open
    tables = {
        "work": work_table(user, entry, can_change),
        "packs": packs_table(user, entry),
        "screenings": screenings_table(user, entry, can_change),
    }
    context = {
        **tables,
        "is_empty": not any(table["rows"] for table in tables.values()),
        "links": links(
            ("Refer to work support", to("work_support_create", entry)),
            ("Pharmacy pack or review", to("pharmacy_pack_create", entry)),
            ("Plan screening after a birth", to("perinatal_plan", entry)),
        )
        if can_change
        else [],
    }
    return Panel("Work, pharmacy, birth", "registers/panels/beside_care.html", context, order=45, anchor="beside-care")


def work_table(user, entry, can_change) -> dict:
    found = WorkSupportReferral.objects.visible_to(user).filter(entry=entry).order_by("-referred_on")
    rows = [
        [
            {"text": row.scheme, "href": to("work_support_edit", entry, row.pk) if can_change else None},
            short_day(row.referred_on),
            short_day(row.claim_on) or "No claim",
            interview_cell(row),
        ]
        for row in found
    ]
    head = ["Work support", "Referred on", "Claim", "Interview"]
    return {"caption": "Work support", "compact": True, "first_is_header": True, "head": head, "rows": rows}


def interview_cell(row):
    """Held, due on a day, late, or not due for want of a claim."""
    if row.interviewed_on:
        return f"Held on {short_day(row.interviewed_on)}"
    if row.interview_due_on is None:
        return "None is due without a claim"
    if is_overdue(row.interview_due_on, clock.today()):
        return {"tag": due_tag(row.interview_due_on, clock.today()), "hint": f"Due {short_day(row.interview_due_on)}"}
    return f"Due {short_day(row.interview_due_on)}"


def packs_table(user, entry) -> dict:
    found = PharmacyPack.objects.visible_to(user).filter(entry=entry).order_by("-given_on")
    rows = [[row.get_kind_display(), short_day(row.given_on)] for row in found]
    return {"caption": "Pharmacist", "compact": True, "first_is_header": True, "head": ["What", "When"], "rows": rows}


def screenings_table(user, entry, can_change) -> dict:
    found = PerinatalScreening.objects.visible_to(user).filter(entry=entry).order_by("due_week")
    rows = [
        [
            {"text": row.get_stage_display(), "href": to("perinatal_offer", entry, row.pk) if can_change else None},
            f"Week of {short_day(row.due_week)}",
            offered_cell(row),
        ]
        for row in found
    ]
    head = ["Screening after a birth", "Due", "Offered on"]
    return {"caption": "Screening after a birth", "compact": True, "first_is_header": True, "head": head, "rows": rows}


def offered_cell(row):
    """The day, or that it is due, late or yet to come."""
    if row.offered_on:
        return short_day(row.offered_on)
    tag = week_tag(row.due_week, clock.today())
    return {"tag": tag} if tag else "Not yet due"
