"""The five kinds of extract, as kinds of file. A file belongs to one practice, known before it is read."""

from django.urls import reverse

from accounts.permissions import Permission
from practices.uploads import kinds
from practices.uploads.actions import submit_to_worker
from registers.actions.extracts import schema_of
from registers.dashboards.extract_files import ready_page, receipt_page
from registers.dashboards.links import href
from registers.files.schemas import KINDS, LARGE, title_of

CHANGE_WORDS = "What is stored has changed since your file was checked."


def practice_code(upload) -> str:
    return upload.may_send_for[0]


def home(upload):
    code = practice_code(upload)
    name = upload.practices.get(ods_code=code).name
    crumbs = [("Home", reverse("home")), (f"Register of {name}", href("register_list", code)), extracts(code)]
    return [(text, address) for text, address in crumbs if address]


def extracts(code: str) -> tuple[str, str]:
    return "Files of the register", reverse("extract_home", args=[code])


def send_page(upload) -> str:
    return reverse("extract_upload", args=[practice_code(upload), upload.kind])


def help_links(upload):
    code = practice_code(upload)
    links = [
        ("Download a fresh template", reverse("extract_template", args=[code, upload.kind, "csv"])),
        ("The key tool", href("key_tool", code)),
        ("Import profiles", href("profile_list", code)),
    ]
    return [(text, address) for text, address in links if address]


for name in KINDS:
    kinds.register(
        kinds.UploadKind(
            name=name,
            title=title_of(name),
            view=Permission.SEND_EXTRACT,
            send=Permission.SEND_EXTRACT,
            submit=submit_to_worker,
            ready=ready_page,
            receipt=receipt_page,
            ready_template="registers/extract_ready.html",
            receipt_template="registers/extract_receipt.html",
            home=home,
            send_page=send_page,
            help_links=help_links,
            check_job="registers.check_extract",
            schema=schema_of,
            apply_job="registers.apply_extract",
            limits=LARGE,
            change_words=CHANGE_WORDS,
        )
    )
