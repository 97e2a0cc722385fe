"""Sending a return: choose the file. The pages that follow are the same for every kind of file."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, require_permission
from measures.actions import checking
from practices.forms.uploads import UploadForm
from practices.models import Organisation


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
    breadcrumbs = [("Home", reverse("home")), ("Returns", reverse("return_home"))]
    context = {"form": form, "practices": practices, "breadcrumbs": breadcrumbs}
    return render(request, "measures/return_upload.html", context)
