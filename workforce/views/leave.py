"""Leave of a worker, written down by the lead, the supervisor or the worker."""

from django.contrib import messages
from django.shortcuts import redirect

from accounts.permissions import Permission
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted
from workforce.actions.leave import add_leave, correct_leave, remove_leave
from workforce.forms.supervision import LeaveChangeForm, LeaveForm
from workforce.models import Leave
from workforce.views.forms import worker_form_page
from workforce.views.scope import row_of_worker, worker_of

WHY_NOT_ASKED = ["No supervision is expected on these days. Why somebody is away is not asked."]


@GET_AND_POST
def leave_create(request, worker):
    worker = worker_of(request, worker, Permission.VIEW_STAFF_RECORD)
    form = LeaveForm(request.POST or None)
    if form.is_valid() and attempted(form, add_leave, worker=worker, by=request.user, **form.cleaned_data):
        messages.success(request, "The leave is saved.")
        return redirect("worker_detail", worker.pk)
    return worker_form_page(request, worker, form, "Add leave", WHY_NOT_ASKED)


@EDIT
def leave_edit(request, leave):
    leave = row_of_worker(request, Leave, leave, Permission.VIEW_STAFF_RECORD)
    form = LeaveChangeForm(request.POST or None, initial={"start": leave.start, "end": leave.end})
    if form.is_valid() and changed(form, leave, request.user):
        messages.success(request, "The leave is changed.")
        return redirect("worker_detail", leave.worker_id)
    return worker_form_page(request, leave.worker, form, "Change leave", WHY_NOT_ASKED)


def changed(form, leave, by) -> bool:
    if form.cleaned_data["is_removed"]:
        return attempted(form, remove_leave, leave=leave, by=by) is not None
    days = {name: form.cleaned_data[name] for name in ("start", "end")}
    return attempted(form, correct_leave, leave=leave, by=by, **days) is not None
