"""Cells copied out of a spreadsheet, sent as a file: pasted, looked at, sent."""

from django.core.files.base import ContentFile
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.permissions import Permission, require_permission
from measures.actions.checking import receive_return_file
from measures.entry.forms import PasteForm
from measures.entry.pasting import look
from measures.entry.rows import COLUMNS, PASTED_NAME, pasted_file
from measures.pages import pasting_pages
from practices.models import Organisation
from practices.views.methods import GET_AND_POST


@GET_AND_POST
def return_paste(request):
    require_permission(request.user, Permission.SEND_RETURN)
    practices = Organisation.objects.visible_to(request.user, Permission.SEND_RETURN).practices()
    form = PasteForm(request.POST) if request.method == "POST" else PasteForm()
    if not form.is_valid():
        return paste_page(request, practices, form)
    text = form.cleaned_data["cells"]
    if request.POST.get("step") == "send":
        upload = receive_return_file(
            by=request.user,
            file=ContentFile(pasted_file(text), name=PASTED_NAME),
            acting_scope=request.acting.label,
            practices=practices,
            context={"pasted": True},
        )
        return redirect("upload_detail", upload.pk)
    codes = practices.values_list("ods_code", flat=True)
    looked = look(text, by=request.user, codes=codes, acting_scope=request.acting.label)
    # What names a patient is not sent back to the screen either.
    form = PasteForm() if looked.is_personal else PasteForm(initial={"cells": text})
    return paste_page(request, practices, form, looked=pasting_pages.looked_page(looked), sent=text)


def paste_page(request, practices, form, **shown):
    context = {
        "form": form,
        "practices": practices,
        "columns": COLUMNS,
        "breadcrumbs": [("Home", reverse("home")), ("Returns", reverse("return_home"))],
        **shown,
    }
    return render(request, "measures/return_paste.html", context)
