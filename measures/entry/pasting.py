"""Cells that were copied out of a spreadsheet: looked at before they are sent, by the very checks of a file."""

from dataclasses import dataclass, field

from measures.actions.checking import Checked, check_rows, schema_of_programmes
from measures.entry.rows import PASTED_NAME, pasted_file
from practices.models import Upload
from practices.uploads.problems import has_errors, must_forget
from practices.uploads.reading import read_file


@dataclass(frozen=True)
class Looked:
    """What was pasted as it would be taken: the checks' answer, and the stand-in for the upload that it would be."""

    checked: Checked
    upload: Upload
    content: bytes = field(repr=False, default=b"")

    @property
    def may_be_sent(self) -> bool:
        return not has_errors(self.checked.problems)

    @property
    def is_personal(self) -> bool:
        """Somebody's number or name is among the cells: they are shown no more."""
        return must_forget(self.checked.problems)


def look(text: str, *, by, codes, acting_scope: str) -> Looked:
    """Read and check what was pasted; nothing is stored. Anybody may paste anything, so it is read in its own process."""
    content = pasted_file(text)
    upload = Upload(uploaded_by=by, may_send_for=sorted(codes), acting_scope=acting_scope[:200])
    reading = read_file(content, PASTED_NAME, schema_of_programmes())
    if reading.is_refused:
        return Looked(Checked(reading.problems, reading.notes), upload, content)
    upload.context = {"headings": reading.headings}
    return Looked(check_rows(upload, reading), upload, content)
