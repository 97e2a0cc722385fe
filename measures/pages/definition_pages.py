"""What the pages of definitions print. Ready answers for templates."""

from collections.abc import Iterable

from django.urls import reverse

from measures.definitions import HIGHER_IS_BETTER, LOWER_IS_BETTER, NO_JUDGEMENT, MeasureDefinition
from measures.return_files.wording import TITLES

DIRECTIONS = {
    LOWER_IS_BETTER: "Lower is better",
    HIGHER_IS_BETTER: "Higher is better",
    NO_JUDGEMENT: "Neither: a change is neither good nor bad by itself",
}


def list_table(definitions: Iterable[MeasureDefinition]) -> dict:
    return {
        "caption": "The four measures",
        "first_is_header": True,
        "head": ["Measure", "Unit", "Better", "Definition"],
        "rows": [
            [
                {
                    "text": f"M{definition.number}: {definition.title}",
                    "href": reverse("measure_definition", args=[definition.code]),
                },
                definition.unit,
                DIRECTIONS[definition.direction],
                f"Version {definition.version}",
            ]
            for definition in definitions
        ],
    }


def summary(definition: MeasureDefinition) -> list[dict]:
    people = "people at the month's end" if not definition.counts_person_months else "person-months"
    return [
        {"key": "Numerator", "value": f"{definition.numerator_text}\nColumn of the return: {definition.numerator} ({TITLES[definition.numerator]})"},
        {"key": "Denominator", "value": definition.denominator_text},
        {"key": "Unit", "value": definition.unit},
        {"key": "Direction", "value": DIRECTIONS[definition.direction]},
        {
            "key": "Shown from",
            "value": f"{definition.minimum_denominator} {people}; with fewer the page says “too few”",
        },
        {"key": "Several practices together", "value": "Sum of numerators over sum of denominators, never a mean of rates"},
        {"key": "Chart", "value": "Run chart with median; the two Anhøj rules from ten useful points on"},
        {"key": "Code list", "value": "A practice that finds its people by another version counts other people: its series breaks there, a new phase begins, and no rule looks across"},
        {"key": "Version", "value": definition.version},
    ]  # fmt: skip


def changes_table(definition: MeasureDefinition) -> dict:
    return {
        "caption": "Changes of this definition",
        "head": ["Version", "From", "What changed"],
        "rows": [[change.version, f"{change.on:%-d %B %Y}", change.text] for change in reversed(definition.changes)],
    }
