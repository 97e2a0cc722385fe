"""The monthly return as a kind of file."""

from django.urls import reverse

from accounts.permissions import Permission
from measures.actions.returns import submit_upload
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


kinds.register(
    kinds.UploadKind(
        name=KIND,
        title="Monthly return",
        view=Permission.VIEW_RETURN_FILE,
        send=Permission.SEND_RETURN,
        submit=submit_upload,
        ready=ready_page,
        receipt=receipt_page,
        ready_template="measures/upload_ready.html",
        receipt_template="measures/upload_receipt.html",
        home=home,
        send_page=lambda upload: reverse("return_upload"),
        help_links=help_links,
        check_job="upload.check.monthly_return",
    )
)
