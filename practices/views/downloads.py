"""Answers that are files to keep."""

from django.http import HttpResponse

from practices.uploads.names import attachment

CSV = "text/csv; charset=utf-8"


def download(content: bytes | str, content_type: str, name: str) -> HttpResponse:
    """`name` may hold what people typed, such as the title of an event."""
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": attachment(name)})
