"""Files as sent that hold the key of somebody who was erased: their content goes, their hash and counts stay."""

import re
import unicodedata
from pathlib import Path
from zipfile import ZipFile

from practices.models import Upload
from practices.spreadsheets.workbooks import DAMAGED_ARCHIVE
from practices.uploads import storage
from practices.uploads.forgetting import forget
from registers.erasures import digest, digests_of
from registers.models import Person

KEY = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
# Keys are ASCII. What the reader overlooks, this overlooks too: spaces, UTF-16's zero bytes, marks that cannot be seen.
OVERLOOKED = bytes([0, 32, *range(128, 256)])
LOWER = bytes(range(256)).lower()
TAG = re.compile(rb"<[^>]{0,1000}>")
# Text of several runs in one cell is one text.
BETWEEN_RUNS = re.compile(rb"</t>\s*</r>\s*<r>.{0,1000}?<t(?: [^>]*)?>", re.DOTALL)
# No file that was taken in unpacks to more (the limits of its kind); one that does is not searched but removed.
UNPACKED_LIMIT = 1_500_000_000


def forget_files(practice, digests: set[str]) -> int:
    """Remove every stored file of the practice that holds one of the keys, given by their SHA-256. Returns how many."""
    uploads = Upload.objects.filter(practices=practice).exclude(stored_path="")
    holding = [upload for upload in uploads if holds_any(storage.path_of(upload.stored_path), digests)]
    for upload in holding:
        forget(upload, practice)
    return len(holding)


def forget_if_erased(upload, practice) -> None:
    """A file that names somebody who was erased before it came is not kept, though what else it says was stored."""
    digests = digests_of(practice)
    if digests and upload.stored_path and holds_any(storage.path_of(upload.stored_path), digests):
        forget(upload, practice)


def forget_examples(practice, people: list[int]) -> None:
    """What files still waiting would change about these people, ids, is no longer shown: a register file may name nobody."""
    numbers = set(Person.objects.filter(pk__in=people).values_list("local_number", flat=True))
    for upload in Upload.objects.filter(practices=practice, context__has_key="differences"):
        examples = upload.context["differences"].get("examples", [])
        kept = [example for example in examples if example.get("number") not in numbers]
        if len(kept) < len(examples):
            differences = {**upload.context["differences"], "examples": kept}
            # Unless somebody has moved it since: what was submitted or taken back has no examples.
            unmoved = Upload.objects.filter(pk=upload.pk, state=upload.state)
            unmoved.update(context={**upload.context, "differences": differences})


def holds_any(path: Path, digests: set[str]) -> bool:
    """Whether a stored file holds one of the keys. A file that cannot be searched counts as one that does."""
    try:
        keys = set().union(*(keys_in(part) for part in parts_of(path)))
    except (*DAMAGED_ARCHIVE, RuntimeError):
        return True
    except FileNotFoundError:
        return False
    return any(digest(key.decode()) in digests for key in keys)


def parts_of(path: Path):
    """The bytes of a CSV; of a workbook, those of each of its parts. Raises RuntimeError for one that is too large."""
    with path.open("rb") as stream:
        if stream.read(2) != b"PK":
            stream.seek(0)
            yield stream.read()
            return
    with ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > UNPACKED_LIMIT:
            raise RuntimeError("too large to search")
        for name in archive.namelist():
            yield TAG.sub(b"\n", BETWEEN_RUNS.sub(b"", archive.read(name)))


def keys_in(content: bytes) -> set[bytes]:
    """All that look like patient keys, however they were written."""
    plain = content if content.isascii() else made_plain(content)
    return set(KEY.findall(plain.translate(LOWER, OVERLOOKED)))


def made_plain(content: bytes) -> bytes:
    """Full-width letters and digits as the reader takes them; UTF-16 and older encodings are left as they are."""
    try:
        return unicodedata.normalize("NFKC", content.decode("utf-8-sig")).encode("utf-8")
    except UnicodeDecodeError:
        return content
