"""The monthly return as a kind of file."""

from django.urls import reverse

from accounts.permissions import Permission
from measures.actions.checking import schema_of_programmes
from measures.actions.drafts import submit_and_empty, typed_at
from measures.pages.receipt_letters import copies_of, parts_of
from measures.pages.upload_pages import ready_page, receipt_page
from measures.return_files.return_schema import KIND
from practices.uploads import kinds


def home(upload):
    return [("Home", reverse("home")), ("Returns", reverse("return_home"))]


def help_links(upload):
    return [
        ("Download a fresh template", reverse("return_template", args=["xlsx"])),
        ("Counting guide", reverse("counting_guide")),
    ]


def entry_page(upload):
    """Where a return that was typed is typed on; "" for a file."""
    place = typed_at(upload)
    return reverse("return_entry", args=[place.wave, place.practice, place.period]) if place else ""


def send_page(upload):
    return entry_page(upload) or reverse("return_upload")


kinds.register(
    kinds.UploadKind(
        name=KIND,
        title="Monthly return",
        view=Permission.VIEW_RETURN_FILE,
        send=Permission.SEND_RETURN,
        submit=submit_and_empty,
        ready=ready_page,
        receipt=receipt_page,
        ready_template="measures/upload_ready.html",
        receipt_template="measures/upload_receipt.html",
        home=home,
        send_page=send_page,
        typed_at=entry_page,
        help_links=help_links,
        check_job="upload.check.monthly_return",
        letter=parts_of,
        copies=copies_of,
        schema=lambda upload: schema_of_programmes(),
    )
)
