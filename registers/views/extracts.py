"""Files of the register: what is covered, and sending the next. The pages of a sent file are practices.views.uploads."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission
from practices import months
from practices.exports import XLSX
from practices.models import Upload
from practices.uploads.handlers import streams_files
from practices.uploads.template import csv_template, xlsx_template
from practices.views.downloads import CSV, download
from practices.views.methods import GET_AND_POST
from practices.views.refusals import attempted
from registers.actions.nil_months import say_none
from registers.actions.sending import receive_extract
from registers.dashboards import extracts as pages
from registers.files.schemas import EVENT_KINDS, KINDS, LARGE, extract_schema, title_of
from registers.forms.extracts import ExtractForm, NilMonthForm
from registers.models import CoveredMonth, ImportProfile, PracticeRegister
from registers.views.breadcrumbs import to_register
from registers.views.scope import practice_to_read

CONTENT_TYPES = {"csv": CSV, "xlsx": XLSX}


@require_safe
def extract_home(request, ods_code):
    practice = practice_to_read(request, ods_code)
    covered = CoveredMonth.objects.visible_to(request.user).of_practice(practice)
    sent = Upload.objects.visible_to(request.user).filter(practices=practice, kind__in=KINDS)
    may_send = has_permission(request.user, Permission.SEND_EXTRACT, practice)
    context = {
        "practice": practice,
        "page": pages.home_page(practice, covered, sent, has_key(request, practice), may_send),
        "breadcrumbs": to_register(practice),
    }
    return render(request, "registers/extract_home.html", context)


def has_key(request, practice) -> bool:
    registers = PracticeRegister.objects.visible_to(request.user).of_practice(practice)
    return registers.exclude(key_check_value="").exists()


def practice_to_send_for(request, ods_code, kind):
    """The practice; 404 for a kind of file that there is not."""
    practice = practice_to_read(request, ods_code, Permission.SEND_EXTRACT)
    if kind not in KINDS:
        raise Http404
    return practice


@streams_files(practice_to_send_for, limit=LARGE.bytes)
@GET_AND_POST
def extract_upload(request, ods_code, kind):
    practice = practice_to_send_for(request, ods_code, kind)
    form = extract_form(request, practice, kind)
    if form.is_valid():
        upload = receive_extract(
            by=request.user,
            practice=practice,
            kind=kind,
            file=form.cleaned_data["file"],
            profile=form.cleaned_data["profile"],
            covers=form.covers,
            acting_scope=request.acting.label,
        )
        return redirect("upload_detail", upload.pk)
    context = {
        "form": form,
        "practice": practice,
        "page": pages.upload_page(practice, kind, has_key(request, practice)),
        "breadcrumbs": to_register(practice, pages.crumb(practice)),
    }
    return render(request, "registers/extract_upload.html", context)


def extract_form(request, practice, kind):
    """The import profile that was used last is chosen already."""
    profiles = pages.with_confirmations(ImportProfile.objects.visible_to(request.user), practice, kind)
    options = {"profiles": profiles, "title": title_of(kind), "of_events": kind in EVENT_KINDS}
    if request.method == "POST":
        return ExtractForm(request.POST, request.FILES, **options)
    sent = Upload.objects.visible_to(request.user).filter(practices=practice, kind=kind)
    return ExtractForm(initial={"profile": pages.last_profile(sent)}, **options)


@GET_AND_POST
def extract_none(request, ods_code, kind):
    """There was nothing of this kind in a month: what is missing is never taken for zero, so it has to be said."""
    practice = practice_to_send_for(request, ods_code, kind)
    if kind not in EVENT_KINDS:
        raise Http404
    covered = CoveredMonth.objects.visible_to(request.user).of_practice(practice).filter(kind=kind)
    periods = {months.period(month) for month in covered.values_list("month", flat=True)}
    form = NilMonthForm(request.POST or None, title=title_of(kind), covered=periods)
    if form.is_valid() and attempted(
        form, say_none, practice=practice, kind=kind, month=form.cleaned_data["month"], by=request.user
    ):
        month = months.label(form.cleaned_data["month"])
        messages.success(request, f"{month} is covered: there were no {title_of(kind).lower()}.")
        return redirect("extract_home", ods_code)
    context = {
        "form": form,
        "heading": f"No {title_of(kind).lower()} in a month",
        "caption": practice.name,
        "notes": [pages.NONE_NOTE],
        "breadcrumbs": to_register(practice, pages.crumb(practice)),
    }
    return render(request, "practices/form.html", context)


@require_safe
def extract_template(request, ods_code, kind, extension):
    """The empty file. Nothing about a person or a key is ever filled in."""
    practice_to_send_for(request, ods_code, kind)
    if extension not in CONTENT_TYPES:
        raise Http404
    schema = extract_schema(kind)
    content = csv_template(schema) if extension == "csv" else xlsx_template(schema, notes=pages.NOTES)
    return download(content, CONTENT_TYPES[extension], f"{kind.replace('_', '-')}.{extension}")
