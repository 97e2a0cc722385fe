"""Staff files: sending one, the empty template, and the roster in the same columns. What follows is practices.views.uploads."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from practices.exports import XLSX
from practices.views.downloads import CSV, download
from practices.views.methods import GET_AND_POST
from workforce.actions.staff_files import as_file, receive_staff_file, write_roster
from workforce.dashboards.staff_files import upload_page
from workforce.files.staff_scope import sent_for, trusts_to_send_for
from workforce.forms.staff_files import StaffFileForm
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_lead

CONTENT_TYPES = {"csv": CSV, "xlsx": XLSX}


@GET_AND_POST
def staff_upload(request, programme):
    programme = programme_to_lead(request, programme)
    form = StaffFileForm(request.POST, request.FILES) if request.method == "POST" else StaffFileForm()
    if form.is_valid():
        upload = receive_staff_file(
            by=request.user, programme=programme, file=form.cleaned_data["file"], acting_scope=request.acting.label
        )
        return redirect("upload_detail", upload.pk)
    trusts = trusts_to_send_for(request.user, programme)
    page = upload_page(programme, trusts, sent_for(request.user, programme))
    context = {"heading": "Upload of staff", "form": form, "page": page}
    return programme_page(request, "workforce/staff_upload.html", programme, context)


@require_safe
def staff_template(request, programme, extension):
    """The empty file. Nobody's name is ever filled in."""
    programme_to_lead(request, programme)
    return download(as_file([], known(extension)), CONTENT_TYPES[extension], f"staff.{extension}")


@require_safe
def roster_file(request, programme, extension):
    """The roster as it is, pay and reasons of leaving included: for the lead alone, as what it changes is."""
    programme = programme_to_lead(request, programme)
    content = write_roster(by=request.user, programme=programme, extension=known(extension))
    return download(content, CONTENT_TYPES[extension], f"roster-{programme.slug}.{extension}")


def known(extension: str) -> str:
    if extension not in CONTENT_TYPES:
        raise Http404
    return extension
