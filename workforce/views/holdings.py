"""Who holds a post: begun, on other terms, ended; by whoever leads the roster where the post is."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from accounts.permissions import Permission
from practices.views.methods import EDIT, GET_AND_POST
from practices.views.refusals import attempted
from workforce.actions import holdings as actions
from workforce.forms.holdings import HoldingEndForm, HoldingForm, TermsForm
from workforce.models import Cohort, Holding, Post, Terms, Worker
from workforce.views.forms import back_to_post, employers_for, post_form_page
from workforce.views.scope import post_of


def holding_of(request, pk):
    """404 for a holding out of scope; 403 in scope for whoever does not lead both the post and the person."""
    found = Holding.objects.visible_to(request.user)
    holding = get_object_or_404(found.select_related("worker", "post__programme", "post__commissioner"), pk=pk)
    posts = Post.objects.visible_to(request.user, Permission.CHANGE_ROSTER)
    people = Worker.objects.visible_to(request.user, Permission.CHANGE_ROSTER)
    if not (posts.filter(pk=holding.post_id).exists() and people.filter(pk=holding.worker_id).exists()):
        raise PermissionDenied(Permission.CHANGE_ROSTER.value)
    return holding


@GET_AND_POST
def holding_create(request, post):
    post = post_of(request, post, Permission.CHANGE_ROSTER)
    form = HoldingForm(
        request.POST or None,
        people=Worker.objects.visible_to(request.user, Permission.CHANGE_ROSTER).filter(programme=post.programme),
        cohorts=Cohort.objects.visible_to(request.user).filter(programme=post.programme, role=post.role),
        employers=employers_for(request.user),
        initial={"wte": post.wte},
    )
    if form.is_valid() and attempted(form, actions.start, post=post, by=request.user, **began(form)):
        return back_to_post(request, post, "The holder is on the roster.")
    return post_form_page(request, post, form, "Add a holder")


def began(form):
    named = {name: form.cleaned_data[name] for name in ("start", "cohort")}
    return {**named, "worker": form.worker, "agreed": form.agreed()}


@EDIT
def terms_change(request, holding):
    holding = holding_of(request, holding)
    current = list(Terms.objects.visible_to(request.user).filter(holding=holding).order_by("start"))
    form = TermsForm(request.POST or None, current=current, employers=employers_for(request.user))
    if form.is_valid():
        named = {"start": form.cleaned_data["start"], "seen": form.seen}
        if attempted(form, actions.change_terms, holding=holding, agreed=form.agreed(), by=request.user, **named):
            return back_to_post(request, holding.post, "The terms are saved.")
    notes = ["The terms in force end on the day before. What was agreed before stays on record."]
    return post_form_page(request, holding.post, form, f"New terms of No. {holding.worker.staff_number}", notes)


@GET_AND_POST
def holding_end(request, holding):
    holding = holding_of(request, holding)
    form = HoldingEndForm(request.POST or None, holding=holding)
    saving = {"holding": holding, "seen": form.seen, "by": request.user}
    if form.is_valid() and attempted(form, actions.end, **saving, **form.cleaned_data):
        return back_to_post(request, holding.post, "The holding ends on that day.")
    notes = ["The post stays on the roster, and is vacant from the next day on."]
    return post_form_page(request, holding.post, form, f"End the holding of No. {holding.worker.staff_number}", notes)
