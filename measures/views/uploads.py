"""Sending a file: choose it, watch it being checked, mend or confirm, look at the differences, submit, keep the receipt."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission, require_permission
from measures.actions import checking
from measures.actions import returns as actions
from measures.forms import ReasonsForm, UploadForm
from measures.models import MonthlyReturn
from measures.pages import upload_pages
from practices.exports import XLSX, csv_bytes, xlsx_bytes
from practices.models import Organisation, Upload
from practices.uploads import actions as uploads
from practices.uploads.models import IllegalMove, UploadState

TEMPLATES = {
    UploadState.RECEIVED: "measures/upload_checking.html",
    UploadState.CHECKING: "measures/upload_checking.html",
    UploadState.NEEDS_FIXING: "measures/upload_needs_fixing.html",
    UploadState.NEEDS_CONFIRMING: "measures/upload_confirm.html",
    UploadState.READY: "measures/upload_ready.html",
    UploadState.SUBMITTED: "measures/upload_receipt.html",
    UploadState.FAILED: "measures/upload_failed.html",
    UploadState.WITHDRAWN: "measures/upload_withdrawn.html",
}
CHANGED_MEANWHILE = (
    "Somebody else has sent figures for one of these months. Your file was compared again: look at what it changes now."
)


def breadcrumbs(*more):
    return [("Home", reverse("home")), ("Returns", reverse("return_home")), *more]


@require_http_methods(["GET", "POST"])
def return_upload(request):
    require_permission(request.user, Permission.SEND_RETURN)
    practices = Organisation.objects.visible_to(request.user, Permission.SEND_RETURN).practices()
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        upload = checking.receive_return_file(
            by=request.user,
            file=form.cleaned_data["file"],
            acting_scope=request.acting.label,
            practices=practices,
        )
        return redirect("upload_detail", upload.pk)
    context = {"form": form, "practices": practices, "breadcrumbs": breadcrumbs()}
    return render(request, "measures/return_upload.html", context)


def visible_upload(request, upload_id):
    """404 for a file of another practice, 403 for one who may not open files."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=upload_id, kind="monthly_return")
    require_permission(request.user, Permission.VIEW_RETURN_FILE)
    return upload


def own_upload(request, upload_id):
    """An upload that this person may also confirm, submit or take back: at every practice that it names."""
    upload = visible_upload(request, upload_id)
    require_permission(request.user, Permission.SEND_RETURN)
    for practice in upload.practices.all():
        require_permission(request.user, Permission.SEND_RETURN, practice)
    return upload


@require_safe
def upload_detail(request, upload_id):
    upload = visible_upload(request, upload_id)
    if upload_pages.is_stuck(upload):
        uploads.fail(upload, "The file could not be checked. Nothing was changed. Try again")
    return upload_page(request, upload)


def upload_page(request, upload, **more):
    context = {
        "upload": upload,
        "state_tag": upload_pages.state_tag(upload),
        "breadcrumbs": breadcrumbs(),
        **PAGES.get(UploadState(upload.state), nothing_more)(request, upload),
        **more,
    }
    return render(request, TEMPLATES[UploadState(upload.state)], context)


def nothing_more(request, upload):
    return {}


def checking_page(request, upload):
    return {"progress": upload_pages.progress_of(upload)}


def needs_fixing_page(request, upload):
    problems = upload_pages.problems_of(upload)
    return {
        "problems": upload_pages.problem_table(problems, upload),
        "groups": upload_pages.problem_groups(problems),
        "is_wrong_practice": all(problem.code == "B47" for problem in problems),
        "first_problem": problems[0] if problems else None,
    }


def confirm_page(request, upload):
    warnings = upload_pages.warnings_of(upload)
    return {
        "confirm_href": reverse("upload_confirm", args=[upload.pk]),
        "form": ReasonsForm(warnings=warnings, given=upload.confirmations),
        "warnings": upload_pages.problem_table(warnings, upload),
        "remarks": upload.notes,
    }


def ready_page(request, upload):
    differences = upload_pages.differences_of(upload)
    return {
        "differences": differences,
        "received_before": upload_pages.received_before(upload) if not differences.changes_anything else None,
        "remarks": upload.notes,
    }


def receipt_page(request, upload):
    versions = list(
        MonthlyReturn.objects.visible_to(request.user)
        .filter(upload=upload)
        .select_related("practice", "wave", "submitted_by")
        .order_by("practice__name", "month")
    )
    return {"receipt": upload_pages.receipt_of(upload, versions), "values": upload_pages.receipt_table(versions)}


PAGES = {
    UploadState.RECEIVED: checking_page,
    UploadState.CHECKING: checking_page,
    UploadState.NEEDS_FIXING: needs_fixing_page,
    UploadState.NEEDS_CONFIRMING: confirm_page,
    UploadState.READY: ready_page,
    UploadState.SUBMITTED: receipt_page,
}


@require_safe
def upload_progress(request, upload_id):
    """The answer to a poll: how far it is, or where to go."""
    upload = visible_upload(request, upload_id)
    if upload.is_finished or upload_pages.is_stuck(upload):
        return HttpResponse(headers={"HX-Redirect": reverse("upload_detail", args=[upload.pk])})
    return render(request, "components/progress.html", {"progress": upload_pages.progress_of(upload)})


@require_POST
def upload_confirm(request, upload_id):
    upload = own_upload(request, upload_id)
    form = ReasonsForm(request.POST, warnings=upload_pages.warnings_of(upload), given=upload.confirmations)
    if upload.state != UploadState.NEEDS_CONFIRMING:
        return redirect("upload_detail", upload.pk)
    if not form.is_valid():
        return upload_page(request, upload, form=form)
    try:
        uploads.confirm(upload, by=request.user, reasons=form.reasons)
    except IllegalMove:
        messages.info(request, "The file has moved on since you opened it.")
    return redirect("upload_detail", upload.pk)


@require_POST
def upload_submit(request, upload_id):
    upload = own_upload(request, upload_id)
    try:
        actions.submit_upload(upload=upload, by=request.user)
    except actions.Overtaken:
        checking.check_again(upload, by=request.user)
        messages.warning(request, CHANGED_MEANWHILE)
    except IllegalMove:
        messages.info(request, "The file was submitted already, or is not ready.")
    return redirect("upload_detail", upload.pk)


@require_POST
def upload_withdraw(request, upload_id):
    upload = own_upload(request, upload_id)
    try:
        uploads.withdraw(upload, by=request.user)
    except IllegalMove:
        messages.info(request, "The file cannot be taken back any more.")
        return redirect("upload_detail", upload.pk)
    messages.success(request, "The file was taken back. Nothing was changed.")
    return redirect("return_home")


@require_POST
def upload_check_again(request, upload_id):
    upload = own_upload(request, upload_id)
    checking.check_again(upload, by=request.user)
    return redirect("upload_detail", upload.pk)


@require_safe
def upload_problems_csv(request, upload_id):
    """Every problem, not only those that fit the screen."""
    upload = visible_upload(request, upload_id)
    content = csv_bytes(*upload_pages.all_problems(upload))
    return problems_file(upload, content, "csv", "text/csv; charset=utf-8")


@require_safe
def upload_problems_xlsx(request, upload_id):
    """The same as a sheet to work through."""
    upload = visible_upload(request, upload_id)
    content = xlsx_bytes({"Problems": upload_pages.all_problems(upload)})
    return problems_file(upload, content, "xlsx", XLSX)


def problems_file(upload, content, extension, content_type):
    headers = {"Content-Disposition": f'attachment; filename="problems-{upload.reference}.{extension}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
