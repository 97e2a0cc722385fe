"""The monthly return as a kind of file."""

from django.urls import reverse

from accounts.permissions import Permission
from measures.actions.checking import check_return_file
from measures.actions.returns import submit_upload
from measures.return_files.return_schema import KIND
from practices.uploads import kinds


def home(upload):
    return [("Home", reverse("home")), ("Returns", reverse("return_home"))]


kinds.register(
    kinds.UploadKind(
        name=KIND,
        title="Monthly return",
        view=Permission.VIEW_RETURN_FILE,
        send=Permission.SEND_RETURN,
        check=check_return_file,
        submit=submit_upload,
        ready=lambda request, upload: {},
        receipt=lambda request, upload: {},
        ready_template="measures/upload_ready.html",
        receipt_template="measures/upload_receipt.html",
        home=home,
        check_job="upload.check.monthly_return",
    )
)
