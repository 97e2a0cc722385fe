"""Versions of the code list: what they hold, and which one a practice uses from when on."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from practices.exports import csv_bytes
from practices.views.downloads import CSV, download
from practices.views.methods import GET_AND_POST
from practices.views.refusals import attempted
from registers.actions.code_lists import choose_code_list
from registers.code_lists import shipped_versions
from registers.dashboards import code_lists as pages
from registers.dashboards.links import href
from registers.forms.code_lists import CodeFilterForm, CodeListChoiceForm
from registers.views.breadcrumbs import to_register
from registers.views.scope import practice_to_read

BREAK = (
    "Another version finds other people: figures before and after cannot be compared. On every chart of the practice a new "
    "phase begins with the first month, and each return says by which version its list was made."
)


def version_named(name):
    found = {one.version: one for one in shipped_versions()}.get(name)
    if found is None:
        raise Http404
    return found


@require_safe
def code_list_list(request):
    context = {"table": pages.versions_table(shipped_versions()), "breadcrumbs": [("Home", reverse("home"))]}
    return render(request, "registers/code_list_list.html", context)


@require_safe
def code_list_detail(request, code_list):
    version = version_named(code_list)
    form = CodeFilterForm(request.GET)
    address = reverse("code_list_csv", args=[code_list])
    context = {
        "code_list": version,
        "filter_form": form,
        "table": pages.codes_table(form.codes_of(version)),
        "csv_href": f"{address}?{request.GET.urlencode()}" if request.GET else address,
        "breadcrumbs": [("Home", reverse("home")), ("Code lists", reverse("code_list_list"))],
    }
    return render(request, "registers/code_list_detail.html", context)


@require_safe
def code_list_csv(request, code_list):
    version = version_named(code_list)
    rows = pages.csv_rows(version, CodeFilterForm(request.GET).codes_of(version))
    return download(csv_bytes(pages.CSV_HEADINGS, rows), CSV, f"code-list-{version.version}.csv")


@GET_AND_POST
def code_list_choose(request, ods_code):
    practice = practice_to_read(request, ods_code, Permission.CHANGE_REGISTER_SETTINGS)
    form = CodeListChoiceForm(request.POST or None)
    if form.is_valid() and attempted(form, choose_code_list, practice=practice, by=request.user, **form.cleaned_data):
        messages.success(request, "The code list is saved.")
        return redirect("register_settings", ods_code)
    settings = ("Settings", href("register_settings", ods_code))
    context = {
        "form": form,
        "heading": "Code list",
        "caption": practice.name,
        "notes": [BREAK],
        "breadcrumbs": to_register(practice, settings),
    }
    return render(request, "practices/form.html", context)
