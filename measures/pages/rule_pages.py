"""What the pages of checks print: which there are, how each is used and since when, what a silent one would have stopped."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from measures.models import RuleSetting
from measures.return_files.rules import Example, Rule, RuleInForce, State
from measures.return_files.wording import TITLES
from measures.silent_reports import Finding, Outcomes, SilentReport
from practices import clock, months
from practices.models import Programme
from practices.uploads.problems import LEVEL_WORDS
from practices.wording import counted

RETURN_FILE = "monthly_return"
FILES = {
    RETURN_FILE: "Monthly return",
    "register": "Register",
    "consultations": "Consultations",
    "referrals": "Referrals",
    "sick_notes": "Sick notes",
    "assessments": "Assessments",
}
STATE_TAGS = {
    State.ON: {"text": "In use", "colour": "green"},
    State.SILENT: {"text": "Runs silently", "colour": "blue"},
    State.OFF: {"text": "Not used", "colour": "grey"},
}
EXAMPLES_SHOWN = 20
NOT_SHOWN = "not shown: the practice has not agreed to share its figures with you"


def list_tables(programme: Programme, rules: Mapping[str, RuleInForce]) -> list[dict]:
    """One table of what returns are checked for, one of what other files are."""
    of_returns = [rule for rule in rules.values() if RETURN_FILE in rule.rule.files]
    of_others = [rule for rule in rules.values() if RETURN_FILE not in rule.rule.files]
    return [
        rules_table("Checks of monthly returns", programme, of_returns),
        rules_table("Checks of files of the register", programme, of_others),
    ]


def rules_table(caption: str, programme: Programme, rules: Iterable[RuleInForce]) -> dict:
    return {
        "caption": caption,
        "first_is_header": True,
        "head": ["Check", "What it finds", "A finding", "Used", "Since", "Example of what it says"],
        "rows": [row(programme, rule) for rule in rules],
    }


def row(programme: Programme, found: RuleInForce) -> list:
    rule = found.rule
    address = reverse("return_rule", args=[programme.slug, rule.code])
    return [
        {"text": f"{rule.code}: {rule.title}", "href": address},
        rule.finds,
        LEVEL_WORDS[rule.level],
        {"tag": STATE_TAGS[found.state]},
        f"{found.since:%-d %b %Y}",
        rule.example.says,
    ]


@dataclass(frozen=True)
class RulePage:
    """One rule: `coming` are sentences about what is set and not yet in force."""

    heading: str
    caption: str
    summary: list[dict]
    says: str
    example: dict
    example_known: list[str]
    near_miss: dict
    near_miss_known: list[str]
    coming: list[str]
    history: dict
    is_fixed: bool


def rule_page(
    found: RuleInForce, programme: Programme, settings: Sequence[RuleSetting], *, with_names: bool
) -> RulePage:
    """`settings` of every rule of the programme, the latest first."""
    rule = found.rule
    own = [setting for setting in settings if setting.code == rule.code]
    return RulePage(
        heading=f"{rule.code}: {rule.title}",
        caption=f"Check of {programme.name}",
        summary=summary(found),
        says=rule.example.says,
        example=example_table(rule.example, "A line that it finds"),
        example_known=known_words(rule.example),
        near_miss=example_table(rule.near_miss, "A line at the edge, about which it says nothing"),
        near_miss_known=known_words(rule.near_miss),
        coming=coming_words(own, clock.today()),
        history=history_table(rule, own, with_names=with_names),
        is_fixed=rule.fixed,
    )


def summary(found: RuleInForce) -> list[dict]:
    rule = found.rule
    return [
        {"key": "What it finds", "value": rule.finds},
        {"key": "Why", "value": rule.why},
        {"key": "A finding", "value": LEVEL_WORDS[rule.level]},
        {"key": "Used today", "value": f"since {found.since:%-d %B %Y}", "tag": STATE_TAGS[found.state]},
        {"key": "Files", "value": ", ".join(FILES[kind] for kind in rule.files)},
        {"key": "Numbers", "value": numbers_words(rule, found.numbers) or "None: it counts and compares"},
        {"key": "Version", "value": version_words(rule)},
        {"key": "Applied by", "value": rule.checked_by},
    ]


def numbers_words(rule: Rule, numbers: Mapping) -> str:
    return "\n".join(f"{one.title}: {one.written(numbers.get(one.name, one.value))}" for one in rule.parameters)


def version_words(rule: Rule) -> str:
    words = f"{rule.version}, in effect from {rule.effective_from:%-d %B %Y}"
    return f"{words}; silent by itself until {rule.silent_until:%-d %B %Y}" if rule.silent_until else words


def example_table(example: Example, caption: str) -> dict:
    """The rows of an example, those before it first; a column for every cell that matters."""
    rows = [("Before", values) for values in example.past]
    rows += [("The line", example.line), *(("Another row", values) for values in example.more)]
    columns = list(dict.fromkeys(column for _, values in rows for column in values))
    return {
        "caption": caption,
        "first_is_header": True,
        "compact": True,
        "head": ["Row", *(heading(column, [values.get(column) for _, values in rows]) for column in columns)],
        "rows": [[name, *(cell(values.get(column, "")) for column in columns)] for name, values in rows],
    }


def heading(column: str, values: Sequence) -> dict:
    """A column of numbers has its heading above the numbers."""
    return {
        "text": TITLES.get(column, column.capitalize()),
        "numeric": any(isinstance(value, int) for value in values),
    }


def cell(value) -> dict | str:
    return {"text": value, "numeric": True} if isinstance(value, int) else str(value) or "–"


def known_words(example: Example) -> list[str]:
    """What the example takes as known beside the file, in words."""
    return [KNOWN_WORDS[name](value) for name, value in example.known.items()]


KNOWN_WORDS = {
    "code_lists": lambda value: f"Known code lists: {', '.join(value)}.",
    "recount": lambda value: (
        "The register counts: " + ", ".join(f"{name} {count}" for name, count in value.items()) + "."
    ),
    "accepted": lambda value: "The figures of the month were accepted before.",
    "gone_on": lambda value: f"The person left the practice on {value}.",
    "wave": lambda value: (
        f"The middle of {value['practices']} practices is {value['middle']} per 100 people on the list."
    ),
}


def history_table(rule: Rule, settings: Sequence[RuleSetting], *, with_names: bool) -> dict:
    """`settings` of this rule, the latest first; who decided is named to those who may decide."""
    return {
        "caption": "How this programme has used it",
        "head": ["From", "Used", "Numbers", "Reason", "Set on", *(["By"] if with_names else [])],
        "rows": [
            [
                f"{setting.effective_from:%-d %b %Y}",
                {"tag": STATE_TAGS[State(setting.state)]},
                numbers_words(rule, setting.parameters) or "none",
                setting.reason,
                f"{setting.set_at.astimezone(months.LONDON):%-d %b %Y}",
                *([str(setting.set_by)] if with_names else []),
            ]
            for setting in settings
        ],
        "empty": "Nobody has changed anything: the check is used as it was made.",
    }


def coming_words(settings: Sequence[RuleSetting], today: date) -> list[str]:
    """Settings that are made and not yet in force."""
    return [
        f"From {setting.effective_from:%-d %B %Y}: {STATE_TAGS[State(setting.state)]['text'].lower()}."
        for setting in settings
        if setting.effective_from > today
    ]


# ------------------------------------------------------------------ what a silent rule would have stopped


@dataclass(frozen=True)
class SilentPage:
    sentences: list[str]
    by_month: dict
    examples: dict
    has_findings: bool


def silent_page(report: SilentReport) -> SilentPage:
    shown = [finding for finding in report.findings if finding.message][:EXAMPLES_SHOWN]
    return SilentPage(
        sentences=silent_sentences(report, len(shown)),
        by_month=months_table(report),
        examples=examples_table(shown),
        has_findings=bool(report.findings),
    )


def silent_sentences(report: SilentReport, shown: int) -> list[str]:
    if not report.checked:
        return ["No line has been checked while this ran silently."]
    if not report.lines:
        return [f"It looked at {counted(report.checked, 'line')} and would have stopped none."]
    lines, checked = counted(report.lines, "line"), counted(report.checked, "line")
    where = f"in {counted(report.files, 'file')} of {counted(report.practices, 'practice')}"
    sentences = [
        f"It would have asked about {lines} of {checked} ({share(report.lines, report.checked)}), {where}.",
        was_it_right(report.stopped, report.others),
    ]
    if shown < min(len(report.findings), EXAMPLES_SHOWN):
        sentences.append(
            "Examples quote figures: those of practices that have not agreed to share theirs are not shown."
        )
    return sentences


def share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "no share: no line was checked"


def was_it_right(stopped: Outcomes, others: Outcomes) -> str:
    if not stopped.taken:
        return "None of these lines has been taken, so nothing is known of what became of them."
    words = f"Was it right? Of the {stopped.taken} that were taken, {stopped.doubted} ({share(stopped.doubted, stopped.taken)})"
    words += " were corrected, withdrawn or queried later"
    if others.taken:
        words += f"; of {counted(others.taken, 'other line')} {others.doubted} ({share(others.doubted, others.taken)})"
    return f"{words}."


def months_table(report: SilentReport) -> dict:
    head = ["Would have asked", "Lines checked", "Share"]
    return {
        "caption": "By month of the figures",
        "head": ["Month", *({"text": text, "numeric": True} for text in head)],
        "first_is_header": True,
        "rows": [
            [
                months.label(row.month),
                {"text": row.stopped, "numeric": True},
                {"text": row.checked, "numeric": True},
                {"text": share(row.stopped, row.checked), "numeric": True},
            ]
            for row in report.by_month
        ],
        "empty": "No line has been checked yet.",
    }


def examples_table(findings: Sequence[Finding]) -> dict:
    return {
        "caption": "What it would have said, latest first",
        "first_is_header": True,
        "head": ["Practice", "Month", "Message", "What became of it"],
        "rows": [[row.practice, months.label(row.month), row.message, row.outcome] for row in findings],
        "empty": "There is no example that you may see.",
    }


CSV_HEADINGS = ("practice_ods", "practice", "month", "column", "found_on", "message", "what_became_of_it")


def csv_rows(report: SilentReport) -> Iterable[list]:
    for row in report.findings:
        found_on = row.found_at.astimezone(months.LONDON).date()
        message = row.message or NOT_SHOWN
        yield [row.practice_code, row.practice, months.period(row.month), row.column, found_on, message, row.outcome]
