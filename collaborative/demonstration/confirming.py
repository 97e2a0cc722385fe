"""The checks of the return, run over what the invented practices sent, pure: a warning is stored as its sender confirmed it."""

from dataclasses import replace
from datetime import datetime, timedelta

from collaborative.demonstration import plan
from collaborative.demonstration.reporting import FACILITATOR_AT, NOW, Sent
from measures.return_files.lines import Knowledge, Line, PracticeFacts, Taking, WaveFacts
from measures.return_files.validation import check_lines
from practices.months import LONDON, first_of
from practices.uploads.problems import Problem

WAVE_MONTHS = {
    "W1": (plan.MONTHS[0], first_of(plan.WAVE_ENDS)),
    "W2": (plan.SECOND_WAVE_MONTHS[0], first_of(plan.SECOND_WAVE_ENDS)),
}
# What a sender says when asked whether the figure is right.
REASONS = {
    "W1": "Duplicate entries were found and taken out on the first of the month",
    "W2": "Validation search of the records: people added or taken off",
    "W3": "Checked against the appointment book",
    "W4": "Checked against the search; the figure is right",
    "W5": "Checked: the same by chance",
    "W14": "Small practice; the list is still being built",
}


def problems_of(wave_code: str, practice: plan.PracticePlan, sent: list[Sent]) -> list[Problem]:
    """Everything that the return's own checks say of the versions, taken as one file; `row` is the place in `sent`."""
    lines = [line_of(wave_code, practice, place, version) for place, version in enumerate(sent)]
    return check_lines(lines, knowledge_of(wave_code, practice))


def line_of(wave_code, practice, place, version):
    figures = version.figures
    return Line(
        row=place,
        wave_code=wave_code,
        practice_code=practice.ods_code,
        month=version.month,
        counts=figures.counts,
        not_available=figures.not_available,
        severity_tool=practice.severity_tool,
        nil_return=figures.nil_return,
        extract_date=version.extract_date,
        comment=figures.comment,
    )


def knowledge_of(wave_code, practice):
    first, last = WAVE_MONTHS[wave_code]
    taking = Taking(first, min(last, first_of(practice.left_on or last)), practice.severity_tool)
    facts = PracticeFacts(practice.ods_code, practice.name, waves={wave_code: taking})
    return Knowledge(
        today=NOW.date(),
        signed_in_for=practice.ods_code,
        practices={practice.ods_code: facts},
        waves={wave_code: WaveFacts(wave_code, plan.SEVERITY_TOOLS)},
    )


def confirmed(wave_code: str, practice: plan.PracticePlan, sent: list[Sent]) -> list[Sent]:
    """The versions with the warnings that they raise, each confirmed with a reason; both versions of a corrected month."""
    counting = [version for version in sent if version.is_current]
    by_month = {version.month: [] for version in counting}
    for problem in problems_of(wave_code, practice, counting):
        by_month[counting[problem.row].month].append(confirmation(problem))
    return [with_confirmations(version, tuple(by_month[version.month])) for version in sent]


def with_confirmations(version, confirmations):
    """Only a return without any warning is accepted by itself: the facilitator looked at the others the day before."""
    if not (confirmations and version.accepted_by_itself):
        return replace(version, confirmed=confirmations)
    looked_at = datetime.combine(version.accepted_at.date() - timedelta(days=1), FACILITATOR_AT, LONDON)
    return replace(version, confirmed=confirmations, accepted_by_itself=False, accepted_at=looked_at)


def confirmation(problem):
    reason = REASONS[problem.code]
    return {"code": problem.code, "field": problem.column, "message": problem.message, "reason": reason}
