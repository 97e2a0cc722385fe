"""Competences: the matrix of a programme, one worker's page, evidence and its sign-off."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from practices import clock
from practices.exports import csv_bytes
from practices.views.methods import GET_AND_POST
from practices.views.refusals import attempted
from workforce import frameworks
from workforce.actions import competences as actions
from workforce.dashboards import competences as pages
from workforce.dashboards import worker_competences as worker_pages
from workforce.dashboards.links import href
from workforce.dashboards.self_ratings import is_used
from workforce.forms.competences import EvidenceForm, MatrixFilterForm, SignOffForm
from workforce.views.breadcrumbs import to_worker
from workforce.views.evidence import evidence_of
from workforce.views.figure_files import taken_away
from workforce.views.forms import worker_form_page
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_see, worker_of


def asked_of(request, programme):
    """(form, what it asks for); the first framework of the programme when none is chosen, and None where it uses none."""
    used = pages.frameworks_of(programme)
    form = MatrixFilterForm(
        request.GET,
        frameworks=used,
        roles=pages.roles_in(request.user, programme),
        commissioners=pages.commissioners_in(request.user, programme),
    )
    chosen = form.asked()
    framework = chosen_framework(chosen["framework"], used)
    return form, framework and pages.Asked(framework, chosen["role"], chosen["commissioner"])


def chosen_framework(code, used):
    return next((one for one in used if one.code == code), used[0] if used else None)


@require_safe
def competence_matrix(request, programme):
    programme = programme_to_see(request, programme, Permission.VIEW_STAFF_RECORD)
    form, asked = asked_of(request, programme)
    context = {
        "heading": "Competences",
        "filter_form": form,
        "settings_href": href("workforce_settings", programme.slug),
    }
    if asked:
        workers = pages.workers_in(request.user, programme, asked)
        page = Paginator(workers, pages.A_PAGE).get_page(request.GET.get("page"))
        query = request.GET.copy()
        query.pop("page", None)
        context |= {
            "page": page,
            "page_query": query.urlencode(),
            "matrix": pages.matrix_table(list(page), asked.framework),
            "csv_href": f"{href('competence_matrix_csv', programme.slug)}?{query.urlencode()}",
        }
    return programme_page(request, "workforce/competence_matrix.html", programme, context)


@require_safe
@transaction.atomic
def competence_matrix_csv(request, programme):
    programme = programme_to_see(request, programme, Permission.VIEW_STAFF_RECORD)
    _, asked = asked_of(request, programme)
    if asked is None:
        raise Http404
    workers = pages.workers_in(request.user, programme, asked)
    rows = pages.csv_rows(workers, asked.framework)
    name = f"competences-{programme.slug}-{asked.framework.code.lower()}.csv"
    content = csv_bytes(pages.csv_headings(asked.framework), rows)
    return taken_away(request, content, name, about=programme, event="competences.exported", people=len(rows))


@require_safe
def worker_competences(request, worker):
    worker = worker_of(request, worker, Permission.VIEW_STAFF_RECORD)
    used = worker_pages.frameworks_for(worker)
    framework = chosen_framework(request.GET.get("framework"), used)
    context = {
        "worker": worker,
        "heading": "Competences",
        "framework": framework,
        "frameworks": [
            {"text": one.name, "href": f"?framework={one.code}", "current": one == framework} for one in used
        ],
        "rows": worker_pages.competence_rows(request.user, worker, framework) if framework else [],
        "links": [{"text": "Self-rating", "href": href("self_rating", worker.pk)}] if is_used(worker.programme) else [],
        "breadcrumbs": to_worker(worker),
    }
    return render(request, "workforce/worker_competences.html", context)


@GET_AND_POST
def evidence_create(request, worker):
    worker = worker_of(request, worker, Permission.VIEW_STAFF_RECORD)
    framework = chosen_framework(request.GET.get("framework"), worker_pages.frameworks_for(worker))
    if framework is None:
        messages.warning(
            request, "This programme uses no framework yet: the workforce lead chooses them in the settings."
        )
        return redirect("worker_competences", worker.pk)
    initial = {"competence": request.GET.get("competence", "")}
    form = EvidenceForm(request.POST or None, framework=framework, initial=initial)
    values = {"worker": worker, "framework": framework.code, "by": request.user}
    if form.is_valid() and attempted(form, actions.add_evidence, **values, **form.cleaned_data):
        messages.success(request, "The evidence is saved. It waits for a supervisor to sign it off.")
        return redirect(page_of(worker, framework))
    return worker_form_page(request, worker, form, "Add evidence", [framework.name], [crumb(worker)])


@GET_AND_POST
def evidence_sign(request, evidence):
    evidence, framework = evidence_of(request, evidence, Permission.CHANGE_SUPERVISION)
    initial = {"level": evidence.level, "expires_on": evidence.expires_on, "seen": actions.seen_of(evidence)}
    # All its fields may be blank, so what was sent is asked of the method.
    sent = request.POST if request.method == "POST" else None
    form = SignOffForm(sent, framework=framework, today=clock.today(), initial=initial)
    values = {"evidence": evidence, "by": request.user}
    if form.is_valid() and attempted(form, actions.sign_off, **values, **form.cleaned_data):
        messages.success(request, "The competence is signed off.")
        return redirect(page_of(evidence.worker, framework))
    notes = [
        f"{evidence.framework}: {frameworks.competence_name(evidence.framework, evidence.competence)}",
        f"Evidence of {evidence.evidenced_on:%-d %B %Y}: {evidence.evidence}",
    ]
    return worker_form_page(request, evidence.worker, form, "Sign off a competence", notes, [crumb(evidence.worker)])


def page_of(worker, framework) -> str:
    return (
        f"{href('worker_competences', worker.pk)}?framework={framework.code}"
        if framework
        else href("worker_competences", worker.pk)
    )


def crumb(worker) -> tuple[str, str]:
    return "Competences", href("worker_competences", worker.pk)
