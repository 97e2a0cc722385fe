"""Extracts made for tests, and their way through the application, without a browser and without a worker."""

from registers.actions.extracts import apply_extract, check_extract
from registers.actions.sending import receive_extract
from registers.files.schemas import extract_schema
from tests.registers.people import KEY_CHECK, key_of

GOOD = {
    "register": {
        "birth_year": "1970", "sex": "F", "identified_on": "2006-10-01", "validated_on": "2006-10-10",
        "active_from": "2006-10-15", "presentation_type": "1",
    },
    "consultations": {"date": "2006-11-14", "role_code": "GP", "mode": "surgery", "attended": "Y"},
    "referrals": {"date": "2006-11-14", "service": "cmht", "urgency": "routine"},
    "sick_notes": {"issued_on": "2006-11-01", "form": "med3", "duration_n": "2", "duration_unit": "weeks"},
    "assessments": {"date": "2006-11-14", "tool": "PHQ9", "total": "14"},
}  # fmt: skip


class SentFile:
    """As a form gives it."""

    def __init__(self, content: bytes, name: str):
        self.content, self.name = content, name

    def read(self):
        return self.content


def row_of(kind: str, key: str = "", **changes) -> dict:
    """A good row of a kind; `key` is the patient key."""
    return {"patient_key": key or key_of("A99001 1"), "key_check": KEY_CHECK, **GOOD[kind], **changes}


def csv_of(kind: str, rows, *, delimiter=",", newline="\r\n", extra=()) -> bytes:
    names = [column.name for column in extract_schema(kind).columns]
    names += [name for name in extra if name not in names]
    lines = [delimiter.join(row.get(name, "") for name in names) for row in rows]
    return newline.join([delimiter.join(names), *lines, ""]).encode()


def send(manager, practice, kind: str, content, *, name="extract.csv", profile=None):
    """Received and checked. `content`: bytes, or rows."""
    content = content if isinstance(content, bytes) else csv_of(kind, content)
    upload = receive_extract(by=manager, practice=practice, kind=kind, file=SentFile(content, name), profile=profile)
    return check_extract(upload)


def submit(upload, by):
    """Confirm whatever waits to be confirmed, and store."""
    from practices.uploads import actions

    if upload.state == "needs_confirming":
        keys = [problem["key"] for problem in upload.problems if problem["level"] == "W"]
        actions.confirm(upload, by=by, reasons=dict.fromkeys(keys, "as it should be"))
    actions.submit_to_worker(upload=upload, by=by)
    return apply_extract(upload, by=by)


def taken(manager, practice, kind: str, content, **options):
    """All the way."""
    return submit(send(manager, practice, kind, content, **options), manager)


def codes(upload) -> list[str]:
    return [problem["code"] for problem in upload.problems]


def summary(upload) -> dict:
    return upload.context["differences"]["summary"]
