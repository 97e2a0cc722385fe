"""Entries that workers dispute: raised in the own record, answered by the workforce lead."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, require_permission
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted
from workforce.actions.disputes import answer_dispute, raise_dispute
from workforce.dashboards.disputes import dispute_table, facts_of
from workforce.forms.disputes import DisputeAnswerForm, DisputeForm
from workforce.models import Dispute, Worker
from workforce.views.breadcrumbs import to_programme, to_workforce
from workforce.views.forms import form_page
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_lead, row_of_worker

ROWS = 50


def own_workers(request):
    """The records of whoever is signed in; usually one."""
    require_permission(request.user, Permission.VIEW_OWN_RECORD)
    found = Worker.objects.visible_to(request.user, Permission.VIEW_OWN_RECORD)
    return found.select_related("programme", "commissioner").order_by("pk")


@GET_AND_POST
def dispute_create(request):
    """About the own record; `?worker=` names which, for whoever has two."""
    workers = own_workers(request)
    named = request.GET.get("worker", "")
    worker = get_object_or_404(workers, pk=named) if named.isdecimal() else workers.first()
    if worker is None:
        return redirect("my_record")
    form = DisputeForm(request.POST or None)
    if form.is_valid() and attempted(form, raise_dispute, worker=worker, by=request.user, **form.cleaned_data):
        messages.success(request, "Your workforce lead has been told that an entry is disputed.")
        return redirect("my_record")
    crumbs = to_workforce(("Your record", reverse("my_record")))
    notes = ["The entry stays as it is until the lead has looked at it. You see the answer in your record."]
    return form_page(request, form, "Dispute an entry", crumbs, caption="Your record", notes=notes)


@require_safe
def dispute_list(request, programme):
    programme = programme_to_lead(request, programme)
    found = Dispute.objects.visible_to(request.user, Permission.CHANGE_ROSTER).filter(worker__programme=programme)
    rows = found.select_related("worker").order_by(F("answered_on").asc(nulls_first=True), "raised_on", "pk")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {"heading": "Disputed entries", "notes": [], "table": dispute_table(page), "page": page}
    return programme_page(request, "workforce/list.html", programme, context)


@EDIT
def dispute_answer(request, dispute):
    dispute = row_of_worker(request, Dispute, dispute, Permission.CHANGE_ROSTER)
    programme = dispute.worker.programme
    form = DisputeAnswerForm(request.POST or None)
    if form.is_valid() and attempted(form, answer_dispute, dispute=dispute, by=request.user, **form.cleaned_data):
        messages.success(request, "The worker sees your answer.")
        return redirect("dispute_list", programme.slug)
    context = {
        "form": form,
        "heading": "A disputed entry",
        "caption": f"Worker no. {dispute.worker.staff_number}",
        "facts": facts_of(dispute),
        "is_open": dispute.answered_on is None,
        "breadcrumbs": to_programme(programme, ("Disputed entries", reverse("dispute_list", args=[programme.slug]))),
    }
    return render(request, "workforce/dispute.html", context)
