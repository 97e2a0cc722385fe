"""What the register counts beside what was sent: every difference named (W7), nothing guessed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from measures.fields import COUNT_FIELDS

SAME, DIFFERS, ONLY_REGISTER, ONLY_SENT, NOTHING = "same", "differs", "only_register", "only_sent", "nothing"

# What is said of a difference that is no number.
WORDS = {SAME: "None", ONLY_REGISTER: "Was not available", ONLY_SENT: "Not counted by the register", NOTHING: ""}


@dataclass(frozen=True)
class Compared:
    """One figure: what the register counts, what was sent, None where there is no number."""

    field: str
    register: int | None
    sent: int | None

    @property
    def kind(self) -> str:
        match self.register is None, self.sent is None:
            case True, True:
                return NOTHING
            case True, False:
                return ONLY_SENT
            case False, True:
                return ONLY_REGISTER
        return SAME if self.register == self.sent else DIFFERS

    @property
    def words(self) -> str:
        return f"{self.register - self.sent:+d}" if self.kind == DIFFERS else WORDS[self.kind]


def compare(register: Mapping[str, int], sent: Mapping[str, int]) -> list[Compared]:
    """One for each figure of the return, in its order."""
    return [Compared(name, register.get(name), sent.get(name)) for name in COUNT_FIELDS]


def differing(found: list[Compared]) -> list[str]:
    return [one.field for one in found if one.kind == DIFFERS]
