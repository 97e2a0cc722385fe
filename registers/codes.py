"""The words of the register's files and the small numbers under which they are stored. Pure.

A number never changes its meaning: the tables hold numbers alone, so that a row has one width and is read at once.
"""

from datetime import date
from enum import IntEnum, StrEnum


class CodedWord(IntEnum):
    """Members are written in files as their name in lower case."""

    @property
    def word(self) -> str:
        return self.name.lower()

    @property
    def label(self) -> str:
        return self.name.replace("_", " ").capitalize()

    @classmethod
    def words(cls) -> dict[str, int]:
        return {member.word: int(member) for member in cls}


class ContactMode(CodedWord):
    """How a contact took place. Only the first three count in the measures."""

    SURGERY = 1
    TELEPHONE = 2
    VISIT = 3
    LETTER = 4
    RESULTS = 5
    REPEAT_PRESCRIPTION = 6
    OUT_OF_HOURS = 7
    ADMINISTRATION = 8


COUNTED_MODES = (ContactMode.SURGERY, ContactMode.TELEPHONE, ContactMode.VISIT)


class ReferralService(CodedWord):
    """Where a person was referred. Only the first two count in measure 3; the others are recorded beside it."""

    CMHT = 1
    PSYCHIATRIST = 2
    IAPT = 3
    COUNSELLING = 4
    CRISIS_TEAM = 5
    WORK_SUPPORT = 6
    OTHER = 7


COUNTED_SERVICES = (ReferralService.CMHT, ReferralService.PSYCHIATRIST)


class Urgency(CodedWord):
    ROUTINE = 1
    SOON = 2
    URGENT = 3
    EMERGENCY = 4


class NoteForm(CodedWord):
    """The certificate: Med3, Med5 and Med4 until 2010, the fit note since. The last two never count."""

    MED3 = 1
    MED5 = 2
    MED4 = 3
    FITNOTE = 4
    SELF_CERTIFICATE = 5
    PRIVATE = 6


class Fitness(CodedWord):
    UNFIT = 1
    MAY_BE_FIT = 2
    FIT = 3


class DiagnosisGroup(CodedWord):
    MENTAL_HEALTH = 1
    MUSCULOSKELETAL = 2
    OTHER = 3
    NOT_STATED = 4


class Tool(CodedWord):
    """Severity tools. Totals of one are never turned into those of another."""

    PHQ9 = 1
    GAD7 = 2
    HADS_A = 3
    HADS_D = 4
    CORE10 = 5
    BDI2 = 6


class Bucket(CodedWord):
    """Where the contacts of a role are counted: measure 1, measure 2, beside measure 2, or nowhere."""

    GP = 1
    OTHER_STAFF = 2
    ATTACHED = 3
    NOT_COUNTED = 4


# Stands for "no return date": every row of certificates has one width.
NEVER_RETURNED = date(2999, 12, 31)
# An open note without any duration is taken to end after this many days.
OPEN_NOTE_DAYS = 28


class Sex(StrEnum):
    FEMALE = "F"
    MALE = "M"
    OTHER = "O"
    NOT_STATED = "U"


# The five kinds of presentation in primary care; the list is normally of type 1, also of 2 and 3.
PRESENTATION_TYPES = {
    1: "Common mental health problem",
    2: "Mental health problem tied to physical health",
    3: "Long-standing, complex problem without psychosis",
    4: "Psychosis",
    5: "Cognitive impairment",
}
LISTED_TYPES = (1, 2, 3)
