"""Names of files: what may be kept of the sender's, and how a download is named. Pure, standard library only."""

import re
import unicodedata
from urllib.parse import quote

from practices.spreadsheets.identifiers import Sign, has_patient_key, signs_in

LONGEST = 200
PATH = re.compile(r".*[/\\]", re.DOTALL)
PERSONAL = {Sign.NHS_NUMBER, Sign.ROUNDED_NUMBER, Sign.POSTCODE, Sign.NAME, Sign.EMAIL}


def cleaned(name: str) -> str:
    """The last part of the name, without control and direction characters, at most 200 characters (B18).

    It is kept to be shown, escaped, and never used as a path.
    """
    name = PATH.sub("", name)
    visible = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in name)
    return " ".join(visible.split())[:LONGEST] or "file without a name"


def is_personal(name: str) -> bool:
    """Whether the name itself seems to name a patient (B19), by the key too (D37); then it must not be kept."""
    return has_patient_key(name) or not PERSONAL.isdisjoint(signs_in(name))


def attachment(name: str) -> str:
    """A Content-Disposition header for a download, as RFC 6266 has it."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", cleaned(name))
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(cleaned(name), safe='')}"
