"""The staff file: one row is one set of terms of one holding of one post, or a vacant post. Pure.

The template, the reader, the messages and the roster that goes out are all made from this: what comes out goes in again.
The fixed answers are those of workforce.models, which a pure module cannot ask; a test holds the two together.
"""

from collections.abc import Sequence

from practices.uploads.schema import Column, ColumnType, FileSchema

KIND = "staff"
SHEET = "Staff"
VERSION = 1

END_REASONS = (
    "promotion",
    "training_place",
    "pay",
    "supervision",
    "contract_end",
    "other",
    "moved_post",
    "transfer",
)
DESTINATIONS = (
    "same_programme",
    "nhs",
    "clinical_training",
    "other_training",
    "social_care",
    "voluntary_sector",
    "outside",
    "no_work",
    "not_known",
)
SCHEMES = ("agenda_for_change", "whitley", "other")
CONTRACTS = ("permanent", "fixed_term", "training", "secondment", "bank", "honorary")
SUPERVISION_KINDS = ("case_management", "clinical_skills", "group", "management")
# As people write them, beside the words themselves.
OTHER_WORDS = {"afc": "agenda_for_change", "fixed": "fixed_term", "bank_or_sessional": "bank", "other_terms": "other"}

# What each thing on the roster is made of; a column is of one thing alone. The first columns of each name it.
POST = ("role", "commissioner", "post_wte", "hosts", "funding", "post_start", "post_end")
WORKER = ("name",)
HOLDING = ("cohort", "end", "end_reason", "destination", "next_role")
TERMS = ("employer", "scheme", "band", "wte", "contract", "contract_end", "over_reason")
SUPERVISION = ("supervisor", "supervision_kind", "supervision_minutes", "supervision_days")
OF_A_HOLDER = ("staff_number", "start", "terms_start", *WORKER, *HOLDING, *TERMS, *SUPERVISION)
NEEDED_OF_A_HOLDER = ("name", "start", "employer", "scheme", "band", "wte", "contract")
LONGEST = {
    "post_number": 20,
    "staff_number": 20,
    "cohort": 20,
    "band": 20,
    "funding": 100,
    "name": 150,
    "employer": 200,
    "over_reason": 200,
}

WTE = "1 is full time; at most two decimals. Not a percentage and not hours."
BAND = "For Agenda for Change 1 to 7, 8a to 8d or 9; Band 5 and 5.0 are read as 5. For other terms the grade as it is written."


def needed(name: str, type_: ColumnType, title: str, note: str, example: str, **more) -> Column:
    return Column(name, type_, title, note=note, example=example, **more)


def optional(name: str, type_: ColumnType, title: str, note: str, example: str = "", **more) -> Column:
    """A column that may be left out of the file: then what is stored stands."""
    return Column(name, type_, title, note=note, example=example, may_be_blank=True, may_be_missing=True, **more)


CODE, DATE, CHOICE, TEXT, COUNT = (
    ColumnType.CODE,
    ColumnType.DATE,
    ColumnType.CHOICE,
    ColumnType.TEXT,
    ColumnType.COUNT,
)
POST_COLUMNS = (
    needed("post_number", CODE, "Post number", "The number of the post, which never changes.", "P001",
           aliases=("post", "post id", "position number")),
    needed("role", CODE, "Role", "The code of the role in the role catalogue; its name or another title is taken too.",
           "GMHW", aliases=("role code", "job role")),
    needed("commissioner", CODE, "PCT code", "The PCT that the post belongs to.", "5W0", aliases=("pct", "trust code")),
    needed("post_wte", CODE, "Established WTE", f"WTE of the post, whoever holds it. {WTE}", "1",
           aliases=("established", "funded wte")),
    optional("hosts", CODE, "Host practices", "The practices that host the post, each with its share in per cent.",
             "A99001:60; A99002:40", aliases=("host practice", "practices")),
    optional("funding", TEXT, "Funding line", "Who pays for the post.", "PCT growth", aliases=("funding source",)),
    needed("post_start", DATE, "Post open from", "The first day of the post.", "2006-01-09"),
    optional("post_end", DATE, "Last day of the post", "Blank while the post is open."),
)  # fmt: skip
HOLDER_COLUMNS = (
    needed("staff_number", CODE, "Staff number", "The holder's number, which never changes. Blank: the post is vacant.",
           "S001", aliases=("staff id", "worker number", "employee number"), may_be_blank=True),
    needed("name", CODE, "Name of the member of staff", "The whole name. Blank for a vacant post.", "Kim Alder",
           aliases=("staff name", "worker", "worker name"), may_be_blank=True),
    optional("cohort", CODE, "Cohort", "The code of those who began together. One that is new is added.", "C1"),
    needed("start", DATE, "In post from", "The holder's first day in this post.", "2006-01-09",
           aliases=("start date", "start in post"), may_be_blank=True),
    optional("end", DATE, "Last day in post", "Blank while the holder is in post.",
             aliases=("end date", "leaving date", "end in post")),
    optional("end_reason", CHOICE, "Reason of leaving", "Needed once the last day has come.",
             choices=END_REASONS, aliases=("reason for leaving", "leaving reason")),
    optional("destination", CHOICE, "Destination", "Where a leaver went.", choices=DESTINATIONS),
    optional("next_role", CODE, "Role promoted to", "The code of the role. Needed after a promotion, and only then."),
)  # fmt: skip
TERMS_COLUMNS = (
    needed("employer", TEXT, "Employer", "Who employs the holder. One that is new is added.", "Alder PCT",
           may_be_blank=True),
    needed("scheme", CHOICE, "Terms", "The scheme of pay and conditions.", "agenda_for_change", choices=SCHEMES,
           aliases=("pay scheme", "terms and conditions"), may_be_blank=True),
    needed("band", CODE, "Band or grade", BAND, "5", aliases=("band", "pay band", "grade", "afc band"),
           may_be_blank=True),
    needed("wte", CODE, "WTE", f"WTE of the holder in this post. {WTE}", "0.6", aliases=("whole time equivalent",),
           may_be_blank=True),
    needed("contract", CHOICE, "Contract", "The kind of contract.", "fixed_term", choices=CONTRACTS,
           aliases=("contract type",), may_be_blank=True),
    optional("contract_end", DATE, "Contract ends on", "The last day of the contract, where it has one.",
             aliases=("contract end date",)),
    optional("terms_start", DATE, "Terms from",
             "The first day of these terms. Blank: the first day in post. A change of band or WTE is a new row."),
    optional("over_reason", TEXT, "Reason for more than 1 WTE", "Needed when somebody works more than 1 WTE in all."),
)  # fmt: skip
SUPERVISION_COLUMNS = (
    optional("supervisor", CODE, "Supervisor", "The staff number of the supervisor of somebody in post. Blank changes nothing.",
             aliases=("supervisor staff number", "supervised by")),
    optional("supervision_kind", CHOICE, "Kind of supervision", "Needed with a supervisor.", choices=SUPERVISION_KINDS),
    optional("supervision_minutes", COUNT, "Minutes of a session", "Needed where this supervision is new.", maximum=600),
    optional("supervision_days", COUNT, "Days from session to session", "7 is every week. Needed where it is new.",
             maximum=366),
)  # fmt: skip
COLUMNS = (*POST_COLUMNS, *HOLDER_COLUMNS, *TERMS_COLUMNS, *SUPERVISION_COLUMNS)
NAMES = tuple(column.name for column in COLUMNS)
DATES = tuple(column.name for column in COLUMNS if column.type == DATE)

# Words in the names of columns: answers of a survey beside who gave them are refused and forgotten (B113).
ANSWER_WORDS = (
    "satisf", "wellbeing", "well-being", "well being", "morale", "burnout", "stress", "intention to stay",
    "intends to stay", "intend to stay", "engagement score",
)  # fmt: skip
PERSON_WORDS = ("name", "mail", "staff number", "staff id", "worker", "employee")
OTHER_KINDS: Sequence = (
    ("a register file", ("patient_key", "birth_year", "sex", "identified_on", "validated_on"), "Registers"),
    ("a monthly return", ("wave_code", "practice_ods", "period", "list_open", "list_close", "nil_return"), "Returns"),
)
NOTES = (
    "One row for each set of terms of each holder of each post. A vacant post is one row without a staff number.",
    "A post or a person whose row is missing from the file stays as it is: nothing is taken away.",
    "Supervision is of somebody in post: another supervisor of the same kind follows the one before, from today.",
    "A change of band, WTE or contract is a new row with the day it began in terms_start.",
    "To end a holding, write its last day and the reason in its own row.",
    "Supervisors who hold no post on the roster are added on the page of staff, not here.",
    "Never write about a patient, and never add answers of a survey.",
)


def staff_schema() -> FileSchema:
    return FileSchema(
        kind=KIND,
        title="Staff file",
        sheet=SHEET,
        columns=COLUMNS,
        version=VERSION,
        key_columns=("post_number",),
        other_kinds=OTHER_KINDS,
        answer_words=ANSWER_WORDS,
        person_words=PERSON_WORDS,
    )
