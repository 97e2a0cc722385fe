"""Takes a file from the browser no further than the limit (D18): into memory, or where uploads lie.

Django's own handlers know no limit for files, and write large ones to a temporary file, where a patient's number
might stay when the process is killed. A large file of ours is written where the removal of orphans looks for it.
"""

import hashlib
import os
from functools import wraps
from io import BytesIO
from pathlib import Path

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from practices.spreadsheets.tables import Limits
from practices.uploads import storage

# Up to here the rest is read and thrown away, so that the form can say how large the file was; beyond it, status 413.
LARGEST_REQUEST = 10 * Limits().bytes
# A file of the largest kind is not read much beyond its limit: that would take as long as a good one.
LARGEST_STREAM = 1.2


class FileTooLarge(RequestDataTooBig):
    """`limit` in bytes, for the page with status 413."""

    def __init__(self, limit: int):
        super().__init__("The file is too large")
        self.limit = limit


class LimitedUploadHandler(FileUploadHandler):
    """The only handler; kinds of file with a larger limit need a view with a handler of its own."""

    limit = Limits().bytes

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > LARGEST_REQUEST:
            raise FileTooLarge(self.limit)

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.content = BytesIO()
        self.size = 0

    def receive_data_chunk(self, raw_data, start):
        self.size += len(raw_data)
        if self.size <= self.limit:
            self.content.write(raw_data)

    def file_complete(self, file_size):
        """The file; one over the limit comes with its true size and no content, for the form to refuse."""
        content = self.content if self.size <= self.limit else BytesIO()
        content.seek(0)
        return InMemoryUploadedFile(
            content,
            self.field_name,
            self.file_name,
            self.content_type,
            self.size,
            self.charset,
            self.content_type_extra,
        )


class StreamedFile(UploadedFile):
    """A file that lies on the disk under a name of our own; nobody keeps it who does not call `move_to`.

    `size` is its true size and `sha256` its hash; of a file over the limit nothing was kept.
    """

    def __init__(self, path: Path, *, sha256: str, **details):
        super().__init__(file=None, **details)
        self.path, self.sha256 = path, sha256

    def start(self, length: int = 4) -> bytes:
        """The first bytes, which say what the file is."""
        with self.path.open("rb") as stream:
            return stream.read(length)

    def move_to(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.replace(path)

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        pass


class StreamingUploadHandler(FileUploadHandler):
    """Writes each file of a request where uploads lie, hashing it on the way, up to `limit` bytes."""

    def __init__(self, request, limit: int):
        super().__init__(request)
        self.limit = limit
        self.stream = None
        self.begun: list[Path] = []

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > LARGEST_STREAM * self.limit:
            raise FileTooLarge(self.limit)

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        path = storage.incoming()
        self.begun.append(path)
        self.stream = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self.size, self.hash = 0, hashlib.sha256()

    def receive_data_chunk(self, raw_data, start):
        self.size += len(raw_data)
        if self.size <= self.limit:
            self.stream.write(raw_data)
            self.hash.update(raw_data)

    def file_complete(self, file_size):
        if self.size > self.limit:
            self.stream.truncate(0)
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()
        return StreamedFile(
            self.begun[-1],
            sha256=self.hash.hexdigest(),
            name=self.file_name,
            content_type=self.content_type,
            size=self.size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def discard(self) -> None:
        """Remove whatever nobody kept, the half of a file that broke off included."""
        if self.stream:
            self.stream.close()
        for path in self.begun:
            path.unlink(missing_ok=True)


def streams_files(may_send, limit: int):
    """For views of large files. `may_send(request, **arguments)` raises for who may not, before any of it is read.

    The handler must be in place before the form's token is read, which reads the whole request.
    """

    def decorate(view):
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def with_handler(request, **arguments):
            if request.method == "POST":
                may_send(request, **arguments)
            handler = StreamingUploadHandler(request, limit)
            request.upload_handlers = [handler]
            try:
                return protected(request, **arguments)
            finally:
                handler.discard()

        return with_handler

    return decorate
