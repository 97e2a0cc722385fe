"""Evidence that was written down: put right or taken out while it waits, a sign-off taken back by whoever supervises."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from practices.views.methods import EDIT
from practices.views.refusals import attempted, told
from workforce.actions import competences as actions
from workforce.dashboards.competences import frameworks_of
from workforce.dashboards.links import href
from workforce.forms.competences import EvidenceForm
from workforce.models import CompetenceEvidence
from workforce.views.forms import worker_form_page
from workforce.views.scope import row_of_worker


def evidence_of(request, pk, permission):
    """The evidence and its framework; 404 too while the programme has that framework switched off: its rows are hidden."""
    row = row_of_worker(request, CompetenceEvidence, pk, permission)
    used = {one.code: one for one in frameworks_of(row.worker.programme)}
    if row.framework not in used:
        raise Http404
    return row, used[row.framework]


def page_of(row) -> str:
    return f"{href('worker_competences', row.worker_id)}?framework={row.framework}"


@EDIT
def evidence_edit(request, evidence):
    row, framework = evidence_of(request, evidence, Permission.VIEW_STAFF_RECORD)
    fields = ("competence", "level", "evidence", "evidenced_on", "expires_on")
    form = EvidenceForm(
        request.POST or None, framework=framework, initial={name: getattr(row, name) for name in fields}
    )
    if form.is_valid() and attempted(form, corrected, row=row, by=request.user, **form.cleaned_data):
        messages.success(request, "The evidence is saved. It waits for a supervisor to sign it off.")
        return redirect(page_of(row))
    crumb = ("Competences", href("worker_competences", row.worker_id))
    return worker_form_page(request, row.worker, form, "Change evidence", [framework.name], [crumb])


def corrected(*, row, evidence, by, **values) -> CompetenceEvidence:
    """The form's field `evidence` is the words, the action's is the row."""
    return actions.correct_evidence(evidence=row, words=evidence, by=by, **values)


@require_POST
def evidence_remove(request, evidence):
    row, _ = evidence_of(request, evidence, Permission.VIEW_STAFF_RECORD)
    address = page_of(row)
    told(request, actions.remove_evidence, evidence=row, by=request.user, done="The evidence is taken out.")
    return redirect(address)


@require_POST
def evidence_unsign(request, evidence):
    row, _ = evidence_of(request, evidence, Permission.CHANGE_SUPERVISION)
    told(request, actions.take_back_sign_off, evidence=row, by=request.user, done="The sign-off is taken back.")
    return redirect(page_of(row))
