"""What stands on the pages of a programme's optional parts, as plain rows."""

from django.urls import reverse

from collaborative.models import CaseForChange, CriterionAnswer, DecisionBody, FundingLine, ProgrammePart
from collaborative.programme_lists import Checklist, drivers

NOT_ANSWERED = "Not answered"
CASE_TEXTS = [
    ("The problem", "problem"),
    ("The need in the population", "need"),
    ("Levers of policy and practice", "levers"),
    ("The financial model", "finance"),
    ("Pilots, and what they taught", "pilots"),
]
PART_PAGES = {
    ProgrammePart.Part.CASE: "case_for_change",
    ProgrammePart.Part.CASCADE: "cascade",
    ProgrammePart.Part.CHECKLISTS: "checklists",
    ProgrammePart.Part.STAKEHOLDERS: "stakeholder_map",
}


def links_to(parts, programme, wave=None) -> list[tuple[str, str]]:
    """(text, address) of the parts that are on; the value page only where a wave is given."""
    on = set(parts)
    links = [
        (ProgrammePart.Part(part).label, reverse(name, args=[programme.slug]))
        for part, name in PART_PAGES.items()
        if part in on
    ]
    if wave and ProgrammePart.Part.VALUE in on:
        links.append((ProgrammePart.Part.VALUE.label, reverse("value", args=[wave.code])))
    return links


def case_rows(case: CaseForChange) -> list[dict]:
    """For components/summary_list.html."""
    known = dict(drivers())
    driven = "\n".join(known.get(code, code) for code in case.drivers)
    return [{"key": "What drives it", "value": driven}] + [
        {"key": title, "value": getattr(case, name)} for title, name in CASE_TEXTS
    ]


def funding_table(lines: list[FundingLine], *, can_change: bool) -> dict:
    return {
        "caption": "Funding",
        "caption_hidden": True,
        "head": [
            *("What it pays for", "Source", "Financial year", {"text": "Amount", "numeric": True}),
            *(["Change"] if can_change else []),
        ],
        "first_is_header": True,
        "rows": [funding_row(line, can_change) for line in lines],
        "empty": "No funding is entered.",
    }


def funding_row(line: FundingLine, can_change: bool) -> list:
    year = f"{line.year}/{(line.year + 1) % 100:02}"
    row = [line.purpose, line.source, year, {"text": f"£{line.amount:,}", "numeric": True}]
    return [*row, change_link("funding_edit", line, line.purpose)] if can_change else row


def change_link(name: str, row, what: str) -> dict:
    return {"text": f"Change {what}", "href": reverse(name, args=[row.pk])}


def checklist_table(checklist: Checklist, given: dict[tuple[str, str], CriterionAnswer]) -> dict:
    words = dict(checklist.answers)
    rows = []
    for code, text in checklist.criteria:
        answer = given.get((checklist.code, code))
        rows.append([text, words[answer.answer] if answer else NOT_ANSWERED, answer.evidence if answer else ""])
    return {
        "caption": checklist.title,
        "caption_hidden": True,
        "head": [checklist.criterion, checklist.answer, "Evidence"],
        "first_is_header": True,
        "rows": rows,
    }


def unmet(checklist: Checklist, given: dict[tuple[str, str], CriterionAnswer]) -> list[str]:
    """Criteria that are not met in full; what nobody has answered is not met."""
    return [
        text
        for code, text in checklist.criteria
        if (answer := given.get((checklist.code, code))) is None or answer.answer != checklist.met
    ]


def bodies_table(bodies: list[DecisionBody], *, can_change: bool) -> dict:
    return {
        "caption": "Who decides what",
        "head": ["Body", "What it decides", "Who leads it", "Whom to ask", *(["Change"] if can_change else [])],
        "first_is_header": True,
        "rows": [body_row(body, can_change) for body in bodies],
        "empty": "No body is on the map yet.",
    }


def body_row(body: DecisionBody, can_change: bool) -> list:
    row = [body.name, body.decision_rights, body.leads or "Not known", body.contact_role or "Not known"]
    return [*row, change_link("body_edit", body, body.name)] if can_change else row
