"""Accreditation: the list of a programme, and the record of one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted
from workforce.actions import accreditations as actions
from workforce.dashboards import accreditations as pages
from workforce.forms.accreditations import AccreditationFilterForm, AccreditationForm
from workforce.models import Accreditation
from workforce.models.scope import grants_with
from workforce.views.forms import worker_form_page
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_see, row_of_worker, sees_exactly, worker_of


@require_safe
def accreditation_list(request, programme):
    programme = programme_to_see(request, programme)
    exact = sees_exactly(request.user, programme)
    led = {grant.organisation_id for grant in grants_with(request.user, Permission.VIEW_STAFF_RECORD)}
    found = pages.figures_for(programme, pages.commissioners_of(request.user), exact=exact, led=led)
    context = {
        "heading": "Accreditation",
        "is_protected": not exact,
        "flags": [f"{one.name}: {one.flag}" for one in found if one.flag],
        "figures": pages.figures_table(found),
    }
    if leads_here(request.user):
        context |= rows_context(request, programme)
    return programme_page(request, "workforce/accreditation_list.html", programme, context)


def leads_here(user) -> bool:
    return bool(grants_with(user, Permission.VIEW_STAFF_RECORD))


def rows_context(request, programme) -> dict:
    form = AccreditationFilterForm(request.GET, states=list(pages.STATES.items()))
    state = form.asked()
    page = Paginator(pages.listed(request.user, programme, state), pages.A_PAGE).get_page(request.GET.get("page"))
    query = f"state={state}" if state else ""
    return {"filter_form": form, "page": page, "page_query": query, "table": pages.table(page, state)}


@GET_AND_POST
def accreditation_create(request, worker):
    worker = worker_of(request, worker, Permission.CHANGE_ROSTER)
    form = AccreditationForm(request.POST or None, initial={"body": renewed_body(request, worker)})
    values = {"worker": worker, "by": request.user}
    if form.is_valid() and attempted(form, actions.add_accreditation, **values, **form.cleaned_data):
        messages.success(request, "The accreditation is saved.")
        return redirect("worker_detail", worker.pk)
    return worker_form_page(request, worker, form, "Add or renew an accreditation")


def renewed_body(request, worker) -> str:
    """The body of the accreditation that is renewed, when one is named in the address."""
    renewed = request.GET.get("renews", "")
    if not renewed.isdecimal():
        return ""
    own = Accreditation.objects.visible_to(request.user).filter(worker=worker, pk=renewed)
    return own.values_list("body", flat=True).first() or ""


@EDIT
def accreditation_edit(request, accreditation):
    row = row_of_worker(request, Accreditation, accreditation, Permission.CHANGE_ROSTER)
    initial = {"body": row.body, "awarded_on": row.awarded_on, "expires_on": row.expires_on}
    form = AccreditationForm(request.POST or None, initial=initial)
    if form.is_valid() and attempted(
        form, actions.correct_accreditation, accreditation=row, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "The accreditation is saved.")
        return redirect("accreditation_list", row.worker.programme.slug)
    return worker_form_page(request, row.worker, form, "Correct an accreditation")
