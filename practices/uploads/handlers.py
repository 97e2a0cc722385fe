"""Takes a file from the browser into memory and no further than the limit (D18).

Django's own handlers know no limit for files, and write large ones to a temporary file, where a patient's number
might stay when the process is killed.
"""

from io import BytesIO

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from practices.spreadsheets.tables import Limits

# Up to here the rest is read and thrown away, so that the form can say how large the file was; beyond it, status 413.
LARGEST_REQUEST = 10 * Limits().bytes


class LimitedUploadHandler(FileUploadHandler):
    """The only handler; kinds of file with a larger limit need a view with a handler of its own."""

    limit = Limits().bytes

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        if content_length > LARGEST_REQUEST:
            raise RequestDataTooBig("The file is too large")

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
