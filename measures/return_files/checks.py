"""What one line of a return can tell about itself: sums that must hold, and figures worth a second look. Pure.

Each check is a function of a line and the rule that it applies, whose numbers it uses; a number that is not available
silences the checks that need it. What the rules are called, find and mean is data (`rules/*.toml`).
"""

from collections.abc import Iterable, Iterator

from measures.fields import ACTIVITY_FIELDS
from measures.return_files.lines import Knowledge, Line
from measures.return_files.return_schema import NO_TOOL
from measures.return_files.rules import RuleInForce
from practices import months
from practices.uploads.problems import Problem, shown


def at(line: Line, column: str) -> dict:
    return {"sheet": line.sheet, "row": line.row, "column": column}


# ------------------------------------------------------------------ errors


def list_adds_up(line: Line, rule: RuleInForce) -> Iterator[Problem]:
    numbers = line.numbers("list_open", "list_added", "list_removed", "list_close")
    if numbers is None:
        return
    opened, added, removed, close = numbers
    due = opened + added - removed
    if close != due:
        yield rule.says(
            line,
            "list_close",
            f"The list does not add up: {opened} + {added} - {removed} is {due}, but list_close is {close}",
            fix="Correct whichever is wrong of list_open, list_added, list_removed and list_close",
            found=str(close),
            expected=str(due),
        )


def list_within_registered(line: Line, rule: RuleInForce) -> Iterator[Problem]:
    """As many on the list as are registered is odd, but no error."""
    for part, whole, what in (
        ("list_close", "registered_16_64", "people on the list"),
        ("registered_16_64", "registered_all", "people aged 16 to 64"),
    ):
        numbers = line.numbers(part, whole)
        if numbers and numbers[0] > numbers[1]:
            yield rule.says(
                line,
                part,
                f"{numbers[0]} {what} is more than {numbers[1]} registered ({whole})",
                fix=f"Correct {part} or {whole}",
                found=str(numbers[0]),
                expected=f"at most {numbers[1]}",
            )


def absent_within_list(line: Line, rule: RuleInForce) -> Iterator[Problem]:
    numbers = line.numbers("people_13w", "list_close")
    if numbers and numbers[0] > numbers[1]:
        yield rule.says(
            line,
            "people_13w",
            f"{numbers[0]} people with 13 weeks is more than {numbers[1]} on the list",
            fix="Count only people on the list at the month's end",
            found=str(numbers[0]),
            expected=f"at most {numbers[1]}",
        )


def new_within_absent(line: Line, rule: RuleInForce) -> Iterator[Problem]:
    numbers = line.numbers("people_13w_new", "people_13w")
    if numbers and numbers[0] > numbers[1]:
        yield rule.says(
            line,
            "people_13w_new",
            f"{numbers[0]} new people with 13 weeks is more than {numbers[1]} altogether",
            fix="people_13w_new is a part of people_13w",
            found=str(numbers[0]),
            expected=f"at most {numbers[1]}",
        )


def extract_after_month(line: Line, rule: RuleInForce, knowledge: Knowledge) -> Iterator[Problem]:
    """Figures taken before the month was over are not the month's; nor is a day that has not come yet one."""
    if line.extract_date is None:
        return
    found = f"{line.extract_date:%Y-%m-%d}"
    if line.extract_date > knowledge.today:
        yield rule.says(
            line, "extract_date", f"{found} is in the future", fix="Give the day of the extract", found=found
        )
    elif line.month and line.extract_date < months.last_day(line.month) < knowledge.today:
        yield rule.says(
            line,
            "extract_date",
            f"The extract of {found} was taken before {months.label(line.month)} had ended",
            fix=f"Run the extract again on or after {months.last_day(line.month):%Y-%m-%d}",
            found=found,
            expected=f"{months.last_day(line.month):%Y-%m-%d} or later",
        )


def busy_fields(line: Line) -> list[str]:
    return [name for name in ACTIVITY_FIELDS if line.counts.get(name)]


def nil_return_is_empty(line: Line, rule: RuleInForce) -> Iterator[Problem]:
    busy = busy_fields(line)
    if line.nil_return and busy:
        yield rule.says(
            line,
            "nil_return",
            f"This is marked as a nil return, but {busy[0]} is {line.counts[busy[0]]}",
            fix="Write N under nil_return, or 0 for every activity",
            found="Y",
            expected="N",
        )


def empty_list_has_no_contacts(line: Line, rule: RuleInForce) -> Iterator[Problem]:
    """Contacts of people on the list need somebody on the list."""
    if line.numbers("list_open", "list_added", "list_close") == [0, 0, 0] and busy_fields(line):
        yield rule.says(
            line,
            "list_close",
            "Nobody was on the list all month, but there are contacts of people on the list",
            fix="Count only people on the list, or give the list's true size",
        )


def other_reason_is_explained(line: Line, rule: RuleInForce) -> Iterator[Problem]:
    """ "Other" alone says nothing."""
    unexplained = [name for name, reason in line.not_available.items() if reason == "other"]
    if unexplained and not line.comment:
        yield rule.says(
            line,
            unexplained[0],
            "NA:other needs the reason in the comment",
            fix="Say in the column comment why there is no number",
            found="NA:other",
        )


def code_list_is_known(line: Line, rule: RuleInForce, knowledge: Knowledge) -> Iterator[Problem]:
    if line.code_list and line.code_list not in knowledge.code_lists:
        known = ", ".join(sorted(knowledge.code_lists)) or "none"
        yield rule.says(
            line,
            "code_list",
            f"We do not know code list ‘{shown(line.code_list)}’",
            fix="Write the version as it stands on the page of code lists, or leave it blank",
            found=line.code_list,
            expected=known,
        )


# ------------------------------------------------------------------ worth a second look


def nothing_is_said_on_purpose(line: Line, rule: RuleInForce) -> Iterator[Problem]:
    """ "Nothing happened" is said on purpose or not at all."""
    given = any(name in line.counts for name in ACTIVITY_FIELDS)
    if line.nil_return is False and given and not busy_fields(line):
        yield rule.says(
            line,
            "nil_return",
            "Every activity is 0, but this is not marked as a nil return",
            fix="Write Y under nil_return if truly nothing happened; NA: and a reason for what you cannot count",
        )


def tool_is_the_registered_one(line: Line, rule: RuleInForce, knowledge: Knowledge) -> Iterator[Problem]:
    taking = knowledge.practices[line.practice_code].waves.get(line.wave_code)
    registered = taking.severity_tool if taking else ""
    if registered and line.severity_tool not in ("", NO_TOOL, registered):
        yield rule.says(
            line,
            "severity_tool",
            f"The severity tool is {line.severity_tool}, but your practice registered {registered}",
            fix="Scores of two tools cannot be compared: say when and why the tool was changed",
            found=line.severity_tool,
            expected=registered,
        )


def register_counts_the_same(line: Line, rule: RuleInForce, knowledge: Knowledge) -> Iterator[Problem]:
    """Every figure that the practice's own register counts differently is named, in one warning."""
    recount = knowledge.recounts.get((line.practice_code, line.month), {})
    differing = [name for name in recount if name in line.counts and line.counts[name] != recount[name]]
    if differing:
        named = "; ".join(f"{name} {line.counts[name]}, register {recount[name]}" for name in differing)
        yield rule.says(
            line,
            differing[0],
            f"Your register counts {months.label(line.month)} differently: {named}",
            fix="Correct the figures or the register, or say why they differ",
            key=f"{rule.rule.code}:{line.row}:{differing[0]}",
        )


def list_growth(line: Line, rule: RuleInForce) -> Iterator[Problem]:
    """Exactly as much as the rule allows is not more."""
    numbers = line.numbers("list_open", "list_close")
    if numbers and numbers[0] and abs(numbers[1] - numbers[0]) * 100 > numbers[0] * rule["most_change"]:
        change = (numbers[1] - numbers[0]) / numbers[0] * 100
        yield rule.says(
            line,
            "list_close",
            f"The list changed by {change:+.1f}% within the month, from {numbers[0]} to {numbers[1]}",
            fix="Check list_added and list_removed; say what happened, such as a validation search",
        )


def consultations_are_plausible(line: Line, rule: RuleInForce) -> Iterator[Problem]:
    numbers = line.numbers("gp_consultations", "list_open", "list_close")
    if numbers is None or not numbers[1] + numbers[2]:
        return
    rate = numbers[0] / (numbers[1] + numbers[2]) * 200
    if not rule["lowest"] <= rate <= rule["highest"]:
        yield rule.says(
            line,
            "gp_consultations",
            f"{numbers[0]} GP consultations are {rate:.1f} for every 100 people on the list; usual is "
            f"{rule['lowest']:g} to {rule['highest']:g}",
            fix="Check that only people on the list were counted, and all of their consultations",
        )


REFERRALS = ("referrals_dedup", "referrals_cmht", "referrals_psychiatrist")


def referrals_fit_together(line: Line, rule: RuleInForce, knowledge: Knowledge) -> Iterator[Problem]:
    """People referred to either lie between the larger of the two and their sum.

    A register that counts the same knows why: who was counted in the 27 days before is not counted again.
    """
    numbers = line.numbers(*REFERRALS)
    recount = knowledge.recounts.get((line.practice_code, line.month), {})
    if numbers is None or numbers == [recount.get(name) for name in REFERRALS]:
        return
    either, *services = numbers
    if not max(services) <= either <= sum(services):
        yield rule.says(
            line,
            "referrals_dedup",
            f"{either} people referred to either, but {services[0]} and {services[1]} to the two services: "
            f"expected is {max(services)} to {sum(services)}",
            fix="Count each person once, whichever of the two they were referred to",
            found=str(either),
            expected=f"{max(services)} to {sum(services)}",
        )


def list_size_is_plausible(line: Line, rule: RuleInForce) -> Iterator[Problem]:
    """At the lower share itself the list is too small; at the upper it is not yet too large."""
    numbers = line.numbers("list_close", "registered_16_64")
    if numbers is None or not numbers[1]:
        return
    close, registered = numbers
    if close * 100 <= registered * rule["lowest_share"] or close * 100 > registered * rule["highest_share"]:
        yield rule.says(
            line,
            "list_close",
            f"{close} people on the list are {close / registered:.1%} of {registered} registered; usual is "
            f"{rule['lowest_share']:g}% to {rule['highest_share']:g}%",
            fix="Check both numbers; a list that is only being built is a good reason",
        )


# The checks by the code of their rule; those below also ask what is known beside the file.
OF_THE_LINE = {
    "E6": list_adds_up,
    "E7": list_within_registered,
    "E8": absent_within_list,
    "E9": new_within_absent,
    "E10": other_reason_is_explained,
    "E13": nil_return_is_empty,
    "B84": empty_list_has_no_contacts,
    "W2": list_growth,
    "W3": consultations_are_plausible,
    "W6": nothing_is_said_on_purpose,
    "W14": list_size_is_plausible,
}
WITH_KNOWLEDGE = {
    "E12": extract_after_month,
    "E18": code_list_is_known,
    "W7": register_counts_the_same,
    "W10": referrals_fit_together,
    "W11": tool_is_the_registered_one,
}


def check_line(line: Line, knowledge: Knowledge, rules: Iterable[RuleInForce]) -> Iterator[Problem]:
    """What these rules find in one line taken by itself; a rule that looks at something else finds nothing."""
    for rule in rules:
        code = rule.rule.code
        if code in OF_THE_LINE:
            yield from OF_THE_LINE[code](line, rule)
        elif code in WITH_KNOWLEDGE:
            yield from WITH_KNOWLEDGE[code](line, rule, knowledge)
