"""The staff file as a kind of file. A file belongs to one programme, known before it is read."""

from django.urls import reverse

from accounts.permissions import Permission
from practices.models import Programme
from practices.uploads import kinds
from practices.uploads.actions import submit_to_worker
from workforce.dashboards.links import href
from workforce.dashboards.staff_files import ready_page, receipt_page
from workforce.files.staff_schema import KIND, staff_schema
from workforce.files.staff_scope import trusts_to_send_for, within


def slug_of(upload) -> str:
    return upload.context["slug"]


def home(upload):
    crumbs = [("Home", reverse("home")), ("Workforce", href("workforce_home")), ("Staff files", send_page(upload))]
    return [(text, address) for text, address in crumbs if address]


def send_page(upload) -> str:
    return reverse("staff_upload", args=[slug_of(upload)])


def help_links(upload):
    return [
        ("Download a fresh template", reverse("staff_template", args=[slug_of(upload), "xlsx"])),
        ("Download the roster as it is, to correct it", reverse("roster_file", args=[slug_of(upload), "xlsx"])),
    ]


def sends_for(user, upload) -> set[str]:
    programme = Programme.objects.get(pk=upload.context["programme"])
    return set(trusts_to_send_for(user, programme).values_list("ods_code", flat=True))


kinds.register(
    kinds.UploadKind(
        name=KIND,
        title="Staff file",
        view=Permission.CHANGE_ROSTER,
        send=Permission.CHANGE_ROSTER,
        submit=submit_to_worker,
        ready=ready_page,
        receipt=receipt_page,
        ready_template="workforce/staff_ready.html",
        receipt_template="workforce/staff_receipt.html",
        home=home,
        send_page=send_page,
        help_links=help_links,
        check_job="workforce.check_staff",
        apply_job="workforce.apply_staff",
        schema=lambda upload: staff_schema(),
        within=within,
        sends_for=sends_for,
        change_words="The roster has changed since your file was checked.",
    )
)
