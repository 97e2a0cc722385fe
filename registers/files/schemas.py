"""The five extracts as kinds of file: what their columns are called, hold and mean. Pure.

The template, the reader and the messages are all made from this, so that a fresh template always passes (C1).
"""

from collections.abc import Sequence

from practices.spreadsheets.tables import Limits
from practices.uploads.schema import Column, ColumnType, FileSchema
from registers.codes import (
    PRESENTATION_TYPES,
    ContactMode,
    DiagnosisGroup,
    Fitness,
    NoteForm,
    ReferralService,
    Sex,
    Tool,
    Urgency,
)
from registers.roles import contact_roles

REGISTER, CONSULTATIONS, REFERRALS = "register", "consultations", "referrals"
SICK_NOTES, ASSESSMENTS = "sick_notes", "assessments"
EVENT_KINDS = (CONSULTATIONS, REFERRALS, SICK_NOTES, ASSESSMENTS)
KINDS = (REGISTER, *EVENT_KINDS)
KEY, KEY_CHECK = "patient_key", "key_check"

# A year of a large practice's contacts is some 200,000 rows; ten years of them still fit.
LARGE = Limits(bytes=200_000_000, rows=2_000_000, seconds=120, memory_bytes=2_000_000_000)

YES, NO = "Y", "N"
DURATION_UNITS = ("days", "weeks", "months")
# As registers.models.entry has them; a test holds the two together.
END_REASONS = (
    "below_caseness", "clinician", "moved", "died", "aged_out", "dissent", "other",
    "wrong_code", "out_of_age", "psychosis_or_dementia", "duplicate",
)  # fmt: skip
SOURCES = ("search", "opportunistic", "qof")
ETHNIC_GROUPS = tuple("ABCDEFGHJKLMNPRSZ")
DEPRIVATION_BANDS = ("1", "2", "3", "4", "5")

KEY_COLUMN = Column(
    KEY,
    ColumnType.CODE,
    "Patient key",
    note="The pseudonym that your own key tool made: 64 characters, 0-9 and a-f. Never an NHS number.",
)
KEY_CHECK_COLUMN = Column(
    KEY_CHECK,
    ColumnType.CODE,
    "Key-check value",
    note="Eight characters that your key tool writes on every row: they say with which key the file was made.",
)


def day(name: str, title: str, note: str, *, blank: bool = False, missing: bool = False) -> Column:
    return Column(
        name, ColumnType.DATE, title, note=note, example="2006-11-14", may_be_blank=blank, may_be_missing=missing
    )


def choice(name: str, title: str, note: str, choices: Sequence[str], *, blank=False, missing=False) -> Column:
    words = tuple(choices)
    return Column(
        name,
        ColumnType.CHOICE,
        title,
        note=note,
        example=words[0],
        choices=words,
        may_be_blank=blank,
        may_be_missing=missing,
    )


def words_of(codes) -> tuple[str, ...]:
    return tuple(code.word for code in codes)


def tool_words() -> tuple[str, ...]:
    return tuple(tool.name for tool in Tool)


REGISTER_COLUMNS = (
    KEY_COLUMN,
    Column("birth_year", ColumnType.COUNT, "Year of birth", note="The year only.", example="1970", maximum=2100),
    choice("sex", "Sex", "F female, M male, O other, U not stated.", tuple(sex.value for sex in Sex)),
    day("identified_on", "Identified on", "The day on which the search, or somebody, found this person."),
    day("validated_on", "Validated on", "The day on which a clinician confirmed it.", blank=True),
    day("active_from", "Active from", "First day on the list.", blank=True),
    day("active_to", "Active to", "Last day on the list; for a wrong entry, the day it was taken off.", blank=True),
    choice("end_reason", "Reason for the end", "Why the person is no longer on the list.", END_REASONS, blank=True),
    choice(
        "presentation_type",
        "Presentation type",
        "; ".join(f"{number} {words}" for number, words in PRESENTATION_TYPES.items()) + ".",
        tuple(str(number) for number in PRESENTATION_TYPES),
    ),
    choice("source", "Source", "How the person was found.", SOURCES, blank=True, missing=True),
    Column(
        "codes",
        ColumnType.CODE,
        "Clinical codes",
        note="The codes by which the person was found, with their system, separated by spaces.",
        example="read2:E112. read2:Eu32x",
        may_be_blank=True,
        may_be_missing=True,
    ),
    choice("ethnic_group", "Ethnic group", "One letter of the national code.", ETHNIC_GROUPS, blank=True, missing=True),
    choice(
        "deprivation_band",
        "Deprivation band",
        "Fifth of deprivation where the person lives: 1 most, 5 least deprived.",
        DEPRIVATION_BANDS,
        blank=True,
        missing=True,
    ),
    KEY_CHECK_COLUMN,
)

CONSULTATION_COLUMNS = (
    KEY_COLUMN,
    day("date", "Date", "The day of the contact."),
    choice("role_code", "Role", "Who the contact was with.", tuple(contact_roles())),
    choice("mode", "How", "Only surgery, telephone and visit are counted.", words_of(ContactMode)),
    choice("attended", "Attended", "N when the person did not attend.", (YES, NO)),
    KEY_CHECK_COLUMN,
)

REFERRAL_COLUMNS = (
    KEY_COLUMN,
    day("date", "Date", "The day of the referral."),
    choice("service", "Service", "Where to; only cmht and psychiatrist are counted.", words_of(ReferralService)),
    choice("urgency", "Urgency", "How urgent.", words_of(Urgency)),
    KEY_CHECK_COLUMN,
)

SICK_NOTE_COLUMNS = (
    KEY_COLUMN,
    day("issued_on", "Issued on", "The day on which the note was written."),
    choice("form", "Form", "The kind of note.", words_of(NoteForm)),
    day("start", "First day", "Blank means the day of issue, except for a Med5.", blank=True),
    day("end", "Last day", "Last day certified; blank where a duration is given.", blank=True),
    Column("duration_n", ColumnType.COUNT, "Duration", note="How many.", example="2", maximum=400, may_be_blank=True),
    choice("duration_unit", "Unit", "Of the duration.", DURATION_UNITS, blank=True),
    day("closed_return_date", "Return date", "The day back at work, where the note names one.", blank=True),
    choice("fitness", "Fitness", "Blank means unfit.", words_of(Fitness), blank=True),
    choice("diagnosis_group", "Diagnosis", "Blank means not stated.", words_of(DiagnosisGroup), blank=True),
    choice("duplicate", "Duplicate", "Y for a duplicate or cancelled note.", (YES, NO), blank=True),
    KEY_CHECK_COLUMN,
)

ASSESSMENT_COLUMNS = (
    KEY_COLUMN,
    day("date", "Date", "The day of the assessment."),
    choice("tool", "Tool", "The severity tool.", tool_words()),
    Column("total", ColumnType.COUNT, "Total", note="The total of the tool; never single answers.", example="14", maximum=63),
    choice(
        "risk_item", "Risk item", "Y when the item about harm to oneself was answered with yes.", (YES, NO),
        blank=True, missing=True,
    ),
    KEY_CHECK_COLUMN,
)  # fmt: skip

# kind -> title, sheet, columns, what a row is about, words for a file of it that comes to the wrong page.
DEFINITIONS = {
    REGISTER: ("Register", "Register", REGISTER_COLUMNS, (KEY, "identified_on"), "a register file"),
    CONSULTATIONS: (
        "Consultations", "Consultations", CONSULTATION_COLUMNS, (KEY, "date"), "a file of consultations",
    ),
    REFERRALS: ("Referrals", "Referrals", REFERRAL_COLUMNS, (KEY, "date"), "a file of referrals"),
    SICK_NOTES: ("Sick notes", "Sick notes", SICK_NOTE_COLUMNS, (KEY, "issued_on"), "a file of sick notes"),
    ASSESSMENTS: ("Assessments", "Assessments", ASSESSMENT_COLUMNS, (KEY, "date"), "a file of assessments"),
}  # fmt: skip
RETURN_COLUMNS = ("schema_version", "wave_code", "practice_ods", "period", "list_open", "list_close")


def extract_schema(kind: str) -> FileSchema:
    """The schema of one kind of extract. Raises KeyError for any other."""
    title, sheet, columns, keys, _ = DEFINITIONS[kind]
    return FileSchema(
        kind=kind,
        title=title,
        sheet=sheet,
        columns=columns,
        key_columns=keys,
        limits=LARGE,
        other_kinds=other_kinds(kind),
    )


def title_of(kind: str) -> str:
    return DEFINITIONS[kind][0]


def other_kinds(kind: str) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """Files that people send to the wrong page, known by the columns that this kind has not (B22)."""
    own = {column.name for column in DEFINITIONS[kind][2]}
    found = [
        (words, tuple(column.name for column in columns if column.name not in own), title)
        for other, (title, _, columns, _, words) in DEFINITIONS.items()
        if other != kind
    ]
    return (*found, ("a monthly return", RETURN_COLUMNS, "Returns"))
