"""What the facilitator says of each page of a report, while it is a draft."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from collaborative.actions import reports as actions
from collaborative.dashboards import reports as pages
from collaborative.forms.reports import CommentaryForm
from collaborative.models import WorkshopReport
from collaborative.reports import copies
from collaborative.views.reports import address_of, breadcrumbs, chosen_copy, report_or_404
from practices.views.methods import GET_AND_POST


@GET_AND_POST
def report_commentary(request, report):
    """The list of pages, or the form of one."""
    report = report_or_404(request.user, report, to_prepare=True)
    if report.state != WorkshopReport.State.DRAFT:
        messages.error(request, actions.IS_FROZEN if report.is_frozen else actions.NOT_READY)
        return redirect("report_detail", report.pk)
    copy = chosen_copy(request, report)
    contents = copies.contents(report, copy)
    key = request.GET.get("page")
    return one_page(request, report, copy, contents, key) if key else every_page(request, report, copy, contents)


def every_page(request, report, copy, contents):
    context = {
        "report": report,
        "table": pages.commentary_table(report, contents, lambda key: f"{request.path}?page={key}"),
        "breadcrumbs": breadcrumbs(report, (contents.title, address_of(report, copy))),
    }
    return render(request, "collaborative/reports/commentary_list.html", context)


def one_page(request, report, copy, contents, key):
    page = next((one for one in contents.pages if one.key == key), None)
    if page is None:
        raise Http404
    written = report.commentary.get(key, "")
    form = CommentaryForm(request.POST or None, initial={"text": written, "seen": actions.stamp(written)})
    theirs = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.comment(report=report, page=key, by=request.user, **form.cleaned_data)
        except actions.ChangedMeanwhile as refusal:
            theirs = refusal.theirs
            form = after_conflict(form, refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, f"The commentary on {page.title} is saved.")
            return redirect(address_of(report, copy, page=key))
    context = {
        "heading": f"Commentary: {page.title}",
        "form": form,
        "theirs": theirs,
        "cancel_href": address_of(report, copy, page=key),
        "breadcrumbs": breadcrumbs(report, (contents.title, address_of(report, copy)), ("Commentary", reverse("report_commentary", args=[report.pk]))),
    }  # fmt: skip
    return render(request, "collaborative/reports/commentary.html", context)


def after_conflict(form, refusal):
    """The same text again, to be saved over what somebody else wrote only once that has been seen."""
    data = form.data.copy()
    data["seen"] = actions.stamp(refusal.theirs)
    again = CommentaryForm(data)
    again.is_valid()
    again.add_error("text", refusal)
    return again
