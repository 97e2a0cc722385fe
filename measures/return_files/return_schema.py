"""The monthly return as a kind of file: what its columns are called, hold and mean. Pure.

The template, the reader and the messages are all made from this, so that a fresh template always passes (C1).
"""

from collections.abc import Sequence

from measures.fields import COUNT_FIELDS, LARGEST_COUNT, NOT_AVAILABLE_REASONS
from practices.uploads.schema import Column, ColumnType, FileSchema

KIND = "monthly_return"
SHEET = "Return"
VERSION = 1
NO_TOOL = "NONE"
# Tools that are published for primary care; each programme chooses among them or names others.
USUAL_TOOLS = ("PHQ9", "HADS", "BDI2", "GAD7", "CORE10")
YES, NO = "Y", "N"

COUNTS = {
    "registered_all": (
        "Registered, all ages",
        "Everybody registered with the practice on the last day of the month.",
        "8200",
    ),
    "registered_16_64": (
        "Registered, 16 to 64",
        "Of these, people aged 16 to 64 on the last day of the month.",
        "5330",
    ),
    "list_open": (
        "On the list at the start",
        "People active on the electronic list when the month began: last month's list_close.",
        "180",
    ),
    "list_added": ("Added to the list", "People who became active on the list in the month.", "24"),
    "list_removed": (
        "Removed from the list",
        "People who recovered, left or were taken off as wrong entries in the month.",
        "6",
    ),
    "list_close": ("On the list at the end", "list_open + list_added - list_removed.", "198"),
    "gp_consultations": (
        "GP consultations",
        "Contacts of people on the list with a GP: surgery, telephone or visit, any reason; at most one a person a day.",
        "142",
    ),
    "other_staff_consultations": (
        "Consultations with other practice staff",
        "The same for nurses and other clinical staff employed by the practice.",
        "61",
    ),
    "attached_mh_contacts": (
        "Contacts with attached mental health workers",
        "Contacts with workers attached to the practice but employed elsewhere, such as a graduate worker.",
        "18",
    ),
    "referrals_cmht": (
        "Referrals to the community mental health team",
        "Referrals of people on the list dated in the month. Counselling and self-referral do not count.",
        "2",
    ),
    "referrals_psychiatrist": (
        "Referrals to a consultant psychiatrist",
        "Referrals of people on the list dated in the month.",
        "1",
    ),
    "referrals_dedup": (
        "People referred to either",
        "People referred to one or both in the month, each once in 28 days.",
        "3",
    ),
    "people_13w": (
        "People certified absent for 13 weeks or more",
        "People on the list at the month's end whose certified absence has lasted 91 days or more.",
        "11",
    ),
    "people_13w_new": (
        "Of these, new this month",
        "Of people_13w, those whose absence reached 91 days in this month.",
        "2",
    ),
}


def count_column(name: str) -> Column:
    title, note, example = COUNTS[name]
    return Column(
        name,
        ColumnType.COUNT,
        title,
        note=note,
        example=example,
        maximum=LARGEST_COUNT,
        not_available_reasons=tuple(NOT_AVAILABLE_REASONS),
    )


# What a row is about, before its counts, and what is said of it after them.
IDENTITY_COLUMNS = (
    Column(
        "schema_version",
        ColumnType.CODE,
        "Template version",
        note="The version of this template. Leave it as it is.",
        example=str(VERSION),
    ),
    Column("wave_code", ColumnType.CODE, "Wave", note="The code of your wave, as the template has it.", example="W1"),
    Column(
        "practice_ods",
        ColumnType.CODE,
        "Practice code",
        aliases=("practice", "practice_code", "ods_code"),
        note="The practice's national code: a letter and five digits.",
        example="A99001",
    ),
    Column(
        "period",
        ColumnType.MONTH,
        "Month",
        note="The month that the figures are for, written 2006-11.",
        example="2006-11",
    ),
)

REMARK_COLUMNS = (
    Column(
        "nil_return",
        ColumnType.CHOICE,
        "Nil return",
        note="Y only when there is a list and truly nothing happened in the month: every activity is 0.",
        example=NO,
        choices=(YES, NO),
    ),
    Column(
        "extract_date",
        ColumnType.DATE,
        "Date of extract",
        note="The day on which the figures were taken from your system, not before the month's last day.",
        example="2006-12-04",
    ),
    Column(
        "comment",
        ColumnType.TEXT,
        "Comment",
        note="Anything that explains the figures. Never write about a patient.",
        example="validation search done",
        may_be_blank=True,
    ),
)

# Only prepared returns say it, and files of systems that know it: the template does not ask for it.
CODE_LIST_COLUMN = Column(
    "code_list",
    ColumnType.CODE,
    "Code list",
    note="The version of the code list by which people were found. A new version is a break in the series.",
    example="2006-1",
    may_be_blank=True,
    may_be_missing=True,
)

# Files that people send here by mistake, known by their columns, and where they belong (B22).
OTHER_KINDS = (
    ("a register file", ("patient_key", "birth_year", "sex", "identified_on", "validated_on"), "Registers"),
    ("a file of consultations", ("patient_key", "date", "role_code", "mode", "attended"), "Registers"),
    ("a file of referrals", ("patient_key", "date", "service", "urgency"), "Registers"),
    ("a file of sick notes", ("patient_key", "issued_on", "form", "start", "end"), "Registers"),
    ("a file of assessments", ("patient_key", "date", "tool", "total"), "Registers"),
)


def tool_column(severity_tools: Sequence[str]) -> Column:
    tools = (*severity_tools, *([] if NO_TOOL in severity_tools else [NO_TOOL]))
    return Column(
        "severity_tool",
        ColumnType.CHOICE,
        "Severity tool",
        note="The tool your practice uses to measure severity; NONE when it uses none.",
        example="PHQ9",
        choices=tools,
    )


def return_schema(severity_tools: Sequence[str] = USUAL_TOOLS, *, more: Sequence[Column] = ()) -> FileSchema:
    """The schema; `severity_tools` are those that may be named, beside NONE; `more` columns stand last."""
    counts = map(count_column, COUNT_FIELDS)
    return FileSchema(
        kind=KIND,
        title="Monthly return",
        sheet=SHEET,
        columns=[*IDENTITY_COLUMNS, *counts, tool_column(severity_tools), *REMARK_COLUMNS, *more],
        version=VERSION,
        version_column="schema_version",
        key_columns=("practice_ods", "period"),
        other_kinds=OTHER_KINDS,
    )
