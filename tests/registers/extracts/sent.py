"""Extracts as the tests send them, and as they stand after the check."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from practices.models import Upload
from practices.uploads import actions
from practices.uploads.models import UploadState
from tests.registers.people import KEY_CHECK, key_of

CONSULTATIONS = "patient_key,date,role_code,mode,attended,key_check"


def consultations(*rows, key_check=KEY_CHECK) -> bytes:
    """A file; each row is (word the key is made from, date, role, mode, attended)."""
    lines = [",".join([key_of(word), *rest, key_check]) for word, *rest in rows]
    return "\n".join([CONSULTATIONS, *lines, ""]).encode()


def post(client, practice, content, *, kind="consultations", name="export.csv", **fields):
    href = reverse("extract_upload", args=[practice.ods_code, kind])
    return client.post(href, {"file": SimpleUploadedFile(name, content), **fields})


def send(client, practice, content=b"a,b\n", **options) -> Upload:
    """Sent through the page, and not yet checked."""
    response = post(client, practice, content, **options)
    assert response.status_code == 302, response.content.decode()
    return Upload.objects.latest("uploaded_at", "state_since")


NUMBERS = {"added": 2, "removed": 1, "changed": 1, "unchanged": 1200, "months": ["2006-11", "2006-12"], "left_out": 3}
EXAMPLES = [
    {"kind": "added", "number": None, "text": "14 Nov 2006, GP, surgery"},
    {"kind": "added", "number": 7, "text": "15 Nov 2006, GP, surgery"},
    {"kind": "removed", "number": 8, "text": "16 Nov 2006, GP, visit"},
    {"kind": "changed", "number": 9, "changes": [["Last day on the list", None, "2006-12-01"]]},
]


def made_ready(upload, *, summary=NUMBERS, examples=EXAMPLES) -> Upload:
    """As the check leaves it, without one."""
    upload.move_to(UploadState.CHECKING)
    context = {**upload.context, "differences": {"summary": summary, "examples": examples}}
    practices = list(upload.practices.all())
    return actions.checked(upload, rows=[], problems=[], practices=practices, context=context, rows_read=1206)
