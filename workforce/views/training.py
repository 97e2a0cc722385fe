"""Training: who is on it, what is overdue or missing; enrolling people and writing down their days."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission
from practices import clock
from practices.exports import XLSX, csv_bytes, xlsx_bytes
from practices.views.downloads import CSV
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted, told
from workforce import training_programmes
from workforce.actions import training as actions
from workforce.dashboards import enrolments as enrolment_pages
from workforce.dashboards import training as dashboards
from workforce.dashboards import training_cohorts
from workforce.dashboards.led_places import leads
from workforce.dashboards.links import href
from workforce.forms.training import EnrolmentChangeForm, EnrolmentForm, TrainingDayForm
from workforce.jobs import recompute
from workforce.models import Enrolment, TrainingDay
from workforce.views.breadcrumbs import to_worker
from workforce.views.figure_files import taken_away
from workforce.views.forms import worker_form_page
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_see, row_of_worker, sees_exactly, worker_of

ROWS = 50


@require_safe
def training_list(request, programme):
    programme = programme_to_see(request, programme)
    exact, trainings = sees_exactly(request.user, programme), dashboards.switched_on(programme)
    counts = dashboards.counts_of(programme, trainings)
    context = {
        "heading": "Training",
        "counts": dashboards.counts_table(programme, trainings, counts, exact=exact),
        "sees_rows": dashboards.sees_rows(request.user),
    }
    if context["sees_rows"]:
        # Whoever leads the whole programme sees the rows of everybody, who are counted above.
        own = dashboards.totals(counts) if exact else dashboards.concern_counts(request.user, programme, trainings)
        context |= concerns_context(request, programme, own)
    return programme_page(request, "workforce/training_list.html", programme, context)


def concerns_context(request, programme, numbers) -> dict:
    """`numbers`: how many rows each concern has for this person."""
    show = dashboards.chosen(request.GET.get("show"), dashboards.CONCERNS)
    paginator = Paginator(dashboards.concern_rows(request.user, programme, show), ROWS)
    paginator.count = numbers[show]
    page = paginator.get_page(request.GET.get("page"))
    return {
        "concerns": dashboards.concern_links(programme, numbers, show),
        "table": dashboards.concern_table(page, show),
        "page": page,
        "page_query": f"show={show}",
        "show": show,
    }


@require_safe
def training_detail(request, programme, training):
    programme = programme_to_see(request, programme)
    known = training_programmes.training_programmes().get(training)
    if known is None:
        raise Http404
    exact, trainings = sees_exactly(request.user, programme), dashboards.switched_on(programme)
    counts = dashboards.counts_of(programme, trainings)
    show = dashboards.chosen(request.GET.get("show"), dashboards.states_of(known))
    rows = dashboards.enrolment_rows(request.user, programme, known, show)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {
        "heading": known.name,
        "facts": dashboards.facts(known),
        "not_verified": known.not_verified,
        "counts": dashboards.counts_table(programme, [known], counts, exact=exact),
        "cohorts": training_cohorts.table(programme, known, exact=exact),
        "links": cohort_links(request.user, programme),
        "states": dashboards.state_links(programme, known, show),
        "table": dashboards.enrolment_table(request.user, page, known, show),
        "page": page,
        "page_query": f"show={show}",
        "sees_rows": dashboards.sees_rows(request.user),
    }
    crumbs = dashboards.crumb(programme)
    return programme_page(request, "workforce/training_detail.html", programme, context, crumbs)


def cohort_links(user, programme) -> list[dict]:
    """For whoever leads there; the form itself asks again."""
    return [{"text": "Add a cohort", "href": href("cohort_create", programme.slug)}] if leads(user, programme) else []


@require_safe
@transaction.atomic
def training_file(request, programme, extension):
    """Every enrolment in the person's scope, or with `?show=` one list of what needs doing; pay is not in it.

    A workbook has all the lists, each on a sheet.
    """
    programme = programme_to_see(request, programme, Permission.VIEW_STAFF_RECORD)
    show = request.GET.get("show", "")
    match extension:
        case "csv":
            show = show if show in dashboards.CONCERNS else ""
            headings, rows = enrolment_pages.file_rows(request.user, programme, show)
            content, content_type, number = csv_bytes(headings, rows), CSV, len(rows)
        case "xlsx":
            show, found = "", enrolment_pages.sheets(request.user, programme)
            content, content_type, number = xlsx_bytes(found), XLSX, len(found["Training"][1])
        case _:
            raise Http404
    told = {"event": "training.exported", "content_type": content_type, "rows": number}
    name = "-".join(part for part in ("training", show.replace("_", "-"), programme.slug) if part)
    return taken_away(request, content, f"{name}.{extension}", about=programme, **told)


@GET_AND_POST
def enrolment_create(request, worker):
    worker = worker_of(request, worker, Permission.CHANGE_ROSTER)
    trainings = dashboards.switched_on(worker.programme)
    cohorts = worker.programme.cohorts.all()
    form = EnrolmentForm(
        request.POST or None, trainings=trainings, cohorts=cohorts, initial={"started_on": clock.today()}
    )
    if form.is_valid() and attempted(form, actions.enrol, worker=worker, by=request.user, **form.cleaned_data):
        return saved(request, worker)
    notes = [] if trainings else ["No training is switched on in this programme. Choose some in its settings first."]
    return worker_form_page(request, worker, form, "Enrol in training", notes)


def saved(request, worker):
    recompute.put_down(worker.programme)
    return redirect("worker_detail", worker.pk)


@EDIT
def enrolment_edit(request, enrolment):
    enrolment = row_of_worker(request, Enrolment, enrolment, Permission.CHANGE_ROSTER)
    worker = enrolment.worker
    fields = ("due_on", "cohort", "outcome", "ended_on", "expires_on")
    initial = {name: getattr(enrolment, name) for name in fields}
    form = EnrolmentChangeForm(request.POST or None, initial=initial, cohorts=worker.programme.cohorts.all())
    if form.is_valid() and attempted(
        form, actions.change_enrolment, enrolment=enrolment, by=request.user, **form.cleaned_data
    ):
        return saved(request, worker)
    context = {
        "form": form,
        "heading": training_programmes.training_name(enrolment.training),
        "caption": f"Worker no. {worker.staff_number}",
        "enrolment": enrolment_pages.shown_enrolment(enrolment),
        "days": enrolment_pages.days_of(enrolment),
        "breadcrumbs": to_worker(worker),
    }
    return render(request, "workforce/enrolment.html", context)


@GET_AND_POST
def training_day_create(request, enrolment):
    enrolment = row_of_worker(request, Enrolment, enrolment, Permission.CHANGE_ROSTER)
    form = TrainingDayForm(request.POST or None, training=enrolment.training, initial={"on": clock.today()})
    if form.is_valid() and attempted(form, actions.log_day, enrolment=enrolment, by=request.user, **form.cleaned_data):
        recompute.put_down(enrolment.worker.programme)
        return redirect("enrolment_edit", enrolment.pk)
    name = training_programmes.training_name(enrolment.training)
    return worker_form_page(request, enrolment.worker, form, "Write down a day of training", [name])


@require_POST
def training_day_remove(request, enrolment):
    enrolment = row_of_worker(request, Enrolment, enrolment, Permission.CHANGE_ROSTER)
    sent = request.POST.get("day", "")
    days = TrainingDay.objects.visible_to(request.user).filter(enrolment=enrolment)
    day = days.filter(pk=sent if sent.isdecimal() else None).first()
    if day is None:
        messages.info(request, "That day is not written down any more.")
    else:
        told(request, actions.remove_day, day=day, by=request.user, done="The day is taken back.")
    return redirect("enrolment_edit", enrolment.pk)
