"""The supervisor's own pages: supervisees and what is due, and a week of sessions recorded at once."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, require_permission
from practices.views.methods import GET_AND_POST
from practices.views.refusals import attempted
from practices.wording import number_of
from workforce.actions.supervision import Record, record_sessions
from workforce.dashboards import supervisees as dashboards
from workforce.forms.supervision import WeekForm
from workforce.views.breadcrumbs import to_workforce

ROWS = 50


@require_safe
def supervisees(request):
    require_permission(request.user, Permission.CHANGE_SUPERVISION)
    page = Paginator(dashboards.supervisee_rows(request.user), ROWS).get_page(request.GET.get("page"))
    context = {
        "heading": "The people you supervise",
        "table": dashboards.supervisee_table(page),
        "page": page,
        "to_record": dashboards.to_record(request.user),
        "week_href": reverse("supervision_week"),
        "breadcrumbs": to_workforce(),
    }
    return render(request, "workforce/supervisees.html", context)


@GET_AND_POST
def supervision_week(request):
    """What became of each session of a week, in one form."""
    require_permission(request.user, Permission.CHANGE_SUPERVISION)
    monday = dashboards.week_of(request.GET.get("from", ""))
    form = WeekForm(request.POST or None, sessions=dashboards.sessions_of_week(request.user, monday))
    if form.is_valid():
        records = [Record(*one) for one in form.changed()]
        if not records or attempted(form, record_sessions, records=records, by=request.user):
            messages.success(request, f"{number_of(len(records), 'session').capitalize()} recorded.")
            return redirect(week_address(monday))
    context = {
        "heading": f"Week of {monday:%-d %B %Y}",
        "form": form,
        "rows": form.rows(),
        "earlier": week_address(monday - dashboards.WEEK),
        "later": week_address(monday + dashboards.WEEK),
        "last_day": monday + timedelta(days=6),
        "breadcrumbs": to_workforce(("The people you supervise", reverse("supervisees"))),
    }
    return render(request, "workforce/supervision_week.html", context)


def week_address(monday):
    return f"{reverse('supervision_week')}?from={monday.isoformat()}"
