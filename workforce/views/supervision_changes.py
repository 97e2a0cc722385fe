"""Supervision arranged, ended, planned ahead and recorded."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from accounts.permissions import Permission
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted
from practices.wording import number_of
from workforce.actions import supervision as actions
from workforce.dashboards.roles_held import roles_today
from workforce.dashboards.supervisees import next_day, own_worker
from workforce.dashboards.supervision_panel import is_own
from workforce.forms.supervision import ArrangementEndForm, ArrangementForm, SessionForm, SessionPlanForm
from workforce.models import SupervisionArrangement, SupervisionSession, Worker
from workforce.supervision_standards import standard_of, standard_words
from workforce.views.forms import worker_form_page
from workforce.views.scope import may, row_of_worker, worker_of

NO_CONTENT = "Dates, minutes and who attended. What was talked about is stored nowhere: there is no place for it."


@GET_AND_POST
def arrangement_create(request, worker):
    worker = worker_of(request, worker, Permission.CHANGE_ARRANGEMENTS)
    roles = roles_today(worker)
    standard = next((standard_of(role) for role in roles if standard_of(role)), None)
    form = ArrangementForm(
        request.POST or None,
        supervisors=Worker.objects.visible_to(request.user).filter(programme=worker.programme),
        own=own_supervisor(request.user, worker),
        standard=standard,
    )
    if form.is_valid() and attempted(form, actions.arrange, worker=worker, by=request.user, **form.cleaned_data):
        messages.success(request, "The arrangement is saved. Plan its sessions next.")
        return redirect("worker_detail", worker.pk)
    notes = [f"Standard: {standard_words(role)}." for role in roles]
    return worker_form_page(request, worker, form, "Arrange supervision", [*notes, NO_CONTENT])


def own_supervisor(user, worker):
    """The supervisor who fills in the form arranges for nobody else; None for the lead, who names one."""
    return None if may(user, Permission.CHANGE_ROSTER, worker) else own_worker(user, worker.programme)


def require_own(user, arrangement) -> None:
    """Somebody may have two supervisors: each writes the own log, and reads the other's."""
    if not is_own(user, arrangement):
        raise PermissionDenied(Permission.CHANGE_SUPERVISION.value)


@GET_AND_POST
def arrangement_end(request, arrangement):
    arrangement = row_of_worker(request, SupervisionArrangement, arrangement, Permission.CHANGE_ARRANGEMENTS)
    is_lead = may(request.user, Permission.CHANGE_ROSTER, arrangement.worker)
    if not is_lead:
        require_own(request.user, arrangement)
    form = ArrangementEndForm(request.POST or None)
    if form.is_valid() and attempted(
        form, actions.end_arrangement, arrangement=arrangement, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "The arrangement has its last day. The supervisor sees this worker until then.")
        return redirect("worker_detail", arrangement.worker_id) if is_lead else redirect("supervisees")
    return worker_form_page(request, arrangement.worker, form, "End an arrangement of supervision")


@GET_AND_POST
def session_create(request, arrangement):
    """Sessions of the coming weeks in one click."""
    arrangement = row_of_worker(request, SupervisionArrangement, arrangement, Permission.CHANGE_SUPERVISION)
    require_own(request.user, arrangement)
    form = SessionPlanForm(request.POST or None, initial={"first": next_day(arrangement)})
    if form.is_valid() and (
        planned := attempted(form, actions.plan_sessions, arrangement=arrangement, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, planned_words(planned))
        return redirect("worker_detail", arrangement.worker_id)
    of_wte = " for one WTE, less for part of one" if arrangement.is_pro_rata else ""
    length = f"{arrangement.minutes} minutes{of_wte}, every {arrangement.every_days} days"
    notes = [f"{length}. Days of leave are passed over.", NO_CONTENT]
    return worker_form_page(request, arrangement.worker, form, "Plan sessions ahead", notes)


def planned_words(planned) -> str:
    words = f"{number_of(planned.added, 'session').capitalize()} planned."
    there = f" {planned.there} of these days had one already." if planned.there else ""
    return words + there + (f" {planned.on_leave} fell into leave." if planned.on_leave else "")


@EDIT
def session_record(request, session):
    session = row_of_worker(request, SupervisionSession, session, Permission.CHANGE_SUPERVISION)
    require_own(request.user, session.arrangement)
    initial = {"state": session.state, "minutes": session.minutes}
    form = SessionForm(request.POST or None, initial=initial)
    if form.is_valid() and attempted(
        form, actions.record_session, session=session, by=request.user, **form.cleaned_data
    ):
        messages.success(request, f"The session of {session.on:%-d %B} is recorded.")
        return redirect("supervisees")
    heading = f"Session of {session.on:%-d %B %Y}"
    return worker_form_page(request, session.worker, form, heading, [NO_CONTENT])
