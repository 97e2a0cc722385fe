"""The two ways to mend a refused file: as a workbook with marks, or its cells in question here."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from operations import audit
from practices.exports import XLSX
from practices.forms.mending import MendForm
from practices.spreadsheets.tables import Limits
from practices.stored_files import digest
from practices.uploads import mended_files, mending
from practices.uploads.annotated import annotated_workbook
from practices.uploads.kinds import KINDS
from practices.views.downloads import download
from practices.views.methods import GET_AND_POST
from practices.views.uploads import own_upload, visible_upload

CELLS_ON_A_PAGE = 100
GONE = "This file is not kept to be mended here, or only for who sent it. Mend your own copy, and upload it."
TOO_LARGE = "With its marks the file is too large to go in again. Use the list of problems."


@require_safe
def upload_annotated(request, upload_id):
    """The checked file with its cells in question marked; it goes in again as it is."""
    upload = visible_upload(request, upload_id)
    opened = opened_again(request, upload)
    if opened is None:
        return not_kept(request, upload)
    problems, listed = mended_files.listed(upload)
    content = annotated_workbook(*opened, mended_files.headings_of(upload), problems, listed=listed)
    if len(content) > Limits().bytes:
        messages.info(request, TOO_LARGE)
        return redirect("upload_detail", upload.pk)
    audit.record("upload.annotated", by=request.user, about=upload, rows=len(opened[0].rows), sha256=digest(content))
    return download(content, XLSX, f"mend-{upload.reference}.xlsx")


@GET_AND_POST
def upload_mend(request, upload_id):
    upload = own_upload(request, upload_id)
    opened = opened_again(request, upload)
    ways = mended_files.ways_to_mend(request.user, upload)
    if opened is None or not ways.in_grid:
        return not_kept(request, upload)
    rows, more = rows_on_page(upload, *opened)
    if request.method == "POST":
        return mend(request, upload, opened, rows, more)
    audit.record("upload.mend_opened", by=request.user, about=upload, rows=len(rows))
    seen = mended_files.mendings(upload).count()
    return mend_page(request, upload, MendForm.as_found(rows, seen), more)


def opened_again(request, upload):
    """(table, schema) of a file that waits for this person to mend it; None where it does not; 404 out of today's scope."""
    if not mended_files.may_still_send(request.user, upload):
        raise Http404
    return mended_files.read_again(upload) if mended_files.waits_for(request.user, upload) else None


def not_kept(request, upload):
    messages.info(request, GONE)
    return redirect("upload_detail", upload.pk)


def rows_on_page(upload, table, schema):
    problems, _ = mended_files.listed(upload)
    rows = mending.in_question(table, problems, mended_files.headings_of(upload), schema)
    return mending.first_cells(rows, CELLS_ON_A_PAGE)


def mend(request, upload, opened, rows, more):
    """Send the file with what was typed, and go on to its own page."""
    table, schema = opened
    form = MendForm(request.POST, rows=rows)
    if form.is_valid() and not form.has_changes:
        form.add_error(None, "Change at least one cell")
    if not form.is_valid():
        return mend_page(request, upload, form, more)
    changed = mending.mended(table, form.typed, form.left_out)
    try:
        mended = mended_files.receive_mended(
            by=request.user, upload=upload, table=changed, schema=schema, seen=form.cleaned_data["seen"]
        )
    except mended_files.MendedMeanwhile as meanwhile:
        return mended_meanwhile(request, upload, form, more, meanwhile.args[0])
    return redirect("upload_detail", mended.pk)


def mended_meanwhile(request, upload, form, more, newest):
    """409: what was sent since is one press away, and so is sending this too."""
    form.data = {**form.data.dict(), "seen": mended_files.mendings(upload).count()}
    return mend_page(request, upload, form, more, newest=newest, status=409)


def mend_page(request, upload, form, more, *, newest=None, status=200):
    breadcrumbs = KINDS[upload.kind].home(upload)
    request.stands_under = breadcrumbs[-1][1]
    here = (f"File {upload.reference}", reverse("upload_detail", args=[upload.pk]))
    context = {
        "upload": upload,
        "form": form,
        "groups": form.groups(),
        "more": more,
        "newest": newest,
        "breadcrumbs": [*breadcrumbs, here],
        "annotated_href": reverse("upload_annotated", args=[upload.pk]),
    }
    return render(request, "uploads/upload_mend.html", context, status=status)
