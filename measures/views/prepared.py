"""A return filled from the practice's register: looked at, opened to the rows behind it, submitted with one button."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, has_permission
from measures.actions.prepared import view_rows
from measures.pages import prepared_pages
from measures.prepared.forms import CHANGED, PreparedForm
from measures.prepared.reading import prepare
from measures.prepared.sending import recount, send_prepared
from measures.return_files.wording import TITLES
from practices import months
from registers.figures import RETURN_FIELDS
from registers.views.scope import practice_to_read


def month_of(period: str):
    try:
        return months.parse_period(period)
    except ValueError as error:
        raise Http404 from error


def breadcrumbs(*more):
    return [("Home", reverse("home")), ("Returns", reverse("return_home")), *more]


@require_safe
def return_prepare(request, ods_code, period):
    practice = practice_to_read(request, ods_code, Permission.SEND_RETURN)
    return prepared_page(request, prepare(practice, month_of(period)))


def prepared_page(request, prepared, form=None):
    may_view_rows = has_permission(request.user, Permission.VIEW_PATIENT_ROWS, prepared.practice)
    context = {"prepared": prepared, "period": months.period(prepared.month), "breadcrumbs": breadcrumbs()}
    if prepared.why_not:
        return render(
            request,
            "measures/return_prepare_not_yet.html",
            {**context, **prepared_pages.not_yet(prepared)},
        )
    page = prepared_pages.prepared_page(prepared, may_view_rows=may_view_rows)
    return render(
        request,
        "measures/return_prepare.html",
        {**context, "page": page, "form": form or PreparedForm(prepared=prepared)},
    )


@require_POST
def return_prepared_submit(request, ods_code, period):
    practice = practice_to_read(request, ods_code, Permission.SEND_RETURN)
    month = month_of(period)
    recount(practice, month)
    prepared = prepare(practice, month)
    if prepared.why_not:
        messages.warning(request, prepared.why_not)
        return redirect("return_prepare", ods_code, period)
    form = form_as_seen(request, prepared)
    if not form.is_valid():
        return prepared_page(request, prepared, form)
    upload = send_prepared(
        prepared=prepared, given=form.cleaned_data, by=request.user, acting_scope=request.acting.label
    )
    return redirect("upload_detail", upload.pk)


def form_as_seen(request, prepared):
    """What was sent; with an error when the register has changed since its sender saw the figures."""
    data = request.POST.copy()
    data["seen"] = prepared.digest
    form = PreparedForm(data, prepared=prepared)
    if request.POST.get("seen", "") != prepared.digest:
        form.add_error(None, CHANGED)
    return form


@require_safe
def return_prepared_rows(request, ods_code, period, field):
    practice = practice_to_read(request, ods_code)
    month = month_of(period)
    if field not in RETURN_FIELDS:
        raise Http404
    page = view_rows(practice=practice, month=month, field=field, page=request.GET.get("page"), by=request.user)
    prepare_href = reverse("return_prepare", args=[ods_code, period])
    may_send = has_permission(request.user, Permission.SEND_RETURN, practice)
    more = [(f"Return for {month:%B %Y}", prepare_href)] if may_send else []
    context = {
        "heading": TITLES[field],
        "caption": f"{practice.name}, {month:%B %Y}",
        "page": page,
        "table": prepared_pages.rows_table(TITLES[field], months.label(month), page.object_list, ods_code),
        "breadcrumbs": breadcrumbs(*more),
    }
    return render(request, "measures/return_prepared_rows.html", context)
