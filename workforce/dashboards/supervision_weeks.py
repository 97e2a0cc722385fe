"""The weeks just ended as pages show them: held, amber without supervision, or none expected (row 44)."""

from collections.abc import Sequence

from workforce.computing.supervision_weeks import Week

AMBER = "yellow"


def week_tag(week: Week) -> dict:
    if not week.is_expected:
        return {"text": "None expected", "colour": "grey"}
    if week.is_held:
        return {"text": "Held", "colour": "green"}
    return {"text": "Amber: without supervision", "colour": AMBER}


def weeks_cell(weeks: Sequence[Week]) -> dict:
    """Several weeks as one cell of a table: amber as soon as one of them was without."""
    expected = [week for week in weeks if week.is_expected]
    without = sum(not week.is_held for week in expected)
    if not expected:
        return {"tag": {"text": "None expected", "colour": "grey"}}
    if not without:
        return {"tag": {"text": f"Held in all {len(expected)}", "colour": "green"}}
    return {"tag": {"text": f"Amber: without in {without} of {len(expected)}", "colour": AMBER}}
