"""Candidates of one intake, by number, for those who run the recruitment."""

from workforce.dashboards.links import href
from workforce.models import STAGES, Candidate

# What to list: at a stage and still open, started, out.
STARTED, OUT, OPEN = "started_on", "out", "open"
LISTS = {OPEN: "On the way", **{code: f"At: {name.lower()}" for code, name in STAGES.items()}, OUT: "Out"}
LISTS[STARTED] = "Started"
SAID = {True: "Yes", False: "No", None: "Not said"}


def listed(candidates, chosen):
    """The candidates of one list, those who came first first."""
    match chosen:
        case "open":
            found = candidates.filter(outcome="", started_on__isnull=True)
        case "out":
            found = candidates.exclude(outcome="")
        case stage:
            found = candidates.at_stage().filter(outcome="", stage=stage)
    return found.order_by("number")


def list_links(intake, chosen) -> list[dict]:
    address = href("intake_detail", intake.pk)
    return [
        {"text": words, "href": f"{address}?show={code}#candidates", "current": code == chosen}
        for code, words in LISTS.items()
    ]


def row(candidate) -> dict:
    """One line of the list."""
    days = [(name, day) for name, day in zip(STAGES.values(), candidate.days, strict=True) if day]
    stage, since = days[-1]
    return {
        "number": candidate.number,
        "href": href("candidate_move", candidate.pk),
        "stage": candidate.get_outcome_display() or stage,
        "since": f"{candidate.out_on or since:%-d %b %Y}",
        "is_graduate": SAID[candidate.is_graduate],
        "has_experience": SAID[candidate.has_experience],
        "is_open": candidate.is_open,
    }


def history(candidate) -> list[dict]:
    """Rows of a summary list: the day of each stage reached, and how it ended."""
    rows = [
        {"key": name, "value": f"{day:%-d %b %Y}"}
        for name, day in zip(STAGES.values(), candidate.days, strict=True)
        if day
    ]
    if candidate.outcome:
        rows.append({"key": candidate.get_outcome_display(), "value": f"{candidate.out_on:%-d %b %Y}"})
    criteria = {"A graduate": candidate.is_graduate, "Experience": candidate.has_experience}
    return rows + [{"key": key, "value": SAID[value]} for key, value in criteria.items()]


def next_stage(candidate) -> str | None:
    """The stage after the one reached; None for whoever has started or is out."""
    if not candidate.is_open:
        return None
    codes = list(STAGES)
    return codes[sum(1 for day in candidate.days if day)]


def outcomes() -> set[str]:
    return set(Candidate.Outcome.values)
