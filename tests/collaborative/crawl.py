"""Every page and file of improvement work for one reader, as bytes that can be compared."""

import re
from io import BytesIO
from zipfile import ZipFile

from django.urls import get_resolver, reverse

from accounts.improvement_routes import IMPROVEMENT_ROUTES

# What addresses are made of beside the ids of rows.
PLACES = {
    "wave_code": "W1",
    "slug": "test",
    "level": "commissioner",
    "code": "5W0",
    "measure": "referrals",
    "period": "2006-09",
}
KINDS = {"event_attendance_file": ("csv", "xlsx"), "report_file": ("html",), "storyboard_file": ("pdf",)}
# What names the request or the computation: nothing that anybody is told.
NOISE = [
    (r'(csrf\w*" value=|nonce=|csrf[Tt]oken["\': ]+)"?[\w-]+"?', r"\1N"),
    (r'(app-reference">)\w+', r"\1N"),
    (r"(omputation\D{0,60}?)\d+", r"\1N"),
    (r"(?m)^DTSTAMP:.*$", "DTSTAMP"),
]


def addresses(ids, *, forms=True):
    """Of every address that is read: `ids` are those of a row by parameter. Open pages, which ask for a token, are left out."""
    for name, methods in IMPROVEMENT_ROUTES.items():
        _, parameters = get_resolver().reverse_dict.getlist(name)[0][0][0]
        if "GET" not in methods or (not forms and "POST" in methods):
            continue
        for kind in KINDS.get(name, ("",)):
            given = PLACES | ids | {"kind": kind}
            if set(parameters) <= set(given):
                yield reverse(name, kwargs={one: given[one] for one in parameters})


def seen(client, wanted):
    """Address -> (status, text)."""
    return {address: said(client.get(address)) for address in wanted}


def said(response):
    content = response.content
    if response.headers["Content-Type"].endswith(".sheet"):
        return response.status_code, content_of_workbook(content)
    text = content.decode(errors="replace")
    for pattern, instead in NOISE:
        text = re.sub(pattern, instead, text)
    return response.status_code, text


def content_of_workbook(content) -> str:
    with ZipFile(BytesIO(content)) as archive:
        return str([archive.read(name) for name in sorted(archive.namelist()) if name.startswith("xl/")])


def differing(before, after) -> list[str]:
    return [address for address in after if before[address] != after[address]]
