"""The audit trail, the work to do, and the runs of the computation."""

import hashlib

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, has_permission, require_permission
from collaborative import operations_log as log
from collaborative.forms.operations import AuditSearchForm
from collaborative.views.paging import page_of, query_without
from operations import audit, jobs
from operations.models import Job
from practices.exports import csv_bytes
from practices.views.downloads import CSV, download
from practices.wording import counted

A_PAGE = 50
LARGEST_EXPORT = 20_000
JOB_COLOURS = {"failed": "red", "running": "blue", "queued": "grey"}


@require_safe
def audit_trail(request):
    require_permission(request.user, Permission.VIEW_AUDIT_TRAIL)
    form = AuditSearchForm(request.GET)
    page = page_of(request, form.narrow(log.audit_events_for(request.user)), A_PAGE)
    return render(
        request,
        "operations/audit_trail.html",
        {
            "form": form,
            "page": page,
            "page_query": query_without(request, "page"),
            "table": {
                "caption": counted(page.paginator.count, "event"),
                "head": log.AUDIT_HEADINGS,
                "rows": [log.said_event(event) for event in page.object_list],
                "empty": "Nothing has been done that fits, or that you may see.",
            },
        },
    )


@require_safe
def audit_trail_csv(request):
    """The same rows as a file; that it was taken is itself on the trail (D36)."""
    require_permission(request.user, Permission.VIEW_AUDIT_TRAIL)
    events = AuditSearchForm(request.GET).narrow(log.audit_events_for(request.user))[:LARGEST_EXPORT]
    rows = [log.said_event(event) for event in events]
    content = csv_bytes(log.AUDIT_HEADINGS, rows)
    audit.record(
        "audit_trail_exported",
        by=request.user,
        filter=query_without(request, "page")[:500],
        rows=len(rows),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    return download(content, CSV, "audit-trail.csv")


@require_safe
def job_list(request):
    require_permission(request.user, Permission.VIEW_OPERATIONS)
    page = page_of(request, log.unfinished_jobs(), A_PAGE)
    can_retry = has_permission(request.user, Permission.CHANGE_OPERATIONS)
    now = timezone.now()
    return render(
        request,
        "operations/job_list.html",
        {
            "page": page,
            "caption": f"Work that is not done: {counted(page.paginator.count, 'job')}",
            "rows": [job_row(job, now, can_retry) for job in page.object_list],
        },
    )


def job_row(job, now, can_retry):
    return {
        "pk": job.pk,
        "kind": log.words(job.kind),
        "state": state_tag(job, now),
        "age": log.age(job.created_at, now),
        "attempts": job.attempts,
        "progress": f"{job.progress}% {job.progress_text}".strip() if job.state == Job.State.RUNNING else "",
        "error": log.kind_of_error(job.error),
        "retry": reverse("job_retry", args=[job.pk]) if can_retry and job.state == Job.State.FAILED else None,
    }


def state_tag(job, now):
    if log.is_stuck(job, now):
        return {"text": f"{job.get_state_display()}: stuck", "colour": "orange"}
    return {"text": job.get_state_display(), "colour": JOB_COLOURS[job.state]}


@require_POST
def job_retry(request, pk):
    require_permission(request.user, Permission.CHANGE_OPERATIONS)
    job = get_object_or_404(log.find_jobs(), pk=pk)
    if jobs.retry(job, by=request.user):
        messages.success(request, "The work is put down again.")
    else:
        messages.info(request, "Only work that has failed can be tried again.")
    return redirect("job_list")


@require_safe
def computation_list(request):
    require_permission(request.user, Permission.VIEW_OPERATIONS)
    page = page_of(request, log.computations_for(request.user), A_PAGE)
    return render(
        request,
        "operations/computation_list.html",
        {
            "page": page,
            "table": {
                "caption": "Runs, the last first",
                "head": [
                    *("Began", "Kind", "Wave", "Lasted"),
                    {"text": "Returns read", "numeric": True},
                    {"text": "Series computed", "numeric": True},
                    {"text": "Written", "numeric": True},
                    "What differed",
                ],
                "rows": [computation_row(run) for run in page.object_list],
                "empty": "Nothing has been computed yet.",
            },
        },
    )


def computation_row(run):
    return [
        f"{timezone.localtime(run.started_at):%-d %b %Y %H:%M:%S}",
        {"text": run.get_kind_display(), "hint": run.reason},
        run.wave.name,
        f"{(run.finished_at - run.started_at).total_seconds():.1f} s" if run.finished_at else "Not finished",
        {"text": run.returns_read, "numeric": True},
        {"text": run.series_computed, "numeric": True},
        {"text": run.series_written, "numeric": True},
        differences(run),
    ]


def differences(run):
    """What a nightly run found other than the returns' own runs had left; a run after a return is meant to change things."""
    if run.kind == run.Kind.INCREMENTAL:
        return "Meant to change"
    if not run.differences:
        return {"tag": {"text": "Nothing", "colour": "green"}}
    named = ", ".join(
        f"{entry.get('code') or 'wave'} {log.words(entry.get('measure', ''))}" for entry in run.differences[:10]
    )
    return {"tag": {"text": f"{len(run.differences)} series", "colour": "orange"}, "hint": named}
