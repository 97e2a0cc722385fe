"""The pages of one sent file, whatever its kind: watch it being checked, mend or confirm, see what it changes, submit, keep
the receipt. What differs from kind to kind is in practices.uploads.kinds."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import require_permission
from practices.exports import XLSX, csv_bytes, xlsx_bytes
from practices.forms.uploads import ReasonsForm
from practices.models import Upload
from practices.uploads import actions, mended_files, pages, receipts
from practices.uploads.kinds import KINDS
from practices.uploads.models import IllegalMove, UploadState
from practices.views.downloads import CSV, download

NOT_TAKEN = "The file was not taken. Nothing was saved, and no figure has changed."
GIVEN_UP = "The file could not be {}. Nothing was changed. Try again"


def visible_upload(request, upload_id):
    """404 for a file of another practice, 403 for one who may not open files of its kind."""
    upload = get_object_or_404(Upload.objects.visible_to(request.user), pk=upload_id, kind__in=KINDS)
    require_permission(request.user, KINDS[upload.kind].view)
    return upload


def own_upload(request, upload_id):
    """An upload that this person may also confirm, submit or take back: at every practice that it names."""
    upload = visible_upload(request, upload_id)
    kind = KINDS[upload.kind]
    require_permission(request.user, kind.send)
    for practice in [] if kind.within else upload.practices.all():
        require_permission(request.user, kind.send, practice)
    return upload


@require_safe
def upload_detail(request, upload_id):
    upload = visible_upload(request, upload_id)
    if pages.is_stuck(upload):
        give_up(upload)
    if upload.state == UploadState.NEEDS_FIXING and (href := KINDS[upload.kind].typed_at(upload)):
        return redirect(href)
    return upload_page(request, upload)


def give_up(upload):
    """Say on the upload that its worker died on every attempt, unless somebody just moved it."""
    try:
        actions.fail(upload, GIVEN_UP.format("stored" if upload.state == UploadState.APPLYING else "checked"))
    except IllegalMove:
        upload.refresh_from_db()


def upload_page(request, upload, **more):
    kind = KINDS[upload.kind]
    template, contents = PAGES[UploadState(upload.state)]
    breadcrumbs = kind.home(upload)
    # The addresses of these pages have the name of the first kind: the navigation asks here instead.
    request.stands_under = breadcrumbs[-1][1]
    context = {
        "upload": upload,
        "state_tag": pages.state_tag(upload),
        "remarks": upload.notes,
        "breadcrumbs": breadcrumbs,
        "waits_under": breadcrumbs[-1],
        "send_href": kind.send_page(upload),
        "help_links": kind.help_links(upload),
        **contents(request, upload),
        **more,
    }
    return render(request, template or context["template"], context)


def nothing_more(request, upload):
    return {}


def progress_page(request, upload):
    return {"progress": pages.progress_of(upload), "is_being_stored": upload.state == UploadState.APPLYING}


def needs_fixing_page(request, upload):
    problems = pages.problems_of(upload)
    is_wrong_practice = all(problem.code == "B47" for problem in problems)
    first = problems[0] if problems else None
    return {
        "problems": pages.problem_table(problems, upload),
        "lead": f"{first.message}." if first and is_wrong_practice else NOT_TAKEN,
        "groups": pages.problem_groups(problems),
        "is_wrong_practice": is_wrong_practice,
        "first_problem": first,
        "ways": mended_files.ways_to_mend(request.user, upload),
        "mended_as": mended_files.mendings(upload).filter(uploaded_by=request.user).first(),
    }


def confirm_page(request, upload):
    warnings = pages.warnings_of(upload)
    return {
        "confirm_href": reverse("upload_confirm", args=[upload.pk]),
        "form": ReasonsForm(warnings=warnings, given=upload.confirmations),
        "warnings": pages.problem_table(warnings, upload),
        "typed_href": (typed_href := KINDS[upload.kind].typed_at(upload)),
        "ways": None if typed_href else mended_files.ways_to_mend(request.user, upload),
    }


def ready_page(request, upload):
    kind = KINDS[upload.kind]
    return {"template": kind.ready_template, **kind.ready(request, upload)}


def receipt_page(request, upload):
    kind = KINDS[upload.kind]
    letters = receipts.went_to(upload)
    return {"template": kind.receipt_template, "letters": letters, **kind.receipt(request, upload)}


# State -> (template, what it prints); the kind names the template where there is none.
PAGES = {
    UploadState.RECEIVED: ("uploads/upload_checking.html", progress_page),
    UploadState.CHECKING: ("uploads/upload_checking.html", progress_page),
    UploadState.NEEDS_FIXING: ("uploads/upload_needs_fixing.html", needs_fixing_page),
    UploadState.NEEDS_CONFIRMING: ("uploads/upload_confirm.html", confirm_page),
    UploadState.READY: (None, ready_page),
    UploadState.APPLYING: ("uploads/upload_checking.html", progress_page),
    UploadState.SUBMITTED: (None, receipt_page),
    UploadState.FAILED: ("uploads/upload_failed.html", nothing_more),
    UploadState.WITHDRAWN: ("uploads/upload_withdrawn.html", nothing_more),
}


@require_safe
def upload_progress(request, upload_id):
    """The answer to a poll: how far it is, or where to go."""
    upload = visible_upload(request, upload_id)
    if upload.is_finished or pages.is_stuck(upload):
        return HttpResponse(headers={"HX-Redirect": reverse("upload_detail", args=[upload.pk])})
    return render(request, "components/progress.html", {"progress": pages.progress_of(upload)})


@require_POST
def upload_confirm(request, upload_id):
    upload = own_upload(request, upload_id)
    form = ReasonsForm(request.POST, warnings=pages.warnings_of(upload), given=upload.confirmations)
    if upload.state != UploadState.NEEDS_CONFIRMING:
        return redirect("upload_detail", upload.pk)
    if not form.is_valid():
        return upload_page(request, upload, form=form)
    try:
        actions.confirm(upload, by=request.user, reasons=form.reasons)
    except IllegalMove:
        messages.info(request, "The file has moved on since you opened it.")
    return redirect("upload_detail", upload.pk)


@require_POST
def upload_submit(request, upload_id):
    upload = own_upload(request, upload_id)
    kind = KINDS[upload.kind]
    try:
        actions.submit(upload=upload, by=request.user)
    except actions.Overtaken:
        actions.check_again(upload, by=request.user)
        compared = "Your file was compared again: look at what it changes now."
        messages.warning(request, f"{kind.change_words} {compared}")
    except IllegalMove:
        messages.info(request, "The file was submitted already, or is not ready.")
    return redirect("upload_detail", upload.pk)


@require_POST
def upload_withdraw(request, upload_id):
    upload = own_upload(request, upload_id)
    try:
        actions.withdraw(upload, by=request.user)
    except IllegalMove:
        messages.info(request, "The file cannot be taken back any more.")
        return redirect("upload_detail", upload.pk)
    messages.success(request, "The file was taken back. Nothing was changed.")
    _, waits_under = KINDS[upload.kind].home(upload)[-1]
    return redirect(waits_under)


@require_POST
def upload_check_again(request, upload_id):
    upload = own_upload(request, upload_id)
    actions.check_again(upload, by=request.user)
    return redirect("upload_detail", upload.pk)


@require_safe
def upload_problems_csv(request, upload_id):
    """Every problem, not only those that fit the screen."""
    upload = visible_upload(request, upload_id)
    content = csv_bytes(*pages.all_problems(upload))
    return problems_file(upload, content, "csv", CSV)


@require_safe
def upload_problems_xlsx(request, upload_id):
    """The same as a sheet to work through."""
    upload = visible_upload(request, upload_id)
    content = xlsx_bytes({"Problems": pages.all_problems(upload)})
    return problems_file(upload, content, "xlsx", XLSX)


def problems_file(upload, content, extension, content_type):
    return download(content, content_type, f"problems-{upload.reference}.{extension}")
