"""What one line of a return can tell about itself: sums that must hold, and figures worth a second look. Pure.

Each rule is a function of a line that yields problems; a number that is not available silences the rules that need it.
Codes are those of the programme's data-quality rules: E blocks, W needs a reason.
"""

from collections.abc import Iterable, Iterator

from measures.fields import ACTIVITY_FIELDS
from measures.return_files.lines import Knowledge, Line, PracticeFacts
from measures.return_files.return_schema import NO_TOOL
from practices import months
from practices.uploads.problems import Problem, error, shown, warning

LOWEST_CONSULTATIONS, HIGHEST_CONSULTATIONS = 10, 200  # M1 per 100 people on the list a month


def at(line: Line, column: str) -> dict:
    return {"sheet": line.sheet, "row": line.row, "column": column}


def list_adds_up(line: Line) -> Iterator[Problem]:
    """E6."""
    numbers = line.numbers("list_open", "list_added", "list_removed", "list_close")
    if numbers is None:
        return
    opened, added, removed, close = numbers
    due = opened + added - removed
    if close != due:
        yield error(
            "E6",
            f"The list does not add up: {opened} + {added} - {removed} is {due}, but list_close is {close}",
            fix="Correct whichever of the four numbers is wrong",
            found=str(close),
            expected=str(due),
            **at(line, "list_close"),
        )


def list_within_registered(line: Line) -> Iterator[Problem]:
    """E7; as many on the list as are registered is odd, but no error."""
    for part, whole, what in (
        ("list_close", "registered_16_64", "people on the list"),
        ("registered_16_64", "registered_all", "people aged 16 to 64"),
    ):
        numbers = line.numbers(part, whole)
        if numbers and numbers[0] > numbers[1]:
            yield error(
                "E7",
                f"{numbers[0]} {what} is more than {numbers[1]} registered ({whole})",
                fix=f"Correct {part} or {whole}",
                found=str(numbers[0]),
                expected=f"at most {numbers[1]}",
                **at(line, part),
            )


def absences_within_list(line: Line) -> Iterator[Problem]:
    """E8 and E9."""
    numbers = line.numbers("people_13w", "list_close")
    if numbers and numbers[0] > numbers[1]:
        yield error(
            "E8",
            f"{numbers[0]} people with 13 weeks is more than {numbers[1]} on the list",
            fix="Count only people on the list at the month's end",
            found=str(numbers[0]),
            expected=f"at most {numbers[1]}",
            **at(line, "people_13w"),
        )
    numbers = line.numbers("people_13w_new", "people_13w")
    if numbers and numbers[0] > numbers[1]:
        yield error(
            "E9",
            f"{numbers[0]} new people with 13 weeks is more than {numbers[1]} altogether",
            fix="people_13w_new is a part of people_13w",
            found=str(numbers[0]),
            expected=f"at most {numbers[1]}",
            **at(line, "people_13w_new"),
        )


def extract_after_month(line: Line, knowledge: Knowledge) -> Iterator[Problem]:
    """E12: figures taken before the month was over are not the month's; nor is a day that has not come yet one."""
    if line.extract_date is None:
        return
    where = at(line, "extract_date")
    found = f"{line.extract_date:%Y-%m-%d}"
    if line.extract_date > knowledge.today:
        yield error("E12", f"{found} is in the future", fix="Give the day of the extract", found=found, **where)
    elif line.month and line.extract_date < months.last_day(line.month) < knowledge.today:
        yield error(
            "E12",
            f"The extract of {found} was taken before {months.label(line.month)} had ended",
            fix=f"Run the extract again on or after {months.last_day(line.month):%Y-%m-%d}",
            found=found,
            expected=f"{months.last_day(line.month):%Y-%m-%d} or later",
            **where,
        )


def activity(line: Line) -> list[int]:
    return [line.counts[name] for name in ACTIVITY_FIELDS if name in line.counts]


def nil_means_nothing(line: Line) -> Iterator[Problem]:
    """E13 and W6: "nothing happened" is said on purpose or not at all."""
    busy = [name for name in ACTIVITY_FIELDS if line.counts.get(name)]
    if line.nil_return and busy:
        yield error(
            "E13",
            f"This is marked as a nil return, but {busy[0]} is {line.counts[busy[0]]}",
            fix="Write N under nil_return, or 0 for every activity",
            found="Y",
            expected="N",
            **at(line, "nil_return"),
        )
    elif line.nil_return is False and activity(line) and not busy:
        yield warning(
            "W6",
            "Every activity is 0, but this is not marked as a nil return",
            fix="Write Y under nil_return if truly nothing happened; NA: and a reason for what you cannot count",
            **at(line, "nil_return"),
        )


def empty_list_has_no_contacts(line: Line) -> Iterator[Problem]:
    """B84: contacts of people on the list need somebody on the list."""
    numbers = line.numbers("list_open", "list_added", "list_close")
    if numbers == [0, 0, 0] and any(activity(line)):
        yield error(
            "B84",
            "Nobody was on the list all month, but there are contacts of people on the list",
            fix="Count only people on the list, or give the list's true size",
            **at(line, "list_close"),
        )


def other_reason_is_explained(line: Line) -> Iterator[Problem]:
    """E10: "other" alone says nothing."""
    unexplained = [name for name, reason in line.not_available.items() if reason == "other"]
    if unexplained and not line.comment:
        yield error(
            "E10",
            "NA:other needs the reason in the comment",
            fix="Say in the column comment why there is no number",
            found="NA:other",
            **at(line, unexplained[0]),
        )


def tool_is_the_registered_one(line: Line, practice: PracticeFacts) -> Iterator[Problem]:
    """W11."""
    registered = practice.waves[line.wave_code].severity_tool if line.wave_code in practice.waves else ""
    if registered and line.severity_tool not in ("", NO_TOOL, registered):
        yield warning(
            "W11",
            f"The severity tool is {line.severity_tool}, but your practice registered {registered}",
            fix="Scores of two tools cannot be compared: say when and why the tool was changed",
            found=line.severity_tool,
            expected=registered,
            **at(line, "severity_tool"),
        )


def code_list_is_known(line: Line, knowledge: Knowledge) -> Iterator[Problem]:
    """E18."""
    if line.code_list and line.code_list not in knowledge.code_lists:
        known = ", ".join(sorted(knowledge.code_lists)) or "none"
        yield error(
            "E18",
            f"We do not know code list ‘{shown(line.code_list)}’",
            fix="Write the version as it stands on the page of code lists, or leave it blank",
            found=line.code_list,
            expected=known,
            **at(line, "code_list"),
        )


def register_counts_the_same(line: Line, knowledge: Knowledge) -> Iterator[Problem]:
    """W7: every figure that the practice's own register counts differently is named, in one warning."""
    recount = knowledge.recounts.get((line.practice_code, line.month), {})
    differing = [name for name in recount if name in line.counts and line.counts[name] != recount[name]]
    if differing:
        named = "; ".join(f"{name} {line.counts[name]}, register {recount[name]}" for name in differing)
        yield warning(
            "W7",
            f"Your register counts {months.label(line.month)} differently: {named}",
            fix="Correct the figures or the register, or say why they differ",
            key=f"W7:{line.row}:{differing[0]}",
            **at(line, differing[0]),
        )


def list_growth(line: Line) -> Iterator[Problem]:
    """W2: more than a tenth up or down within the month; exactly a tenth is not more."""
    numbers = line.numbers("list_open", "list_close")
    if numbers and numbers[0] and abs(numbers[1] - numbers[0]) * 10 > numbers[0]:
        change = (numbers[1] - numbers[0]) / numbers[0] * 100
        yield warning(
            "W2",
            f"The list changed by {change:+.1f}% within the month, from {numbers[0]} to {numbers[1]}",
            fix="Check list_added and list_removed; say what happened, such as a validation search",
            **at(line, "list_close"),
        )


def consultations_are_plausible(line: Line) -> Iterator[Problem]:
    """W3: measure 1 under 10 or over 200 per 100 people on the list."""
    numbers = line.numbers("gp_consultations", "list_open", "list_close")
    if numbers is None or not numbers[1] + numbers[2]:
        return
    rate = numbers[0] / (numbers[1] + numbers[2]) * 200
    if not LOWEST_CONSULTATIONS <= rate <= HIGHEST_CONSULTATIONS:
        yield warning(
            "W3",
            f"{numbers[0]} GP consultations are {rate:.1f} for every 100 people on the list; usual is "
            f"{LOWEST_CONSULTATIONS} to {HIGHEST_CONSULTATIONS}",
            fix="Check that only people on the list were counted, and all of their consultations",
            **at(line, "gp_consultations"),
        )


REFERRALS = ("referrals_dedup", "referrals_cmht", "referrals_psychiatrist")


def referrals_fit_together(line: Line, knowledge: Knowledge) -> Iterator[Problem]:
    """W10: people referred to either lie between the larger of the two and their sum.

    A register that counts the same knows why: who was counted in the 27 days before is not counted again.
    """
    numbers = line.numbers(*REFERRALS)
    recount = knowledge.recounts.get((line.practice_code, line.month), {})
    if numbers is None or numbers == [recount.get(name) for name in REFERRALS]:
        return
    either, *services = numbers
    if not max(services) <= either <= sum(services):
        yield warning(
            "W10",
            f"{either} people referred to either, but {services[0]} and {services[1]} to the two services: "
            f"expected is {max(services)} to {sum(services)}",
            fix="Count each person once, whichever of the two they were referred to",
            found=str(either),
            expected=f"{max(services)} to {sum(services)}",
            **at(line, "referrals_dedup"),
        )


def list_size_is_plausible(line: Line) -> Iterator[Problem]:
    """W14: the list has at most 1% or more than 25% of the registered people of its age."""
    numbers = line.numbers("list_close", "registered_16_64")
    if numbers is None or not numbers[1]:
        return
    close, registered = numbers
    if close * 100 <= registered or close * 4 > registered:
        yield warning(
            "W14",
            f"{close} people on the list are {close / registered:.1%} of {registered} registered; usual is 1% to 25%",
            fix="Check both numbers; a list that is only being built is a good reason",
            **at(line, "list_close"),
        )


RULES = (
    list_adds_up,
    list_within_registered,
    absences_within_list,
    nil_means_nothing,
    empty_list_has_no_contacts,
    other_reason_is_explained,
    list_growth,
    consultations_are_plausible,
    list_size_is_plausible,
)


def check_line(line: Line, practice: PracticeFacts, knowledge: Knowledge) -> Iterable[Problem]:
    """Every problem of one line taken by itself."""
    for rule in RULES:
        yield from rule(line)
    yield from extract_after_month(line, knowledge)
    yield from tool_is_the_registered_one(line, practice)
    yield from referrals_fit_together(line, knowledge)
    yield from code_list_is_known(line, knowledge)
    yield from register_counts_the_same(line, knowledge)
