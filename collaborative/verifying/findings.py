"""What is found wrong: what, where, and which row. Ids only, never a name, a value of a return or a patient's key."""

from dataclasses import dataclass
from datetime import timedelta

# What was begun this long ago is no longer just on its way: a worker that died has been replaced by then (D25).
ON_ITS_WAY = timedelta(minutes=2)


@dataclass(frozen=True)
class Finding:
    """`where` is a table, as its model is labelled, or a folder; `row` an id, or what else tells the row."""

    what: str
    where: str
    row: str = ""

    def __str__(self):
        return f"{self.where} {self.row}: {self.what}" if self.row else f"{self.where}: {self.what}"


def of_rows(model, rows, what: str) -> list[Finding]:
    """One for each id of the model's rows."""
    return [Finding(what, model._meta.label, str(pk)) for pk in rows]
